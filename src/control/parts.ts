import type { Clock, Logger } from '../kernel/index.ts';
import { type ApiKeys, createApiKeys, loadPepper } from '../platform/api-keys/index.ts';
import { type Audit, createAudit } from '../platform/audit/index.ts';
import { createProjects, type Projects } from '../platform/projects/index.ts';
import {
  assertKeysOpen,
  createSealer,
  type Database,
  type DatabaseLocation,
  loadOrCreateKeyFile,
  openDatabase,
  parseEncryptionKeys,
  type Sealer,
} from '../storage/index.ts';

/** What operations work with: parts of the running server, or the same parts over a database opened for one command. */
export interface ControlParts {
  readonly database: Database;
  readonly sealer: Sealer;
  /** Folder of the key file; undefined when the keys come from the settings. */
  readonly keyDir: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly projects: Projects;
  readonly audit: Audit;
  readonly apiKeys: ApiKeys;
}

/** Where the data of an installation is, and what opens it. */
export interface Installation {
  readonly dataDir: string;
  /** PostgreSQL; undefined means the embedded database in the data directory. */
  readonly databaseUrl: string | undefined;
  /** Undefined means the key file of the data directory. */
  readonly encryptionKeys: string | undefined;
}

/** Makes the parts over an open database. */
async function partsOver(
  base: Pick<ControlParts, 'database' | 'sealer' | 'keyDir' | 'clock' | 'logger'>,
): Promise<ControlParts> {
  await assertKeysOpen(base.database, base.sealer);
  const apiKeys = createApiKeys({ ...base, pepper: await loadPepper(base.database, base.sealer) });
  return { ...base, projects: createProjects(base), audit: createAudit(base), apiKeys };
}

/**
 * Opens the storage of an installation for one piece of work, without a server.
 * @throws PatchbayError as `openDatabase`; `data_dir_locked` while a server runs on the embedded database
 */
export async function withParts<T>(
  { dataDir, databaseUrl, encryptionKeys }: Installation,
  { clock, logger }: Pick<ControlParts, 'clock' | 'logger'>,
  work: (parts: ControlParts) => Promise<T>,
): Promise<T> {
  const location: DatabaseLocation =
    databaseUrl === undefined ? { kind: 'sqlite', dir: dataDir } : { kind: 'postgres', url: databaseUrl };
  const database = await openDatabase({ ...location, clock, logger });
  try {
    const keys = encryptionKeys === undefined ? loadOrCreateKeyFile(dataDir).keys : parseEncryptionKeys(encryptionKeys);
    const parts = await partsOver({
      database,
      sealer: createSealer(keys),
      keyDir: encryptionKeys === undefined ? dataDir : undefined,
      clock,
      logger,
    });
    try {
      return await work(parts);
    } finally {
      await parts.apiKeys.close();
      parts.projects.close();
    }
  } finally {
    await database.close();
  }
}
