import { addDays, addMonths, earlierOf, type Random } from '../../kit/index.ts';
import type { Goal } from '../model/goals.ts';
import { isHere, type Person, type Seeder, secondsOf, workingTime } from './seeder.ts';

/** Half years with goals: four that are over, the current one, and drafts for the next. */
const PAST_HALVES = 4;

interface Aim {
  readonly name: string;
  readonly amountType: string;
  readonly from: number;
  readonly to: number;
}

const aim = (name: string, amountType: string, from: number, to: number): Aim => ({ name, amountType, from, to });

const COMPANY = [
  aim('Help ten thousand growers through a dry summer', 'Digit', 6200, 10_000),
  aim('Grow recurring revenue', 'Dollar', 18_000_000, 23_000_000),
];
const DEPARTMENT = [
  aim('Cut the time to the first useful reading', 'Digit', 12, 5),
  aim('Raise the share of growers who renew', 'Percent', 82, 90),
  aim('Run every process without its inventor', 'Percent', 0, 100),
];
const KEY_RESULTS = [
  aim('Publish the new guide', 'Binary', 0, 1),
  aim('Interview growers', 'Digit', 0, 40),
  aim('Answer within a day', 'Percent', 71, 95),
];
const PERSONAL = [
  aim('Finish the certificate in data analysis', 'Binary', 0, 1),
  aim('Hand over two processes', 'Digit', 0, 2),
  aim('Close old tickets', 'Digit', 0, 50),
  aim('Save on travel', 'Dollar', 0, 4000),
];

const COMMENTS = [
  'On our way.',
  'A slow start, better since last week.',
  'Waiting for the trial results.',
  'Nearly there!',
];

/** Number of the half year of a date, counted from 2020. */
export const halfOf = (date: string): number =>
  (Number(date.slice(0, 4)) - 2020) * 2 + (Number(date.slice(5, 7)) > 6 ? 1 : 0);
/** First day of a half year. */
export const firstDayOf = (half: number): string => addMonths('2020-01-01', half * 6);

interface Plan {
  readonly key: string;
  readonly aim: Aim;
  readonly owners: readonly Person[];
  readonly goalType: string;
  readonly okrType?: string;
  readonly parent?: Goal;
  readonly isPrivate?: boolean;
}

class HalfSeeder {
  readonly #seeder: Seeder;
  readonly #half: number;

  constructor(seeder: Seeder, half: number) {
    this.#seeder = seeder;
    this.#half = half;
  }

  /** How far the half year has come, from 0 to 1. */
  get #elapsed(): number {
    const [from, to] = [this.#half, this.#half + 1].map((half) => secondsOf(firstDayOf(half)));
    return Math.min(1, Math.max(0, (secondsOf(this.#seeder.today) - from!) / (to! - from!)));
  }

  add(plan: Plan): Goal {
    const { owners, goalType, okrType = 'objective', parent, isPrivate = false } = plan;
    const seeder = this.#seeder;
    const key = `${this.#half}/${plan.key}`;
    const random = seeder.own(`goal/${key}`);
    const [startDate, dueDate] = [firstDayOf(this.#half), addDays(firstDayOf(this.#half + 1), -1)];
    const elapsed = this.#elapsed;
    const isOver = elapsed === 1;
    const state = startDate > seeder.today ? 'Draft' : isOver ? (random.chance(0.1) ? 'Archived' : 'Ended') : 'Active';
    const pace = random.pick([0.3, 0.7, 0.9, 1.1]);
    const done = Math.min(1, elapsed * pace);
    const { amountType, from, to } = plan.aim;
    const reached = from + (to - from) * (isOver && pace > 0.8 ? 1 : done);
    const createdAt = workingTime(addDays(earlierOf(startDate, seeder.today), -random.int(1, 20)), random);
    const publishedAt = state === 'Draft' ? null : createdAt + 3600;
    const ended = isOver ? workingTime(addDays(dueDate, -random.int(0, 10)), random) : null;
    const lastUpdatedAt = state === 'Draft' ? null : (ended ?? this.#recent(startDate, random));
    const goal = seeder.add('goals', {
      id: seeder.id('goal', key),
      name: plan.aim.name,
      description: random.chance(0.3) ? 'Agreed in the planning week. Progress is noted *every other Friday*.' : null,
      state,
      status: state === 'Draft' ? 'NotUpdated' : pace > 0.8 ? 'OnTrack' : pace > 0.5 ? 'Progressing' : 'OffTrack',
      goalType,
      okrType,
      priority: random.chance(0.5) ? random.int(1, 10) : null,
      amountType,
      startingAmount: from,
      endingAmount: to,
      currentAmount: amountType === 'Binary' ? Math.floor(reached) : Math.round(reached),
      isPrivate,
      startDate,
      dueDate,
      lastUpdatedAt,
      publishedAt,
      completedAt: state === 'Ended' ? ended : null,
      archivedAt: state === 'Archived' ? ended : null,
      departmentId: goalType === 'Department' ? owners[0]!.user.departmentId : null,
      parentId: parent?.id ?? null,
      ownerIds: owners.map(({ user }) => user.id),
      tagIds: random.sample(seeder.rows('tags'), random.int(0, 2)).map(({ id }) => id),
      createdAt,
      updatedAt: lastUpdatedAt ?? createdAt,
    });
    this.#addUpdates(goal, key, random);
    return goal;
  }

  #recent(startDate: string, random: Random): number {
    const date = this.#seeder.day(-1 - random.int(0, 14));
    return workingTime(date < startDate ? startDate : date, random);
  }

  #addUpdates(goal: Goal, key: string, random: Random): void {
    const { id, ownerIds, publishedAt, lastUpdatedAt, startingAmount, currentAmount } = goal;
    if (publishedAt === null || lastUpdatedAt === null || lastUpdatedAt <= publishedAt) return;
    const count = random.int(1, 2);
    for (let number = 1; number <= count; number++) {
      const share = number / count;
      this.#seeder.add('goalUpdates', {
        id: this.#seeder.id('goalUpdate', `${key}/${number}`),
        goalId: id,
        authorId: random.pick(ownerIds),
        comment: random.chance(0.7) ? random.pick(COMMENTS) : null,
        currentAmount: Math.round((startingAmount ?? 0) + ((currentAmount ?? 0) - (startingAmount ?? 0)) * share),
        status: number === count ? goal.status : 'Progressing',
        createdAt: Math.round(publishedAt + (lastUpdatedAt - publishedAt) * share),
      });
    }
  }
}

/** A tree of goals for each half year: the company's, the departments' with key results, and people's own. */
export function seedGoals(seeder: Seeder, people: readonly Person[]): void {
  const staff = people.filter(isHere);
  const chief = staff.find(({ level }) => level === 'chief')!;
  const current = halfOf(seeder.today);
  for (let half = current - PAST_HALVES; half <= current + 1; half++) {
    const own = new HalfSeeder(seeder, half);
    const there = staff.filter(({ since }) => since <= earlierOf(firstDayOf(half), seeder.today));
    const company = COMPANY.map((one, index) =>
      own.add({ key: `company/${index}`, aim: one, owners: [chief], goalType: 'Company' }),
    );
    for (const head of there.filter(({ level }) => level === 'head')) {
      const parent = company[head.index % company.length]!;
      const aimOfHead = DEPARTMENT[(head.index + half) % DEPARTMENT.length]!;
      const key = `department/${head.index}`;
      const goal = own.add({ key, aim: aimOfHead, owners: [head], goalType: 'Department', parent });
      // Plans for the next half have come no further yet.
      if (half > current) continue;
      const team = there.filter(({ user }) => user.managerId === head.user.id);
      for (const [index, one] of KEY_RESULTS.slice(0, 2).entries())
        own.add({
          key: `${key}/${index}`,
          aim: one,
          owners: team.slice(index, index + 2),
          goalType: 'Group',
          okrType: 'key_result',
          parent: goal,
        });
      for (const person of there.filter(
        ({ user, level }) => user.departmentId === head.user.departmentId && level !== 'head',
      ))
        if ((person.index + half) % 3 === 0)
          own.add({
            key: `person/${person.index}`,
            aim: PERSONAL[(person.index + half) % PERSONAL.length]!,
            owners: [person],
            goalType: 'Individual',
            isPrivate: person.index % 4 === 1,
            ...(person.index % 2 === 0 && { parent: goal }),
          });
    }
  }
}
