import { type Call, Database } from '../kit/index.ts';
import type { User } from './model/catalog.ts';
import { apiId, ENTITY_TYPES, type EntityType, numberOf } from './model/ids.ts';
import { countsInFours, linksOf, type Rows } from './model/tables.ts';

/** An API key as made in the settings. */
export interface ApiKey {
  readonly name: string;
  readonly secret: string;
  /** What was chosen when the key was made; only `api` opens the API. */
  readonly permission: 'api' | 'forms';
  /** Changes are logged as the user named in the request; otherwise under the key's own name. */
  readonly impersonates: boolean;
  /** Who acts when the key does not impersonate; an `origins` id. */
  readonly origin: string | null;
  readonly isRevoked: boolean;
}

/** Who calls. */
export interface Caller {
  readonly user: User;
  readonly key: ApiKey;
  /** Id that changes are logged under. */
  readonly actor: string;
}

/** Everything the emulated instance holds. */
export class State {
  readonly database = new Database<Rows>(ENTITY_TYPES);
  /** By secret. */
  readonly keys: ReadonlyMap<string, ApiKey>;
  readonly instanceId = '401877';
  readonly siteId = 'q7RtBn2K';
  readonly #last = new Map<EntityType, number>();
  readonly #indexes = new Map<string, Map<string, readonly string[]>>();

  constructor(keys: readonly ApiKey[]) {
    this.keys = new Map(keys.map((key) => [key.secret, key]));
  }

  /** Adds a record and remembers its number. */
  insert<Type extends EntityType>(type: Type, row: Rows[Type]): Rows[Type] {
    this.#last.set(type, Math.max(this.#last.get(type) ?? 0, numberOf(row.id)));
    this.touch(type);
    return this.database.table(type).insert(row);
  }

  /** The id of the next record of a type. */
  nextId(type: EntityType): string {
    return apiId(type, (this.#last.get(type) ?? (countsInFours(type) ? -1 : 0)) + (countsInFours(type) ? 4 : 1));
  }

  /** Must be told of every change of a table. */
  touch(type: EntityType): void {
    for (const key of this.#indexes.keys()) if (key.startsWith(`${type}.`)) this.#indexes.delete(key);
  }

  /** Ids of the records of a type, trash included, whose relation holds an id. */
  referring(type: EntityType, relation: string, to: string): readonly string[] {
    const key = `${type}.${relation}`;
    let index = this.#indexes.get(key);
    if (index === undefined) {
      const lists = new Map<string, string[]>();
      for (const row of this.database.table(type).all())
        for (const id of linksOf(row, relation)) {
          const list = lists.get(id);
          if (list === undefined) lists.set(id, [row.id]);
          else list.push(row.id);
        }
      index = lists;
      this.#indexes.set(key, index);
    }
    return index.get(to) ?? [];
  }
}

/** A call on this emulator. */
export type NutshellCall = Call<State>;
