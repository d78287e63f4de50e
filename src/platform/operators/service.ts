import { fail, newId } from '../../kernel/index.ts';
import type { Actor } from '../audit/index.ts';
import { operatorEvent } from './actor.ts';
import { createMembers, type Members } from './members.ts';
import { createPasswords, newPassword, ONE_TIME_LIFE } from './passwords.ts';
import { createOperatorSessionStore } from './session-store.ts';
import { createSignIns, normalEmail, type OperatorParts, type SignIns } from './sign-in.ts';
import { createOperatorStore, type Operator, type StoredOperator } from './store.ts';

/** The server itself, as the audit log names it. */
const SYSTEM: Actor = { type: 'system', id: 'system', name: 'Patchbay', ip: null };

/** An e-mail address with a password that is shown once. */
export interface Login {
  readonly email: string;
  readonly password: string;
}

/** The people who run this installation. */
export interface Operators extends SignIns, Members {
  /**
   * Makes the first operator, who owns the installation, when there is none.
   * @param password a generated one when absent
   * @returns the login, on the start that made it and only if its password was generated
   */
  ensureFirst(email: string, password: string | undefined): Promise<Login | undefined>;
  /**
   * Gives an operator another password and ends their sessions.
   * @param password a generated one when absent, which must be changed at the next sign-in
   * @param actor whoever asked for it
   * @throws PatchbayError `operator_not_found`
   */
  setPassword(email: string, password: string | undefined, actor: Actor): Promise<Login>;
  /** @returns undefined when there is none of this id */
  find(id: string): Promise<Operator | undefined>;
}

/** Makes the operators service. */
export function createOperators({
  database,
  audit,
  clock,
  passwords = createPasswords(),
  // Tests hand in cheaper ones.
}: Omit<OperatorParts, 'passwords'> & Partial<Pick<OperatorParts, 'passwords'>>): Operators {
  return {
    ...createSignIns({ database, audit, passwords, clock }),
    ...createMembers({ database, audit, passwords, clock }),
    async ensureFirst(given, chosen) {
      if (await createOperatorStore(database.kysely).any()) return undefined;
      const login = { email: normalEmail(given), password: chosen ?? newPassword() };
      const first: StoredOperator = {
        id: newId(),
        email: login.email,
        passwordHash: await passwords.hash(login.password),
        oneTimeUntil: null,
        isOwner: true,
        createdAt: clock.now(),
        lastSignInAt: null,
      };
      const made = await audit.recorded(
        async (db) => {
          const store = createOperatorStore(db);
          if (await store.any()) return false;
          await store.insert(first);
          return true;
        },
        (done) => (done ? operatorEvent(SYSTEM, 'created', first.id, { email: first.email, owner: true }) : undefined),
      );
      return made && chosen === undefined ? login : undefined;
    },
    async setPassword(given, chosen, actor) {
      const login = { email: normalEmail(given), password: chosen ?? newPassword() };
      const hash = await passwords.hash(login.password);
      await audit.recorded(
        async (db) => {
          const store = createOperatorStore(db);
          const operator = await store.findByEmail(login.email);
          if (operator === undefined) throw fail('operator_not_found', { id: login.email });
          const now = clock.now();
          await store.setPassword(operator.id, hash, chosen === undefined ? now + ONE_TIME_LIFE : null, now);
          await createOperatorSessionStore(db).removeAllOf(operator.id);
          return operator;
        },
        ({ id }) => operatorEvent(actor, 'password_set', id),
      );
      return login;
    },
    find: (id) => createOperatorStore(database.kysely).find(id),
  };
}
