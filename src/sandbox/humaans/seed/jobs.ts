import { addDays, laterOf } from '../../kit/index.ts';
import type { Employee } from './people.ts';
import { type Seeder, workingTime } from './seeder.ts';

/** How much of the pay in pounds people get elsewhere. */
const RATES: Readonly<Record<string, number>> = { GBP: 1, EUR: 1.08, USD: 1.45 };
const BASE_PAY = { chief: 190_000, head: 135_000, lead: 84_000 };
const HOURLY_PAY = { Contractor: 62, Intern: 14 } as const;

/** Last day on which records of the past may change, so that they are the same whatever the day is. */
const HISTORY_END = '2025-10-01';

interface Step {
  readonly title: string;
  readonly pay: number;
}

/** The titles someone has had, oldest first; the last is the present one. */
function career(employee: Employee): Step[] {
  const { seat, random } = employee;
  const { department, level } = seat;
  if (department === null) return [{ title: 'Chief Executive Officer', pay: BASE_PAY.chief }];
  const ladder = department.ladder.map(([title, pay]) => ({ title, pay }));
  if (level !== 'member') {
    const present = { title: level === 'head' ? department.head : department.lead, pay: BASE_PAY[level] };
    return random.chance(0.5) ? [...ladder.slice(-1), present] : [present];
  }
  const rung = random.weighted(ladder.map((_step, index) => [index, ladder.length - index] as const));
  const first = random.chance(0.45) ? Math.max(0, rung - 1) : rung;
  return ladder.slice(first, rung + 1);
}

/** Dates on which the steps of a career took effect, the first with the first day. */
function stepDates({ startDate, endDate, standing, random }: Employee, count: number): string[] {
  const end = endDate !== null && standing === 'left' ? endDate : HISTORY_END;
  const span = Math.max(0, (Date.parse(end) - Date.parse(startDate)) / 86_400_000);
  if (standing === 'newHire' || standing === 'joined' || span < 400) return [startDate];
  const dates = [startDate];
  for (let step = 1; step < count; step++)
    dates.push(`${addDays(startDate, Math.floor((span * step) / count) + random.int(0, 60)).slice(0, 7)}-01`);
  return dates;
}

const rounded = (amount: number): string => String(Math.round(amount / 500) * 500);

function addSalary(
  seeder: Seeder,
  employee: Employee,
  steps: readonly Step[],
  dates: readonly string[],
  types: Types,
): void {
  const { seat, id: personId, place, contractType, random } = employee;
  const hourly = contractType === 'Contractor' || contractType === 'Intern' ? HOURLY_PAY[contractType] : undefined;
  const personal = 0.94 + random.next() * 0.14;
  for (const [index, effectiveDate] of dates.entries()) {
    const yearly = steps[steps.length - dates.length + index]!.pay * personal * (RATES[place.currency] ?? 1);
    const next = dates[index + 1];
    const period = hourly === undefined ? 'annual' : 'hourly';
    const fields = {
      personId,
      compensationTypeId: types.get('Salary')!,
      amount: hourly === undefined ? rounded(yearly) : String(hourly),
      currency: place.currency,
      period,
      note: index === 0 ? null : 'Promotion',
      effectiveDate,
      endDate: next === undefined ? null : addDays(next, -1),
      endReason: next === undefined ? null : 'Replaced',
    };
    const createdAt = laterOf(workingTime(addDays(effectiveDate, -14), random), employee.createdAt);
    seeder.add('compensations', `${seat.index}/salary/${index}`, fields, { createdAt });
  }
}

type Types = ReadonlyMap<string, string>;

function addVariable(seeder: Seeder, employee: Employee, types: Types): void {
  const { seat, id: personId, place, startDate, random } = employee;
  const isSeller = seat.department?.name === 'Sales';
  if (!isSeller && !(seat.level !== 'member' && random.chance(0.8)) && !random.chance(0.08)) return;
  const [type, period] = isSeller
    ? ['Commission', 'annual']
    : random.pick([
        ['Bonus', 'once'],
        ['Share options', 'once'],
      ] as const);
  const fields = {
    personId,
    compensationTypeId: types.get(type)!,
    amount: rounded(random.int(2, 24) * 1000),
    currency: place.currency,
    period,
    note: isSeller ? 'On target' : null,
    effectiveDate: startDate,
    endDate: null,
    endReason: null,
  };
  seeder.add('compensations', `${seat.index}/variable`, fields, { createdAt: employee.createdAt });
}

/** Job roles and pay, past and present. */
export function seedJobs(seeder: Seeder, employees: readonly Employee[]): void {
  const base = {
    Salary: 'salary',
    Bonus: 'bonus',
    Commission: 'commission',
    'Share options': 'equity',
    Allowance: 'custom',
  };
  const types = seeder.addNamed('compensationTypes', Object.keys(base), (name) => ({
    baseType: base[name as keyof typeof base],
  }));
  for (const employee of employees) {
    const { seat, id: personId, random } = employee;
    const steps = career(employee);
    const dates = stepDates(employee, steps.length);
    const manager = seat.manager === null ? null : employees[seat.manager]!.id;
    for (const [index, effectiveDate] of dates.entries()) {
      const { title } = steps[steps.length - dates.length + index]!;
      const fields = {
        personId,
        jobTitle: title,
        department: seat.department?.name ?? 'Executive',
        reportingTo: manager,
        effectiveDate,
        note: index === 0 ? null : 'Promotion',
      };
      const createdAt = laterOf(workingTime(addDays(effectiveDate, -12), random), employee.createdAt);
      seeder.add('jobRoles', `${seat.index}/${index}`, fields, { createdAt });
    }
    addSalary(seeder, employee, steps, dates, types);
    addVariable(seeder, employee, types);
  }
}
