import { createHash } from 'node:crypto';
import { type Clock, fail, inRounds, type Logger, newSecret, newUuid } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import type { ConnectSession } from './session.ts';
import { createConnectSessionStore } from './store.ts';

/** What the maker of a session decides. */
export interface NewConnectSession
  extends Omit<ConnectSession, 'id' | 'externalTriggerToken' | 'createdAt' | 'expiresAt' | 'usedAt'> {
  /** Seconds until the token stops working. */
  readonly expiresIn: number;
}

/** Making and checking connect sessions. */
export interface ConnectSessions {
  /**
   * @param db the transaction to take part in
   * @returns the session and its token, which cannot be read again
   */
  create(
    session: NewConnectSession,
    db?: Database['kysely'],
  ): Promise<{ readonly session: ConnectSession; readonly token: string }>;
  /**
   * The session of a token.
   * @param allowUsed whether a session that has linked its account may still be read
   * @throws PatchbayError `session_token_unknown`, `session_token_expired`, `session_token_used`
   */
  authenticate(token: string, allowUsed: boolean): Promise<ConnectSession>;
  /**
   * A session that can still link, for work that began with its token.
   * @throws PatchbayError `session_token_unknown`, `session_token_expired`, `session_token_used`
   */
  get(projectId: string, id: number): Promise<ConnectSession>;
  /**
   * Notes, inside the transaction that stores the account, that the session linked it.
   * @throws PatchbayError `session_token_used` when a session for one account had linked one already
   */
  consume(db: Database['kysely'], session: ConnectSession, accountId: string): Promise<void>;
  /** Removes sessions that expired more than a day ago; happens by itself every hour. */
  prune(): Promise<void>;
  /** Waits for the pruning under way. */
  close(): Promise<void>;
}

const HOUR = 3_600_000;
/** How long an expired session can still be told from an unknown one. */
const KEPT = 24 * HOUR;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Makes the connect sessions service. Tokens carry 256 random bits, so a plain hash of them cannot be guessed back. */
export function createConnectSessions({
  database,
  clock,
  logger,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}): ConnectSessions {
  const store = createConnectSessionStore(database.kysely);
  const prune = (): Promise<void> => store.removeExpiredBefore(clock.now() - KEPT);
  const close = inRounds(HOUR, prune, (err) =>
    logger.warn({ err }, 'old connect sessions could not be removed; next try in an hour'),
  );
  const usable = (session: ConnectSession | undefined, allowUsed: boolean): ConnectSession => {
    if (session === undefined) throw fail('session_token_unknown');
    if (session.expiresAt <= clock.now()) throw fail('session_token_expired');
    if (session.usedAt !== null && !session.multiple && !allowUsed) throw fail('session_token_used');
    return session;
  };
  return {
    async create({ expiresIn, ...session }, db = database.kysely) {
      const token = newSecret();
      const now = clock.now();
      const made = await createConnectSessionStore(db).insert(
        {
          ...session,
          externalTriggerToken: newUuid(),
          createdAt: now,
          expiresAt: now + expiresIn * 1_000,
          usedAt: null,
        },
        hashOf(token),
      );
      return { session: made, token };
    },
    authenticate: async (token, allowUsed) => usable(await store.findByTokenHash(hashOf(token)), allowUsed),
    get: async (projectId, id) => usable(await store.find(projectId, id), false),
    async consume(db, session, accountId) {
      const rows = createConnectSessionStore(db);
      const first = await rows.markUsed(session.projectId, session.id, clock.now());
      if (!first && !session.multiple) throw fail('session_token_used');
      if (!session.multiple) await rows.setAccount(session.projectId, session.id, accountId);
    },
    prune,
    close,
  };
}
