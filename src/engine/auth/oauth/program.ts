import type { ConnectorProgram } from '../../compile/connector-program.ts';
import type { Compat } from '../../compile/scope.ts';
import { compileValue, type Scope, type Value } from '../../compile/value.ts';
import type { AuthConfigDefinition, Oauth2Authorization } from '../../definition.ts';
import { engineFailure } from '../../execute/outcome.ts';
import type { AuthMethod } from '../../program.ts';

/** The OAuth 2 part of an auth method, compiled. */
export interface OAuthProgram {
  readonly connector: Pick<ConnectorProgram, 'title' | 'secretFields'>;
  readonly authorizationUrl: Value;
  readonly authorizationParams: readonly (readonly [string, Value])[];
  readonly tokenUrl: Value;
  readonly tokenParams: readonly (readonly [string, Value])[];
  readonly revocationUrl?: Value;
  readonly customHeaders: readonly (readonly [string, Value])[];
  readonly tokenExpiresIn: Value;
  readonly tokenRefreshExpiresIn: Value;
  readonly scopes: Value;
  readonly scopeDelimiter: string;
  readonly pkce: boolean;
  readonly issuer: Value;
  readonly accessToken?: Value;
  readonly refreshToken?: Value;
  readonly acceptTokenTypes: ReadonlySet<string>;
  readonly additionalTokenFields: readonly (readonly [string, Value])[];
  readonly callbackParams: readonly (readonly [string, string])[];
}

/** Credentials that a callback of the browser must not be able to set. */
const PROTECTED_CREDENTIALS: ReadonlySet<string> = new Set([
  'accessToken',
  'refreshToken',
  'idToken',
  'clientId',
  'clientSecret',
  'authentication_config_key',
  'environment',
]);

function compile(
  authorization: Oauth2Authorization,
  connector: OAuthProgram['connector'],
  compat: Compat,
): OAuthProgram {
  const value = (source: unknown): Value => compileValue(source, { compat, keepEmpty: true });
  const pairs = (source: Readonly<Record<string, unknown>> | undefined) =>
    Object.entries(source ?? {}).map(([name, item]) => [name, value(item)] as const);
  const { tokenResponse, scopes, scopeDelimiter = ' ' } = authorization;
  return {
    connector,
    authorizationUrl: value(authorization.authorizationUrl),
    authorizationParams: pairs(authorization.authorizationParams),
    tokenUrl: value(authorization.tokenUrl),
    tokenParams: pairs(authorization.tokenParams),
    ...(authorization.revocationUrl === undefined ? {} : { revocationUrl: value(authorization.revocationUrl) }),
    customHeaders: pairs(authorization.customHeaders),
    tokenExpiresIn: value(authorization.tokenExpiresIn),
    tokenRefreshExpiresIn: value(authorization.tokenRefreshExpiresIn),
    scopes: value(typeof scopes === 'object' ? scopes.join(scopeDelimiter) : scopes),
    scopeDelimiter,
    pkce: authorization.pkce === true,
    issuer: value(authorization.issuer),
    ...(tokenResponse?.accessToken === undefined ? {} : { accessToken: value(tokenResponse.accessToken) }),
    ...(tokenResponse?.refreshToken === undefined ? {} : { refreshToken: value(tokenResponse.refreshToken) }),
    acceptTokenTypes: new Set([
      'bearer',
      'dpop',
      ...(tokenResponse?.acceptTokenTypes ?? []).map((t) => t.toLowerCase()),
    ]),
    additionalTokenFields: pairs(authorization.additionalTokenFields),
    callbackParams: Object.entries(authorization.callbackParams ?? {}).filter(
      ([, credential]) => !PROTECTED_CREDENTIALS.has(credential),
    ),
  };
}

const makers = new WeakMap<AuthMethod, () => OAuthProgram>();

/** Attaches the OAuth 2 part of an auth config to its method; it is compiled when first needed. */
export function attachOAuth(
  method: AuthMethod,
  config: AuthConfigDefinition,
  connector: OAuthProgram['connector'],
  compat: Compat,
): void {
  const { authorization } = config;
  if (authorization?.type !== 'oauth2') return;
  let program: OAuthProgram | undefined;
  makers.set(method, () => {
    program ??= compile(authorization, connector, compat);
    return program;
  });
}

/** True when the method has OAuth 2 endpoints of its own. */
export const hasOAuth = (method: AuthMethod): boolean => makers.has(method);

/**
 * The OAuth 2 part of an auth method.
 * @throws StepError when it has none
 */
export function oauthOf(method: AuthMethod): OAuthProgram {
  const make = makers.get(method);
  if (make === undefined) throw engineFailure(`The auth method "${method.key}" does not use OAuth 2.`);
  return make();
}

/** A value that must be a text with something in it. */
export function textFrom(value: Value, scope: Scope): string | undefined {
  const found = value.get(scope);
  if (found === undefined || found === null || found === '') return undefined;
  return String(found);
}
