import { createHmac, hash, type KeyObject } from 'node:crypto';
import { type Clock, fail, inRounds, type Logger, newId, newSecret } from '../../kernel/index.ts';
import { createRecordCache, type Database, type Notify } from '../../storage/index.ts';
import { SCOPES, type Scope } from './scopes.ts';
import { type ApiKey, createApiKeyStore } from './store.ts';

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

/** A key and its value, which is shown this once. */
export interface MadeApiKey {
  readonly key: ApiKey;
  readonly value: string;
}

/** How a key is rotated. */
export interface Rotation {
  /** How long the old value keeps working, in milliseconds; 0 ends it at once. */
  readonly overlapMs: number;
  /** When the new value ends; when absent it lives as long as the old one was made for. */
  readonly expiresAt?: number | null | undefined;
}

/** What {@link ApiKeys.rotate} did. */
export interface RotatedApiKey extends MadeApiKey {
  /** The old key as it is now. */
  readonly replaced: ApiKey;
}

/**
 * What a key in memory is found by. Hashes are looked up, never compared byte by byte, so timing says nothing about the
 * key. In memory a plain hash will do: whoever reads the memory has the pepper too.
 */
export const digestOf = (value: string): string => hash('sha256', value, 'base64');

/** Making, checking and managing API keys. */
export interface ApiKeys {
  /** @param db the transaction to take part in */
  create(key: NewApiKey, db?: Database['kysely']): Promise<MadeApiKey>;
  /**
   * Finds the key and notes its use. Answers without waiting when the key is in memory.
   * @param digest that of the value, where the caller has it from {@link digestOf}
   * @throws PatchbayError `api_key_unknown`, `api_key_disabled`
   */
  authenticate(value: string, digest?: string): ApiKey | Promise<ApiKey>;
  /** Makes the first key, with every scope, when there has never been one. @returns its value then */
  ensureFirst(projectId: string, value: string | undefined): Promise<string | undefined>;
  list(projectId: string): Promise<ApiKey[]>;
  /** @returns undefined when there is none of this id in the project */
  find(projectId: string, id: string, db?: Database['kysely']): Promise<ApiKey | undefined>;
  /** @param db the transaction to take part in; call {@link ApiKeys.changed} in it. @returns whether there was such a key */
  setEnabled(projectId: string, id: string, enabled: boolean, db?: Database['kysely']): Promise<boolean>;
  /** @param db the transaction to take part in; call {@link ApiKeys.changed} in it. @returns whether there was such a key */
  remove(projectId: string, id: string, db?: Database['kysely']): Promise<boolean>;
  /**
   * Makes a new key under the same name and scopes; the old one keeps working until the overlap ends.
   * @param db the transaction to take part in; call {@link ApiKeys.changed} in it
   * @throws PatchbayError `api_key_not_found`; `api_key_not_rotatable` when it is disabled or was rotated before
   */
  rotate(projectId: string, id: string, rotation: Rotation, db?: Database['kysely']): Promise<RotatedApiKey>;
  /** Tells every process that keys were changed. @param notify of the transaction that changes them */
  changed(notify?: Notify): Promise<void>;
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

  const storeIn = (db: Database['kysely'] | undefined) =>
    db === undefined ? store : createApiKeyStore({ kysely: db, transaction: database.transaction });
  // Keys are kept by their hash, which is not at hand where they change, so all are read anew.
  const changed = (notify?: Notify): Promise<void> => checked.changed('', notify);
  const told = async <T>(result: T, db: Database['kysely'] | undefined): Promise<T> => {
    if (db === undefined && result !== false) await changed();
    return result;
  };

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
    try {
      await store.recordUse(batch);
    } catch (error) {
      for (const [id, use] of batch) if (!uses.has(id)) uses.set(id, use);
      throw error;
    }
  };
  const stop = inRounds(USE_FLUSH_MS, flush, (err) => logger.warn({ err }, 'could not note the last use of API keys'));

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
      replacedBy: null,
    });
    await storeIn(db).insert(key, hashOf(value));
    return { key, value };
  };

  const rotate = async (
    projectId: string,
    id: string,
    { overlapMs, expiresAt }: Rotation,
    db: Database['kysely'],
  ): Promise<RotatedApiKey> => {
    const old = await storeIn(db).find(projectId, id);
    if (old === undefined) throw fail('api_key_not_found', { id });
    const refuse = (reason: string) => fail('api_key_not_rotatable', { id, reason });
    if (old.replacedBy !== null) throw refuse(`it was rotated before. Rotate its successor ${old.replacedBy}.`);
    if (!old.enabled) throw refuse('it is disabled. Enable it first, or make a new key.');
    const now = clock.now();
    const sameLife = old.expiresAt === null ? null : now + (old.expiresAt - old.createdAt);
    const made = await create(
      { projectId, name: old.name, scopes: [...old.scopes], expiresAt: expiresAt === undefined ? sameLife : expiresAt },
      db,
    );
    const end = Math.min(now + overlapMs, old.expiresAt ?? Number.POSITIVE_INFINITY);
    await storeIn(db).replace(old, made.key.id, end);
    return { ...made, replaced: Object.freeze({ ...old, expiresAt: end, replacedBy: made.key.id }) };
  };

  return {
    create,
    authenticate(value, digest = digestOf(value)) {
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
    find: (projectId, id, db) => storeIn(db).find(projectId, id),
    setEnabled: async (projectId, id, enabled, db) => told(await storeIn(db).setEnabled(projectId, id, enabled), db),
    remove: async (projectId, id, db) => told(await storeIn(db).remove(projectId, id, clock.now()), db),
    rotate: async (projectId, id, rotation, db) =>
      db === undefined
        ? told(await database.transaction((trx) => rotate(projectId, id, rotation, trx)), db)
        : rotate(projectId, id, rotation, db),
    changed,
    flush,
    async close() {
      await stop();
      checked.close();
      await flush();
    },
  };
}
