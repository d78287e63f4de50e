import { addDays, type CredentialSet } from '../kit/index.ts';

/** An API key as made on the page "Company API keys". */
export interface ApiKey {
  /** Who made it; the key may do what this person may do. */
  readonly creatorId: number;
  readonly isEnabled: boolean;
  readonly highFivesOnly: boolean;
  /** Day on which it was made; it ends one year later. */
  readonly createdOn: string;
  /** Name of the demo credential set. */
  readonly credentialSet: string;
}

/** Roles of the people who made the demo keys. */
export const CREATORS = ['companyAndReviewAdmin', 'companyAdmin', 'formerAdmin'] as const;
/** One of {@link CREATORS}. */
export type Creator = (typeof CREATORS)[number];

interface DemoKey {
  readonly name: string;
  readonly description: string;
  readonly token: string;
  /** Null: the API has never heard of it. */
  readonly grant: {
    readonly creator: Creator;
    readonly isEnabled?: false;
    readonly highFivesOnly?: true;
    /** Days before the demonstration begins. */
    readonly age?: number;
  } | null;
}

/** Writes words in hexadecimal digits: readable enough to tell the demo keys apart. */
const token = (word: string): string => `15f1ede0${word}`.padEnd(32, '0');

/** The demo keys, full access first. */
export const DEMO_KEYS: readonly DemoKey[] = [
  {
    name: 'Full access',
    description: 'Made by someone who is Company Admin and Review Admin. Everything works.',
    token: token('a11'),
    grant: { creator: 'companyAndReviewAdmin' },
  },
  {
    name: 'High Fives only',
    description:
      'Made with “High Fives only” ticked: High Fives work, everything else answers 403 “You do not have permission to perform this action.”',
    token: token('5'),
    grant: { creator: 'companyAndReviewAdmin', highFivesOnly: true },
  },
  {
    name: 'Not a review admin',
    description:
      'Made by someone who is Company Admin but not Review Admin: everything works, except that review cycles stay empty without a word.',
    token: token('c0ffee'),
    grant: { creator: 'companyAdmin' },
  },
  {
    name: 'No longer an admin',
    description:
      'Made by someone who has lost the role of Company Admin: people, groups, objectives and High Fives can be read, the rest answers 403, review cycles are empty.',
    token: token('deed'),
    grant: { creator: 'formerAdmin' },
  },
  {
    name: 'Expired key',
    description: 'More than a year old: every call answers 401 “Invalid token.”',
    token: token('0dd'),
    grant: { creator: 'companyAndReviewAdmin', age: 400 },
  },
  {
    name: 'Disabled key',
    description: '“Enabled” is not ticked: every call answers 401 “Invalid token.”',
    token: token('0ff'),
    grant: { creator: 'companyAndReviewAdmin', isEnabled: false },
  },
  {
    name: 'SCIM key',
    description: 'A key for user provisioning, 30 characters long: another credential, the Public API answers 401.',
    token: '5c130000000000000000000000000a',
    grant: null,
  },
  {
    name: 'Mistyped key',
    description: 'Has the right shape but was never issued: every call answers 401 “Invalid token.”',
    token: token('bad'),
    grant: null,
  },
];

/** The demo keys as credential sets; the config field is `apiKey`. */
export const CREDENTIAL_SETS: readonly CredentialSet[] = DEMO_KEYS.map(({ name, description, token: apiKey }) => ({
  name,
  description,
  fields: { apiKey },
}));

/** The keys that a fresh company knows, by token. @param creators ids of the people who made them */
export const demoKeys = (creators: Readonly<Record<Creator, number>>, today: string): (readonly [string, ApiKey])[] =>
  DEMO_KEYS.flatMap(({ name, token: text, grant }) => {
    if (grant === null) return [];
    const { creator, isEnabled = true, highFivesOnly = false, age = 60 } = grant;
    const createdOn = addDays(today, -age);
    return [[text, { creatorId: creators[creator], isEnabled, highFivesOnly, createdOn, credentialSet: name }]];
  });
