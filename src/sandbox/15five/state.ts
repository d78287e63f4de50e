import { type Call, Database, type Random } from '../kit/index.ts';
import type { ApiKey } from './keys.ts';
import { RELATIONS, type Rows, TABLES, type TableName } from './model/tables.ts';

/** Which features the company has switched on. */
export interface Features {
  readonly pulse: boolean;
  readonly demographic_attributes: boolean;
}

/** Everything the emulated company holds. */
export class State {
  readonly database = new Database<Rows>(TABLES, RELATIONS);
  readonly random: Random;
  /** By access token. */
  readonly keys = new Map<string, ApiKey>();
  /** Ids of the people with the role of Review Admin. */
  readonly reviewAdminIds = new Set<number>();
  features: Features = { pulse: true, demographic_attributes: false };
  readonly #last = new Map<TableName, number>();

  constructor(random: Random) {
    this.random = random;
  }

  /** Adds a record and remembers its id. */
  insert<Name extends TableName>(name: Name, row: Rows[Name]): Rows[Name] {
    this.#last.set(name, Math.max(this.#last.get(name) ?? 0, row.id));
    return this.database.table(name).insert(row);
  }

  /** The id of the next record of a table. */
  nextId(name: TableName): number {
    return (this.#last.get(name) ?? 0) + 1;
  }
}

/** A call on this emulator. */
export type FifteenFiveCall = Call<State>;
