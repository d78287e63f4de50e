import {
  addDays,
  isWeekend,
  laterOf,
  type Random,
  type SampleSeat,
  samplePeople,
  sampleSeats,
} from '../../kit/index.ts';
import { slugOf } from '../write/attributes.ts';
import { DEPARTMENTS, type GroupIds, LOCATIONS, type SeedDepartment } from './company.ts';
import { type Person, type Seeder, workingTime } from './seeder.ts';

type Seat = SampleSeat<SeedDepartment>;

/** Work mail host of the demonstration company. */
export const MAIL_HOST = 'tidewater.example';

const GUILD_MEMBERS = 17;

/** Some members have just joined, some have left; everybody else has been there for a while. */
function stayOf({ index, level }: Seat, seeder: Seeder, random: Random): { since: string; until: string | null } {
  if (level === 'member' && index % 41 === 6) return { since: seeder.day(-3 - (index % 5) * 8), until: null };
  const hasLeft = level === 'member' && index % 17 === 9;
  const since = addDays('2021-01-11', level === 'member' ? random.int(120, hasLeft ? 1000 : 1500) : random.int(0, 500));
  return { since, until: hasLeft ? addDays(since, random.int(200, 420)) : null };
}

function groupsOf(seat: Seat, location: string, groups: GroupIds): number[] {
  const guilds = ['Accessibility Guild', 'Mentors', 'Green Team', 'New Voices'];
  const guild = seat.index % GUILD_MEMBERS === 3 ? guilds[seat.index % guilds.length] : undefined;
  const names = [seat.department?.name, seat.team, location, guild];
  return names.flatMap((name) => (typeof name === 'string' ? [groups.get(name)!] : []));
}

const titleOf = ({ level, department }: Seat, random: Random): string => {
  if (department === null) return 'Chief Executive Officer';
  return level === 'head' ? department.head : level === 'lead' ? department.lead : random.pick(department.titles);
};

const userId = (index: number): number => 11_770_000 + index * 7;

/** Adds everybody, from the chief executive down. */
export function seedPeople(seeder: Seeder, groups: GroupIds, departments: GroupIds): Person[] {
  const seats = sampleSeats(DEPARTMENTS);
  const samples = samplePeople('15five', seats.length, ['US', 'CA', 'IE', 'PT', 'DE']);
  const managers = new Set(seats.map(({ manager }) => manager));
  const people = seats.map((seat): Person => {
    const { index, department, level } = seat;
    const random = seeder.own(`user/${index}`);
    const { firstName, lastName, handle } = samples[index]!;
    const stay = stayOf(seat, seeder, random);
    const location = random.pick(LOCATIONS);
    const create_ts = workingTime(stay.since, random);
    // A few of those who have just come have not signed in yet.
    const isStrange = stay.since > seeder.day(-12);
    const lastSeen = stay.until ?? seeder.day(-1 - (index % 6));
    const signedIn = workingTime(addDays(stay.since, 1), random);
    const seen = workingTime(lastSeen, random);
    const user = seeder.add('users', {
      id: userId(index),
      global_id: random.hex(32),
      first_name: firstName,
      last_name: lastName,
      email: `${handle}@${MAIL_HOST}`,
      employee_id: index % 23 === 11 ? null : `TW-${String(index + 1).padStart(4, '0')}`,
      title: index % 67 === 31 ? null : titleOf(seat, random),
      location: index % 37 === 17 ? null : location,
      is_active: stay.until === null,
      is_reporter: level !== 'chief',
      is_reviewer: managers.has(index),
      is_company_admin: department?.name === 'People' ? level !== 'member' : index === 0,
      reviewer_id: seat.manager === null ? null : userId(seat.manager),
      company_groups_ids: groupsOf(seat, location, groups),
      first_login_ts: isStrange ? null : signedIn,
      last_login_ts: isStrange ? null : seen,
      create_ts,
      update_ts: isStrange ? create_ts : seen,
    });
    return {
      user,
      index,
      level,
      ...stay,
      departmentId: departments.get(department?.name ?? '') ?? null,
      departmentGroupId: groups.get(department?.name ?? '') ?? null,
    };
  });
  appointAdmins(seeder, seats, groups);
  seedAttributes(seeder, people);
  seedVacations(seeder, people);
  return people;
}

/** Heads administer their department's group, leads their team's. */
function appointAdmins(seeder: Seeder, seats: readonly Seat[], groups: GroupIds): void {
  const table = seeder.state.database.table('groups');
  for (const { index, level, department, team } of seats) {
    if (level !== 'head' && level !== 'lead') continue;
    const id = groups.get((level === 'head' ? department?.name : team) ?? '')!;
    table.update(id, { admin_ids: [...table.get(id)!.admin_ids, userId(index)] });
  }
}

const ATTRIBUTES = [
  ['Cost centre', 'text'],
  ['Pronouns', 'text'],
  ['Start of probation review', 'date'],
  ['Coffee order', 'text'],
] as const;
const COFFEES = ['Flat white', 'Espresso', 'Tea, no milk', 'Oat latte', 'Water'];

function seedAttributes(seeder: Seeder, people: readonly Person[]): void {
  const made = '2022-05-03T10:15:00.250000Z';
  for (const [index, [name, datatype]] of ATTRIBUTES.entries())
    seeder.add('attributes', {
      id: 4020 + index,
      name,
      slug: slugOf(name),
      datatype,
      create_ts: made,
      update_ts: made,
    });
  for (const { user, index, since, departmentId } of people) {
    const random = seeder.own(`attributes/${index}`);
    const values = [
      `CC-${(departmentId ?? 30_100) - 30_100}`,
      index % 3 === 0 ? random.pick(['she/her', 'he/him', 'they/them']) : undefined,
      index % 4 === 1 ? addDays(since, 90) : undefined,
      index % 5 === 2 ? random.pick(COFFEES) : undefined,
    ];
    for (const [position, value] of values.entries())
      if (value !== undefined)
        seeder.add('attributeValues', {
          id: 90_000 + index * values.length + position,
          value,
          user_id: user.id,
          attribute_id: 4020 + position,
          create_ts: user.create_ts,
          update_ts: user.create_ts,
        });
  }
}

const NOTES = ['', '', '', 'Back on Monday.', 'Out of reach.', 'My lead covers for me.'];

/** Last year's leave and this year's: at most two absences for each, some of them now, some planned. */
function seedVacations(seeder: Seeder, people: readonly Person[]): void {
  for (const { user, index, since, until } of people) {
    const random = seeder.own(`vacations/${index}`);
    const offsets = index % 14 === 3 ? [random.int(-4, 0)] : [random.int(-300, -60), random.int(14, 120)];
    for (const [position, offset] of offsets.entries()) {
      const start_dt = seeder.day(offset);
      if (start_dt <= since || until !== null || isWeekend(start_dt) || random.chance(0.15)) continue;
      const asked = seeder.day(Math.min(offset, 0) - 14 - random.int(0, 20));
      seeder.add('vacations', {
        id: 410_000 + index * 2 + position,
        user_id: user.id,
        start_dt,
        end_dt: addDays(start_dt, random.int(4, 12)),
        note: random.pick(NOTES),
        create_ts: workingTime(laterOf(asked, since), random),
      });
    }
  }
}
