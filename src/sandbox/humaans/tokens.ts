import { type CredentialSet, createRandom } from '../kit/index.ts';
import { SCOPES, type Scope } from './scopes.ts';

/** An API access token. It acts as the person who made it. */
export interface Token {
  readonly id: string;
  readonly personId: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** Only active tokens are let in. */
  readonly status: 'active' | 'revoked' | 'expired';
  /** Name of the demo credential set, if it is one. */
  readonly credentialSet: string | null;
}

/** Which person of the demonstration data a demo token acts as. */
export type TokenOwner = 'owner' | 'employee';

interface DemoToken {
  readonly name: string;
  readonly description: string;
  readonly secret: string;
  /** Null: the provider has never heard of this token. */
  readonly grant: {
    readonly owner: TokenOwner;
    readonly scopes: readonly Scope[];
    readonly status: Token['status'];
  } | null;
}

const secret = (word: string): string => `humaansDemo${word}`.padEnd(32, '0');
const active = (owner: TokenOwner, ...scopes: readonly Scope[]): DemoToken['grant'] => ({
  owner,
  scopes,
  status: 'active',
});

/** The demo tokens, full access first. */
export const DEMO_TOKENS: readonly DemoToken[] = [
  {
    name: 'Full access',
    description: 'A token of the account owner with all eight scopes. Everything works.',
    secret: secret('FullAccess'),
    grant: active('owner', ...SCOPES),
  },
  {
    name: 'Read only',
    description:
      'public:read and private:read of the owner: full profiles, but every change and all pay and documents answer 403.',
    secret: secret('ReadOnly'),
    grant: active('owner', 'public:read', 'private:read'),
  },
  {
    name: 'Public profile only',
    description:
      'public:read alone: people, job roles, locations and time away come with what the whole company may see; the rest answers 403.',
    secret: secret('PublicOnly'),
    grant: active('owner', 'public:read'),
  },
  {
    name: 'Compensations only',
    description: 'compensations:read and compensations:write: pay can be read and changed, people answer 403.',
    secret: secret('PayOnly'),
    grant: active('owner', 'compensations:read', 'compensations:write'),
  },
  {
    name: 'Documents only',
    description: 'documents:read and documents:write: documents can be read and changed, people answer 403.',
    secret: secret('DocumentsOnly'),
    grant: active('owner', 'documents:read', 'documents:write'),
  },
  {
    name: 'Employee with all scopes',
    description: 'All eight scopes, made by someone with the plain user role: sees only that person’s own records.',
    secret: secret('Employee'),
    grant: active('employee', ...SCOPES),
  },
  {
    name: 'Revoked token',
    description: 'Was valid once and has been deleted in Humaans: every call answers 401.',
    secret: secret('Revoked'),
    grant: { owner: 'owner', scopes: SCOPES, status: 'revoked' },
  },
  {
    name: 'Expired token',
    description: 'Ran out: every call answers 401.',
    secret: secret('Expired'),
    grant: { owner: 'owner', scopes: SCOPES, status: 'expired' },
  },
  {
    name: 'Mistyped token',
    description: 'Has the right shape but was never issued: every call answers 401.',
    secret: secret('Mistyped'),
    grant: null,
  },
];

/** The demo tokens as credential sets; the config field is `apiKey`. */
export const CREDENTIAL_SETS: readonly CredentialSet[] = DEMO_TOKENS.map(({ name, description, secret: apiKey }) => ({
  name,
  description,
  fields: { apiKey },
}));

/** The tokens a fresh account knows, by secret. @param people ids of the persons they act as */
export function demoTokens(people: Readonly<Record<TokenOwner, string>>): Map<string, Token> {
  const tokens = new Map<string, Token>();
  for (const { name, secret: key, grant } of DEMO_TOKENS) {
    if (grant === null) continue;
    tokens.set(key, {
      id: createRandom(`humaans/token/${name}`).base62(24),
      personId: people[grant.owner],
      label: name,
      scopes: grant.scopes,
      status: grant.status,
      credentialSet: name,
    });
  }
  return tokens;
}
