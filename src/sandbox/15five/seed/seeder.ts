import { addDays, type Random, type StateContext, timestampOn } from '../../kit/index.ts';
import type { User } from '../model/people.ts';
import type { Rows, TableName } from '../model/tables.ts';
import { stamp } from '../moments.ts';
import { State } from '../state.ts';

/** A Friday; weeks and check-ins are counted from here. */
const FIRST_FRIDAY = '2020-01-03';
const DAY_MS = 86_400_000;

/** Fills the tables of a fresh company. */
export class Seeder {
  readonly state: State;
  readonly random: Random;
  readonly today: string;

  constructor({ random, today }: StateContext) {
    this.random = random;
    this.today = today;
    this.state = new State(random);
  }

  /** Random choices for one record, independent of all others. */
  own(label: string): Random {
    return this.random.fork(label);
  }

  add<Name extends TableName>(name: Name, row: Rows[Name]): Rows[Name] {
    return this.state.insert(name, row);
  }

  rows<Name extends TableName>(name: Name): Rows[Name][] {
    return this.state.database.table(name).all();
  }

  /** A date a number of days from today. */
  day(offset: number): string {
    return addDays(this.today, offset);
  }

  /** Number of the week that the current Friday ends; weeks begin on Saturday. */
  get thisWeek(): number {
    const days = Math.round((Date.parse(this.today) - Date.parse(FIRST_FRIDAY)) / DAY_MS);
    return Math.ceil(days / 7);
  }
}

/** The Friday of a week. */
export const fridayOf = (week: number): string => addDays(FIRST_FRIDAY, week * 7);

/** A moment within the working hours of a date, the same for the same random source. */
export const workingTime = (date: string, random: Random): string =>
  stamp(Date.parse(timestampOn(date, random.int(8 * 3600, 17 * 3600))) + random.int(0, 999), random.int(0, 999));

/** Beginning of a day. */
export const startOf = (date: string): string => `${date}T00:00:00.000000Z`;
/** Last second of a day. */
export const endOf = (date: string): string => `${date}T23:59:59.000000Z`;

/** Someone of the demonstration company with what other tables are made from. */
export interface Person {
  readonly user: User;
  /** Position in the list of people, from 0. */
  readonly index: number;
  readonly level: 'chief' | 'head' | 'lead' | 'member';
  readonly departmentId: number | null;
  readonly departmentGroupId: number | null;
  /** Day on which the account was made. */
  readonly since: string;
  /** Last day; null for those who are still there. */
  readonly until: string | null;
}

/** True when someone was there on a day. */
export const wasThere = ({ since, until }: Person, date: string): boolean =>
  since <= date && (until === null || date <= until);
