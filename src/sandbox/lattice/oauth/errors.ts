import { type Answer, json, Refusal } from '../../kit/index.ts';

const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

/** An error answer of the token endpoints. */
export const oauthError = (status: number, error: string, description: string): Answer =>
  json(
    status,
    { error, error_description: description },
    {
      ...NO_STORE,
      ...(status === 401 && { 'www-authenticate': 'Basic' }),
    },
  );

/** An answer that no cache may keep. */
export const unstored = (value: unknown): Answer => json(200, value, NO_STORE);

export const invalidRequest = (description: string): Refusal =>
  new Refusal(oauthError(400, 'invalid_request', description));
export const invalidGrant = (description: string): Refusal =>
  new Refusal(oauthError(400, 'invalid_grant', description));
export const invalidScope = (): Refusal =>
  new Refusal(oauthError(400, 'invalid_scope', 'The requested scope is unknown, malformed or not granted.'));
export const invalidClient = (): Refusal =>
  new Refusal(oauthError(401, 'invalid_client', 'Client authentication failed.'));
export const unauthorizedClient = (description: string): Refusal =>
  new Refusal(oauthError(400, 'unauthorized_client', description));
