import { createHash } from 'node:crypto';
import { type Clock, fail, inRounds, type Logger, newId, newSecret } from '../../kernel/index.ts';
import type { Database, Sealer } from '../../storage/index.ts';
import type { ConnectSession } from '../connect-sessions/index.ts';
import type { AttemptFailure, ConnectionAttempt, PendingSignIn } from './attempt.ts';
import { createConnectionAttemptStore } from './store.ts';

/** Milliseconds an end user has for the sign-in; the published hub gives up after five minutes. */
export const ATTEMPT_LIFE = 10 * 60_000;
/** Milliseconds for which the end of an attempt can still be read. */
const REMEMBERED = 60 * 60_000;
/** Milliseconds between two rounds of forgetting. */
const EVERY = 5 * 60_000;
/** Most attempts of one session that are remembered at a time. */
export const MOST_ATTEMPTS = 50;

/** What the browser is sent to the provider for. */
export interface SignInStart {
  readonly authConfigId: string;
  readonly connectorKey: string;
  readonly pending: PendingSignIn;
}

/** Sign-ins at providers. */
export interface ConnectionAttempts {
  /**
   * Begins an attempt; it ends with the session at the latest.
   * @throws PatchbayError `connection_attempts_too_many`
   */
  create(session: ConnectSession): Promise<ConnectionAttempt>;
  /**
   * An attempt of this session, told as `expired` once its time is over.
   * @throws PatchbayError `connection_attempt_not_found`
   */
  get(session: ConnectSession, id: string): Promise<ConnectionAttempt>;
  /** Gives an attempt up; one that has ended stays as it is. @throws PatchbayError `connection_attempt_not_found` */
  cancel(session: ConnectSession, id: string): Promise<ConnectionAttempt>;
  /**
   * Notes what the provider's answer will need. An attempt that is started again forgets its earlier state.
   * @param state from {@link newState}; only its hash is stored
   * @throws PatchbayError `connection_attempt_over`
   */
  start(attempt: ConnectionAttempt, state: string, start: SignInStart): Promise<void>;
  /**
   * The attempt that a state of the provider's answer belongs to, once: whoever comes second is refused.
   * @throws PatchbayError `oauth_state_unknown`, `oauth_state_used`, `oauth_state_expired`, `connection_attempt_over`
   */
  claim(state: string): Promise<{ readonly attempt: ConnectionAttempt; readonly pending: PendingSignIn }>;
  /**
   * Notes, inside the transaction that stores the account, that the attempt linked it.
   * @throws PatchbayError `connection_attempt_over` when it was cancelled or ran out meanwhile
   */
  succeed(db: Database['kysely'], attempt: ConnectionAttempt, accountId: string): Promise<void>;
  /** Notes why nothing was linked; an attempt that has ended stays as it is. */
  fail(attempt: ConnectionAttempt, failure: AttemptFailure): Promise<void>;
  /** Forgets what abandoned attempts hold and, later, the attempts; happens by itself every five minutes. */
  prune(): Promise<void>;
  /** Waits for the forgetting under way. */
  close(): Promise<void>;
}

/** A `state` for the provider: 256 random bits. */
export const newState = (): string => newSecret();

const hashOf = (state: string): string => createHash('sha256').update(state).digest('base64url');

/** What binds what is sealed to its attempt. */
const bindingOf = ({ projectId, id }: ConnectionAttempt): string => `${projectId}|${id}|pending`;

/** Longest description that is kept, in characters. */
const LONGEST = 2_000;

/** Makes the connection attempts service. */
export function createConnectionAttempts({
  database,
  sealer,
  clock,
  logger,
}: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Logger;
}): ConnectionAttempts {
  const store = createConnectionAttemptStore(database.kysely);
  const prune = (): Promise<void> => store.prune(clock.now(), clock.now() - REMEMBERED);
  const close = inRounds(EVERY, prune, (err) =>
    logger.warn({ err }, 'abandoned sign-ins could not be forgotten; next try in five minutes'),
  );
  const asOfNow = (attempt: ConnectionAttempt): ConnectionAttempt =>
    attempt.status === 'pending' && attempt.expiresAt <= clock.now() ? { ...attempt, status: 'expired' } : attempt;
  const get = async (session: ConnectSession, id: string): Promise<ConnectionAttempt> => {
    const attempt = await store.find(session.projectId, id);
    if (attempt === undefined || attempt.sessionId !== session.id) throw fail('connection_attempt_not_found', { id });
    return asOfNow(attempt);
  };
  return {
    async create(session) {
      const now = clock.now();
      await prune();
      if ((await store.count(session.projectId, session.id)) >= MOST_ATTEMPTS)
        throw fail('connection_attempts_too_many', { limit: MOST_ATTEMPTS }, { retryAfter: REMEMBERED / 1_000 });
      const attempt: ConnectionAttempt = {
        projectId: session.projectId,
        id: newId(),
        sessionId: session.id,
        status: 'pending',
        authConfigId: null,
        connectorKey: null,
        accountId: null,
        errorCode: null,
        errorDescription: null,
        createdAt: now,
        expiresAt: Math.min(now + ATTEMPT_LIFE, session.expiresAt),
      };
      await store.insert(attempt);
      return attempt;
    },
    get,
    async cancel(session, id) {
      const attempt = await get(session, id);
      if (attempt.status !== 'pending') return attempt;
      await store.end(attempt, { status: 'cancelled' });
      return get(session, id);
    },
    async start(attempt, state, { authConfigId, connectorKey, pending }) {
      const pendingSealed = sealer.seal(JSON.stringify(pending), bindingOf(attempt));
      const start = { authConfigId, connectorKey, stateHash: hashOf(state), pendingSealed };
      if (!(await store.start(attempt, start, clock.now())))
        throw fail('connection_attempt_over', { status: asOfNow(attempt).status });
    },
    async claim(state) {
      const hash = hashOf(state);
      const found = await store.findByStateHash(hash);
      if (found === undefined) throw fail('oauth_state_unknown');
      const attempt = asOfNow(found.attempt);
      if (found.stateUsedAt !== null) throw fail('oauth_state_used');
      if (attempt.status === 'expired') throw fail('oauth_state_expired');
      if (attempt.status !== 'pending' || found.pendingSealed === null)
        throw fail('connection_attempt_over', { status: attempt.status });
      if (!(await store.useState(attempt, hash, clock.now()))) throw fail('oauth_state_used');
      return { attempt, pending: JSON.parse(sealer.open(found.pendingSealed, bindingOf(attempt))) as PendingSignIn };
    },
    async succeed(db, attempt, accountId) {
      const rows = createConnectionAttemptStore(db);
      const present = asOfNow((await rows.find(attempt.projectId, attempt.id)) ?? attempt);
      const done = present.status === 'pending' && (await rows.end(attempt, { status: 'authenticated', accountId }));
      if (!done) throw fail('connection_attempt_over', { status: present.status });
    },
    async fail(attempt, { code, description }) {
      const failure = { code, description: description.slice(0, LONGEST) };
      await store.end(attempt, { status: 'error', failure });
    },
    prune,
    close,
  };
}
