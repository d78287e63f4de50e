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

  // --- operators ------------------------------------------------------------------------------------------------
  operator_session_missing: { status: 401, message: 'You are not signed in. Sign in first: POST /operator/sign-in.' },
  operator_session_ended: { status: 401, message: 'You are no longer signed in here. Sign in again.' },
  sign_in_refused: {
    status: 401,
    message: 'The e-mail address and password do not belong together. Check both, or ask an owner for a new password.',
  },
  sign_in_limited: {
    status: 429,
    message: 'Too many attempts to sign in. Wait {seconds} s, then try again.',
  },
  sign_in_busy: {
    status: 503,
    message: 'Too many people are signing in at this moment. Try again in {seconds} s.',
  },
  current_password_wrong: { status: 403, message: 'The current password is not right. Nothing was changed.' },
  password_change_required: {
    status: 403,
    message: 'Your password was given to you by somebody else. Choose your own first: POST /operator/password.',
  },
  cross_site_refused: {
    status: 403,
    message:
      'This request does not come from a page of this server. Programs send an Origin header with the address of the server.',
  },
  operator_role_missing: { status: 403, message: 'This needs the role {role}. Ask somebody who has it.' },
  project_not_found: { status: 404, message: 'There is no project {id} that you may see. {known}' },
  member_not_found: { status: 404, message: 'There is no member {id} in this project.' },
  operator_not_found: { status: 404, message: 'There is no operator {id}.' },

  // --- the request itself ---------------------------------------------------------------------------------------
  route_not_found: { status: 404, message: 'There is no route {method} {path}. GET /openapi.json describes the API.' },
  method_not_allowed: { status: 405, message: '{method} is not allowed on {path}. Allowed: {allowed}.' },
  not_acceptable: { status: 406, message: 'The Accept header must allow {expected}.' },
  address_unreadable: { status: 400, message: 'The address of the request cannot be read: {reason}' },
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
  rate_limited: { status: 429, message: 'Too many requests. Try again in {seconds} s.' },

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
  auth_config_in_use: {
    status: 409,
    message:
      'Auth config {id} has {count} linked accounts. Delete them first, or send force=true to delete them with it.',
  },
  connector_not_found: { status: 404, message: 'There is no connector {key}. Known connectors: {known}.' },
  connector_version_missing: {
    status: 409,
    message:
      'No version of the connector {key} matches {pin}. There are: {versions}. Change connector_version of the auth config, or push such a version.',
  },
  connector_invalid: {
    status: 422,
    message:
      'The connector {key} has {count} errors. `diagnostics` says where; patchbay validate shows them with their lines.',
  },
  connector_key_refused: {
    status: 422,
    message:
      'The files hold the connector {found}, which cannot be pushed as {key}. Send it to /connectors/<its key>; a key has at most 64 letters, digits, - and _, begins with a letter or digit, and is not "meta".',
  },
  connector_version_exists: {
    status: 409,
    message:
      'Version {version} of {key} was pushed before with other files. Versions never change: raise info.version.',
  },
  connector_in_use: {
    status: 409,
    message:
      'The connector {key} has {count} linked accounts. Delete them first, or send force=true: they then use the built-in connector of this key, or none until it is pushed again.',
  },
  connector_builtin: {
    status: 409,
    message:
      'The connector {key} comes with the server and cannot be deleted. Disable or delete its auth configs instead.',
  },
  registry_full: {
    status: 409,
    message: 'A project may keep {limit}. Delete connectors that are not needed any more.',
  },
  guide_not_found: { status: 404, message: 'There is no guide {path}. GET /llms.txt lists all of them.' },
  connector_unusable: {
    status: 502,
    message:
      'The connector {key} could not be loaded. Its diagnostics are in the server log; `patchbay validate` shows them too.',
  },
  action_not_found: { status: 404, message: 'There is no action {action} for this account. {suggestion}' },
  action_disabled: { status: 403, message: 'The action {action} is not enabled in the auth config of this account.' },
  project_foreign: {
    status: 403,
    message: 'This API key belongs to another project than {id}. Leave project_id out, or use a key of that project.',
  },
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
  project_not_named: { status: 400, message: 'There are several projects. Name one of them: {known}.' },
  // --- credentials of accounts ----------------------------------------------------------------------------------
  account_credentials_expired: {
    status: 401,
    message: 'The credentials of this account at {connector} have ended: {reason} Link the account again.',
    errorCode: 'AccountExpiredCredentialsError',
  },
  credentials_not_renewed: {
    status: 502,
    message: 'The credentials of this account could not be renewed just now: {reason} Try again.',
  },
  credentials_ran_out_midway: {
    status: 409,
    message:
      'The credentials of this account ran out after the action {action} had already changed something at {connector}. They are renewed; look at what was done before you run it again.',
  },

  // --- webhooks -------------------------------------------------------------------------------------------------
  webhook_not_found: { status: 404, message: 'There is no webhook {id} in this project.' },
  webhook_delivery_not_found: { status: 404, message: 'Webhook {webhookId} has no delivery {id}.' },
  webhook_url_refused: {
    status: 400,
    message: 'The webhook cannot be sent to this URL: {reason}',
    errorCode: 'ValidationError',
  },
  webhook_limit_reached: {
    status: 409,
    message: 'This project has {limit} webhooks, which is the most. Delete one, or add events to one you have.',
  },
  webhook_disabled: {
    status: 409,
    message: 'Webhook {id} is disabled, so nothing is sent to it. Enable it and send the request again.',
  },

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

  // --- signing in at a provider ----------------------------------------------------------------------------------
  connection_attempt_not_found: {
    status: 404,
    message: 'This session has no connection attempt {id}. Start one with POST /hub/connection_attempts.',
  },
  connection_attempt_over: {
    status: 409,
    message: 'This attempt to connect is over ({status}). Go back and press Connect again.',
  },
  connection_attempts_too_many: {
    status: 429,
    message:
      'This session has begun {limit} sign-ins within the hour. Create another connect session, or try again later.',
  },
  connection_attempt_foreign: {
    status: 400,
    message: 'The token in the body is not the one in the x-hub-session-token header. Send the same token in both.',
  },
  oauth_not_offered: {
    status: 400,
    message: '{connector} is not linked by a sign-in here. Send the fields to POST /hub/accounts.',
  },
  oauth_sign_in_needed: {
    status: 400,
    message:
      '{connector} is linked by signing in there: start an attempt with POST /hub/connection_attempts and open GET /connect/oauth2/{integrationId} in a window.',
  },
  oauth_set_up_incomplete: {
    status: 502,
    message:
      'The sign-in at {connector} could not be started: {reason} Whoever set up this connector must complete it.',
  },
  oauth_state_missing: {
    status: 400,
    message:
      'The answer carries no state, so nothing tells which attempt to connect it belongs to. Press Connect again.',
  },
  oauth_state_unknown: {
    status: 400,
    message: 'The answer belongs to no attempt to connect that is under way here. Press Connect again.',
  },
  oauth_state_used: {
    status: 400,
    message: 'This answer has been received before, and each counts only once. The first one decided.',
  },
  oauth_state_expired: {
    status: 400,
    message: 'The sign-in took too long, so it was given up. Press Connect again.',
  },
  oauth_browser_differs: {
    status: 400,
    message:
      'The answer did not come from the browser in which this sign-in began, or that browser keeps no cookies. Nothing was linked. Press Connect again and stay in one browser.',
  },
  oauth_connector_differs: {
    status: 400,
    message:
      'The answer came back to the address of another connector ({found} instead of {expected}). Nothing was linked.',
  },
  oauth_answer_refused: { status: 400, message: '{connector} sent an answer that cannot be used: {reason}' },
  oauth_provider_refused: { status: 400, message: '{connector} did not agree to the connection: {reason}' },
  oauth_code_refused: { status: 502, message: '{connector} gave no token after the sign-in ({code}): {reason}' },
  oauth_token_refused: {
    status: 422,
    message: '{connector} gave no token for these credentials ({code}): {reason}',
    errorCode: 'AccountAuthenticationFailedError',
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

  // --- metrics --------------------------------------------------------------------------------------------------
  metrics_token_wrong: {
    status: 401,
    message: 'Unauthorized',
    hint: 'The metrics are read with the token of PATCHBAY_METRICS_TOKEN: Authorization: Bearer <token>.',
  },
} as const satisfies Record<string, ErrorRow>;

/** A stable error code of {@link ERROR_TABLE}. */
export type ErrorCode = keyof typeof ERROR_TABLE;
