import { ALL_SCOPES, PARTNER_SCOPES, scopeFor } from './scopes.ts';

/** Something that gets tokens for the HRIS API. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  /** A partner's application asks an admin; a service account belongs to the company and asks nobody. */
  readonly kind: 'partner' | 'service';
  /** The most it can be granted. */
  readonly scopes: readonly string[];
  /** Name of the demo credential set. */
  readonly credentialSet: string;
}

interface DemoClient extends Client {
  readonly description: string;
}

/** The demo clients. */
export const DEMO_CLIENTS: readonly DemoClient[] = [
  {
    id: 'latticeDemoServiceAccount',
    secret: 'latticeDemoServiceAccountSecret0',
    name: 'People data sync',
    kind: 'service',
    scopes: ALL_SCOPES,
    credentialSet: 'HRIS service account',
    description:
      'Client credentials of the HRIS API with every permission: employees and time off can be read and changed.',
  },
  {
    id: 'latticeDemoReadOnlyAccount',
    secret: 'latticeDemoReadOnlyAccountSecret',
    name: 'Directory sync',
    kind: 'service',
    scopes: (['personal', 'contact_information', 'employment_details', 'role_details'] as const).map((group) =>
      scopeFor(group, 'read'),
    ),
    credentialSet: 'HRIS service account, read only',
    description:
      'Client credentials with four groups to read: other groups are missing from employees, changes answer 403.',
  },
  {
    id: 'latticeDemoPartnerApp',
    secret: 'latticeDemoPartnerAppSecret00000',
    name: 'Demo partner application',
    kind: 'partner',
    scopes: PARTNER_SCOPES,
    credentialSet: 'HRIS partner application',
    description:
      'Client of the OAuth 2.0 flow: send a browser to oauth2/auth, an admin chooses on the consent page what to share.',
  },
];

/** The client of an id, or undefined. */
export const clientOf = (id: string): Client | undefined => DEMO_CLIENTS.find((client) => client.id === id);
