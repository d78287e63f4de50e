import type { ActionRunner, SignIn } from '../catalog/index.ts';
import { scheduledRefresh } from '../engine/index.ts';
import { type Clock, fail } from '../kernel/index.ts';
import {
  type Account,
  type AccountChange,
  type Accounts,
  isStopped,
  type StatusReason,
  type UpdateOptions,
} from '../platform/accounts/index.ts';
import type { ConnectSession, ConnectSessions } from '../platform/connect-sessions/index.ts';
import { type FieldValues, placeholderFor, readFields, typedValues } from './credentials.ts';
import { type Filled, needsWindow, withFirstTokens } from './first-tokens.ts';
import { findOffer, methodOf, type Offer, type OfferParts } from './offers.ts';
import { type TestReport, testCredentials } from './test-credentials.ts';

/** What linking needs. */
export interface LinkParts extends OfferParts {
  readonly accounts: Accounts;
  readonly sessions: ConnectSessions;
  readonly runner: ActionRunner;
  readonly signIn: SignIn;
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
 * Asks the provider whether the values work, and only then stores the account, in one transaction with the use of the
 * session.
 */
export async function storeLink(
  session: ConnectSession,
  offer: Offer,
  { setup, secrets, grantedScopes }: Filled,
  parts: LinkParts,
  { alsoDo }: UpdateOptions = {},
): Promise<Linked> {
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
      grantedScopes,
      renewBy: scheduledRefresh(offer.method, parts.clock.now()),
      statusReasons: reasonsFor(report, parts.clock),
      alwaysNew: session.multiple,
    },
    async (db, linked) => {
      await parts.sessions.consume(db, session, linked.id);
      await alsoDo?.(db, linked);
    },
  );
  return { account, offer, ...report };
}

/** Links an account with what a person has typed: finds what is offered, checks the fields, gets a first token if need be. */
export async function linkAccount(session: ConnectSession, form: LinkForm, parts: LinkParts): Promise<Linked> {
  const offer = await findOffer(session, form.integrationId, parts);
  if (needsWindow(offer.method))
    throw fail('oauth_sign_in_needed', { connector: offer.connector.title, integrationId: offer.config.id });
  const values = readFields(offer.method, form.values, parts.authConfigs.setupValues(offer.config));
  return storeLink(session, offer, await withFirstTokens(offer, values, parts), parts);
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
export async function offerOfAccount(account: Account, { authConfigs, connectors }: OfferParts): Promise<Offer> {
  const config = await authConfigs.get(account.projectId, account.authConfigId);
  if (config === undefined) throw fail('connector_unusable', { key: account.provider });
  const connector = await connectors.resolve(account.projectId, account.provider, config.versionPin);
  const method = methodOf(connector, account);
  if (method === undefined) throw fail('connector_unusable', { key: account.provider });
  return { config, connector, method };
}

/** What a form for an existing account amounts to: typed values, and the stored ones where nothing was typed. */
export function changedFields(
  account: Account,
  { config, method }: Offer,
  values: Readonly<Record<string, string>>,
  { accounts, authConfigs }: LinkParts,
): FieldValues {
  const stored = { ...account.setup, ...secretTexts(accounts.secrets(account)) };
  const known = new Set(method.configFields.map(({ key }) => key));
  const kept = Object.fromEntries(Object.entries(stored).filter(([key]) => known.has(key)));
  return readFields(method, { ...kept, ...typedValues(values) }, authConfigs.setupValues(config));
}

/** Asks the provider whether the new values work, and only then puts them over those of the account. */
export async function storeChange(
  account: Account,
  offer: Offer,
  { setup, secrets, grantedScopes }: Filled,
  parts: LinkParts,
  options: UpdateOptions = {},
): Promise<Linked> {
  const report = await testCredentials(
    offer,
    { ...parts.authConfigs.setupValues(offer.config), ...parts.accounts.secrets(account), ...setup, ...secrets },
    parts.runner,
  );
  const renewBy = scheduledRefresh(offer.method, parts.clock.now());
  const working = { status: 'active', statusReasons: reasonsFor(report, parts.clock) } as const;
  const change = (stored: Account): AccountChange => ({
    setup,
    secrets,
    renewBy,
    ...(grantedScopes === null ? {} : { grantedScopes }),
    ...(isStopped(stored) ? {} : working),
  });
  return { account: await parts.accounts.update(account.projectId, account.id, change, options), offer, ...report };
}

/** Replaces credentials of an account after the provider accepted them; what was left blank stays. */
export async function relinkAccount(
  account: Account,
  values: Readonly<Record<string, string>>,
  parts: LinkParts,
): Promise<Linked> {
  const offer = await offerOfAccount(account, parts);
  const fields = changedFields(account, offer, values, parts);
  return storeChange(account, offer, await withFirstTokens(offer, fields, parts), parts);
}

/** The stored secrets of an account as placeholders for a form. Tokens are in no form. */
export function secretPlaceholders(account: Account, { method }: Offer, accounts: Accounts): Record<string, string> {
  const fields = new Set(method.configFields.map(({ key }) => key));
  const texts = Object.entries(secretTexts(accounts.secrets(account))).filter(([key]) => fields.has(key));
  return Object.fromEntries(texts.map(([key, secret]) => [key, placeholderFor(secret)]));
}
