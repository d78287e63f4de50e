import { addDays, earlierOf } from '../../kit/index.ts';
import { textOf } from '../item.ts';
import type { Employee } from './people.ts';
import { type Seeder, workingTime } from './seeder.ts';

const TYPES = {
  'Paid time off': { color: '#2f8f6b', isTimeOff: true },
  'Sick leave': { color: '#c9673a', isTimeOff: true },
  'Parental leave': { color: '#7a5bc0', isTimeOff: true },
  'Unpaid leave': { color: '#6b7280', isTimeOff: true },
  'Working remotely': { color: '#3b74c4', isTimeOff: false },
} as const;

type TypeName = keyof typeof TYPES;

/** Absences relative to today: how far away, how long, of which type, and what the manager said. */
const PLAN: readonly (readonly [offset: number, days: number, type: TypeName, status: string])[] = [
  [-310, 5, 'Paid time off', 'approved'],
  [-215, 2, 'Sick leave', 'approved'],
  [-140, 9, 'Paid time off', 'approved'],
  [-75, 1, 'Working remotely', 'approved'],
  [-40, 3, 'Paid time off', 'declined'],
  [-2, 4, 'Paid time off', 'approved'],
  [12, 5, 'Paid time off', 'approved'],
  [35, 3, 'Paid time off', 'pending'],
  [70, 10, 'Paid time off', 'pending'],
];

const NOTES = ['Family visit', 'Long weekend', 'Moving house', 'Wedding', null, null, null];

function addAbsences(seeder: Seeder, employee: Employee, manager: string, types: ReadonlyMap<string, string>): void {
  const { seat, id: personId, place, startDate, standing } = employee;
  const person = seeder.database.table('people').get(personId)!;
  const random = seeder.own('timeAway', seat.index);
  const end = textOf(person, 'employmentEndDate');
  for (const [index, [offset, days, type, status]] of PLAN.entries()) {
    const [takes, shift, half, note] = [
      random.chance(0.42),
      random.int(-9, 9),
      random.chance(0.15),
      random.pick(NOTES),
    ];
    const from = seeder.day(offset + shift);
    const to = addDays(from, days - 1);
    if (!takes || standing === 'newHire' || from < startDate || (end !== '' && to > end)) continue;
    const askedOn = addDays(earlierOf(from, seeder.today), -random.int(1, 25));
    const createdAt = workingTime(askedOn, random);
    const reviewed = status !== 'pending';
    const reviewedAt = reviewed ? workingTime(addDays(askedOn, 1), random) : null;
    const fields = {
      personId,
      startDate: from,
      startPeriod: half ? 'pm' : 'full',
      endDate: to,
      endPeriod: 'full',
      timeAwayTypeId: types.get(type)!,
      workingFromLocationId: null,
      note: type === 'Sick leave' ? null : note,
      requestStatus: status,
      reviewedBy: reviewed ? manager : null,
      reviewedAt,
      reviewNote: status === 'declined' ? 'Too many of us are away that week.' : null,
      publicHolidayCalendarId: place.calendar,
      workingDays: person['workingDays'],
    };
    seeder.add('timeAway', `${seat.index}/${index}`, fields, { createdAt, updatedAt: reviewedAt ?? createdAt });
  }
}

function addAllowances(
  seeder: Seeder,
  employee: Employee,
  types: ReadonlyMap<string, string>,
  policies: ReadonlyMap<string, string>,
): void {
  const { seat, id: personId, contractType, place } = employee;
  const year = seeder.today.slice(0, 4);
  const createdAt = `${year}-01-02T06:00:00.000Z`;
  const policy =
    contractType === 'Part time' ? 'Part-time holiday' : place.countryCode === 'US' ? 'US holiday' : 'Standard holiday';
  const amount = { 'Part-time holiday': 20, 'US holiday': 22, 'Standard holiday': 27 }[policy] ?? 25;
  const fields = {
    personId,
    timeAwayTypeId: types.get('Paid time off')!,
    timeAwayPolicyId: policies.get(policy)!,
    amount,
    unit: 'days',
    startDate: `${year}-01-01`,
    endDate: `${year}-12-31`,
  };
  const timeAwayAllocationId = seeder.add('timeAwayAllocations', seat.index, fields, { createdAt }).id;
  const random = seeder.own('timeAwayAdjustments', seat.index);
  if (!random.chance(0.18)) return;
  const given = random.chance(0.7);
  const adjustment = {
    personId,
    timeAwayAllocationId,
    amount: given ? random.int(1, 3) : -1,
    note: given ? 'Carried over' : 'Correction',
  };
  seeder.add('timeAwayAdjustments', seat.index, adjustment, { createdAt });
}

function addPatterns(seeder: Seeder, employees: readonly Employee[]): void {
  const patterns = seeder.addNamed('workingPatterns', [
    'Full week',
    'Four days',
    'Three days',
    'Early shift',
    'Late shift',
  ]);
  for (const { seat, id: personId, contractType, startDate, createdAt } of employees) {
    const shift = seat.department?.name === 'Customer Success' && seat.index % 6 === 1 ? 'Late shift' : 'Full week';
    const pattern = contractType === 'Part time' ? (seat.index % 2 === 0 ? 'Four days' : 'Three days') : shift;
    const fields = { personId, workingPatternId: patterns.get(pattern)!, startDate, endDate: null };
    seeder.add('workingPatternAllocations', seat.index, fields, { createdAt });
  }
}

/** Absence types, policies, allowances and absences; working patterns. */
export function seedTimeAway(seeder: Seeder, employees: readonly Employee[]): void {
  const types = seeder.addNamed('timeAwayTypes', Object.keys(TYPES), (name) => TYPES[name as TypeName]);
  const policies = seeder.addNamed('timeAwayPolicies', [
    'Standard holiday',
    'Part-time holiday',
    'US holiday',
    'Sickness',
  ]);
  for (const employee of employees) {
    const manager = employees[employee.seat.manager ?? 1]!.id;
    addAbsences(seeder, employee, manager, types);
    if (employee.standing !== 'left' && employee.contractType !== 'Contractor')
      addAllowances(seeder, employee, types, policies);
  }
  addPatterns(seeder, employees);
}
