import type { ConnectionAttemptsTable, Database } from '../../storage/index.ts';
import type { AttemptFailure, AttemptStatus, ConnectionAttempt } from './attempt.ts';

const COLUMNS = [
  'project_id',
  'id',
  'session_id',
  'status',
  'auth_config_id',
  'connector_key',
  'account_id',
  'error_code',
  'error_description',
  'created_at',
  'expires_at',
] as const;

type Row = Pick<ConnectionAttemptsTable, (typeof COLUMNS)[number]>;

const toAttempt = (row: Row): ConnectionAttempt =>
  Object.freeze({
    projectId: row.project_id,
    id: row.id,
    sessionId: row.session_id,
    status: row.status as AttemptStatus,
    authConfigId: row.auth_config_id,
    connectorKey: row.connector_key,
    accountId: row.account_id,
    errorCode: row.error_code,
    errorDescription: row.error_description,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  });

type Place = Pick<ConnectionAttempt, 'projectId' | 'id'>;

/** An attempt with what only its own sign-in needs. */
export interface StartedAttempt {
  readonly attempt: ConnectionAttempt;
  readonly stateUsedAt: number | null;
  readonly pendingSealed: string | null;
}

/** Rows of `connection_attempts`. */
export interface ConnectionAttemptStore {
  insert(attempt: ConnectionAttempt): Promise<void>;
  find(projectId: string, id: string): Promise<ConnectionAttempt | undefined>;
  findByStateHash(hash: string): Promise<StartedAttempt | undefined>;
  /** Notes that the browser was sent to the provider. @returns false unless the attempt is open */
  start(
    place: Place,
    start: { authConfigId: string; connectorKey: string; stateHash: string; pendingSealed: string },
    now: number,
  ): Promise<boolean>;
  /** Notes that the answer is in and forgets what it was waited for with. @returns whether nobody did before */
  useState(place: Place, stateHash: string, now: number): Promise<boolean>;
  /** Ends an attempt that is open. @returns whether it was */
  end(
    place: Place,
    end: {
      status: Exclude<AttemptStatus, 'pending'>;
      accountId?: string;
      failure?: AttemptFailure;
    },
  ): Promise<boolean>;
  /** How many attempts of a session are stored. */
  count(projectId: string, sessionId: number): Promise<number>;
  /** Forgets what attempts that expired by now were waited for with, and removes those that expired before a time. */
  prune(now: number, before: number): Promise<void>;
}

/** Makes the store over a connection or an open transaction. */
export function createConnectionAttemptStore(kysely: Database['kysely']): ConnectionAttemptStore {
  const open = ({ projectId, id }: Place) =>
    kysely
      .updateTable('connection_attempts')
      .where('project_id', '=', projectId)
      .where('id', '=', id)
      .where('status', '=', 'pending');
  return {
    async insert(attempt) {
      await kysely
        .insertInto('connection_attempts')
        .values({
          project_id: attempt.projectId,
          id: attempt.id,
          session_id: attempt.sessionId,
          status: attempt.status,
          created_at: attempt.createdAt,
          expires_at: attempt.expiresAt,
        })
        .execute();
    },
    async find(projectId, id) {
      const row = await kysely
        .selectFrom('connection_attempts')
        .select(COLUMNS)
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toAttempt(row);
    },
    async findByStateHash(hash) {
      const row = await kysely
        .selectFrom('connection_attempts')
        .select([...COLUMNS, 'state_used_at', 'pending_sealed'])
        .where('state_hash', '=', hash)
        .executeTakeFirst();
      return row && { attempt: toAttempt(row), stateUsedAt: row.state_used_at, pendingSealed: row.pending_sealed };
    },
    async start(place, { authConfigId, connectorKey, stateHash, pendingSealed }, now) {
      const result = await open(place)
        .set({
          auth_config_id: authConfigId,
          connector_key: connectorKey,
          state_hash: stateHash,
          pending_sealed: pendingSealed,
        })
        .where('state_used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async useState(place, stateHash, now) {
      const result = await open(place)
        .set({ state_used_at: now, pending_sealed: null })
        .where('state_hash', '=', stateHash)
        .where('state_used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async end(place, { status, accountId, failure }) {
      const result = await open(place)
        .set({
          status,
          account_id: accountId ?? null,
          error_code: failure?.code ?? null,
          error_description: failure?.description ?? null,
          pending_sealed: null,
        })
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async count(projectId, sessionId) {
      const { count } = await kysely
        .selectFrom('connection_attempts')
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .where('project_id', '=', projectId)
        .where('session_id', '=', sessionId)
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async prune(now, before) {
      await kysely
        .updateTable('connection_attempts')
        .set({ pending_sealed: null })
        .where('expires_at', '<=', now)
        .where('pending_sealed', 'is not', null)
        .execute();
      await kysely.deleteFrom('connection_attempts').where('expires_at', '<', before).execute();
    },
  };
}
