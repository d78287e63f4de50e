import type { Generated } from 'kysely';

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Time = number;
/** A yes or no: 1 or 0 on both databases. */
export type Flag = 0 | 1;
/** JSON as text; the owner of the table parses and writes it. */
export type JsonText = string;
/** Text made by a sealer (`v1.<key id>.<…>`). */
export type SealedText = string;

/** Customers of this installation; most have exactly one. */
export interface OrganizationsTable {
  id: string;
  name: string;
  created_at: Time;
}

/** The unit that everything else belongs to. */
export interface ProjectsTable {
  id: string;
  organization_id: string;
  name: string;
  settings: JsonText;
  created_at: Time;
  updated_at: Time;
}

/** Keys of the API; only a keyed hash of each is stored. */
export interface ApiKeysTable {
  project_id: string;
  id: string;
  name: string;
  hash: string;
  /** First characters of the key, for display. */
  prefix: string;
  scopes: JsonText;
  enabled: Flag;
  created_at: Time;
  expires_at: Time | null;
  last_used_at: Time | null;
  deleted_at: Time | null;
}

/** Connectors enabled in a project, with their set-up. At most one per connector and environment is the default. */
export interface AuthConfigsTable {
  project_id: string;
  id: string;
  connector_key: string;
  name: string;
  auth_method_key: string;
  environment: string;
  enabled: Flag;
  is_default: Flag;
  /** Secret set-up fields: sealed JSON. */
  setup_sealed: SealedText | null;
  /** Set-up fields that are no secrets. */
  setup: JsonText;
  /** Allow-list of actions; null allows all. */
  actions: JsonText | null;
  version_pin: string | null;
  created_at: Time;
  updated_at: Time;
}

/** Short-lived permissions for one end user to link accounts. */
export interface ConnectSessionsTable {
  project_id: string;
  /** Given by the database in rising order; a number on the wire. */
  id: Generated<number>;
  token_hash: string;
  origin_owner_id: string;
  origin_owner_name: string;
  origin_username: string | null;
  provider: string | null;
  auth_config_id: string | null;
  categories: JsonText | null;
  account_id: string | null;
  label: string | null;
  metadata: JsonText | null;
  type: string;
  multiple: Flag;
  external_trigger_token: string | null;
  created_at: Time;
  expires_at: Time;
  used_at: Time | null;
}

/** Linked accounts with their sealed credentials. */
export interface AccountsTable {
  project_id: string;
  id: string;
  auth_config_id: string;
  provider: string;
  environment: string;
  auth_method_key: string;
  origin_owner_id: string;
  origin_owner_name: string;
  origin_username: string | null;
  label: string | null;
  metadata: JsonText | null;
  type: string;
  shared: Flag;
  status: string;
  status_reasons: JsonText;
  /** Field values that are no secrets. */
  setup: JsonText;
  /** Secret field values and tokens: sealed JSON. */
  credentials_sealed: SealedText;
  /** Rises with every change of the credentials. */
  credentials_version: number;
  granted_scopes: JsonText | null;
  created_at: Time;
  updated_at: Time;
  last_checked_at: Time | null;
}

/** One row per request: of an action (`category` "action") or of the platform API ("platform"). */
export interface RequestLogsTable {
  project_id: string;
  /** Rises with time. */
  request_id: string;
  category: 'action' | 'platform';
  account_id: string | null;
  provider: string | null;
  action: string | null;
  source_type: string;
  source_id: string;
  source_ip: string;
  method: string;
  path: string;
  status: number;
  success: Flag;
  error_code: string | null;
  started_at: Time;
  duration_ms: number;
  request: JsonText | null;
  response: JsonText | null;
}

/** One row per upstream call of an action. */
export interface StepLogsTable {
  project_id: string;
  id: string;
  request_id: string;
  account_id: string;
  provider: string;
  action: string;
  step_id: string;
  method: string;
  /** Redacted. */
  url: string;
  status: number | null;
  error: string | null;
  started_at: Time;
  duration_ms: number;
  request: JsonText | null;
  response: JsonText | null;
}

/** One entry of the audit log; each holds the hash of the one before. Rows are added, never changed. */
export interface AuditLogTable {
  /** 1, 2, 3 … without gaps. */
  position: number;
  /** Null for what concerns the whole installation. */
  project_id: string | null;
  at: Time;
  actor_type: string;
  actor_id: string;
  actor_name: string;
  source_ip: string | null;
  action: string;
  target_type: string | null;
  target_id: string | null;
  details: JsonText;
  previous_hash: string;
  hash: string;
}

/** What agents and people said about tools of an account. */
export interface ToolFeedbackTable {
  project_id: string;
  id: string;
  account_id: string;
  tool_names: JsonText;
  feedback: string;
  api_key_id: string;
  trace_id: string;
  submitted_at: Time;
}

/** Facts about the installation itself. */
export interface ServerMetaTable {
  key: string;
  value: string;
}

/** Every table of the database. Queries over a table live with the capability that owns it. */
export interface Schema {
  organizations: OrganizationsTable;
  projects: ProjectsTable;
  api_keys: ApiKeysTable;
  auth_configs: AuthConfigsTable;
  connect_sessions: ConnectSessionsTable;
  accounts: AccountsTable;
  request_logs: RequestLogsTable;
  step_logs: StepLogsTable;
  audit_log: AuditLogTable;
  tool_feedback: ToolFeedbackTable;
  server_meta: ServerMetaTable;
}
