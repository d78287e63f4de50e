import { everything, humaans, nutshell, row, rows, signIn } from './fixtures.ts';
import type { Scenario } from './mock-hub.ts';

/** The settings of a session. */
export const settings = (type: 'production' | 'test' = 'production', more: Record<string, unknown> = {}) => ({
  body: {
    enabled_features: [],
    project: { name: 'Northwind People' },
    session: { type, origin_owner_name: 'Acme Inc', expires_at: '2030-01-01T00:00:00.000Z' },
    ...more,
  },
});

/** An answer that never comes. */
export const never = () => new Promise<never>(() => {});

/** A failure as the server words it. */
export const failure = (statusCode: number, code: string, message: string, more: Record<string, unknown> = {}) => ({
  status: statusCode,
  body: { statusCode, message, code, timestamp: '2026-01-01T00:00:00.000Z', request_id: 'req_01J9ZK3V7Q', ...more },
});

/** The refusal of a wrong token. */
export const refusal = failure(
  422,
  'credentials_rejected',
  'Humaans did not accept these credentials (401): Invalid token.',
  {
    hint: 'Tokens are shown once. Create a new one under API access tokens and paste it here.',
    provider_response: { name: 'NotAuthenticatedError', code: 401, message: 'Invalid token' },
  },
);

/** The account that was linked. */
export const linked = {
  status: 201,
  body: { id: 'account-1', provider: 'humaans', label: 'Acme HR', connected_as: 'ada@acme.example' },
};

/** Four connectors in a test session. */
export const many: Scenario = {
  'GET /hub/settings': settings('test'),
  'GET /hub/connectors': { body: { integrations: rows } },
  'GET /hub/connectors/humaans-profile': { body: humaans },
  'GET /hub/connectors/nutshell-profile': { body: nutshell },
  'POST /hub/accounts': linked,
};

/** One connector in a production session. */
export const single = (config: unknown, more: Scenario = {}): Scenario => ({
  'GET /hub/settings': settings(),
  'GET /hub/connectors': { body: { integrations: [row('only', 'Everything Suite', 'crm')] } },
  'GET /hub/connectors/only-profile': { body: config },
  'POST /hub/accounts': { status: 201, body: { id: 'account-2', provider: 'everything' } },
  ...more,
});

/** One connector with every kind of field. */
export const fields: Scenario = single(everything);

/** A linked account that is being changed. */
export const editing: Scenario = {
  'GET /hub/settings': settings('production', { existing_account_id: 'account-9' }),
  'GET /hub/connectors': { body: { integrations: [rows[3]] } },
  'GET /hub/connectors/nutshell-profile': { body: nutshell },
  'GET /hub/accounts/account-9': {
    body: {
      secureId: 'account-9',
      provider: 'nutshell',
      version: '1.0.0',
      integrationId: 'nutshell-profile',
      setupInformation: { username: 'ada@acme.example' },
      secrets: { apiKey: '__secretvalue:**redacted**9f2c' },
    },
  },
  'PATCH /hub/accounts/account-9': { body: undefined },
};

/** A connector in which one signs in at the provider; the attempt is answered by `attempt`. */
export const signingIn = (attempt: Record<string, unknown>): Scenario => ({
  'GET /hub/settings': settings(),
  'GET /hub/connectors': { body: { integrations: [rows[2]] } },
  'GET /hub/connectors/lattice-profile': { body: signIn },
  'POST /hub/connection_attempts': { status: 201, body: { id: 'attempt-1' } },
  'GET /hub/connection_attempts/attempt-1': { body: { status: 'pending', account: null, error: null, ...attempt } },
  'DELETE /hub/connection_attempts/attempt-1': { status: 200, body: undefined },
});

/** A session that cannot be used. */
export const ended = (code: string): Scenario => ({
  'GET /hub/settings': failure(401, code, 'Unauthorized'),
  'GET /hub/connectors': failure(401, code, 'Unauthorized'),
});
