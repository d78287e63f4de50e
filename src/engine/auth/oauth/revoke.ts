import { isPatchbayError, reasonOf } from '../../../kernel/index.ts';
import { encodeBody } from '../../execute/http/body.ts';
import { errorMessage } from '../../execute/http/error-message.ts';
import { decodeBody } from '../../execute/http/response.ts';
import { engineFailure, StepError, type StepFailure } from '../../execute/outcome.ts';
import { ownValue } from '../../execute/records.ts';
import { maskSecrets, safeUrl, secretsOf } from '../../execute/redaction.ts';
import type { AuthMethod } from '../../program.ts';
import { oauthScope } from './authorize.ts';
import { hasOAuth, oauthOf, textFrom } from './program.ts';
import { clientFields, clientHeaders, type TokenParts } from './token.ts';

/** Whether the provider took tokens back, or why it did not. */
export type RevokeOutcome = { readonly ok: true } | { readonly ok: false; readonly failure: StepFailure };

/** The token to give back, and what it is: with a refresh token goes what it has brought (RFC 7009, section 2.1). */
function tokenOf(credentials: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> | undefined {
  for (const [name, hint] of [
    ['refreshToken', 'refresh_token'],
    ['accessToken', 'access_token'],
  ] as const) {
    const token = ownValue(credentials, name);
    if (typeof token === 'string' && token !== '') return { token, token_type_hint: hint };
  }
  return undefined;
}

/** True when the connector says where tokens are given back, and there is one to give back. */
export const canRevoke = (method: AuthMethod, credentials: Readonly<Record<string, unknown>>): boolean =>
  hasOAuth(method) && oauthOf(method).revocationUrl !== undefined && tokenOf(credentials) !== undefined;

/** Gives the tokens of an account back to the provider (RFC 7009). */
export async function revokeTokens(method: AuthMethod, parts: TokenParts): Promise<RevokeOutcome> {
  try {
    const program = oauthOf(method);
    const { credentials, apiHostUri, context, transport, signal } = parts;
    const scope = oauthScope(method, credentials, { apiHostUri }, context);
    const url = program.revocationUrl && textFrom(program.revocationUrl, scope);
    const token = tokenOf(credentials);
    if (token === undefined || url === undefined || !URL.canParse(url) || url.includes('${'))
      throw engineFailure('The revocation URL of the connector is incomplete: a value it needs is missing.', 400);
    const headers = clientHeaders(program, scope);
    const fields = { ...token, ...clientFields(credentials, headers['authorization'] !== undefined) };
    const secrets = secretsOf(credentials, program.connector.secretFields);
    const answer = await transport({
      method: 'POST',
      url,
      headers,
      body: encodeBody(fields, headers['content-type']).text,
      ...(signal === undefined ? {} : { signal }),
    }).catch((cause: unknown) => {
      const message = String(maskSecrets(reasonOf(cause), secrets));
      throw new StepError({
        kind: 'transport',
        message,
        statusCode: isPatchbayError(cause) ? cause.status : 500,
        cause,
      });
    });
    const { status } = answer;
    if (status >= 200 && status < 300) return { ok: true };
    const { value, kind } = decodeBody(answer);
    const failure: StepFailure = {
      kind: 'provider',
      message: String(maskSecrets(errorMessage(value, status, kind), secrets)),
      statusCode: status >= 400 ? status : 502,
      provider: { status, url: safeUrl(url, secrets), body: maskSecrets(value, secrets), headers: {} },
    };
    return { ok: false, failure };
  } catch (error) {
    if (error instanceof StepError) return { ok: false, failure: error.failure };
    throw error;
  }
}
