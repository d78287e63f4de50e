import { actionRoutes, categoryOf, metaRoutes, searchRoutes } from '../actions/index.ts';
import {
  authLinkUrl,
  guideRoutes,
  hubRoutes,
  iconRoutes,
  linkPageRoutes,
  oauthRoutes,
  setupForm,
} from '../connect/index.ts';
import { credentialRoutes, removeAccountsOf, revokeAccount } from '../credentials/index.ts';
import { type HttpApp, healthRoutes, openApiRoutes } from '../http/index.ts';
import { mcpRoutes } from '../mcp/index.ts';
import { accountRoutes } from '../platform/accounts/index.ts';
import { apiKeyRoutes } from '../platform/api-keys/index.ts';
import { authConfigRoutes } from '../platform/auth-configs/index.ts';
import { connectSessionRoutes, operatorLinkRoutes } from '../platform/connect-sessions/index.ts';
import { logRoutes } from '../platform/logs/index.ts';
import { auditRoutes, memberRoutes, projectRoutes, signInRoutes } from '../platform/operators/index.ts';
import { registryRoutes } from '../platform/registry/index.ts';
import { createToolFeedback, toolFeedbackRoutes } from '../platform/tool-feedback/index.ts';
import { webhookRoutes } from '../platform/webhooks/index.ts';
import { proxyRoutes } from '../proxy/index.ts';
import { rpcRoutes } from '../rpc/index.ts';
import { EMULATORS } from '../sandbox/index.ts';
import type { Database } from '../storage/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { Address, Base } from './base.ts';
import type { Engine } from './engine.ts';
import { type Platform, readyConnector } from './platform.ts';
import type { Work } from './work.ts';

/** What {@link registerRoutes} hands to the routes. */
export interface RouteParts {
  readonly database: Database;
  readonly address: Address;
  readonly telemetry: Telemetry | undefined;
  readonly engine: Engine;
  readonly platform: Platform;
  readonly work: Work;
  readonly iconUrl: (key: string) => string;
  /** Folder with the built pages of the hub. */
  readonly hubPages: string;
}

/** Registers every route of the server but those of the sandbox. */
export function registerRoutes(app: HttpApp, { config, clock, logger }: Base, parts: RouteParts): void {
  const { database, telemetry, iconUrl, hubPages } = parts;
  const { publicUrl } = parts.address;
  const { catalog, loader, runner, revoke, signIn } = parts.engine;
  const { projects, audit, operators, apiKeys, logs, authConfigs, jobs, webhooks, accounts } = parts.platform;
  const { sessions, attempts, furnish, registry, connectors } = parts.platform;
  const { credentials, actions, accountHealth } = parts.work;
  const usedConnector = async (projectId: string, key: string, pin: string | null) => {
    const connector = await connectors.resolve(projectId, key, pin);
    return { ...connector, source: connectors.sourceOf(connector) };
  };
  const demoCredentials = async (key: string) => {
    const emulator = config.sandbox ? EMULATORS.find((one) => one.key === key) : undefined;
    return (await emulator?.load())?.credentialSets ?? [];
  };

  healthRoutes(app, () => database.ping());
  telemetry?.routes(app, {
    logRowsWaiting: () => logs.stats().waiting,
    logRowsWritten: () => logs.stats().written,
    logRowsDropped: () => logs.stats().dropped,
    logBodiesDropped: () => logs.stats().bodiesDropped,
    accountsChecked: () => accountHealth.totals().checked,
    accounts: accounts.counts,
    jobs: jobs.counts,
    webhooks: webhooks.counts,
  });
  openApiRoutes(app);
  iconRoutes(app, catalog);
  guideRoutes(app, { catalog, publicUrl });
  linkPageRoutes(app, { folder: hubPages });
  const revocation = { accounts, authConfigs, connectors, revoke, logger };
  accountRoutes(app, {
    accounts,
    authConfigs,
    connectorTitle: connectors.title,
    revoke: (account) => revokeAccount(account, revocation),
  });
  credentialRoutes(app, { accounts, authConfigs, connectors, credentials, audit });
  authConfigRoutes(app, {
    authConfigs,
    iconUrl,
    connector: usedConnector,
    readSetup: setupForm(usedConnector),
    accountsOf: {
      count: (projectId, authConfigId) => accounts.count(projectId, { authConfigId }),
      removeAll: (projectId, authConfigId) => removeAccountsOf(projectId, authConfigId, revocation),
    },
  });
  const linking = {
    sessions,
    authConfigs,
    accounts,
    connectorKeys: connectors.keys,
    authLinkUrl: (token: string) => authLinkUrl(publicUrl(), token),
  };
  connectSessionRoutes(app, { ...linking, projects });
  webhookRoutes(app, { webhooks });
  toolFeedbackRoutes(app, { feedback: createToolFeedback({ database, clock }), accounts });
  logRoutes(app, {
    database,
    writer: logs,
    services: async (projectId) =>
      new Map((await connectors.list(projectId)).map((connector) => [connector.key, categoryOf(connector)])),
    publicUrl,
  });
  const hubParts = { clock, authConfigs, connectors, accounts, sessions, attempts, runner, signIn, projects };
  hubRoutes(app, { ...hubParts, iconUrl, publicUrl, demoCredentials });
  oauthRoutes(app, { ...hubParts, logger, publicUrl, builtinTitle: (key) => catalog.get(key)?.title ?? null });
  actionRoutes(app, actions);
  searchRoutes(app, { accounts, authConfigs, connectors });
  metaRoutes(app, { accounts, authConfigs, connectors, iconUrl });
  registryRoutes(app, {
    registry,
    connectors,
    accounts,
    authConfigs,
    check: loader.load,
    isBuiltin: (key) => catalog.get(key) !== undefined,
    enable: async (projectId, key) => {
      const connector = await connectors.resolve(projectId, key, null);
      const known = connector.authentication.map((way) => ({ key: way.key, environment: way.environment.key }));
      await authConfigs.ensureDefaults(projectId, [{ ...readyConnector(connector), known }]);
    },
  });
  rpcRoutes(app, actions);
  mcpRoutes(app, { actions, accounts });
  proxyRoutes(app, actions);
  signInRoutes(app, { operators, publicUrl });
  projectRoutes(app, { operators, projects, audit, furnish });
  memberRoutes(app, operators);
  apiKeyRoutes(app, { apiKeys, audit, clock });
  operatorLinkRoutes(app, { ...linking, audit });
  auditRoutes(app, audit);
}
