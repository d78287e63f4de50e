import { type Clock, isPatchbayError, reasonOf, systemClock } from '../../../kernel/index.ts';
import type { Scope } from '../../compile/value.ts';
import { encodeBody } from '../../execute/http/body.ts';
import { errorMessage } from '../../execute/http/error-message.ts';
import { type DecodedBody, decodeBody } from '../../execute/http/response.ts';
import { engineFailure, StepError, type StepFailure } from '../../execute/outcome.ts';
import { type Fields, isMissing, isRecord, ownValue, setOwn } from '../../execute/records.ts';
import { maskSecrets, safeUrl, secretsOf } from '../../execute/redaction.ts';
import type { AuthMethod } from '../../program.ts';
import type { Transport } from '../../transport.ts';
import { oauthScope } from './authorize.ts';
import { type OAuthProgram, oauthOf, textFrom } from './program.ts';

/** What a token request needs besides the auth method. */
export interface TokenParts {
  readonly credentials: Readonly<Record<string, unknown>>;
  /** Public base URL of this server. */
  readonly apiHostUri: string;
  readonly transport: Transport;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** Tokens as credentials, or why there are none. */
export type TokenOutcome =
  | {
      readonly ok: true;
      /** `accessToken`, `refreshToken`, `expiresIn` (seconds), `idToken` and the connector's additional ones. */
      readonly credentials: Readonly<Record<string, unknown>>;
      /** When the access token ends, in milliseconds since 1970. */
      readonly expiresAt?: number;
      /** When the refresh token ends, in milliseconds since 1970. */
      readonly refreshExpiresAt?: number;
      /** Scopes the provider says it granted. */
      readonly scopes?: readonly string[];
    }
  | { readonly ok: false; readonly failure: StepFailure };

/** Exchanges the code of a callback for tokens. */
export const exchangeCode = (
  method: AuthMethod,
  parts: TokenParts & { readonly code: string; readonly redirectUri: string; readonly codeVerifier?: string },
): Promise<TokenOutcome> =>
  requestToken(method, parts, {
    grant_type: 'authorization_code',
    code: parts.code,
    redirect_uri: parts.redirectUri,
    ...(parts.codeVerifier === undefined ? {} : { code_verifier: parts.codeVerifier }),
  });

/** Obtains a token with the client's own credentials. */
export const clientCredentials = (
  method: AuthMethod,
  parts: TokenParts & { readonly scopes?: readonly string[] },
): Promise<TokenOutcome> =>
  requestToken(method, parts, { grant_type: 'client_credentials' }, (program, scope) => {
    const scopes = parts.scopes?.join(program.scopeDelimiter) ?? textFrom(program.scopes, scope);
    return scopes === undefined || scopes === '' ? {} : { scope: scopes };
  });

/** Renews tokens with the refresh token among the credentials. */
export const refreshToken = (method: AuthMethod, parts: TokenParts): Promise<TokenOutcome> =>
  requestToken(method, parts, {
    grant_type: 'refresh_token',
    refresh_token: String(ownValue(parts.credentials, 'refreshToken') ?? ''),
  });

type More = (program: OAuthProgram, scope: Scope) => Readonly<Record<string, string>>;

async function requestToken(
  method: AuthMethod,
  parts: TokenParts,
  grant: Readonly<Record<string, string>>,
  more: More = () => ({}),
): Promise<TokenOutcome> {
  try {
    const program = oauthOf(method);
    const { credentials, apiHostUri, context } = parts;
    const redirectUri = grant['redirect_uri'];
    const scope = oauthScope(method, credentials, { ...grant, apiHostUri, redirectUri, code: grant['code'] }, context);
    return await send(program, parts, scope, { ...grant, ...more(program, scope) });
  } catch (error) {
    if (error instanceof StepError) return { ok: false, failure: error.failure };
    throw error;
  }
}

async function send(
  program: OAuthProgram,
  parts: TokenParts,
  scope: Scope,
  grant: Readonly<Record<string, string>>,
): Promise<TokenOutcome> {
  const url = textFrom(program.tokenUrl, scope);
  if (url === undefined || !URL.canParse(url) || url.includes('${')) {
    throw engineFailure('The token URL of the connector is incomplete: a value it needs is missing.', 400);
  }
  const headers = clientHeaders(program, scope);
  const body = encodeBody(
    tokenBody(program, parts, scope, grant, headers['authorization'] !== undefined),
    headers['content-type'],
  );
  const { transport, signal } = parts;
  const secrets = [
    ...secretsOf(parts.credentials, program.connector.secretFields),
    ...['code', 'code_verifier'].map((name) => grant[name]).filter((text) => text !== undefined),
  ];
  const answer = await transport({
    method: 'POST',
    url,
    headers,
    body: body.text,
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    const message = String(maskSecrets(reasonOf(cause), secrets));
    throw new StepError({ kind: 'transport', message, statusCode: isPatchbayError(cause) ? cause.status : 500, cause });
  });
  const decoded = decodeToken(decodeBody(answer));
  const error = problemWith(program, decoded, answer.status);
  if (error === undefined) return tokensOf(program, parts, decoded.value as Fields, scope);
  const failure: StepFailure = {
    kind: 'provider',
    message: String(maskSecrets(error, secrets)),
    statusCode: answer.status >= 400 ? answer.status : 502,
    provider: {
      status: answer.status,
      url: safeUrl(url, secrets),
      body: maskSecrets(decoded.value, secrets),
      headers: {},
    },
  };
  return { ok: false, failure };
}

/** The headers of requests that the client itself makes. */
export function clientHeaders(
  program: OAuthProgram,
  scope: Scope,
): Record<string, string> & { readonly 'content-type': string } {
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of program.customHeaders) {
    const text = textFrom(value, scope);
    if (text !== undefined) headers[name.toLowerCase()] = text;
  }
  return { ...headers, 'content-type': headers['content-type'] ?? 'application/x-www-form-urlencoded' };
}

/**
 * Who the client is, for the body of such a request.
 * @param hasOwnHeader the connector sends it in a header; a client proves itself in one way only
 */
export function clientFields(credentials: Readonly<Record<string, unknown>>, hasOwnHeader: boolean): Fields {
  const fields: Fields = {};
  const [clientId, clientSecret] = [ownValue(credentials, 'clientId'), ownValue(credentials, 'clientSecret')];
  if (!hasOwnHeader && !isMissing(clientId)) fields['client_id'] = clientId;
  if (!hasOwnHeader && !isMissing(clientSecret)) fields['client_secret'] = clientSecret;
  return fields;
}

/** The fields of a token request: those of the grant, the client's, and the connector's, the latter winning. */
function tokenBody(
  program: OAuthProgram,
  { credentials }: TokenParts,
  scope: Scope,
  grant: Readonly<Record<string, string>>,
  hasOwnHeader: boolean,
): Fields {
  const body: Fields = { ...grant, ...clientFields(credentials, hasOwnHeader) };
  for (const [name, value] of program.tokenParams) {
    // Parameters of the first grant (`grant_type: authorization_code`) must not turn a renewal into another grant.
    if (Object.hasOwn(grant, name)) continue;
    const found = value.get(scope);
    if (!isMissing(found)) setOwn(body, name, found);
  }
  return body;
}

/** Some providers answer token requests in form notation. */
function decodeToken(body: DecodedBody): DecodedBody {
  if (body.kind !== 'text' || typeof body.value !== 'string' || !/(^|&)(access_token|error)=/.test(body.value))
    return body;
  return { ...body, kind: 'json', value: Object.fromEntries(new URLSearchParams(body.value)) };
}

function problemWith(program: OAuthProgram, { value, kind }: DecodedBody, status: number): string | undefined {
  if (status >= 400) return errorMessage(isRecord(value) ? describedFirst(value) : value, status, kind);
  if (!isRecord(value)) return `${program.connector.title} answered the token request with something that is not JSON.`;
  // Some providers report errors with status 200.
  if (typeof value['error'] === 'string') return errorMessage(describedFirst(value), status, kind);
  if (tokenFrom(program.accessToken, value, 'access_token') === undefined) {
    return `${program.connector.title} answered the token request without an access token.`;
  }
  const type = value['token_type'];
  if (typeof type === 'string' && !program.acceptTokenTypes.has(type.toLowerCase())) {
    return `${program.connector.title} issued a token of the type "${type}", which the connector does not accept.`;
  }
  return undefined;
}

/** The sentence before the code: `error_description` says more than `error`. */
function describedFirst(body: Fields): Fields {
  const { error_description: description, ...rest } = body;
  return typeof description === 'string' && description !== '' ? { message: description, ...rest } : body;
}

const responseScope = (response: Fields): Scope => ({ ...response, data: response, response });

function tokenFrom(value: OAuthProgram['accessToken'], response: Fields, name: string): string | undefined {
  const found = value === undefined ? ownValue(response, name) : value.get(responseScope(response));
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A number of seconds, also where it is spelled as text. */
export function secondsOf(value: unknown): number | undefined {
  if (isMissing(value) || typeof value === 'boolean') return undefined;
  const seconds = Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function tokensOf(
  program: OAuthProgram,
  { clock = systemClock }: TokenParts,
  response: Fields,
  scope: Scope,
): TokenOutcome {
  const credentials: Fields = { accessToken: tokenFrom(program.accessToken, response, 'access_token') };
  const renewal = tokenFrom(program.refreshToken, response, 'refresh_token');
  if (renewal !== undefined) credentials['refreshToken'] = renewal;
  const idToken = ownValue(response, 'id_token');
  if (typeof idToken === 'string') credentials['idToken'] = idToken;
  const expiresIn = secondsOf(response['expires_in']) ?? secondsOf(program.tokenExpiresIn.get(scope));
  if (expiresIn !== undefined) credentials['expiresIn'] = expiresIn;
  const refreshExpiresIn =
    secondsOf(response['refresh_token_expires_in']) ??
    secondsOf(response['refresh_expires_in']) ??
    secondsOf(program.tokenRefreshExpiresIn.get(scope));
  for (const [name, value] of program.additionalTokenFields) {
    const found = value.get(responseScope(response));
    if (!isMissing(found)) setOwn(credentials, name, found);
  }
  const granted = response['scope'];
  const now = clock.now();
  return {
    ok: true,
    credentials,
    ...(expiresIn === undefined ? {} : { expiresAt: now + expiresIn * 1000 }),
    ...(refreshExpiresIn === undefined ? {} : { refreshExpiresAt: now + refreshExpiresIn * 1000 }),
    ...(typeof granted === 'string' && granted !== '' ? { scopes: granted.split(/[\s,]+/).filter(Boolean) } : {}),
  };
}
