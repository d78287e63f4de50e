import type { Insertable, Kysely } from 'kysely';
import type { RowBatch } from '../database.ts';
import type { AccountsTable, AuthConfigsTable, RequestLogsTable, Schema } from '../schema.ts';

/** Adds an organization and a project. */
export async function addProject(kysely: Kysely<Schema>, id = 'p1'): Promise<void> {
  const organization = { id: `org-${id}`, name: 'Example', created_at: 1 };
  await kysely.insertInto('organizations').values(organization).execute();
  await kysely
    .insertInto('projects')
    .values({ id, organization_id: organization.id, name: 'Example', settings: '{}', created_at: 1, updated_at: 1 })
    .execute();
}

/** An auth config of project `p1`. */
export const authConfigRow = (changes: Partial<Insertable<AuthConfigsTable>> = {}): Insertable<AuthConfigsTable> => ({
  project_id: 'p1',
  id: 'config1',
  connector_key: 'acme',
  name: 'Acme',
  auth_method_key: 'api_key',
  environment: 'production',
  enabled: 1,
  is_default: 0,
  setup_sealed: null,
  setup: '{}',
  actions: null,
  version_pin: null,
  created_at: 1,
  updated_at: 1,
  ...changes,
});

/** An account of project `p1` and auth config `config1`. */
export const accountRow = (changes: Partial<Insertable<AccountsTable>> = {}): Insertable<AccountsTable> => ({
  project_id: 'p1',
  id: 'account1',
  auth_config_id: 'config1',
  provider: 'acme',
  environment: 'production',
  auth_method_key: 'api_key',
  origin_owner_id: 'owner1',
  origin_owner_name: 'Owner',
  origin_username: null,
  label: null,
  metadata: null,
  type: 'production',
  shared: 0,
  status: 'active',
  status_reasons: '[]',
  setup: '{}',
  credentials_sealed: 'v1.k1.c2VhbGVk',
  credentials_version: 1,
  granted_scopes: null,
  created_at: 1,
  updated_at: 1,
  last_checked_at: null,
  ...changes,
});

/** A line of the request log. */
export const requestLogRow = (id: string, changes: Partial<Insertable<RequestLogsTable>> = {}) =>
  ({
    project_id: 'p1',
    request_id: id,
    category: 'action',
    account_id: 'account1',
    provider: 'acme',
    action: 'acme_list_people',
    source_type: 'api_key',
    source_id: 'key1',
    source_ip: '127.0.0.1',
    method: 'POST',
    path: '/actions/rpc',
    status: 200,
    success: 1,
    error_code: null,
    started_at: 1_700_000_000_000,
    duration_ms: 12,
    request: null,
    response: null,
    source_name: null,
    expires_at: null,
    bodies_expire_at: null,
    ...changes,
  }) satisfies Insertable<RequestLogsTable>;

/** Rows as a batch for `Database.appendRows`; all name the columns of the first in its order. */
export const batchOf = <Table extends keyof Schema>(table: Table, rows: readonly Insertable<Schema[Table]>[]) =>
  ({
    table,
    columns: Object.keys(rows[0] ?? {}),
    rows: rows.map((row) => Object.values(row) as RowBatch['rows'][number]),
  }) satisfies RowBatch;
