import { createHash } from 'node:crypto';
import { type Clock, fail } from '../../kernel/index.ts';
import { createRecordCache, type Database } from '../../storage/index.ts';
import type { Actor, Audit } from '../audit/index.ts';
import { type CustomVersion, createRegistryStore, type Files } from './store.ts';

/** Connectors, and versions of each, that a project may keep. */
export const REGISTRY_LIMITS = { connectors: 200, versions: 200 } as const;

/** Everything a project brought itself; another object after every change. */
export interface CustomVersions {
  readonly all: readonly CustomVersion[];
}

/** A connector that was checked and may be stored. */
export interface CheckedConnector {
  readonly key: string;
  readonly version: string;
  readonly title: string;
}

/** Connectors that projects brought themselves. A version is never changed. */
export interface Registry {
  /** From memory without waiting when it was used before. */
  versions(projectId: string): CustomVersions | Promise<CustomVersions>;
  /** @returns undefined when this very version is not there any more */
  files(projectId: string, version: Pick<CustomVersion, 'key' | 'version' | 'hash'>): Promise<Files | undefined>;
  /**
   * Stores a version; every process knows it at once.
   * @returns whether it is new; false when the same files were stored before
   * @throws PatchbayError `connector_version_exists` when it was stored with other files, `registry_full`
   */
  push(projectId: string, connector: CheckedConnector, files: Files, by: Actor): Promise<boolean>;
  /** Removes every version of a connector. @returns whether there was any */
  remove(projectId: string, key: string, by: Actor): Promise<boolean>;
  close(): void;
}

/** A hash of the names and texts of files, whatever their order. */
function hashOf(files: Files): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) hash.update(JSON.stringify([name, files[name]]));
  return hash.digest('base64url');
}

/** Makes the registry. Pushes and removals are noted in the audit log. */
export function createRegistry({
  database,
  audit,
  clock,
}: {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
}): Registry {
  const store = createRegistryStore(database.kysely);
  const cache = createRecordCache<CustomVersions>(database, 'connectors_changed', 2_000);

  const checkRoom = (present: readonly CustomVersion[], key: string): void => {
    const keys = new Set(present.map((one) => one.key));
    if (!keys.has(key) && keys.size >= REGISTRY_LIMITS.connectors)
      throw fail('registry_full', { limit: `${REGISTRY_LIMITS.connectors} connectors` });
    if (present.filter((one) => one.key === key).length >= REGISTRY_LIMITS.versions)
      throw fail('registry_full', { limit: `${REGISTRY_LIMITS.versions} versions of a connector` });
  };

  return {
    versions: (projectId) =>
      cache.get(projectId) ??
      cache
        .load(projectId, async () => ({ all: await store.list(projectId) }))
        .then((versions) => versions ?? { all: [] }),
    files: (projectId, version) => store.files(projectId, version),
    async push(projectId, { key, version, title }, files, by) {
      const hash = hashOf(files);
      return audit.recorded(
        async (db, notify) => {
          const rows = createRegistryStore(db);
          const present = await rows.find(projectId, key, version);
          if (present !== undefined) {
            if (present.hash !== hash) throw fail('connector_version_exists', { key, version });
            return false;
          }
          checkRoom(await rows.list(projectId), key);
          await rows.insert(projectId, { key, version, title, hash, pushedBy: by.id, createdAt: clock.now() }, files);
          await cache.changed(projectId, notify);
          return true;
        },
        (isNew) =>
          isNew
            ? {
                projectId,
                actor: by,
                action: 'connector.pushed',
                target: { type: 'connector', id: key },
                details: { version, hash },
              }
            : undefined,
      );
    },
    async remove(projectId, key, by) {
      const removed = await audit.recorded(
        async (db, notify) => {
          const versions = await createRegistryStore(db).removeAll(projectId, key);
          if (versions.length > 0) await cache.changed(projectId, notify);
          return versions;
        },
        (versions) =>
          versions.length > 0
            ? {
                projectId,
                actor: by,
                action: 'connector.deleted',
                target: { type: 'connector', id: key },
                details: { versions },
              }
            : undefined,
      );
      return removed.length > 0;
    },
    close: () => cache.close(),
  };
}
