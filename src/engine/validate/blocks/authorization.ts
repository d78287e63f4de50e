import type {
  ApiKeyAuthorization,
  AuthorizationDefinition,
  BasicAuthorization,
  BearerAuthorization,
  CertificatesDefinition,
  NoneAuthorization,
  Oauth2Authorization,
  PlainRecord,
  SigningDefinition,
} from '../../definition.ts';
import { quote } from '../../parse/index.ts';
import { list, record, texts } from '../kinds/collections.ts';
import { dynamic, expression, template } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { block, defaulted, optional, required } from '../kinds/mapping.ts';
import { bool, choice, number, text, wrongType } from '../kinds/scalars.ts';
import { tagged } from '../kinds/tagged.ts';

const type = <T extends string>(value: T) => required(choice([value]));
const value = optional(expression());

const aws4 = block<Extract<SigningDefinition, { strategy: 'aws4' }>>({
  what: 'AWS signing',
  strict: true,
  keys: { strategy: required(choice(['aws4'])), service: required(expression({ mayBeEmpty: false })), region: value },
});

const hmac = block<Extract<SigningDefinition, { strategy: 'hmac' }>>({
  what: 'HMAC signing',
  strict: true,
  keys: {
    strategy: required(choice(['hmac'])),
    algorithm: optional(choice(['sha1', 'sha256', 'sha512'])),
    headerName: value,
    prefix: value,
    dateFormat: optional(choice(['iso8601', 'rfc2822'])),
    includeHost: optional(bool),
    includeBodyHash: optional(bool),
    outputFormat: optional(choice(['header', 'basic'])),
    username: value,
  },
});

const signing = tagged<SigningDefinition>('strategy', 'a signing', { aws4, hmac });

const none = block<NoneAuthorization>({
  what: 'an authorization of type "none"',
  strict: true,
  keys: { type: type('none'), signing: optional(signing), redirectUri: value },
});

const basic = block<BasicAuthorization>({
  what: 'an authorization of type "basic"',
  strict: true,
  keys: { type: type('basic'), username: value, password: value, encoding: value, redirectUri: value },
});

const bearer = block<BearerAuthorization>({
  what: 'an authorization of type "bearer"',
  strict: true,
  keys: {
    type: type('bearer'),
    token: required(expression({ mayBeEmpty: false })),
    includeBearer: optional(dynamicBool()),
    redirectUri: value,
  },
});

/** Credentials that a callback may not write. */
const RESERVED = [
  'accessToken',
  'refreshToken',
  'idToken',
  'clientId',
  'clientSecret',
  'authentication_config_key',
  'environment',
];

const callbackTarget = text({
  mayBeEmpty: false,
  check(name, node, path, context) {
    if (!RESERVED.includes(name)) return;
    context.report('unknown-value', node, path, `A callback parameter may not write the credential ${quote(name)}.`);
  },
});

const tokenFields: Kind<Readonly<Record<string, string>>> = record(expression({ onRecord: true }), 'expressions');
const parameters = template() as Kind<PlainRecord>;

const scopeText: Kind<string | readonly string[]> = {
  expects: 'a text or a list of scopes',
  read: (node, path, context) =>
    (node.kind === 'list' ? list(expression(), 'scopes') : expression()).read(node, path, context),
};

const oauth2 = block<Oauth2Authorization>({
  what: 'an authorization of type "oauth2"',
  strict: true,
  keys: {
    type: type('oauth2'),
    token: value,
    includeBearer: optional(dynamicBool()),
    authorizationUrl: value,
    authorizationParams: optional(mappingOf(parameters)),
    tokenUrl: value,
    tokenParams: optional(mappingOf(parameters)),
    revocationUrl: value,
    tokenExpiresIn: optional(dynamic(number({ min: 0 }))),
    tokenRefreshExpiresIn: optional(dynamic(number({ min: 0 }))),
    scopes: optional(scopeText),
    scopeDelimiter: optional(text()),
    customHeaders: optional(mappingOf(parameters)),
    pkce: optional(bool),
    additionalTokenFields: optional(tokenFields),
    callbackParams: optional(record(callbackTarget, 'credential names')),
    issuer: value,
    redirectUri: value,
    tokenResponse: optional(
      block<NonNullable<Oauth2Authorization['tokenResponse']>>({
        what: 'the token response',
        strict: true,
        keys: {
          acceptTokenTypes: optional(texts('token types')),
          accessToken: optional(expression({ onRecord: true })),
          refreshToken: optional(expression({ onRecord: true })),
        },
      }),
    ),
  },
});

const apiKey = block<ApiKeyAuthorization>({
  what: 'an authorization of type "apiKey"',
  strict: true,
  keys: {
    type: type('apiKey'),
    key: required(expression({ mayBeEmpty: false })),
    value: required(expression()),
    in: defaulted(choice(['header', 'query'], { hints: { headers: 'Write "header".' } }), 'header'),
  },
});

/** `authorization` of an auth config or of a step. */
export const authorization: Kind<AuthorizationDefinition> = tagged<AuthorizationDefinition>(
  'type',
  'an authorization',
  { none, basic, bearer, oauth2, apiKey },
  {
    api_key: 'Write "apiKey".',
    apikey: 'Write "apiKey".',
    custom: 'For headers of your own write "none" and give them in the args of each step.',
    header: 'For headers of your own write "none" and give them in the args of each step.',
    token: 'Write "bearer".',
  },
);

/** `certificates`. */
export const certificates = block<CertificatesDefinition>({
  what: 'the certificates',
  keys: {
    certs: required(list(expression({ mayBeEmpty: false }), 'certificates')),
    keys: required(list(expression({ mayBeEmpty: false }), 'keys')),
  },
});

function dynamicBool(): Kind<boolean> {
  return dynamic(bool) as Kind<boolean>;
}

/** A mapping, any keys; its texts are evaluated. */
function mappingOf(kind: Kind<PlainRecord>): Kind<PlainRecord> {
  return {
    ...kind,
    expects: 'a mapping',
    takesNull: false,
    read: (node, path, context) =>
      node.kind === 'mapping' ? kind.read(node, path, context) : wrongType(node, path, context, 'a mapping'),
  };
}
