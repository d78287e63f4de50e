import type { Selectable } from 'kysely';
import type { ConnectSessionsTable, Database } from '../../storage/index.ts';
import type { ConnectSession } from './session.ts';

const COLUMNS = [
  'project_id',
  'id',
  'origin_owner_id',
  'origin_owner_name',
  'origin_username',
  'provider',
  'auth_config_id',
  'categories',
  'account_id',
  'label',
  'metadata',
  'type',
  'multiple',
  'external_trigger_token',
  'created_at',
  'expires_at',
  'used_at',
] as const;

type Row = Pick<Selectable<ConnectSessionsTable>, (typeof COLUMNS)[number]>;

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));
const written = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const toSession = (row: Row): ConnectSession =>
  Object.freeze({
    projectId: row.project_id,
    id: row.id,
    originOwnerId: row.origin_owner_id,
    originOwnerName: row.origin_owner_name,
    originUsername: row.origin_username,
    provider: row.provider,
    authConfigId: row.auth_config_id,
    categories: parsed<string[]>(row.categories),
    accountId: row.account_id,
    label: row.label,
    metadata: parsed<Record<string, unknown>>(row.metadata),
    type: row.type as ConnectSession['type'],
    multiple: row.multiple === 1,
    externalTriggerToken: row.external_trigger_token,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
  });

/** Rows of `connect_sessions`. Tokens are stored as hashes only. */
export interface ConnectSessionStore {
  insert(session: Omit<ConnectSession, 'id'>, tokenHash: string): Promise<ConnectSession>;
  findByTokenHash(tokenHash: string): Promise<ConnectSession | undefined>;
  find(projectId: string, id: number): Promise<ConnectSession | undefined>;
  /** Marks the session used. @returns false when it had been used before */
  markUsed(projectId: string, id: number, now: number): Promise<boolean>;
  /** Ties the session to the account it linked, so that it can read it back. */
  setAccount(projectId: string, id: number, accountId: string): Promise<void>;
  /** @param time milliseconds since 1970 */
  removeExpiredBefore(time: number): Promise<void>;
}

/** Makes the store over a connection or an open transaction. */
export function createConnectSessionStore(kysely: Database['kysely']): ConnectSessionStore {
  return {
    async insert(session, tokenHash) {
      const row = await kysely
        .insertInto('connect_sessions')
        .values({
          project_id: session.projectId,
          token_hash: tokenHash,
          origin_owner_id: session.originOwnerId,
          origin_owner_name: session.originOwnerName,
          origin_username: session.originUsername,
          provider: session.provider,
          auth_config_id: session.authConfigId,
          categories: written(session.categories),
          account_id: session.accountId,
          label: session.label,
          metadata: written(session.metadata),
          type: session.type,
          multiple: session.multiple ? 1 : 0,
          external_trigger_token: session.externalTriggerToken,
          created_at: session.createdAt,
          expires_at: session.expiresAt,
          used_at: session.usedAt,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return Object.freeze({ ...session, id: Number(row.id) });
    },
    async findByTokenHash(tokenHash) {
      const row = await kysely
        .selectFrom('connect_sessions')
        .select(COLUMNS)
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst();
      return row && toSession(row);
    },
    async find(projectId, id) {
      const row = await kysely
        .selectFrom('connect_sessions')
        .select(COLUMNS)
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row && toSession(row);
    },
    async markUsed(projectId, id, now) {
      const result = await kysely
        .updateTable('connect_sessions')
        .set({ used_at: now })
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async setAccount(projectId, id, accountId) {
      await kysely
        .updateTable('connect_sessions')
        .set({ account_id: accountId })
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .execute();
    },
    async removeExpiredBefore(time) {
      await kysely.deleteFrom('connect_sessions').where('expires_at', '<', time).execute();
    },
  };
}
