import type { CredentialSet } from '../kit/index.ts';
import type { ApiKey } from './state.ts';

/** Users with a part in the demonstration, by what they may do. The seed makes them first, in this order. */
export const DEMO_USERS = {
  administrator: { name: 'Marguerite Osei', email: 'marguerite.osei@lakeshorelogistics.example' },
  salesRep: { name: 'Devon Achterberg', email: 'devon.achterberg@lakeshorelogistics.example' },
  restricted: { name: 'Piper Langston', email: 'piper.langston@lakeshorelogistics.example' },
  marketer: { name: 'Ines Quintana', email: 'ines.quintana@lakeshorelogistics.example' },
  disabled: { name: 'Gordon Pruitt', email: 'gordon.pruitt@lakeshorelogistics.example' },
} as const;

/** Origin that a key without impersonation acts as. */
export const KEY_ORIGIN = '3-origins';

const secret = (start: string): string => `${start}${'5e1f9c0b7a3d2846'.repeat(3)}`.slice(0, 40);

const SECRETS = {
  full: secret('a1fu11acce55'),
  named: secret('b2ownname'),
  forms: secret('c3f0rm5'),
  revoked: secret('d4revoked'),
  mistyped: secret('e5never1ssued'),
} as const;

/** The keys a fresh instance knows. */
export const API_KEYS: readonly ApiKey[] = [
  { name: 'Integration', secret: SECRETS.full, permission: 'api', impersonates: true, origin: null, isRevoked: false },
  {
    name: 'Reporting job',
    secret: SECRETS.named,
    permission: 'api',
    impersonates: false,
    origin: KEY_ORIGIN,
    isRevoked: false,
  },
  {
    name: 'Website form',
    secret: SECRETS.forms,
    permission: 'forms',
    impersonates: false,
    origin: null,
    isRevoked: false,
  },
  {
    name: 'Old integration',
    secret: SECRETS.revoked,
    permission: 'api',
    impersonates: true,
    origin: null,
    isRevoked: true,
  },
];

const set = (name: string, description: string, username: string, apiKey: string): CredentialSet => ({
  name,
  description,
  fields: { username, apiKey },
});

const { administrator, salesRep, restricted, marketer, disabled } = DEMO_USERS;

/** Demo credentials, full access first. */
export const CREDENTIAL_SETS: readonly CredentialSet[] = [
  set(
    'Full access',
    'An administrator with a key for API access. Everything works.',
    administrator.email,
    SECRETS.full,
  ),
  set(
    'Read and edit only',
    'A sales representative who may not delete, reassign, export or change settings: those answer 403, the rest works.',
    salesRep.email,
    SECRETS.full,
  ),
  set(
    'Own records only',
    'A user whose view is restricted: sees the companies, people and leads of their own and nothing else.',
    restricted.email,
    SECRETS.full,
  ),
  set(
    'Marketing only',
    'A user without access to the CRM: audiences and forms work, companies, people and leads answer 403.',
    marketer.email,
    SECRETS.full,
  ),
  set(
    'Key without impersonation',
    'Everything works, but the timeline names the key instead of the user.',
    administrator.email,
    SECRETS.named,
  ),
  set(
    'API access missing',
    'The key was made for form submissions, not for API access: every call answers 403 with a web page.',
    administrator.email,
    SECRETS.forms,
  ),
  set('Revoked key', 'The key was deleted in Nutshell: every call answers 401.', administrator.email, SECRETS.revoked),
  set(
    'Disabled user',
    'A good key with the address of a user who has left: every call answers 401.',
    disabled.email,
    SECRETS.full,
  ),
  set(
    'Wrong username',
    'A good key with an address that nobody signs in with: every call answers 401.',
    'nobody@lakeshorelogistics.example',
    SECRETS.full,
  ),
  set('Mistyped key', 'The key was never issued: every call answers 401.', administrator.email, SECRETS.mistyped),
];
