import { type Call, Database, type Random } from '../kit/index.ts';
import type { ApiKey } from './keys.ts';
import { RELATIONS, type Rows, TABLES, type TableName } from './model/tables.ts';
import { Grants } from './oauth/grants.ts';

/** Everything the emulated company holds. */
export class State {
  readonly database = new Database<Rows>(TABLES, RELATIONS);
  readonly random: Random;
  /** API keys by their text. */
  readonly keys = new Map<string, ApiKey>();
  readonly grants: Grants;
  /** The admin who answers the consent page. */
  adminId = '';
  readonly #made = new Map<string, number>();

  constructor(random: Random) {
    this.random = random;
    this.grants = new Grants(random.fork('oauth'));
  }

  insert<Name extends TableName>(name: Name, row: Rows[Name]): Rows[Name] {
    return this.database.table(name).insert(row);
  }

  /** The id of the next record of a kind: the same in every run. */
  nextId(kind: string): string {
    const count = (this.#made.get(kind) ?? 0) + 1;
    this.#made.set(kind, count);
    return this.random.fork(`new/${kind}/${count}`).uuid();
  }
}

/** A call on this emulator. */
export type LatticeCall = Call<State>;
