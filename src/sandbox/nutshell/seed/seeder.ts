import type { Random } from '../../kit/index.ts';
import { apiId, type EntityType } from '../model/ids.ts';
import type { Links, Stored } from '../model/records.ts';
import type { Rows } from '../model/tables.ts';
import type { State } from '../state.ts';

const DAY = 86_400;

type Made = 'rev' | 'createdTime' | 'modifiedTime' | 'deletedTime' | 'links';

/** What a seeded record may leave out. */
export interface SeedOptions {
  /** Unix seconds; default three years ago. */
  readonly createdTime?: number;
  readonly deletedTime?: number | null;
  readonly links?: Links;
}

/** Fills a state. Names and ids follow from the random source alone; times are relative to today. */
export class Seeder {
  readonly state: State;
  readonly random: Random;
  /** Midnight (UTC) of today, in Unix seconds. */
  readonly midnight: number;

  constructor(state: State, random: Random, today: string) {
    this.state = state;
    this.random = random;
    this.midnight = Date.parse(`${today}T00:00:00Z`) / 1000;
  }

  /** A time of a working day, some days ago (negative: ahead). @param random decides the time of day */
  daysAgo(days: number, random: Random): number {
    return this.midnight - Math.ceil(days) * DAY + random.int(8 * 3600, 18 * 3600);
  }

  /** Adds a record whose id is given in numbers. */
  add<Type extends EntityType>(
    type: Type,
    number: number,
    fields: Omit<Rows[Type], Made | 'id'>,
    { createdTime = this.midnight - 1095 * DAY, deletedTime = null, links = {} }: SeedOptions = {},
  ): Rows[Type] {
    const made: Stored = {
      id: apiId(type, number),
      rev: 0,
      createdTime,
      modifiedTime: createdTime,
      deletedTime,
      links,
    };
    return this.state.insert(type, { ...made, ...fields } as unknown as Rows[Type]);
  }

  /** Every record of a type. */
  all<Type extends EntityType>(type: Type): Rows[Type][] {
    return this.state.database.table(type).all();
  }
}
