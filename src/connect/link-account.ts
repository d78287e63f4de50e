import type { ActionRunner } from '../catalog/index.ts';
import { type Clock, fail } from '../kernel/index.ts';
import type { Account, Accounts, StatusReason } from '../platform/accounts/index.ts';
import type { ConnectSession, ConnectSessions } from '../platform/connect-sessions/index.ts';
import { placeholderFor, readFields, typedValues } from './credentials.ts';
import { findOffer, type Offer, type OfferParts } from './offers.ts';
import { type TestReport, testCredentials } from './test-credentials.ts';

/** What linking needs. */
export interface LinkParts extends OfferParts {
  readonly accounts: Accounts;
  readonly sessions: ConnectSessions;
  readonly runner: ActionRunner;
  readonly clock: Clock;
}

/** What linking ended with. */
export interface Linked extends TestReport {
  readonly account: Account;
  readonly offer: Offer;
}

/** What a person filled in. */
export interface LinkForm {
  readonly integrationId: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Limitations as the account shows them, although it is active. */
const reasonsFor = ({ limitations }: TestReport, clock: Clock): StatusReason[] =>
  limitations.map((description) => ({ code: 'limited_access', description, at: clock.now() }));

const secretTexts = (secrets: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secrets).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/**
 * Links an account: finds what is offered, checks the fields, asks the provider, and only then stores the account,
 * in one transaction with the use of the session.
 */
export async function linkAccount(session: ConnectSession, form: LinkForm, parts: LinkParts): Promise<Linked> {
  const offer = await findOffer(session, form.integrationId, parts);
  const { setup, secrets } = readFields(offer.method, form.values, parts.authConfigs.setupValues(offer.config));
  const report = await testCredentials(
    offer,
    { ...parts.authConfigs.setupValues(offer.config), ...setup, ...secrets },
    parts.runner,
  );
  const { account } = await parts.accounts.link(
    {
      projectId: session.projectId,
      authConfigId: offer.config.id,
      authMethodKey: offer.method.key,
      provider: offer.connector.key,
      environment: offer.config.environment,
      originOwnerId: session.originOwnerId,
      originOwnerName: session.originOwnerName,
      originUsername: session.originUsername,
      label: session.label,
      metadata: session.metadata,
      type: session.type,
      setup,
      secrets,
      grantedScopes: null,
      statusReasons: reasonsFor(report, parts.clock),
      alwaysNew: session.multiple,
    },
    (db, linked) => parts.sessions.consume(db, session, linked.id),
  );
  return { account, offer, ...report };
}

/**
 * The account a session may see and edit: the one it names or has linked, or any of the same owner.
 * @throws PatchbayError `account_not_found`
 */
export async function accountOfSession(session: ConnectSession, id: string, accounts: Accounts): Promise<Account> {
  const account = await accounts.get(session.projectId, id);
  const own =
    account !== undefined &&
    (session.accountId === null
      ? account.originOwnerId === session.originOwnerId &&
        account.originOwnerName === session.originOwnerName &&
        account.type === session.type
      : session.accountId === id);
  if (!own) throw fail('account_not_found', { id });
  return account;
}

/** The offer behind an existing account; sessions that edit an account may use it whatever else they are limited to. */
export async function offerOfAccount(account: Account, { authConfigs, catalog }: OfferParts): Promise<Offer> {
  const config = await authConfigs.get(account.projectId, account.authConfigId);
  const connector = catalog.get(account.provider);
  const method = connector?.authentication.find(
    ({ key, environment }) => key === account.authMethodKey && environment.key === account.environment,
  );
  if (config === undefined || connector === undefined || method === undefined)
    throw fail('connector_unusable', { key: account.provider });
  return { config, connector, method };
}

/** Replaces credentials of an account after the provider accepted them; what was left blank stays. */
export async function relinkAccount(
  account: Account,
  values: Readonly<Record<string, string>>,
  parts: LinkParts,
): Promise<Linked> {
  const offer = await offerOfAccount(account, parts);
  const stored = { ...account.setup, ...secretTexts(parts.accounts.secrets(account)) };
  const known = new Set(offer.method.configFields.map(({ key }) => key));
  const kept = Object.fromEntries(Object.entries(stored).filter(([key]) => known.has(key)));
  const { setup, secrets } = readFields(
    offer.method,
    { ...kept, ...typedValues(values) },
    parts.authConfigs.setupValues(offer.config),
  );
  const report = await testCredentials(
    offer,
    { ...parts.authConfigs.setupValues(offer.config), ...parts.accounts.secrets(account), ...setup, ...secrets },
    parts.runner,
  );
  const statusReasons = reasonsFor(report, parts.clock);
  const changed = { setup, secrets, status: 'active', statusReasons } as const;
  return { account: await parts.accounts.update(account.projectId, account.id, changed), offer, ...report };
}

/** The stored secrets of an account as placeholders for a form. */
export const secretPlaceholders = (account: Account, accounts: Accounts): Record<string, string> =>
  Object.fromEntries(
    Object.entries(secretTexts(accounts.secrets(account))).map(([key, secret]) => [key, placeholderFor(secret)]),
  );
