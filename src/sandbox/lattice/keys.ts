import type { CredentialSet, SetupSet } from '../kit/index.ts';
import { EMEA, type Region } from './hosts.ts';
import { DEMO_CLIENTS } from './oauth/clients.ts';

/** An API key. It acts as the person who made it. */
export interface ApiKey {
  readonly creatorId: string;
  /** Only the host of this region knows the key. */
  readonly region: Region;
  readonly isRevoked: boolean;
  /** Name of the demo credential set. */
  readonly credentialSet: string;
}

/** Roles of the people who made the demo keys. */
export type Creator = 'admin' | 'manager' | 'employee';

interface DemoKey {
  readonly name: string;
  readonly description: string;
  readonly key: string;
  /** Null: the API has never heard of it. */
  readonly grant: { readonly creator: Creator; readonly region?: Region; readonly isRevoked?: true } | null;
}

const demoKey = (word: string): string => `latticeDemo${word}`.padEnd(40, '0');

/** The demo keys, full access first. */
export const DEMO_KEYS: readonly DemoKey[] = [
  {
    name: 'Full access',
    description: 'Made by a super admin. Everything of the Talent API works.',
    key: demoKey('SuperAdmin'),
    grant: { creator: 'admin' },
  },
  {
    name: 'Manager',
    description:
      'Made by a manager who is no admin: people and public things work, private goals, feedback and updates only of the own team, review cycles answer 403.',
    key: demoKey('Manager'),
    grant: { creator: 'manager' },
  },
  {
    name: 'Employee',
    description: 'Made by someone without reports: like a manager, but nothing private beyond the own.',
    key: demoKey('Employee'),
    grant: { creator: 'employee' },
  },
  {
    name: 'EMEA residency',
    description: `Of a company whose data live in EMEA: works below ${EMEA}, which stands for api.emea.latticehq.com, and answers 401 elsewhere.`,
    key: demoKey('Emea'),
    grant: { creator: 'admin', region: 'emea' },
  },
  {
    name: 'Revoked key',
    description: 'Was revoked in the admin settings: every call answers 401.',
    key: demoKey('Revoked'),
    grant: { creator: 'admin', isRevoked: true },
  },
  {
    name: 'Mistyped key',
    description: 'Was never issued: every call answers 401.',
    key: demoKey('Mistyped'),
    grant: null,
  },
];

/** Everything one can try: keys of the Talent API, then clients of the HRIS API. */
export const CREDENTIAL_SETS: readonly CredentialSet[] = [
  ...DEMO_KEYS.map(({ name, description, key, grant }) => ({
    name,
    description,
    fields: { apiKey: key, ...(grant?.region !== undefined && { region: grant.region }) },
  })),
  ...DEMO_CLIENTS.map(({ credentialSet: name, description, id, secret }) => ({
    name,
    description,
    fields: { clientId: id, clientSecret: secret },
  })),
];

/** What an auth config for sign-ins is set up with: the client of the demo application. */
export const SETUP_SETS: readonly SetupSet[] = DEMO_CLIENTS.filter(({ kind }) => kind === 'partner').map(
  ({ credentialSet: name, id, secret }) => ({
    authentication_config_key: 'oauth2',
    name,
    description:
      'Set up an auth config of the sandbox environment with these; accounts are then linked by signing in at the emulator. Any callback URL on this server or on a loopback host counts as registered.',
    fields: { clientId: id, clientSecret: secret },
  }),
);

/** The keys that a fresh company knows, by their text. @param creators ids of the people who made them */
export const demoKeys = (creators: Readonly<Record<Creator, string>>): (readonly [string, ApiKey])[] =>
  DEMO_KEYS.flatMap(({ name, key, grant }) => {
    if (grant === null) return [];
    const { creator, region = 'us', isRevoked = false } = grant;
    return [[key, { creatorId: creators[creator], region, isRevoked, credentialSet: name }]];
  });
