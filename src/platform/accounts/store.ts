import type { AccountsTable, Database } from '../../storage/index.ts';
import type { Account, AccountStatus, AccountType, StatusReason } from './account.ts';

const COLUMNS = [
  'project_id',
  'id',
  'auth_config_id',
  'provider',
  'environment',
  'auth_method_key',
  'origin_owner_id',
  'origin_owner_name',
  'origin_username',
  'label',
  'metadata',
  'type',
  'shared',
  'status',
  'status_reasons',
  'setup',
  'credentials_sealed',
  'credentials_version',
  'granted_scopes',
  'created_at',
  'updated_at',
  'last_checked_at',
  'credentials_expire_at',
  'renew_at',
  'renewal_started_at',
] as const;

type Row = Pick<AccountsTable, (typeof COLUMNS)[number]>;

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));

const toAccount = (row: Row): Account =>
  Object.freeze({
    projectId: row.project_id,
    id: row.id,
    authConfigId: row.auth_config_id,
    provider: row.provider,
    environment: row.environment,
    authMethodKey: row.auth_method_key,
    originOwnerId: row.origin_owner_id,
    originOwnerName: row.origin_owner_name,
    originUsername: row.origin_username,
    label: row.label,
    metadata: parsed<Record<string, unknown>>(row.metadata),
    type: row.type as AccountType,
    shared: row.shared === 1,
    status: row.status as AccountStatus,
    statusReasons: JSON.parse(row.status_reasons) as StatusReason[],
    setup: JSON.parse(row.setup) as Record<string, string>,
    credentialsSealed: row.credentials_sealed,
    credentialsVersion: row.credentials_version,
    grantedScopes: parsed<string[]>(row.granted_scopes),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastCheckedAt: row.last_checked_at,
    credentialsExpireAt: row.credentials_expire_at,
    renewAt: row.renew_at,
    renewalStartedAt: row.renewal_started_at,
  });

const toRow = (account: Account): Row => ({
  project_id: account.projectId,
  id: account.id,
  auth_config_id: account.authConfigId,
  provider: account.provider,
  environment: account.environment,
  auth_method_key: account.authMethodKey,
  origin_owner_id: account.originOwnerId,
  origin_owner_name: account.originOwnerName,
  origin_username: account.originUsername,
  label: account.label,
  metadata: account.metadata === null ? null : JSON.stringify(account.metadata),
  type: account.type,
  shared: account.shared ? 1 : 0,
  status: account.status,
  status_reasons: JSON.stringify(account.statusReasons),
  setup: JSON.stringify(account.setup),
  credentials_sealed: account.credentialsSealed,
  credentials_version: account.credentialsVersion,
  granted_scopes: account.grantedScopes === null ? null : JSON.stringify(account.grantedScopes),
  created_at: account.createdAt,
  updated_at: account.updatedAt,
  last_checked_at: account.lastCheckedAt,
  credentials_expire_at: account.credentialsExpireAt,
  renew_at: account.renewAt,
  renewal_started_at: account.renewalStartedAt,
});

/** Which accounts to list. Absent or empty members do not filter. */
export interface AccountFilter {
  readonly originOwnerIds?: readonly string[];
  readonly accountIds?: readonly string[];
  readonly providers?: readonly string[];
  readonly statuses?: readonly string[];
  readonly authConfigIds?: readonly string[];
  /** Auth configs whose active accounts count as `inactive`. */
  readonly disabledAuthConfigIds?: readonly string[];
}

/** Who an account belongs to; linking again with the same identity updates the account. */
export type AccountIdentity = Pick<
  Account,
  'projectId' | 'originOwnerId' | 'originOwnerName' | 'provider' | 'environment'
>;

/** Rows of `accounts`. */
export interface AccountStore {
  find(projectId: string, id: string): Promise<Account | undefined>;
  findByIdentity(identity: AccountIdentity): Promise<Account | undefined>;
  /** Newest first. */
  list(
    projectId: string,
    filter: AccountFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<Account[]>;
  /** How many accounts an auth config, or a connector, has. */
  count(projectId: string, of: { readonly authConfigId: string } | { readonly provider: string }): Promise<number>;
  /** How many accounts of all projects there are, by status. */
  counts(): Promise<readonly { readonly status: AccountStatus; readonly count: number }[]>;
  /** Some active accounts of an auth config by id, those after an id; nobody else changes them in this transaction. */
  lockActive(
    of: { readonly projectId: string; readonly authConfigId: string },
    after: string,
    limit: number,
    kind: Database['kind'],
  ): Promise<Account[]>;
  insert(account: Account): Promise<void>;
  /** Replaces the whole record. @returns whether it was there with this version of the credentials */
  replace(account: Account, knownVersion: number): Promise<boolean>;
  remove(projectId: string, id: string): Promise<boolean>;
}

/** Makes the store over a connection or an open transaction. */
export function createAccountStore(kysely: Database['kysely']): AccountStore {
  const all = (projectId: string) => kysely.selectFrom('accounts').select(COLUMNS).where('project_id', '=', projectId);
  return {
    async find(projectId, id) {
      const row = await all(projectId).where('id', '=', id).executeTakeFirst();
      return row && toAccount(row);
    },
    async findByIdentity({ projectId, originOwnerId, originOwnerName, provider, environment }) {
      const row = await all(projectId)
        .where('origin_owner_id', '=', originOwnerId)
        .where('origin_owner_name', '=', originOwnerName)
        .where('provider', '=', provider)
        .where('environment', '=', environment)
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst();
      return row && toAccount(row);
    },
    async list(projectId, filter, { offset, limit }) {
      let query = all(projectId);
      const only = (
        column: 'origin_owner_id' | 'id' | 'provider' | 'status' | 'auth_config_id',
        values: readonly string[] | undefined,
      ): void => {
        if (values !== undefined && values.length > 0) query = query.where(column, 'in', [...values]);
      };
      only('origin_owner_id', filter.originOwnerIds);
      only('id', filter.accountIds);
      only('provider', filter.providers);
      only('auth_config_id', filter.authConfigIds);
      const { statuses = [], disabledAuthConfigIds: disabled = [] } = filter;
      if (statuses.length > 0 && disabled.length === 0) only('status', statuses);
      else if (statuses.length > 0)
        query = query.where((eb) => {
          const paused = eb.and([eb('status', '=', 'active'), eb('auth_config_id', 'in', [...disabled])]);
          const stored = eb.and([eb('status', 'in', [...statuses]), eb.not(paused)]);
          return statuses.includes('inactive') ? eb.or([stored, paused]) : stored;
        });
      const rows = await query
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(toAccount);
    },
    async count(projectId, of) {
      const all = kysely.selectFrom('accounts').where('project_id', '=', projectId);
      const found =
        'provider' in of ? all.where('provider', '=', of.provider) : all.where('auth_config_id', '=', of.authConfigId);
      const { count } = await found.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
      return Number(count);
    },
    async counts() {
      const rows = await kysely
        .selectFrom('accounts')
        .select(({ fn }) => ['status', fn.countAll<number | string>().as('count')])
        .groupBy('status')
        .execute();
      return rows.map(({ status, count }) => ({ status: status as AccountStatus, count: Number(count) }));
    },
    async lockActive({ projectId, authConfigId }, after, limit, kind) {
      const found = all(projectId)
        .where('auth_config_id', '=', authConfigId)
        .where('status', '=', 'active')
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit);
      return (await (kind === 'postgres' ? found.forUpdate() : found).execute()).map(toAccount);
    },
    async insert(account) {
      await kysely.insertInto('accounts').values(toRow(account)).execute();
    },
    async replace(account, knownVersion) {
      const { project_id, id, ...columns } = toRow(account);
      const result = await kysely
        .updateTable('accounts')
        .set(columns)
        .where('project_id', '=', project_id)
        .where('id', '=', id)
        .where('credentials_version', '=', knownVersion)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },
    async remove(projectId, id) {
      const result = await kysely
        .deleteFrom('accounts')
        .where('project_id', '=', projectId)
        .where('id', '=', id)
        .executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}
