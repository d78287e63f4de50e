import { createHash } from 'node:crypto';
import { type Clock, fail, newSecret } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import type { Audit } from '../audit/index.ts';
import { actorOf, operatorEvent } from './actor.ts';
import { createAttempts } from './attempts.ts';
import type { Passwords } from './passwords.ts';
import { createOperatorSessionStore, type OperatorSession } from './session-store.ts';
import { createOperatorStore, type Operator, type StoredOperator } from './store.ts';

/** Milliseconds after which a session ends whatever happens. */
export const SESSION_LIFE = 7 * 24 * 3_600_000;
/** Milliseconds after which an unused session ends. */
const IDLE = 24 * 3_600_000;
/** Milliseconds between notes of a session's use. */
const TOUCH = 5 * 60_000;

/** A signed-in operator. */
export interface SignedIn {
  readonly operator: Operator;
  readonly session: OperatorSession;
}

/** A new session with the token that stands for it, which cannot be read again. */
export interface NewSession extends SignedIn {
  readonly token: string;
}

/** Signing in and out. */
export interface SignIns {
  /**
   * @param address where the request came from
   * @param earlier token of a session that the new one takes the place of
   * @throws PatchbayError `sign_in_refused`, `sign_in_limited`, `sign_in_busy`
   */
  signIn(email: string, password: string, address: string, earlier?: string): Promise<NewSession>;
  /** @throws PatchbayError `operator_session_ended` */
  authenticate(token: string): Promise<SignedIn>;
  signOut(signedIn: SignedIn, address: string): Promise<void>;
  /**
   * Gives the operator a password of their own choice, ends their sessions everywhere, and begins a new one here.
   * @throws PatchbayError `current_password_wrong`, `sign_in_limited`, `sign_in_busy`
   */
  changePassword(signedIn: SignedIn, current: string, next: string, address: string): Promise<NewSession>;
}

/** What signing in and managing operators need. */
export interface OperatorParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly passwords: Passwords;
  readonly clock: Clock;
}

/** E-mail addresses are compared without regard to case. */
export const normalEmail = (email: string): string => email.trim().toLowerCase();

/** Tokens carry 256 random bits, so a plain hash of them cannot be guessed back. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Makes the sign-in service. Passwords are hashed before a transaction begins: nobody waits for a lock meanwhile. */
export function createSignIns({ database, audit, passwords, clock }: OperatorParts): SignIns {
  const attempts = createAttempts({ database, clock });

  const begin = async (db: Database['kysely'], operator: Operator): Promise<NewSession> => {
    const now = clock.now();
    const token = newSecret();
    const sessions = createOperatorSessionStore(db);
    await sessions.removeExpired(now);
    const session: OperatorSession = {
      tokenHash: hashOf(token),
      operatorId: operator.id,
      createdAt: now,
      expiresAt: now + SESSION_LIFE,
      lastSeenAt: now,
    };
    await sessions.insert(session);
    return { operator, session, token };
  };

  /** Checks a password, counting the attempt. @returns undefined when it is not right */
  const checked = async (
    email: string,
    password: string,
    address: string,
    event: 'sign_in' | 'password_change',
  ): Promise<StoredOperator | undefined> => {
    const attempt = { email, address };
    const refusal = await attempts.take(attempt);
    const operator = await createOperatorStore(database.kysely).findByEmail(email);
    const actor = { type: 'operator', id: operator?.id ?? 'unknown', name: email, ip: address } as const;
    if (refusal !== undefined) {
      if (refusal.first) await audit.record(operatorEvent(actor, `${event}_limited`, operator?.id ?? null));
      throw fail('sign_in_limited', { seconds: refusal.seconds }, { retryAfter: refusal.seconds });
    }
    const right = await passwords.verify(password, operator?.passwordHash).catch(async (error: unknown) => {
      await attempts.takeBack(attempt);
      throw error;
    });
    const stale = operator !== undefined && operator.oneTimeUntil !== null && operator.oneTimeUntil <= clock.now();
    if (operator === undefined || !right || stale) {
      const reason = operator === undefined ? 'unknown' : right ? 'one-time password too old' : 'wrong password';
      await audit.record(operatorEvent(actor, `${event}_failed`, operator?.id ?? null, { reason }));
      return undefined;
    }
    await attempts.succeeded(attempt);
    return operator;
  };

  return {
    async signIn(given, password, address, earlier) {
      const operator = await checked(normalEmail(given), password, address, 'sign_in');
      if (operator === undefined) throw fail('sign_in_refused');
      return audit.recorded(
        async (db) => {
          const store = createOperatorStore(db);
          // The password may have been changed while it was checked.
          if ((await store.find(operator.id))?.passwordHash !== operator.passwordHash) throw fail('sign_in_refused');
          await store.noteSignIn(operator.id, clock.now());
          if (earlier !== undefined) await createOperatorSessionStore(db).remove(hashOf(earlier));
          return begin(db, operator);
        },
        () => operatorEvent(actorOf(operator, address), 'signed_in', operator.id),
      );
    },
    async authenticate(token) {
      const now = clock.now();
      const sessions = createOperatorSessionStore(database.kysely);
      const session = await sessions.find(hashOf(token));
      if (session === undefined || session.expiresAt <= now || session.lastSeenAt + IDLE <= now)
        throw fail('operator_session_ended');
      const operator = await createOperatorStore(database.kysely).find(session.operatorId);
      if (operator === undefined) throw fail('operator_session_ended');
      if (session.lastSeenAt + TOUCH <= now) await sessions.touch(session.tokenHash, now);
      return { operator, session };
    },
    signOut: ({ operator, session }, address) =>
      audit.recorded(
        (db) => createOperatorSessionStore(db).remove(session.tokenHash),
        () => operatorEvent(actorOf(operator, address), 'signed_out', operator.id),
      ),
    async changePassword({ operator }, current, next, address) {
      const before = await checked(operator.email, current, address, 'password_change');
      if (before === undefined) throw fail('current_password_wrong');
      const hash = await passwords.hash(next);
      return audit.recorded(
        async (db) => {
          const store = createOperatorStore(db);
          if ((await store.find(before.id))?.passwordHash !== before.passwordHash) throw fail('current_password_wrong');
          await store.setPassword(before.id, hash, null, clock.now());
          await createOperatorSessionStore(db).removeAllOf(before.id);
          return begin(db, { ...before, oneTimeUntil: null });
        },
        () => operatorEvent(actorOf(before, address), 'password_changed', before.id),
      );
    },
  };
}
