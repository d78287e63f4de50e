import { randomInt } from 'node:crypto';
import type { Clock } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';

/** A project: the unit of isolation. Every other record belongs to one. */
export interface Project {
  readonly id: string;
  /** Digits only: one published client reads it as a number, the next as a string. */
  readonly organizationId: string;
  readonly name: string;
}

/** Reads projects; the first start makes the default one. */
export interface Projects {
  /** Organization and project "Default", made when there is no project yet. */
  ensureDefault(): Promise<Project>;
  /** @returns the project, or undefined when there is none of this id */
  get(id: string): Promise<Project | undefined>;
}

/** Makes the projects service over a database. Projects are few and never change hands, so they are kept in memory. */
export function createProjects({ database, clock }: { readonly database: Database; readonly clock: Clock }): Projects {
  const known = new Map<string, Project>();
  const read = (db: Database['kysely']) =>
    db.selectFrom('projects').select(['id', 'organization_id', 'name']).orderBy('created_at').orderBy('id');
  const remember = (row: { id: string; organization_id: string; name: string }): Project => {
    const project = Object.freeze({ id: row.id, organizationId: row.organization_id, name: row.name });
    known.set(project.id, project);
    return project;
  };
  return {
    ensureDefault: () =>
      database.withLock('first-start', () =>
        database.transaction(async (db) => {
          const first = await read(db).limit(1).executeTakeFirst();
          if (first !== undefined) return remember(first);
          const now = clock.now();
          const organization = { id: '1', name: 'Default', created_at: now };
          await db.insertInto('organizations').values(organization).execute();
          const row = {
            id: `default-${randomInt(10_000, 100_000)}`,
            organization_id: organization.id,
            name: 'Default',
            settings: '{}',
            created_at: now,
            updated_at: now,
          };
          await db.insertInto('projects').values(row).execute();
          return remember(row);
        }),
      ),
    async get(id) {
      const project = known.get(id);
      if (project !== undefined) return project;
      const row = await read(database.kysely).where('id', '=', id).executeTakeFirst();
      return row && remember(row);
    },
  };
}
