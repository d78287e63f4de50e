import { addDays, Database, type Random, type StateContext, timestampOn } from '../../kit/index.ts';
import type { Item } from '../item.ts';
import { RESOURCES } from '../resources/index.ts';
import type { Tables } from '../state.ts';

type Fields = Readonly<Record<string, unknown>>;

/** When a record was made and last changed. */
export interface Made {
  readonly createdAt: string;
  readonly updatedAt?: string;
}

/** A moment within the working hours of a date, the same for the same random source. */
export const workingTime = (date: string, random: Random): string =>
  timestampOn(date, 8 * 3600 + random.int(0, 9 * 3600 - 1));

/** Fills the tables of a fresh account. Ids depend on table and key alone. */
export class Seeder {
  readonly database: Database<Tables>;
  readonly random: Random;
  readonly today: string;
  readonly companyId: string;

  constructor({ random, today }: StateContext) {
    const relations = RESOURCES.flatMap(({ table, relations: own }) => own.map((one) => ({ from: table, ...one })));
    this.database = new Database<Tables>(['files', ...RESOURCES.map(({ table }) => table)], relations);
    this.random = random;
    this.today = today;
    this.companyId = this.id('companies', 'northgate');
  }

  id(table: string, key: string | number): string {
    return this.random.fork(`${table}/${key}`).base62(24);
  }

  /** Random choices for one record, independent of all others. */
  own(table: string, key: string | number): Random {
    return this.random.fork(`${table}/${key}/fields`);
  }

  /** Adds a record. @param made null for tables without timestamps */
  add(table: string, key: string | number, fields: Fields, made: Made | null): Item {
    const stamps = made === null ? {} : { createdAt: made.createdAt, updatedAt: made.updatedAt ?? made.createdAt };
    return this.database.table(table).insert({ id: this.id(table, key), ...fields, ...stamps });
  }

  /** Adds named records of the company and returns their ids by name. */
  addNamed(table: string, names: readonly string[], more: (name: string) => Fields = () => ({})): Map<string, string> {
    const made = { createdAt: '2017-03-06T09:00:00.000Z' };
    const { companyId } = this;
    return new Map(
      names.map((name) => [name, this.add(table, name, { companyId, name, ...more(name) }, made).id] as const),
    );
  }

  /** A date a number of days from today. */
  day(offset: number): string {
    return addDays(this.today, offset);
  }
}
