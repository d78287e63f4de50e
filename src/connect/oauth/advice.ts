/** What helps when a sign-in has failed. */
export type Advice = 'again' | 'allow' | 'later' | 'operator' | 'link' | 'nothing';

/** Codes of OAuth 2 (RFC 6749, 4.1.2.1 and 5.2; OpenID Connect Core, 3.1.2.6) and of the error table. */
const BY_CODE: Readonly<Record<string, Advice>> = {
  access_denied: 'allow',
  consent_required: 'allow',
  interaction_required: 'again',
  login_required: 'again',
  account_selection_required: 'again',
  invalid_grant: 'again',
  server_error: 'later',
  temporarily_unavailable: 'later',
  slow_down: 'later',
  invalid_client: 'operator',
  invalid_request: 'operator',
  invalid_scope: 'operator',
  invalid_target: 'operator',
  redirect_uri_mismatch: 'operator',
  unauthorized_client: 'operator',
  unsupported_grant_type: 'operator',
  unsupported_response_type: 'operator',
  auth_config_not_found: 'operator',
  connector_unusable: 'operator',
  oauth_set_up_incomplete: 'operator',
  oauth_not_offered: 'operator',
  oauth_connector_differs: 'operator',
  session_token_unknown: 'link',
  session_token_expired: 'link',
  session_token_used: 'link',
  oauth_state_used: 'nothing',
  credentials_rejected: 'allow',
  credentials_not_checked: 'later',
  internal_error: 'later',
};

/** The advice for an error code of a provider or of ours. */
export const adviceFor = (code: string): Advice =>
  (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ?? 'again';
