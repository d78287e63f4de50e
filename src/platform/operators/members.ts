import { fail, newId } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import type { Actor, AuditEvent } from '../audit/index.ts';
import { createMembershipStore, type Member, type Role } from './membership-store.ts';
import { newPassword, ONE_TIME_LIFE } from './passwords.ts';
import { normalEmail, type OperatorParts } from './sign-in.ts';
import { createOperatorStore, type StoredOperator } from './store.ts';

/** Who may do what in which project. */
export interface Members {
  roleOf(projectId: string, operatorId: string): Promise<Role | undefined>;
  /** Roles of an operator by project. */
  rolesOf(operatorId: string): Promise<ReadonlyMap<string, Role>>;
  listMembers(projectId: string): Promise<Member[]>;
  /**
   * Lets the operator of an e-mail address into a project; makes them, with a one-time password, when there is none.
   * @returns the one-time password of a new operator, which is shown this once
   * @throws PatchbayError `conflict` when they are a member already
   */
  addMember(
    projectId: string,
    email: string,
    role: Role,
    actor: Actor,
  ): Promise<{ readonly member: Member; readonly oneTimePassword: string | null }>;
  /** @throws PatchbayError `member_not_found` */
  changeRole(projectId: string, operatorId: string, role: Role, actor: Actor): Promise<Member>;
  /** @throws PatchbayError `member_not_found` */
  removeMember(projectId: string, operatorId: string, actor: Actor): Promise<void>;
}

/** Makes the members service. */
export function createMembers({ database, audit, passwords, clock }: OperatorParts): Members {
  const event = (
    projectId: string,
    actor: Actor,
    action: string,
    operatorId: string,
    details: AuditEvent['details'],
  ): AuditEvent => ({
    projectId,
    actor,
    action: `member.${action}`,
    target: { type: 'operator', id: operatorId },
    details,
  });
  const memberOf = async (db: Database['kysely'], projectId: string, operatorId: string): Promise<Member> => {
    const member = (await createMembershipStore(db).list(projectId)).find((one) => one.operatorId === operatorId);
    if (member === undefined) throw fail('member_not_found', { id: operatorId });
    return member;
  };
  const store = createMembershipStore(database.kysely);

  return {
    roleOf: (projectId, operatorId) => store.roleOf(projectId, operatorId),
    rolesOf: (operatorId) => store.rolesOf(operatorId),
    listMembers: (projectId) => store.list(projectId),
    async addMember(projectId, given, role, actor) {
      const email = normalEmail(given);
      const password = newPassword();
      const known = await createOperatorStore(database.kysely).findByEmail(email);
      const passwordHash = known === undefined ? await passwords.hash(password) : '';
      const now = clock.now();
      const { member, isNew } = await audit.recorded(
        async (db) => {
          const operators = createOperatorStore(db);
          const present = await operators.findByEmail(email);
          const operator: StoredOperator = present ?? {
            id: newId(),
            email,
            passwordHash,
            oneTimeUntil: now + ONE_TIME_LIFE,
            isOwner: false,
            createdAt: now,
            lastSignInAt: null,
          };
          if (present === undefined) await operators.insert(operator);
          const memberships = createMembershipStore(db);
          if ((await memberships.roleOf(projectId, operator.id)) !== undefined)
            throw fail('conflict', { reason: `${email} is a member of this project already.` });
          await memberships.insert(projectId, operator.id, role, now);
          return { member: await memberOf(db, projectId, operator.id), isNew: present === undefined };
        },
        (done) => event(projectId, actor, 'added', done.member.operatorId, { email, role, new_operator: done.isNew }),
      );
      return { member, oneTimePassword: isNew ? password : null };
    },
    changeRole: (projectId, operatorId, role, actor) =>
      audit.recorded(
        async (db) => {
          await memberOf(db, projectId, operatorId);
          await createMembershipStore(db).setRole(projectId, operatorId, role);
          return memberOf(db, projectId, operatorId);
        },
        ({ email }) => event(projectId, actor, 'role_changed', operatorId, { email, role }),
      ),
    removeMember: async (projectId, operatorId, actor) => {
      await audit.recorded(
        async (db) => {
          const member = await memberOf(db, projectId, operatorId);
          await createMembershipStore(db).remove(projectId, operatorId);
          return member;
        },
        ({ email }) => event(projectId, actor, 'removed', operatorId, { email }),
      );
    },
  };
}
