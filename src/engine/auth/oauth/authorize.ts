import { createHash, randomBytes } from 'node:crypto';
import { sameText } from '../../../kernel/index.ts';
import { Query, withQuery } from '../../execute/http/query.ts';
import { engineFailure, StepError, type StepFailure } from '../../execute/outcome.ts';
import { ownValue, setOwn } from '../../execute/records.ts';
import type { AuthMethod } from '../../program.ts';
import { oauthOf, textFrom } from './program.ts';

/** A PKCE pair (RFC 7636, S256): the verifier stays with the server, the challenge goes to the provider. */
export interface Pkce {
  readonly codeVerifier: string;
  readonly codeChallenge: string;
}

/** A fresh PKCE pair. */
export function createPkce(): Pkce {
  const codeVerifier = randomBytes(48).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

/** What the authorize URL depends on. */
export interface AuthorizeParts {
  /** Set-up values and what the customer has filled in. */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** Unguessable, single use, bound to the session; replaces any `state` of the connector. */
  readonly state: string;
  /** Where the provider sends the browser back to; exactly this is sent again with the code. */
  readonly redirectUri: string;
  /** Public base URL of this server (`${apiHostUri}` in connectors). */
  readonly apiHostUri: string;
  /** Scopes to ask for in place of the connector's own. */
  readonly scopes?: readonly string[];
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Where to send the browser. */
export interface AuthorizeRequest {
  readonly url: string;
  /** Keep it until the code is exchanged. Set when the connector asks for PKCE. */
  readonly codeVerifier?: string;
}

/** What expressions of the OAuth endpoints see. */
export const oauthScope = (
  method: AuthMethod,
  credentials: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>>,
  context: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  ...credentials,
  credentials,
  context: { ...context, authenticationType: method.key, environment: method.environment.key },
  ...more,
});

/**
 * The address at the provider where a person consents.
 * @throws StepError when the connector has no authorize URL or a value it needs is missing
 */
export function authorizeRequest(method: AuthMethod, parts: AuthorizeParts): AuthorizeRequest {
  const program = oauthOf(method);
  const { credentials, state, redirectUri, apiHostUri, context } = parts;
  const scope = oauthScope(method, credentials, { apiHostUri, redirectUri, state }, context);
  const base = textFrom(program.authorizationUrl, scope);
  if (base === undefined || !URL.canParse(base) || base.includes('${')) {
    throw engineFailure('The authorize URL of the connector is incomplete: a value it needs is missing.', 400);
  }
  const query = new Query();
  const clientId = ownValue(credentials, 'clientId');
  const scopes = parts.scopes?.join(program.scopeDelimiter) ?? textFrom(program.scopes, scope);
  if (typeof clientId === 'string') query.set('client_id', clientId);
  query.set('response_type', 'code');
  if (scopes !== undefined && scopes !== '') query.set('scope', scopes);
  for (const [name, value] of program.authorizationParams) {
    const text = textFrom(value, scope);
    if (text !== undefined && !(name === 'scope' && parts.scopes !== undefined)) query.set(name, text);
  }
  query.set('redirect_uri', redirectUri);
  query.set('state', state);
  const pkce = program.pkce ? createPkce() : undefined;
  if (pkce !== undefined) {
    query.set('code_challenge', pkce.codeChallenge);
    query.set('code_challenge_method', 'S256');
  }
  const url = withQuery(base, query.toText());
  return pkce === undefined ? { url } : { url, codeVerifier: pkce.codeVerifier };
}

/** What the provider's redirect brought. */
export type CallbackOutcome =
  | { readonly ok: true; readonly code: string; readonly credentials: Readonly<Record<string, string>> }
  | {
      readonly ok: false;
      readonly failure: StepFailure;
      /** What the provider itself said, where it refused (RFC 6749, 4.1.2.1). */
      readonly refusal?: { readonly code: string; readonly description: string | null };
    };

/**
 * Reads the query with which the provider sent the browser back.
 * @param expected the state that was sent and the credentials it was sent with
 */
export function readCallback(
  method: AuthMethod,
  query: Readonly<Record<string, string>>,
  expected: { readonly state: string; readonly credentials: Readonly<Record<string, unknown>> },
): CallbackOutcome {
  const refuse = (message: string, statusCode = 400): Extract<CallbackOutcome, { ok: false }> => ({
    ok: false,
    failure: { kind: 'provider', message, statusCode },
  });
  try {
    const program = oauthOf(method);
    const { title } = program.connector;
    const parameter = (name: string): string | undefined => {
      const value = ownValue(query, name);
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    if (!sameText(parameter('state') ?? '', expected.state))
      return refuse('The answer does not belong to this attempt to connect.');
    const issuer = textFrom(program.issuer, oauthScope(method, expected.credentials, {}));
    const told = parameter('iss');
    if (issuer !== undefined && told !== undefined && told !== issuer) {
      return refuse(`The answer comes from another server than ${title}.`);
    }
    const error = parameter('error');
    if (error !== undefined) {
      const description = parameter('error_description')?.slice(0, 500) ?? null;
      const reason = description ?? error.slice(0, 500);
      return {
        ...refuse(error === 'access_denied' ? `Access was not granted: ${reason}` : `${title} refused: ${reason}`),
        refusal: { code: error.slice(0, 100), description },
      };
    }
    const code = parameter('code');
    if (code === undefined) return refuse(`${title} sent no authorization code.`);
    const credentials: Record<string, string> = {};
    for (const [name, credential] of program.callbackParams) {
      const value = parameter(name);
      if (value !== undefined) setOwn(credentials, credential, value);
    }
    return { ok: true, code, credentials };
  } catch (error) {
    if (error instanceof StepError) return { ok: false, failure: error.failure };
    throw error;
  }
}
