/** One row of the error table: what a client is told when this happens. */
export interface ErrorRow {
  /** HTTP status of the answer. Start-up errors use 500; they end the process before a request can be served. */
  readonly status: number;
  /** Text for the client. `{name}` marks are filled from the parameters given to {@link fail}. */
  readonly message: string;
  /** What the reader can do, sent as `hint` where the wire contract fixes the wording of `message`. */
  readonly hint?: string;
  /** Class name that clients of the wire contract know for this case (`errorCode` on the wire). */
  readonly errorCode?: string;
}

/**
 * Every error this product can answer with, by its stable code. Codes are never renamed or reused.
 * `docs/errors.md` is generated from this table.
 */
export const ERROR_TABLE = {
  // --- who is calling -------------------------------------------------------------------------------------------
  api_key_missing: {
    status: 401,
    message: 'Unauthorized',
    hint: 'Send an API key: Authorization: Basic base64("<key>:").',
  },
  api_key_malformed: {
    status: 401,
    message: 'Unauthorized',
    hint: 'The Authorization header cannot be read. Send Authorization: Basic base64("<key>:") with the API key as user name and no password.',
  },
  api_key_unknown: {
    status: 401,
    message: 'Unauthorized',
    hint: 'No API key of this server matches. Check that the whole key was copied and that it was not deleted.',
  },
  api_key_disabled: {
    status: 401,
    message: 'Unauthorized',
    hint: 'This API key is disabled or has come to its end. Enable it again, or use another one.',
  },
  scope_missing: {
    status: 403,
    message: 'Forbidden',
    hint: 'This API key lacks the scope {scope}. Use a key that has it.',
  },
  ip_not_allowed: {
    status: 403,
    message: 'Forbidden',
    hint: 'The IP allow-list of this project does not hold the address {ip}. Call from an allowed address, or let an administrator add this one.',
  },
  session_token_missing: {
    status: 401,
    message: 'Unauthorized',
    hint: 'Send the connect session token in the x-hub-session-token header.',
  },
  session_token_unknown: {
    status: 401,
    message: 'Unauthorized',
    hint: 'This connect session token is not known here. Create a connect session and use its token.',
  },
  session_token_expired: {
    status: 401,
    message: 'Unauthorized',
    hint: 'This connect session has expired. Ask for a new link.',
  },
  session_token_used: {
    status: 401,
    message: 'Unauthorized',
    hint: 'This connect session was already used to link an account. Ask for a new link.',
  },

  // --- the request itself ---------------------------------------------------------------------------------------
  route_not_found: { status: 404, message: 'There is no route {method} {path}. GET /openapi.json describes the API.' },
  method_not_allowed: { status: 405, message: '{method} is not allowed on {path}. Allowed: {allowed}.' },
  not_acceptable: { status: 406, message: 'The Accept header must allow {expected}.' },
  body_malformed: { status: 400, message: 'The request body is not valid JSON: {reason}' },
  body_too_large: { status: 413, message: 'The request body is larger than the {limit} bytes allowed here.' },
  content_type_unsupported: { status: 415, message: 'Send the body as application/json, not as {contentType}.' },
  validation_failed: {
    status: 400,
    message: 'The request is not valid: {summary}',
    errorCode: 'ValidationError',
  },
  request_log_not_found: { status: 404, message: 'There is no request {id} in the logs of this project.' },
  conflict: { status: 409, message: '{reason}' },
  cursor_invalid: {
    status: 400,
    message:
      'The cursor in `next` is not one of ours. Send the `next` of the previous answer unchanged, or leave it out to start again.',
    errorCode: 'ValidationError',
  },
  request_timed_out: {
    status: 408,
    message: 'The request took longer than {seconds} s and was stopped. Try again, or ask for less at once.',
  },
  rate_limited: { status: 429, message: 'Too many requests with this API key. Try again in {seconds} s.' },

  // --- accounts, connectors, actions ----------------------------------------------------------------------------
  account_header_missing: { status: 400, message: 'Missing x-account-id header in request' },
  account_header_conflict: {
    status: 400,
    message: 'The request names two different accounts ({first} and {second}). Name one.',
  },
  account_not_found: { status: 404, message: 'There is no account {id} in this project.' },
  account_auth_config_disabled: {
    status: 412,
    message: 'The auth config of account {id} is disabled. Enable it to use the account again.',
    errorCode: 'AccountIntegrationInactiveError',
  },
  account_suspended: { status: 412, message: 'Account {id} is {status}. Resume it to use it again.' },
  auth_config_not_found: { status: 404, message: 'There is no enabled auth config {id} in this project.' },
  auth_config_unknown: { status: 404, message: 'There is no auth config {id} in this project.' },
  connector_not_found: { status: 404, message: 'There is no connector {key}. Known connectors: {known}.' },
  guide_not_found: { status: 404, message: 'There is no guide {path}. GET /llms.txt lists all of them.' },
  connector_unusable: {
    status: 502,
    message:
      'The connector {key} could not be loaded. Its diagnostics are in the server log; `patchbay validate` shows them too.',
  },
  action_not_found: { status: 404, message: 'There is no action {action} for this account. {suggestion}' },
  action_disabled: { status: 403, message: 'The action {action} is not enabled in the auth config of this account.' },
  inputs_invalid: {
    status: 400,
    message: 'The inputs of {action} are not valid: {summary}',
    errorCode: 'ValidationError',
  },

  // --- managing API keys ------------------------------------------------------------------------------------------
  api_key_not_found: { status: 404, message: 'There is no API key {id} in this project.' },
  api_key_ambiguous: {
    status: 409,
    message: 'Several API keys begin with {begin}: {known}. Name one by more of its id.',
  },
  api_key_not_rotatable: { status: 409, message: 'The API key {id} cannot be rotated: {reason}' },

  scope_unknown: { status: 400, message: 'There is no scope {name}. {suggestion}Scopes: {known}.' },
  project_not_found: { status: 404, message: 'There is no project {id}. Known projects: {known}.' },
  project_not_named: { status: 400, message: 'There are several projects. Name one of them: {known}.' },

  // --- linking --------------------------------------------------------------------------------------------------
  credentials_invalid: {
    status: 400,
    message: 'Some fields are not right: {summary}',
    errorCode: 'ValidationError',
  },
  credentials_rejected: {
    status: 422,
    message: '{connector} did not accept these credentials ({status}): {reason}',
    errorCode: 'AccountAuthenticationFailedError',
  },
  credentials_not_checked: {
    status: 502,
    message: '{connector} could not be asked whether these credentials work: {reason} Nothing was stored; try again.',
  },

  // --- what the provider did ------------------------------------------------------------------------------------
  provider_credentials_rejected: {
    status: 401,
    message: '{connector} no longer accepts the credentials of this account: {reason} Link the account again.',
    errorCode: 'AccountInvalidCredentialsError',
  },
  provider_forbidden: { status: 403, message: '{connector} refused: {reason}' },
  provider_not_found: { status: 404, message: '{connector} did not find it: {reason}' },
  provider_conflict: { status: 409, message: '{connector} reports a conflict: {reason}' },
  provider_rejected_request: { status: 400, message: '{connector} did not accept the request: {reason}' },
  provider_rate_limited: {
    status: 429,
    message: '{connector} allows no more requests right now. Try again in {seconds} s.',
  },
  provider_failed: { status: 502, message: '{connector} failed ({status}): {reason}' },
  provider_unreachable: { status: 502, message: '{connector} could not be reached: {reason}' },
  provider_timed_out: { status: 408, message: '{connector} did not answer within {seconds} s.' },
  provider_answer_unreadable: {
    status: 502,
    message:
      '{connector} answered with {contentType} where JSON was expected. The provider may be down for maintenance.',
  },
  provider_answer_too_large: {
    status: 502,
    message: '{connector} answered with more than {limit} bytes. Ask for less at once.',
  },
  egress_blocked: {
    status: 502,
    message: 'The call to {host} was not made: {reason} An operator can allow it with PATCHBAY_EGRESS_ALLOW.',
  },
  egress_request_invalid: { status: 400, message: 'The call to {host} cannot be sent: {reason}' },
  action_failed: { status: 500, message: 'The action {action} failed in step {step}: {reason}' },

  // --- the server itself ----------------------------------------------------------------------------------------
  internal_error: {
    status: 500,
    message: 'The server failed on this request. The request id {requestId} finds the cause in the server log.',
  },
  database_unavailable: { status: 503, message: 'The database does not answer. The request can be sent again.' },
  shutting_down: { status: 503, message: 'The server is stopping. Send the request again.' },
  config_invalid: { status: 500, message: '{variable} is not valid: {reason}' },
  listen_failed: { status: 500, message: 'The server cannot listen on {address}: {reason}' },
  data_dir_locked: {
    status: 500,
    message:
      'The data directory {dir} is in use by process {pid}. Stop that process, or set PATCHBAY_DATA_DIR to another folder.',
  },
  installation_not_found: {
    status: 500,
    message:
      'There is no Patchbay in {dir}. Set PATCHBAY_DATA_DIR (or PATCHBAY_DATABASE_URL) as the server has it, or start the server once.',
  },
  control_forbidden: {
    status: 500,
    message: 'The server on {dir} belongs to another user. Run the command as the user that runs the server.',
  },
  control_broken: {
    status: 500,
    message: 'The server ended before it answered. Look whether the change was made, and run the command again.',
  },
  operation_unknown: {
    status: 500,
    message: 'The running server does not know {name}: it is of another version than this command. Restart it.',
  },
  operation_failed: { status: 500, message: 'The server failed on this command. Its log has the cause.' },
  database_too_new: {
    status: 500,
    message:
      'The database was written by a newer version ({found}; this version knows {known}). Start that version or a newer one.',
  },
  migration_failed: { status: 500, message: 'Migration {name} failed and was rolled back: {reason}' },
  encryption_key_missing: {
    status: 500,
    message:
      'Stored data is sealed with the encryption key "{keyId}", which is not in PATCHBAY_ENCRYPTION_KEYS. Add that key and start again.',
  },
  encryption_key_differs: {
    status: 500,
    message:
      'The encryption key "{keyId}" is not the one that stored data was sealed with under this name. Put the earlier key back, and give a new key a new name.',
  },
  sealed_value_broken: {
    status: 500,
    message: 'A sealed value cannot be opened. It was altered or belongs to another record.',
  },
} as const satisfies Record<string, ErrorRow>;

/** A stable error code of {@link ERROR_TABLE}. */
export type ErrorCode = keyof typeof ERROR_TABLE;
