import type { Database } from '../../storage/index.ts';

/** What an operator may be in a project; each includes those before it. */
export const ROLES = ['viewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** An operator in a project. */
export interface Member {
  readonly operatorId: string;
  readonly email: string;
  readonly role: Role;
  /** When they became one. */
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

/** Rows of `memberships`. */
export interface MembershipStore {
  roleOf(projectId: string, operatorId: string): Promise<Role | undefined>;
  /** Roles of an operator by project. */
  rolesOf(operatorId: string): Promise<ReadonlyMap<string, Role>>;
  list(projectId: string): Promise<Member[]>;
  insert(projectId: string, operatorId: string, role: Role, now: number): Promise<void>;
  setRole(projectId: string, operatorId: string, role: Role): Promise<void>;
  remove(projectId: string, operatorId: string): Promise<void>;
}

/** Makes the store over a connection or an open transaction. */
export function createMembershipStore(kysely: Database['kysely']): MembershipStore {
  return {
    async roleOf(projectId, operatorId) {
      const row = await kysely
        .selectFrom('memberships')
        .select('role')
        .where('project_id', '=', projectId)
        .where('operator_id', '=', operatorId)
        .executeTakeFirst();
      return row && (row.role as Role);
    },
    async rolesOf(operatorId) {
      const rows = await kysely
        .selectFrom('memberships')
        .select(['project_id', 'role'])
        .where('operator_id', '=', operatorId)
        .execute();
      return new Map(rows.map(({ project_id, role }) => [project_id, role as Role]));
    },
    async list(projectId) {
      const rows = await kysely
        .selectFrom('memberships')
        .innerJoin('operators', 'operators.id', 'memberships.operator_id')
        .select(['operator_id', 'email', 'role', 'memberships.created_at', 'last_sign_in_at'])
        .where('project_id', '=', projectId)
        .orderBy('email')
        .execute();
      return rows.map((row) => ({
        operatorId: row.operator_id,
        email: row.email,
        role: row.role as Role,
        createdAt: Number(row.created_at),
        lastSignInAt: row.last_sign_in_at === null ? null : Number(row.last_sign_in_at),
      }));
    },
    async insert(projectId, operatorId, role, now) {
      await kysely
        .insertInto('memberships')
        .values({ project_id: projectId, operator_id: operatorId, role, created_at: now })
        .execute();
    },
    async setRole(projectId, operatorId, role) {
      await kysely
        .updateTable('memberships')
        .set({ role })
        .where('project_id', '=', projectId)
        .where('operator_id', '=', operatorId)
        .execute();
    },
    async remove(projectId, operatorId) {
      await kysely
        .deleteFrom('memberships')
        .where('project_id', '=', projectId)
        .where('operator_id', '=', operatorId)
        .execute();
    },
  };
}
