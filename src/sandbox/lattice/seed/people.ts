import { addDays, type Random, type SampleSeat, samplePeople, sampleSeats } from '../../kit/index.ts';
import { DEPARTMENTS, type SeedDepartment } from './company.ts';
import { type Person, type Seeder, workingTime } from './seeder.ts';

type Seat = SampleSeat<SeedDepartment>;

/** Work mail host of the demonstration company. */
export const MAIL_HOST = 'larkspur.example';

const TIMEZONES = ['Europe/Stockholm', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Denver'] as const;
const GENDERS = { Female: 'Female', Male: 'Male', 'Non-binary': 'NonBinary' } as const;

/** Most are active; some members have left, have been invited, or exist on paper only. */
function statusOf({ index, level }: Seat): string {
  if (level !== 'member') return 'ACTIVE';
  if (index % 19 === 7) return 'DEACTIVATED';
  if (index % 61 === 20) return 'INVITED';
  return index % 83 === 40 ? 'CREATED' : 'ACTIVE';
}

function stayOf(
  { index, level }: Seat,
  status: string,
  seeder: Seeder,
  random: Random,
): { since: string; until: string | null } {
  if (status === 'CREATED') return { since: seeder.day(10 + (index % 4) * 7), until: null };
  if (status === 'INVITED') return { since: seeder.day(-(index % 9)), until: null };
  const hasLeft = status === 'DEACTIVATED';
  const since = addDays('2019-05-06', level === 'member' ? random.int(300, hasLeft ? 1500 : 2200) : random.int(0, 700));
  return { since, until: hasLeft ? addDays(since, random.int(200, 500)) : null };
}

const titleOf = ({ level, department, index }: Seat): string => {
  if (department === null) return 'Chief Executive Officer';
  if (level !== 'member') return level === 'head' ? department.head : department.lead;
  return department.titles[index % department.titles.length]!;
};

const LEVELS = { chief: 'E2', head: 'E1', lead: 'M1', member: 'IC' } as const;

/** Adds everybody, from the chief executive down. */
export function seedPeople(seeder: Seeder): Person[] {
  const seats = sampleSeats(DEPARTMENTS);
  const samples = samplePeople('lattice', seats.length, ['GB', 'DE', 'US', 'NL']);
  const people = seats.map((seat): Person => {
    const { index, department, level, manager } = seat;
    const random = seeder.own(`user/${index}`);
    const { firstName, lastName, handle, gender } = samples[index]!;
    const status = statusOf(seat);
    const stay = stayOf(seat, status, seeder, random);
    const made = status === 'CREATED' ? seeder.day(-2) : addDays(stay.since, -5);
    const changed = stay.until ?? (status === 'ACTIVE' ? seeder.day(-1 - (index % 40)) : made);
    const createdAt = workingTime(made, random);
    const user = seeder.add('users', {
      id: seeder.id('user', index),
      name: `${firstName} ${lastName}`,
      preferredName: index % 7 === 2 ? firstName.slice(0, Math.max(3, firstName.length - 2)) : null,
      email: `${handle}@${MAIL_HOST}`,
      title: index % 53 === 29 ? null : titleOf(seat),
      status,
      isAdmin: index === 0 || (department?.name === 'People' && level === 'head'),
      managerId: manager === null ? null : seeder.id('user', manager),
      departmentId: department === null ? null : seeder.id('department', department.name),
      startDate: stay.since,
      birthDate: index % 5 === 0 ? null : addDays('1964-01-10', random.int(0, 13_000)),
      timezone: random.pick(TIMEZONES),
      gender: index % 6 === 5 ? 'NotSet' : GENDERS[gender],
      externalUserId: index % 31 === 12 ? null : `LL-${String(index + 1).padStart(4, '0')}`,
      jobFunction: department?.name ?? null,
      jobLevel: level === 'member' ? `${LEVELS.member}${random.int(1, 4)}` : LEVELS[level],
      jobType: index % 17 === 4 ? 'PartTime' : 'FullTime',
      createdAt,
      updatedAt: Math.max(createdAt, workingTime(changed, random)),
    });
    return { user, index, level, ...stay };
  });
  seedAttributes(seeder, people);
  seedTasks(seeder, people);
  return people;
}

const ATTRIBUTES = [
  ['Office', 'Where the desk stands.', 'text'],
  ['T-shirt size', null, 'select'],
  ['First aid certificate until', null, 'date'],
] as const;

function seedAttributes(seeder: Seeder, people: readonly Person[]): void {
  for (const [name, description, type] of ATTRIBUTES)
    seeder.add('customAttributes', { id: seeder.id('customAttribute', name), name, description, type });
  for (const { user, index } of people) {
    const random = seeder.own(`attributes/${index}`);
    const values = [
      random.pick(['Uppsala', 'Bristol', 'Leipzig', 'Boulder', null]),
      index % 2 === 0 ? random.pick(['S', 'M', 'L', 'XL']) : null,
      index % 9 === 1 ? addDays('2026-06-30', index) : undefined,
    ];
    for (const [position, value] of values.entries())
      if (value !== undefined)
        seeder.add('customAttributeValues', {
          id: seeder.id('customAttributeValue', `${index}/${position}`),
          userId: user.id,
          attributeId: seeder.id('customAttribute', ATTRIBUTES[position]![0]),
          value,
        });
  }
}

const TASKS = [
  ['Write your self review', 'Due before the **review talk**.'],
  ['Set goals for the quarter', null],
  ['Give feedback to a colleague', null],
  ['Complete your profile', 'A picture helps others to find you.'],
] as const;

function seedTasks(seeder: Seeder, people: readonly Person[]): void {
  for (const { user, index } of people) {
    if (user.status !== 'ACTIVE') continue;
    const random = seeder.own(`tasks/${index}`);
    for (const [position, [name, description]] of random.sample(TASKS, random.int(1, 3)).entries()) {
      const createdAt = workingTime(seeder.day(-30 + random.int(0, 20)), random);
      const completedAt = random.chance(0.5) ? createdAt + random.int(1, 8) * 86_400 : null;
      seeder.add('tasks', {
        id: seeder.id('task', `${index}/${position}`),
        userId: user.id,
        name,
        description,
        dueDate: random.chance(0.8) ? seeder.day(random.int(-5, 20)) : null,
        completedAt,
        createdAt,
        updatedAt: completedAt ?? createdAt,
      });
    }
  }
}
