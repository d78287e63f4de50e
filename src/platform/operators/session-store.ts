import type { Database } from '../../storage/index.ts';

/** Where an operator is signed in. */
export interface OperatorSession {
  readonly tokenHash: string;
  readonly operatorId: string;
  readonly createdAt: number;
  /** When it ends whatever happens. */
  readonly expiresAt: number;
  readonly lastSeenAt: number;
}

/** Rows of `operator_sessions`. */
export interface OperatorSessionStore {
  insert(session: OperatorSession): Promise<void>;
  find(tokenHash: string): Promise<OperatorSession | undefined>;
  touch(tokenHash: string, now: number): Promise<void>;
  remove(tokenHash: string): Promise<void>;
  removeAllOf(operatorId: string): Promise<void>;
  removeExpired(now: number): Promise<void>;
}

/** Makes the store over a connection or an open transaction. */
export function createOperatorSessionStore(kysely: Database['kysely']): OperatorSessionStore {
  const remove = () => kysely.deleteFrom('operator_sessions');
  return {
    async insert(session) {
      await kysely
        .insertInto('operator_sessions')
        .values({
          token_hash: session.tokenHash,
          operator_id: session.operatorId,
          created_at: session.createdAt,
          expires_at: session.expiresAt,
          last_seen_at: session.lastSeenAt,
        })
        .execute();
    },
    async find(tokenHash) {
      const row = await kysely
        .selectFrom('operator_sessions')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return (
        row && {
          tokenHash: row.token_hash,
          operatorId: row.operator_id,
          createdAt: Number(row.created_at),
          expiresAt: Number(row.expires_at),
          lastSeenAt: Number(row.last_seen_at),
        }
      );
    },
    async touch(tokenHash, now) {
      await kysely
        .updateTable('operator_sessions')
        .set({ last_seen_at: now })
        .where('token_hash', '=', tokenHash)
        .execute();
    },
    remove: async (tokenHash) => void (await remove().where('token_hash', '=', tokenHash).execute()),
    removeAllOf: async (operatorId) => void (await remove().where('operator_id', '=', operatorId).execute()),
    removeExpired: async (now) => void (await remove().where('expires_at', '<=', now).execute()),
  };
}
