import { randomInt } from 'node:crypto';
import type { Clock } from '../../kernel/index.ts';
import { createRecordCache, type Database, type Notify, type ProjectsTable } from '../../storage/index.ts';
import { checkIpAllowList } from './ip-allow-list.ts';
import { type ProjectSettings, readSettings } from './settings.ts';

/** A project: the unit of isolation. Every other record belongs to one. */
export interface Project {
  readonly id: string;
  /** Digits only: one published client reads it as a number, the next as a string. */
  readonly organizationId: string;
  readonly name: string;
  readonly settings: ProjectSettings;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What can be changed of a project. Absent members stay. */
export interface ProjectChange {
  readonly name?: string | undefined;
  readonly settings?: Partial<ProjectSettings> | undefined;
}

/** Projects of this installation; the first start makes the default one. */
export interface Projects {
  /** Organization and project "Default", made when there is no project yet. */
  ensureDefault(): Promise<Project>;
  /** From memory without waiting when it was used before. @returns undefined when there is none of this id */
  get(id: string): Project | undefined | Promise<Project | undefined>;
  /** All, oldest first. */
  list(): Promise<Project[]>;
  /** Makes a project of the first organization. @param db the transaction to take part in */
  create(name: string, db?: Database['kysely']): Promise<Project>;
  /**
   * @param db the transaction to take part in; call {@link Projects.changed} in it
   * @returns undefined when there is none of this id
   * @throws PatchbayError `validation_failed` for an IP allow-list that cannot be read
   */
  update(id: string, change: ProjectChange, db?: Database['kysely']): Promise<Project | undefined>;
  /** Tells every process that a project was changed. @param notify of the transaction that changes it */
  changed(id: string, notify: Notify): Promise<void>;
  close(): void;
}

const COLUMNS = ['id', 'organization_id', 'name', 'settings', 'created_at', 'updated_at'] as const;

type Row = Pick<ProjectsTable, (typeof COLUMNS)[number]>;

const toProject = (row: Row): Project =>
  Object.freeze({
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    settings: readSettings(row.settings),
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  });

/** `Acme Inc.` becomes `acme-inc-27270`. */
function idFor(name: string, suffix: number): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return `${words || 'project'}-${suffix}`;
}

/** What {@link createProjects} needs. */
export interface ProjectsParts {
  readonly database: Database;
  readonly clock: Clock;
  /** A random integer from the first number up to, but not, the second; that of the system unless a test has its own. */
  readonly random?: (from: number, below: number) => number;
}

/** Makes the projects service over a database. */
export function createProjects({ database, clock, random = randomInt }: ProjectsParts): Projects {
  const cache = createRecordCache<Project>(database, 'projects_changed', 1_000);
  const find = async (db: Database['kysely'], id: string): Promise<Project | undefined> => {
    const row = await db.selectFrom('projects').select(COLUMNS).where('id', '=', id).executeTakeFirst();
    return row && toProject(row);
  };
  const oldest = (db: Database['kysely']) =>
    db.selectFrom('projects').select(COLUMNS).orderBy('created_at').orderBy('id');
  const insert = async (db: Database['kysely'], organizationId: string, name: string): Promise<Project> => {
    const now = clock.now();
    for (let digits = 5; ; digits += 1) {
      const row = {
        id: idFor(name, random(10 ** (digits - 1), 10 ** digits)),
        organization_id: organizationId,
        name,
        settings: '{}',
        created_at: now,
        updated_at: now,
      };
      // Another project may have the id. A statement that fails would spoil the transaction it is part of on PostgreSQL.
      const made = await db
        .insertInto('projects')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      if ((made.numInsertedOrUpdatedRows ?? 0n) > 0n) return toProject(row);
    }
  };

  const update = async (
    db: Database['kysely'],
    id: string,
    { name, settings }: ProjectChange,
  ): Promise<Project | undefined> => {
    if (settings?.ipAllowList !== undefined) checkIpAllowList(settings.ipAllowList);
    const present = await find(db, id);
    if (present === undefined) return undefined;
    const next = {
      name: name ?? present.name,
      settings: JSON.stringify({ ...present.settings, ...settings }),
      updated_at: clock.now(),
    };
    await db.updateTable('projects').set(next).where('id', '=', id).execute();
    return find(db, id);
  };

  return {
    ensureDefault: () =>
      database.withLock('first-start', () =>
        database.transaction(async (db) => {
          const first = await oldest(db).limit(1).executeTakeFirst();
          if (first !== undefined) return toProject(first);
          const organization = { id: '1', name: 'Default', created_at: clock.now() };
          await db.insertInto('organizations').values(organization).execute();
          return insert(db, organization.id, 'Default');
        }),
      ),
    get: (id) => cache.get(id) ?? cache.load(id, () => find(database.kysely, id)),
    list: async () => (await oldest(database.kysely).execute()).map(toProject),
    async create(name, db = database.kysely) {
      const organization = await db
        .selectFrom('organizations')
        .select('id')
        .orderBy('created_at')
        .limit(1)
        .executeTakeFirstOrThrow();
      return insert(db, organization.id, name);
    },
    update: (id, change, db) =>
      db === undefined
        ? database.transaction(async (own, notify) => {
            const changed = await update(own, id, change);
            await cache.changed(id, notify);
            return changed;
          })
        : update(db, id, change),
    changed: (id, notify) => cache.changed(id, notify),
    close: () => cache.close(),
  };
}
