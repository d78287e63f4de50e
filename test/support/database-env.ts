import type { DatabaseLocation } from '../../src/storage/index.ts';

/** Settings of servers over the database at a place; any number of them can share one in PostgreSQL. */
export const databaseEnv = (location: DatabaseLocation): Record<string, string> =>
  location.kind === 'sqlite'
    ? { PATCHBAY_DATA_DIR: location.dir }
    : {
        PATCHBAY_DATABASE_URL: location.url,
        PATCHBAY_ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 3).toString('base64')}`,
      };
