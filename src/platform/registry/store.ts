import type { Database } from '../../storage/index.ts';

/** Texts of files by their names. */
export type Files = Readonly<Record<string, string>>;

/** A version of a connector that a project brought itself, without its files. */
export interface CustomVersion {
  readonly key: string;
  readonly version: string;
  readonly title: string;
  /** Of the names and texts of its files. */
  readonly hash: string;
  /** Id of the API key that pushed it. */
  readonly pushedBy: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

const COLUMNS = ['connector_key', 'version', 'title', 'hash', 'pushed_by', 'created_at'] as const;

/** Rows of `connector_versions`. */
export interface RegistryStore {
  list(projectId: string): Promise<CustomVersion[]>;
  find(projectId: string, key: string, version: string): Promise<CustomVersion | undefined>;
  files(projectId: string, version: Pick<CustomVersion, 'key' | 'version' | 'hash'>): Promise<Files | undefined>;
  insert(projectId: string, version: CustomVersion, files: Files): Promise<void>;
  /** @returns the versions there were */
  removeAll(projectId: string, key: string): Promise<string[]>;
}

interface Row {
  connector_key: string;
  version: string;
  title: string;
  hash: string;
  pushed_by: string;
  created_at: number;
}

const toVersion = (row: Row): CustomVersion =>
  Object.freeze({
    key: row.connector_key,
    version: row.version,
    title: row.title,
    hash: row.hash,
    pushedBy: row.pushed_by,
    createdAt: Number(row.created_at),
  });

/** Makes the store over a connection or an open transaction. */
export function createRegistryStore(kysely: Database['kysely']): RegistryStore {
  const all = (projectId: string) =>
    kysely.selectFrom('connector_versions').select(COLUMNS).where('project_id', '=', projectId);
  return {
    async list(projectId) {
      return (await all(projectId).orderBy('connector_key').orderBy('version').execute()).map(toVersion);
    },
    async find(projectId, key, version) {
      const row = await all(projectId)
        .where('connector_key', '=', key)
        .where('version', '=', version)
        .executeTakeFirst();
      return row && toVersion(row);
    },
    async files(projectId, { key, version, hash }) {
      const row = await kysely
        .selectFrom('connector_versions')
        .select('files')
        .where('project_id', '=', projectId)
        .where('connector_key', '=', key)
        .where('version', '=', version)
        .where('hash', '=', hash)
        .executeTakeFirst();
      return row && (JSON.parse(row.files) as Files);
    },
    async insert(projectId, { key, version, title, hash, pushedBy, createdAt }, files) {
      await kysely
        .insertInto('connector_versions')
        .values({
          project_id: projectId,
          connector_key: key,
          version,
          title,
          files: JSON.stringify(files),
          hash,
          pushed_by: pushedBy,
          created_at: createdAt,
        })
        .execute();
    },
    async removeAll(projectId, key) {
      const rows = await kysely
        .deleteFrom('connector_versions')
        .where('project_id', '=', projectId)
        .where('connector_key', '=', key)
        .returning('version')
        .execute();
      return rows.map(({ version }) => version);
    },
  };
}
