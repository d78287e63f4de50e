import { addDays, type Random, type StateContext } from '../../kit/index.ts';
import type { User } from '../model/people.ts';
import type { Rows, TableName } from '../model/tables.ts';
import { State } from '../state.ts';

/** Fills the tables of a fresh company. Ids depend on kind and key alone. */
export class Seeder {
  readonly state: State;
  readonly random: Random;
  readonly today: string;

  constructor({ random, today }: StateContext) {
    this.random = random;
    this.today = today;
    this.state = new State(random);
  }

  id(kind: string, key: string | number): string {
    return this.random.fork(`${kind}/${key}`).uuid();
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
}

/** The first second of a date. */
export const secondsOf = (date: string): number => Date.parse(date) / 1000;

/** A second within the working hours of a date, the same for the same random source. */
export const workingTime = (date: string, random: Random): number => secondsOf(date) + random.int(8 * 3600, 17 * 3600);

/** Someone of the demonstration company with what other tables are made from. */
export interface Person {
  readonly user: User;
  /** Position in the list of people, from 0. */
  readonly index: number;
  readonly level: 'chief' | 'head' | 'lead' | 'member';
  readonly since: string;
  /** Last day; null for those who are still there. */
  readonly until: string | null;
}

/** True when someone was there on a day. */
export const wasThere = ({ since, until }: Person, date: string): boolean =>
  since <= date && (until === null || date <= until);

/** True for people who work there now and have signed in. */
export const isHere = ({ user }: Person): boolean => user.status === 'ACTIVE';
