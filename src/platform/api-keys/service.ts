import { createHmac, hash, type KeyObject } from 'node:crypto';
import { type Clock, fail, type Logger, newId, newSecret } from '../../kernel/index.ts';
import { createRecordCache, type Database } from '../../storage/index.ts';
import { SCOPES, type Scope } from './scopes.ts';
import { type ApiKey, type ApiKeyStore, createApiKeyStore } from './store.ts';

/** Channel on which processes tell each other that keys changed. */
const CHANGED = 'api_keys_changed';
const CACHED_KEYS = 10_000;
const USE_FLUSH_MS = 5_000;

/** What the maker of a key chooses. */
export interface NewApiKey {
  readonly projectId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: number | null;
  /** The key's value; a random one when absent. */
  readonly value?: string;
}

/** Making, checking and managing API keys. */
export interface ApiKeys {
  /**
   * @param db the transaction to take part in
   * @returns the record and the key itself, which is shown this once
   */
  create(key: NewApiKey, db?: Database['kysely']): Promise<{ readonly key: ApiKey; readonly value: string }>;
  /**
   * Finds the key and notes its use. Answers without waiting when the key is in memory.
   * @throws PatchbayError `api_key_unknown`, `api_key_disabled`
   */
  authenticate(value: string): ApiKey | Promise<ApiKey>;
  /** Makes the first key, with every scope, when there has never been one. @returns its value then */
  ensureFirst(projectId: string, value: string | undefined): Promise<string | undefined>;
  list(projectId: string): Promise<ApiKey[]>;
  /** @returns undefined when there is none of this id in the project */
  get(projectId: string, id: string, db?: Database['kysely']): Promise<ApiKey | undefined>;
  /** @param db the transaction to take part in; call {@link ApiKeys.changed} afterwards */
  setEnabled(projectId: string, id: string, enabled: boolean, db?: Database['kysely']): Promise<boolean>;
  /** @param db the transaction to take part in; call {@link ApiKeys.changed} afterwards */
  remove(projectId: string, id: string, db?: Database['kysely']): Promise<boolean>;
  /** Tells every process that keys were changed in a transaction of the caller. */
  changed(): Promise<void>;
  /** Writes the noted uses. */
  flush(): Promise<void>;
  /** Writes the noted uses and stops. */
  close(): Promise<void>;
}

/** What {@link createApiKeys} needs. */
export interface ApiKeyParts {
  readonly database: Database;
  /** Secret the keys are hashed with. */
  readonly pepper: KeyObject;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Makes the API keys service. Keys are stored as HMAC-SHA-256 under the pepper; checked keys are kept in memory. */
export function createApiKeys({ database, pepper, clock, logger }: ApiKeyParts): ApiKeys {
  const store = createApiKeyStore(database);
  const checked = createRecordCache<ApiKey>(database, CHANGED, CACHED_KEYS);
  const uses = new Map<string, { projectId: string; at: number }>();
  const hashOf = (value: string): string => createHmac('sha256', pepper).update(value).digest('base64url');

  // Keys are kept by their hash, which is not at hand here, so all are read anew.
  const changed = (): Promise<void> => checked.changed('');
  const within = (db: Database['kysely'] | undefined): ApiKeyStore =>
    db === undefined ? store : createApiKeyStore({ kysely: db, transaction: database.transaction });

  const admit = (key: ApiKey): ApiKey => {
    const now = clock.now();
    if (!key.enabled || (key.expiresAt !== null && key.expiresAt <= now)) throw fail('api_key_disabled');
    uses.set(key.id, { projectId: key.projectId, at: now });
    return key;
  };

  const flush = async (): Promise<void> => {
    if (uses.size === 0) return;
    const batch = new Map(uses);
    uses.clear();
    await store.recordUse(batch);
  };
  const timer = setInterval(() => {
    flush().catch((err: unknown) => logger.warn({ err }, 'could not note the last use of API keys'));
  }, USE_FLUSH_MS);
  timer.unref();

  const create: ApiKeys['create'] = async (
    { projectId, name, scopes, expiresAt = null, value = `v1.local.${newSecret()}` },
    db,
  ) => {
    const key: ApiKey = Object.freeze({
      id: newId(),
      projectId,
      name,
      prefix: value.slice(0, 13),
      scopes: new Set(scopes),
      enabled: true,
      createdAt: clock.now(),
      expiresAt,
      lastUsedAt: null,
    });
    await within(db).insert(key, hashOf(value));
    return { key, value };
  };

  return {
    create,
    authenticate(value) {
      // Hashes are looked up, never compared byte by byte, so timing says nothing about the key. In memory a plain hash
      // will do: whoever reads the memory has the pepper too.
      const digest = hash('sha256', value, 'base64');
      const hit = checked.get(digest);
      if (hit !== undefined) return admit(hit);
      return checked
        .load(digest, () => store.findByHash(hashOf(value)))
        .then((key) => {
          if (key === undefined) throw fail('api_key_unknown');
          return admit(key);
        });
    },
    ensureFirst: (projectId, value) =>
      database.withLock('first-key', async () => {
        if ((await store.count()) > 0) return undefined;
        const made = await create({
          projectId,
          name: 'First key',
          scopes: SCOPES,
          ...(value === undefined ? {} : { value }),
        });
        return made.value;
      }),
    list: (projectId) => store.list(projectId),
    get: (projectId, id, db) => within(db).find(projectId, id),
    async setEnabled(projectId, id, enabled, db) {
      const done = await within(db).setEnabled(projectId, id, enabled);
      if (done && db === undefined) await changed();
      return done;
    },
    async remove(projectId, id, db) {
      const done = await within(db).remove(projectId, id, clock.now());
      if (done && db === undefined) await changed();
      return done;
    },
    changed,
    flush,
    async close() {
      clearInterval(timer);
      checked.close();
      await flush();
    },
  };
}
