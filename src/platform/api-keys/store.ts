import type { Database } from '../../storage/index.ts';
import { isScope, type Scope } from './scopes.ts';

/** An API key as stored: never the key itself. */
export interface ApiKey {
  readonly id: string;
  readonly projectId: string;
  /** Fixed when the key is made. */
  readonly name: string;
  /** First characters of the key, for recognition. */
  readonly prefix: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
  /** Id of the key that was made in its place. */
  readonly replacedBy: string | null;
}

/** Rows of `api_keys`. */
export interface ApiKeyStore {
  insert(key: ApiKey, hash: string): Promise<void>;
  findByHash(hash: string): Promise<ApiKey | undefined>;
  find(projectId: string, id: string): Promise<ApiKey | undefined>;
  count(): Promise<number>;
  list(projectId: string): Promise<ApiKey[]>;
  /** @returns whether there was such a key */
  setEnabled(projectId: string, id: string, enabled: boolean): Promise<boolean>;
  /** @returns whether there was such a key */
  remove(projectId: string, id: string, now: number): Promise<boolean>;
  /** Notes the successor of a key, and when the key itself ends. */
  replace(old: ApiKey, by: string, expiresAt: number): Promise<void>;
  /** Keeps the latest time for each key id. */
  recordUse(uses: ReadonlyMap<string, { readonly projectId: string; readonly at: number }>): Promise<void>;
}

interface Row {
  project_id: string;
  id: string;
  name: string;
  prefix: string;
  scopes: string;
  enabled: 0 | 1;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  replaced_by: string | null;
}

const COLUMNS = [
  'project_id',
  'id',
  'name',
  'prefix',
  'scopes',
  'enabled',
  'created_at',
  'expires_at',
  'last_used_at',
  'replaced_by',
] as const;

const toApiKey = (row: Row): ApiKey =>
  Object.freeze({
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    prefix: row.prefix,
    scopes: new Set((JSON.parse(row.scopes) as string[]).filter(isScope)),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    replacedBy: row.replaced_by,
  });

/** Makes the store over a database, or over an open transaction of it. Deleted keys keep their row (logs refer to it) but are never found again. */
export function createApiKeyStore({ kysely, transaction }: Pick<Database, 'kysely' | 'transaction'>): ApiKeyStore {
  const alive = () => kysely.selectFrom('api_keys').select(COLUMNS).where('deleted_at', 'is', null);
  return {
    async insert(key, hash) {
      await kysely
        .insertInto('api_keys')
        .values({
          project_id: key.projectId,
          id: key.id,
          name: key.name,
          hash,
          prefix: key.prefix,
          scopes: JSON.stringify([...key.scopes]),
          enabled: key.enabled ? 1 : 0,
          created_at: key.createdAt,
          expires_at: key.expiresAt,
          last_used_at: key.lastUsedAt,
          deleted_at: null,
          replaced_by: key.replacedBy,
        })
        .execute();
    },
    async findByHash(hash) {
      const row = await alive().where('hash', '=', hash).executeTakeFirst();
      return row && toApiKey(row);
    },
    async find(projectId, id) {
      const row = await alive().where('project_id', '=', projectId).where('id', '=', id).executeTakeFirst();
      return row && toApiKey(row);
    },
    async count() {
      const row = await kysely
        .selectFrom('api_keys')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return Number(row.n);
    },
    async list(projectId) {
      const rows = await alive()
        .where('project_id', '=', projectId)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toApiKey);
    },
    async setEnabled(projectId, id, enabled) {
      const result = await kysely
        .updateTable('api_keys')
        .set({ enabled: enabled ? 1 : 0 })
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async remove(projectId, id, now) {
      const result = await kysely
        .updateTable('api_keys')
        .set({ deleted_at: now, enabled: 0 })
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async replace(old, by, expiresAt) {
      await kysely
        .updateTable('api_keys')
        .set({ replaced_by: by, expires_at: expiresAt })
        .where('project_id', '=', old.projectId)
        .where('id', '=', old.id)
        .execute();
    },
    recordUse: (uses) =>
      transaction(async (db) => {
        // In one order, so that two processes never wait for each other's rows.
        for (const [id, { projectId, at }] of [...uses].sort(([a], [b]) => (a < b ? -1 : 1))) {
          await db
            .updateTable('api_keys')
            .set({ last_used_at: at })
            .where('project_id', '=', projectId)
            .where('id', '=', id)
            .where((where) => where.or([where('last_used_at', 'is', null), where('last_used_at', '<', at)]))
            .execute();
        }
      }),
  };
}
