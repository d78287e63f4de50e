import type { Compat } from '../compile/scope.ts';
import { compileValue, type Scope, type Value } from '../compile/value.ts';
import type { AuthorizationDefinition, SigningDefinition } from '../definition.ts';
import { engineFailure } from '../execute/outcome.ts';
import { compileSigning, type Signer } from './signing.ts';

/** What authorises one request. */
export interface Authorized {
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: { readonly name: string; readonly value: string };
}

/** Compiled form of an `authorization` block. */
export interface Authorization {
  /** True when requests carry something that proves who calls. */
  readonly authenticates: boolean;
  /**
   * @throws StepError when a needed credential is missing
   */
  authorize(scope: Scope): Authorized;
  readonly signing?: Signer;
}

const NOTHING: Authorized = Object.freeze({ headers: Object.freeze({}) });

/** Sends nothing. */
export const noAuthorization: Authorization = Object.freeze({ authenticates: false, authorize: () => NOTHING });

const asText = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

function required(value: Value, name: string): (scope: Scope) => string {
  return (scope) => {
    const found = value.get(scope);
    if (found === undefined || found === null) {
      throw engineFailure(
        `authorization.${name} has no value: the credential it refers to is not stored for this account.`,
      );
    }
    return String(found);
  };
}

function bearer(token: Value, includeBearer: boolean): Authorization {
  const text = required(token, 'token');
  return {
    authenticates: true,
    authorize: (scope) => ({ headers: { authorization: includeBearer ? `Bearer ${text(scope)}` : text(scope) } }),
  };
}

/**
 * Compiles how requests are authorised. Empty texts stay empty texts (`password: ""` is an empty password).
 * @param definition the block of the step or of the auth config; absent means nothing is sent
 */
export function compileAuthorization(definition: AuthorizationDefinition | undefined, compat: Compat): Authorization {
  if (definition === undefined) return noAuthorization;
  const value = (source: unknown): Value => compileValue(source, { compat, keepEmpty: true });
  switch (definition.type) {
    case 'none':
      return definition.signing === undefined ? noAuthorization : signed(definition.signing, compat);
    case 'basic': {
      const [username, password] = [value(definition.username), value(definition.password)];
      return {
        authenticates: true,
        authorize: (scope) => {
          const pair = `${asText(username.get(scope))}:${asText(password.get(scope))}`;
          return { headers: { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` } };
        },
      };
    }
    case 'bearer':
      return bearer(value(definition.token), definition.includeBearer !== false);
    case 'oauth2':
      return bearer(value(definition.token ?? '$.credentials.accessToken'), definition.includeBearer !== false);
    case 'apiKey': {
      const [name, key] = [required(value(definition.key), 'key'), required(value(definition.value), 'value')];
      if (definition.in === 'query') {
        return {
          authenticates: true,
          authorize: (scope) => ({ headers: {}, query: { name: name(scope), value: key(scope) } }),
        };
      }
      return { authenticates: true, authorize: (scope) => ({ headers: { [name(scope).toLowerCase()]: key(scope) } }) };
    }
  }
}

function signed(signing: SigningDefinition, compat: Compat): Authorization {
  return { authenticates: true, authorize: () => NOTHING, signing: compileSigning(signing, compat) };
}
