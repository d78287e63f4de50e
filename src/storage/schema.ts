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
  /** Id of the key that was made in its place. */
  replaced_by: string | null;
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
  /** When the access token ends. */
  credentials_expire_at: Time | null;
  /** When the credentials are renewed ahead of their end. */
  renew_at: Time | null;
  /** When a renewal began whose end was never written down. */
  renewal_started_at: Time | null;
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
  /** What the source was called when the request was made. */
  source_name: string | null;
  method: string;
  path: string;
  status: number;
  success: Flag;
  error_code: string | null;
  started_at: Time;
  duration_ms: number;
  request: JsonText | null;
  response: JsonText | null;
  expires_at: Time | null;
  /** When `request` and `response` go; null when there are none. */
  bodies_expire_at: Time | null;
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
  expires_at: Time | null;
  /** When `request` and `response` go; null when there are none. */
  bodies_expire_at: Time | null;
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

/** Versions of connectors that a project brought itself. Rows are added and removed, never changed. */
export interface ConnectorVersionsTable {
  project_id: string;
  connector_key: string;
  version: string;
  title: string;
  /** Text of each file by its name. */
  files: JsonText;
  /** Of the names and texts of the files. */
  hash: string;
  /** Id of the API key that pushed it. */
  pushed_by: string;
  created_at: Time;
}

/** Connectors and environments for which a project was given an auth config, so that one it deleted does not come back. */
export interface OfferedConnectorsTable {
  project_id: string;
  connector_key: string;
  environment: string;
}

/** Work to be done later. Owned by `jobs/`. */
export interface JobsTable {
  /** Given by the database in rising order. */
  id: Generated<number>;
  kind: string;
  payload: JsonText;
  /** Jobs of one key run one after the other, in the order they were added. */
  order_key: string | null;
  /** Jobs of one lane share a part of the workers. */
  lane: string | null;
  /** At most one unfinished job has this key. */
  unique_key: string | null;
  /** Higher first. */
  priority: number;
  state: 'waiting' | 'running' | 'done' | 'dead';
  /** Times it was begun. */
  attempts: number;
  /** When it may begin; while it runs, when its lease ends. */
  due_at: Time;
  /** Who runs it. */
  worker: string | null;
  last_error: string | null;
  created_at: Time;
  finished_at: Time | null;
}

/** Sign-ins at providers that are under way, and how they ended. */
export interface ConnectionAttemptsTable {
  project_id: string;
  id: string;
  session_id: number;
  status: string;
  auth_config_id: string | null;
  connector_key: string | null;
  account_id: string | null;
  error_code: string | null;
  error_description: string | null;
  /** SHA-256 of the `state` that the provider was sent. */
  state_hash: string | null;
  /** When the answer of the provider came in; there is only one. */
  state_used_at: Time | null;
  /** What the answer is worked on with: sealed JSON, gone once the answer is in. */
  pending_sealed: SealedText | null;
  created_at: Time;
  expires_at: Time;
}

/** People who run this installation. */
export interface OperatorsTable {
  id: string;
  /** In lower case. */
  email: string;
  /** Text with the parameters of the hash in it. */
  password_hash: string;
  /** Set while the password was given by somebody else: when it stops working. */
  one_time_until: Time | null;
  /** May do everything, in every project. */
  is_owner: Flag;
  created_at: Time;
  updated_at: Time;
  last_sign_in_at: Time | null;
}

/** Where operators are signed in. Tokens are stored as hashes only. */
export interface OperatorSessionsTable {
  token_hash: string;
  operator_id: string;
  created_at: Time;
  expires_at: Time;
  last_seen_at: Time;
}

/** What an operator may do in a project. */
export interface MembershipsTable {
  project_id: string;
  operator_id: string;
  role: string;
  created_at: Time;
}

/** Attempts to sign in since a moment, counted by who tries and for whom. */
export interface OperatorSignInAttemptsTable {
  /** A hash. */
  subject: string;
  attempts: number;
  began_at: Time;
}

/** Where a project wants to hear of events. */
export interface WebhooksTable {
  project_id: string;
  /** Given by the database in rising order; a number on the wire. */
  id: Generated<number>;
  url: string;
  description: string | null;
  /** Names of events. */
  events: JsonText;
  enabled: Flag;
  /** Why the server disabled it; null when it did not. */
  disabled_reason: string | null;
  /** Signing secrets, the current and the one before: sealed JSON. */
  secret_sealed: SealedText;
  /** Failed attempts since the last success. */
  consecutive_failures: number;
  failing_since: Time | null;
  last_delivered_at: Time | null;
  last_failed_at: Time | null;
  last_error: string | null;
  created_at: Time;
  updated_at: Time;
}

/** One event for one webhook, and what became of it. */
export interface WebhookDeliveriesTable {
  project_id: string;
  /** Rises with time. */
  id: string;
  webhook_id: number;
  /** The same for all webhooks that hear of one event. */
  event_id: string;
  event: string;
  account_id: string | null;
  payload: JsonText;
  status: 'pending' | 'delivered' | 'dead';
  attempts: number;
  next_attempt_at: Time | null;
  last_attempt_at: Time | null;
  duration_ms: number | null;
  response_status: number | null;
  /** The beginning of it. */
  response_body: string | null;
  error: string | null;
  created_at: Time;
  finished_at: Time | null;
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
  connector_versions: ConnectorVersionsTable;
  offered_connectors: OfferedConnectorsTable;
  jobs: JobsTable;
  connection_attempts: ConnectionAttemptsTable;
  operators: OperatorsTable;
  operator_sessions: OperatorSessionsTable;
  memberships: MembershipsTable;
  operator_sign_in_attempts: OperatorSignInAttemptsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  tool_feedback: ToolFeedbackTable;
  server_meta: ServerMetaTable;
}
