import { addDays, earlierOf } from '../../kit/index.ts';
import { fridayOf, type Person, type Seeder, wasThere, workingTime } from './seeder.ts';

/** Weeks with High Fives, the current one included. */
const HIGH_FIVE_WEEKS = 26;
/** Weeks with 1-on-1s, the current one included; some are planned for the next. */
const TALK_WEEKS = 8;
const HIGH_FIVES_A_WEEK = 30;

const DEEDS = [
  'for staying calm while everything was on fire',
  'for the clearest hand-over I have ever had',
  'for answering a hundred questions with a smile',
  'for fixing the thing nobody wanted to touch',
  'for the best demo of the quarter',
  'for making our new colleague feel at home',
  'for catching the mistake before the customer did',
];
const FRIENDS = ['rosa@harbourmail.example', 'partners@brightside.example'];

/** A name as texts mention it. */
const mention = ({ user }: Person): string => `@${user.email.split('@')[0]}`;

/** High Fives: to one or two colleagues, now and then to somebody outside, some of them within a check-in. */
export function seedHighFives(seeder: Seeder, people: readonly Person[]): void {
  const reports = new Map(seeder.rows('reports').map((report) => [`${report.user_id} ${report.due_date}`, report]));
  for (let week = seeder.thisWeek - HIGH_FIVE_WEEKS + 1; week <= seeder.thisWeek; week++) {
    const staff = people.filter((person) => wasThere(person, addDays(fridayOf(week), -6)));
    for (let number = 0; number < HIGH_FIVES_A_WEEK; number++) {
      const random = seeder.own(`high-five/${week}/${number}`);
      const date = addDays(fridayOf(week), -random.int(0, 4));
      if (date >= seeder.today) continue;
      const [creator, ...receivers] = random.sample(
        staff,
        random.weighted([
          [2, 6],
          [3, 1],
        ] as const),
      );
      const isOutside = number === 7;
      const names = isOutside ? [random.pick(FRIENDS)] : receivers.map(mention);
      const report = reports.get(`${creator!.user.id} ${fridayOf(week)}`);
      const isInside = report?.submit_ts != null && random.chance(0.5);
      seeder.add('highFives', {
        id: 5_000_000 + week * 100 + number,
        text: `Thanks ${names.join(' and ')} ${random.pick(DEEDS)}!`,
        creator_id: creator!.user.id,
        receiver_ids: isOutside ? [] : receivers.map(({ user }) => user.id),
        email_receivers: isOutside ? names : [],
        report_id: isInside ? report.id : null,
        create_ts: isInside ? report.submit_ts! : workingTime(date, random),
      });
    }
  }
}

/** 1-on-1s: everybody with their manager every other week, and some between colleagues. */
export function seedOneOnOnes(seeder: Seeder, people: readonly Person[]): void {
  const byId = new Map(people.map((person) => [person.user.id, person]));
  for (let week = seeder.thisWeek - TALK_WEEKS + 1; week <= seeder.thisWeek + 1; week++)
    for (const person of people) {
      const manager = byId.get(person.user.reviewer_id ?? 0);
      const random = seeder.own(`one-on-one/${week}/${person.index}`);
      const for_date = addDays(fridayOf(week), -random.int(0, 4));
      if (manager === undefined || (week + person.index) % 2 === 1 || !wasThere(person, addDays(for_date, -10)))
        continue;
      const isAmongColleagues = person.index % 19 === 4;
      const other = isAmongColleagues ? people[(person.index * 7 + 5) % people.length]! : manager;
      if (other === person || !other.user.is_active) continue;
      const isOver = for_date < seeder.today;
      seeder.add('oneOnOnes', {
        id: 2_000_000 + week * 1000 + person.index,
        user_1_id: other.user.id,
        user_1_role: isAmongColleagues ? 'colleague' : 'manager',
        user_2_id: person.user.id,
        user_2_role: isAmongColleagues ? 'colleague' : 'reporter',
        is_draft: !isOver,
        for_date,
        end_ts: isOver ? workingTime(for_date, random) : null,
        create_ts: workingTime(addDays(earlierOf(for_date, seeder.today), -7), random),
      });
    }
}
