import { addDays, addMonths, earlierOf, type Random } from '../../kit/index.ts';
import type { KeyResult, Objective } from '../model/objectives.ts';
import { endOf, type Person, type Seeder, startOf, wasThere, workingTime } from './seeder.ts';

/** Quarters before the current one that have objectives. */
const PAST_QUARTERS = 4;

interface Aim {
  readonly text: string;
  readonly results: readonly Pick<KeyResult, 'description' | 'type' | 'start_value' | 'target_value'>[];
}

type Result = Aim['results'][number];
const result = (description: string, type: string, start_value: number, target_value: number): Result => ({
  description,
  type,
  start_value,
  target_value,
});

const COMPANY_AIMS: readonly Aim[] = [
  {
    text: 'Become the tool that studios open first in the morning',
    results: [
      result('Weekly active studios', 'number', 1200, 1800),
      result('Revenue from new studios', 'currency', 0, 2_400_000),
      result('Customers who would recommend us', 'percent', 41, 55),
      result('Release the new home screen', 'boolean', 0, 1),
    ],
  },
  {
    text: 'Be a place people do not want to leave',
    results: [
      result('Voluntary departures per quarter', 'number', 12, 5),
      result('Pulse of 4 or 5', 'percent', 62, 75),
    ],
  },
];
const DEPARTMENT_AIMS: readonly Aim[] = [
  {
    text: 'Halve the time from idea to customer',
    results: [result('Median days from start to release', 'number', 18, 9), result('Weekly releases', 'number', 3, 8)],
  },
  {
    text: 'Make our numbers visible to everybody',
    results: [
      result('Dashboards with an owner', 'percent', 20, 100),
      result('Monthly review held', 'boolean', 0, 1),
      result('Hours spent on reports', 'number', 40, 10),
    ],
  },
  { text: 'Stay within budget', results: [result('Spend against plan', 'currency', 0, 350_000)] },
];
const PERSONAL_AIMS: readonly Aim[] = [
  { text: 'Cut the backlog by half', results: [result('Items closed', 'number', 0, 60)] },
  {
    text: 'Bring two customers to the reference programme',
    results: [result('Customers signed', 'number', 0, 2), result('Stories published', 'number', 0, 2)],
  },
  { text: 'Document what only I know', results: [result('Guides written', 'percent', 0, 100)] },
  { text: 'Shadow another team for a week', results: [result('Done', 'boolean', 0, 1)] },
];
const GROWTH_AIMS: readonly Aim[] = [
  { text: 'Give one talk outside the company', results: [result('Talk given', 'boolean', 0, 1)] },
  { text: 'Read and discuss four books with my mentor', results: [result('Books', 'number', 0, 4)] },
];

/** Number of the quarter of a date, counted from 2020. */
const quarterOf = (date: string): number =>
  (Number(date.slice(0, 4)) - 2020) * 4 + Math.floor((Number(date.slice(5, 7)) - 1) / 3);
const firstDayOf = (quarter: number): string => addMonths('2020-01-01', quarter * 3);
const nameOf = (quarter: number): string => `Q${(quarter % 4) + 1} ${2020 + Math.floor(quarter / 4)}`;

/** What an objective is made from. */
interface Plan {
  readonly owner: Person;
  readonly aim: Aim;
  readonly scope: string;
  readonly parent: Objective | null;
}

class QuarterSeeder {
  readonly #seeder: Seeder;
  readonly #quarter: number;
  #count = 0;

  constructor(seeder: Seeder, quarter: number) {
    this.#seeder = seeder;
    this.#quarter = quarter;
  }

  /** How far the quarter has come, from 0 to 1. */
  get #elapsed(): number {
    const [from, to] = [firstDayOf(this.#quarter), firstDayOf(this.#quarter + 1)].map((date) => Date.parse(date));
    return Math.min(1, Math.max(0, (Date.parse(this.#seeder.today) - from!) / (to! - from!)));
  }

  add({ owner, aim, scope, parent }: Plan): Objective {
    const number = this.#quarter * 1000 + this.#count++;
    const random = this.#seeder.own(`objective/${number}`);
    const elapsed = this.#elapsed;
    const pace = random.weighted([
      [1.1, 5],
      [0.8, 3],
      [0.4, 2],
    ] as const);
    const start = firstDayOf(this.#quarter);
    const end = addDays(firstDayOf(this.#quarter + 1), -1);
    const made = workingTime(addDays(earlierOf(start, this.#seeder.today), -random.int(1, 14)), random);
    const isOver = elapsed === 1;
    const closed = isOver && random.chance(0.85) ? workingTime(addDays(end, -random.int(0, 9)), random) : null;
    const changed = closed ?? (elapsed === 0 ? made : workingTime(this.#lastChange(start, end, random), random));
    const objective = this.#seeder.add('objectives', {
      id: 12_000_000 + number,
      description: aim.text,
      long_description: random.chance(0.3) ? 'Agreed in the planning week. Progress is noted every Friday.' : '',
      scope,
      color: elapsed === 0 ? 'undefined' : pace > 1 ? 'green' : pace > 0.5 ? 'yellow' : 'red',
      start_ts: startOf(start),
      end_ts: endOf(end),
      user_id: owner.user.id,
      parent_id: parent?.id ?? null,
      group_id: scope === 'group-type' ? owner.departmentGroupId : null,
      department_ids: owner.departmentId === null || scope === 'company-wide' ? [] : [owner.departmentId],
      tags: random.chance(0.6) ? [nameOf(this.#quarter).toLowerCase().replace(' ', '-')] : [],
      visibility: scope === 'self-development' ? 'custom' : random.chance(0.9) ? 'public' : 'report',
      viewable_by_users:
        scope === 'self-development' && owner.user.reviewer_id !== null ? [owner.user.reviewer_id] : [],
      weight: random.chance(0.2) ? random.int(1, 5) * 10 : null,
      sort_order: this.#count,
      marked_completed_ts: closed,
      is_archived: isOver && closed === null,
      create_ts: made,
      update_ts: changed,
    });
    this.#addResults(objective, aim, Math.min(1, elapsed * pace));
    this.#addEvents(objective, random);
    return objective;
  }

  /** Some day of the quarter that is over. */
  #lastChange(start: string, end: string, random: Random): string {
    const latest = earlierOf(end, addDays(this.#seeder.today, -1));
    const candidate = addDays(latest, -random.int(0, 12));
    return candidate < start ? start : candidate;
  }

  #addResults(objective: Objective, aim: Aim, done: number): void {
    for (const [index, { start_value, target_value, type, description }] of aim.results.entries()) {
      const reached = start_value + (target_value - start_value) * done;
      this.#seeder.add('keyResults', {
        id: 38_000_000 + (objective.id - 12_000_000) * 5 + index,
        objective_id: objective.id,
        description,
        sort_order: index + 1,
        type,
        start_value,
        target_value,
        current_value: type === 'boolean' ? Math.floor(done) : Math.round(reached),
        owner_id: objective.user_id,
      });
    }
  }

  #addEvents({ id, user_id, create_ts, update_ts, marked_completed_ts }: Objective, random: Random): void {
    const change = random.pick(['updated', 'key_result_updated']);
    const events: (readonly [event: string, at: string])[] = [
      ['created', create_ts],
      ...(update_ts === create_ts ? [] : [[change, update_ts] as const]),
      ...(marked_completed_ts === null ? [] : [['closed', marked_completed_ts] as const]),
    ];
    for (const [index, [event, ts]] of events.entries())
      this.#seeder.add('objectiveEvents', {
        id: (id - 12_000_000) * 5 + index,
        objective_id: id,
        event,
        user_id,
        create_ts: ts,
        update_ts: ts,
      });
  }
}

/** Objectives of the past quarters, the current one and a few of the next. */
export function seedObjectives(seeder: Seeder, people: readonly Person[]): void {
  const current = quarterOf(seeder.today);
  for (let quarter = current - PAST_QUARTERS; quarter <= current + 1; quarter++) {
    const own = new QuarterSeeder(seeder, quarter);
    const staff = people.filter((person) => wasThere(person, earlierOf(firstDayOf(quarter), seeder.today)));
    const chief = staff.find(({ level }) => level === 'chief')!;
    const company = COMPANY_AIMS.map((aim) => own.add({ owner: chief, aim, scope: 'company-wide', parent: null }));
    for (const head of staff.filter(({ level }) => level === 'head')) {
      const aim = DEPARTMENT_AIMS[(head.index + quarter) % DEPARTMENT_AIMS.length]!;
      const parent = own.add({ owner: head, aim, scope: 'group-type', parent: company[head.index % company.length]! });
      // Next quarter's plans have come no further yet.
      if (quarter > current) continue;
      for (const owner of staff.filter((one) => one.departmentId === head.departmentId && one.level !== 'head')) {
        const turn = (owner.index + quarter) % 5;
        const aims = turn === 4 ? GROWTH_AIMS : PERSONAL_AIMS;
        const scope = turn === 4 ? 'self-development' : 'individual';
        if (turn % 2 === 0)
          own.add({ owner, aim: aims[owner.index % aims.length]!, scope, parent: turn === 4 ? null : parent });
      }
    }
  }
}
