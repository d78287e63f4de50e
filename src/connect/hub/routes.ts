import { type Access, type HttpApp, openCors } from '../../http/index.ts';
import { toIso } from '../../kernel/index.ts';
import type { Account } from '../../platform/accounts/index.ts';
import { type ConnectSession, sessionOf } from '../../platform/connect-sessions/index.ts';
import type { ConnectionAttempts } from '../../platform/connection-attempts/index.ts';
import { logNotesOf } from '../../platform/logs/index.ts';
import type { Projects } from '../../platform/projects/index.ts';
import {
  accountOfSession,
  type LinkParts,
  linkAccount,
  offerOfAccount,
  relinkAccount,
  secretPlaceholders,
} from '../link-account.ts';
import { findOffer, listOffers, type Offer } from '../offers.ts';
import { attemptRoutes } from './attempt-routes.ts';
import { toBranding } from './branding.ts';
import { toHubConfig } from './config-wire.ts';
import {
  ConnectorsQuery,
  HubAccount,
  HubAccountParams,
  HubConnectors,
  HubForm,
  HubSettings,
  LinkBody,
  LinkedAnswer,
  OfferParams,
  RelinkBody,
  RelinkedAnswer,
} from './schema.ts';

const OPEN: Access = { kind: 'session' };
/** A session that has linked its account may still show what it linked. */
const STILL_OPEN: Access = { kind: 'session', allowUsed: true };
/** A connector that was linked through may be gone since. */
const GONE = { refusals: [409, 502] } as const;
/** What linking adds: the form or the provider refuses, the offer is gone, the provider cannot be asked. */
const LINKING = { refusals: [404, 408, 409, 412, 422, 429, 502] } as const;

/** A set of demo values for a connector's form. */
export interface DemoCredentials {
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What the hub routes need. */
export interface HubRouteParts extends LinkParts {
  readonly projects: Projects;
  readonly attempts: ConnectionAttempts;
  readonly iconUrl: (connectorKey: string) => string;
  /** Base of the links handed out. */
  readonly publicUrl: () => string;
  /** Demo values of a connector's emulator; empty while the sandbox is off. */
  readonly demoCredentials: (connectorKey: string) => Promise<readonly DemoCredentials[]>;
}

/** Demo sets that fill at least one field of this form; others belong to another way to connect. */
const demoFor = ({ method }: Offer, sets: readonly DemoCredentials[]): DemoCredentials[] =>
  sets.filter(({ fields }) => method.configFields.some(({ key }) => Object.hasOwn(fields, key)));

const identityOf = ({ config, connector, method }: Offer, iconUrl: string) => ({
  active: true,
  name: config.name,
  provider: connector.key,
  type: connector.categories[0] ?? 'other',
  authentication_config_key: method.key,
  environment: config.environment,
  integration_id: config.id,
  logo_url: iconUrl,
  description: connector.description,
  label: method.label,
});

/** Rows keep their own `version`: published clients take two rows with the same provider and version for one. */
const withVersions = (offers: readonly Offer[], iconUrl: HubRouteParts['iconUrl']) => {
  const seen = new Map<string, number>();
  return offers.map((offer) => {
    const key = `${offer.connector.key}@${offer.connector.version}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    const version = count === 1 ? offer.connector.version : `${offer.connector.version} (${count})`;
    return { ...identityOf(offer, iconUrl(offer.connector.key)), version };
  });
};

/** Registers the routes that the hub calls from any website, with nothing but a connect session token. */
export function hubRoutes(app: HttpApp, parts: HubRouteParts): void {
  const { accounts, projects, iconUrl, publicUrl, demoCredentials } = parts;
  const accountToEdit = async ({ projectId, accountId }: ConnectSession): Promise<Account | undefined> =>
    accountId === null ? undefined : accounts.get(projectId, accountId);
  app.register(async (scope) => {
    openCors(scope, '/hub', {
      methods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
      headers: ['content-type', 'x-hub-session-token', 'x-hub-version'],
      exposed: ['x-request-id', 'retry-after'],
    });
    const hub = scope as unknown as HttpApp;
    attemptRoutes(hub, parts);

    hub.get(
      '/hub/settings',
      {
        config: { access: STILL_OPEN },
        schema: { tags: ['Hub'], summary: 'What the session is for', response: { 200: HubSettings } },
      },
      async (request) => {
        const session = sessionOf(request);
        const project = await projects.get(session.projectId);
        return {
          enabled_features: ['hub_link_account_release'],
          ...(session.accountId === null ? {} : { existing_account_id: session.accountId }),
          project: { name: project?.name ?? '', ...(project && { branding: toBranding(project.settings.branding) }) },
          session: {
            type: session.type,
            origin_owner_name: session.originOwnerName,
            expires_at: toIso(session.expiresAt),
            used: session.usedAt !== null && !session.multiple,
          },
        };
      },
    );

    hub.get(
      '/hub/connectors',
      {
        config: { access: OPEN, api: GONE },
        schema: {
          tags: ['Hub'],
          summary: 'List what the session may link',
          querystring: ConnectorsQuery,
          response: { 200: HubConnectors },
        },
      },
      async (request) => {
        const session = sessionOf(request);
        const { provider } = request.query;
        const offers = (await listOffers(session, parts)).filter(
          ({ connector }) => provider === undefined || connector.key === provider,
        );
        const account = await accountToEdit(session);
        if (account === undefined)
          return { integrations: withVersions(offers, iconUrl), external_trigger_token: session.externalTriggerToken };
        // An edit session starts at the account's own auth config, even one that is not offered for new accounts.
        const own = await offerOfAccount(account, parts);
        const others = offers.filter(({ config }) => config.id !== own.config.id);
        return {
          integrations: withVersions([own, ...others], iconUrl),
          external_trigger_token: session.externalTriggerToken,
        };
      },
    );

    hub.get(
      '/hub/connectors/:id',
      {
        config: { access: OPEN, api: GONE },
        schema: {
          tags: ['Hub'],
          summary: 'Get the form of a way to connect',
          params: OfferParams,
          response: { 200: HubForm },
        },
      },
      async (request) => {
        const session = sessionOf(request);
        const account = await accountToEdit(session);
        const edits = account !== undefined && account.authConfigId === request.params.id;
        const offer = edits ? await offerOfAccount(account, parts) : await findOffer(session, request.params.id, parts);
        return {
          config: {
            ...toHubConfig(offer, edits ? 'edit' : 'new', {
              publicUrl: publicUrl(),
              icon: iconUrl(offer.connector.key),
              hasGuidePage: parts.connectors.sourceOf(offer.connector) === 'builtin',
            }),
            demo_credentials: session.type === 'test' ? demoFor(offer, await demoCredentials(offer.connector.key)) : [],
          },
          hub_settings: { configured_webhook_events: {}, project_settings: {} },
        };
      },
    );

    hub.post(
      '/hub/accounts',
      {
        config: { access: OPEN, api: LINKING },
        schema: { tags: ['Hub'], summary: 'Link an account', body: LinkBody, response: { 201: LinkedAnswer } },
      },
      async (request, reply) => {
        const { integration_id: integrationId, credentials: values } = request.body;
        const linked = await linkAccount(sessionOf(request), { integrationId, values }, parts);
        const { account, offer, limitations, connectedAs } = linked;
        Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
        return reply.code(201).send({
          id: account.id,
          provider: account.provider,
          label: offer.connector.title,
          connected_as: connectedAs,
          warnings: [...limitations],
        });
      },
    );

    hub.get(
      '/hub/accounts/:id',
      {
        config: { access: STILL_OPEN, api: GONE },
        schema: {
          tags: ['Hub'],
          summary: 'Get an account of the session for editing',
          params: HubAccountParams,
          response: { 200: HubAccount },
        },
      },
      async (request) => {
        const account = await accountOfSession(sessionOf(request), request.params.id, accounts);
        Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
        const offer = await offerOfAccount(account, parts);
        return {
          secureId: account.id,
          provider: account.provider,
          setupInformation: account.setup,
          secrets: secretPlaceholders(account, offer, accounts),
          version: offer.connector.version,
          authConfigKey: account.authMethodKey,
          environment: account.environment,
          integrationId: account.authConfigId,
        };
      },
    );

    hub.patch(
      '/hub/accounts/:id',
      {
        config: { access: OPEN, api: LINKING },
        schema: {
          tags: ['Hub'],
          summary: 'Replace the credentials of an account',
          params: HubAccountParams,
          body: RelinkBody,
          response: { 200: RelinkedAnswer },
        },
      },
      async (request) => {
        const account = await accountOfSession(sessionOf(request), request.params.id, accounts);
        Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
        const linked = await relinkAccount(account, request.body.credentials, parts);
        const { id, provider } = linked.account;
        return { id, provider, connected_as: linked.connectedAs, warnings: [...linked.limitations] };
      },
    );
  });
}
