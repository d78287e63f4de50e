import { fileURLToPath } from 'node:url';
import type { FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { type AccountHealth, createAccountHealth } from './account-health/index.ts';
import { actionRoutes, categoryOf, createActions, metaRoutes, searchRoutes } from './actions/index.ts';
import {
  createCatalog,
  createConnectors,
  createProxyRunner,
  createRefresher,
  createRevoker,
  createRunner,
  createSignIn,
  type RunnerParts,
  readPrepared,
} from './catalog/index.ts';
import { type Config, VERSION } from './config.ts';
import {
  authLinkUrl,
  guideRoutes,
  hubRoutes,
  iconPath,
  iconRoutes,
  linkPageRoutes,
  oauthRoutes,
  setupForm,
} from './connect/index.ts';
import { startControl } from './control/index.ts';
import { createCredentials, credentialRoutes, revokeAccount } from './credentials/index.ts';
import { createEgress, type Lookup } from './egress/index.ts';
import { type CompiledConnector, createRateLimiter, createResponseCache, loadConnector } from './engine/index.ts';
import { createHttpApp, enforceAccess, healthRoutes, listen, openApiRoutes } from './http/index.ts';
import { type Clock, type Logger, systemClock } from './kernel/index.ts';
import { mcpRoutes } from './mcp/index.ts';
import { type Accounts, accountRoutes, createAccounts } from './platform/accounts/index.ts';
import {
  type ApiKeys,
  apiKeyGuard,
  apiKeyRoutes,
  createApiKeys,
  createRequestRates,
  decorateWithApiKey,
  loadPepper,
} from './platform/api-keys/index.ts';
import { type Audit, createAudit } from './platform/audit/index.ts';
import {
  type AuthConfigs,
  authConfigRoutes,
  createAuthConfigs,
  type ReadyConnector,
} from './platform/auth-configs/index.ts';
import {
  connectSessionRoutes,
  createConnectSessions,
  decorateWithSession,
  operatorLinkRoutes,
  sessionGuard,
} from './platform/connect-sessions/index.ts';
import { createConnectionAttempts } from './platform/connection-attempts/index.ts';
import {
  createLogPruner,
  createLogWriter,
  type LogSettingsOf,
  type LogSource,
  type LogWriter,
  logRequests,
  logRoutes,
} from './platform/logs/index.ts';
import {
  auditRoutes,
  createOperators,
  decorateWithOperator,
  type Login,
  memberRoutes,
  type Operators,
  operatorDoor,
  operatorGuard,
  projectRoutes,
  signInRoutes,
} from './platform/operators/index.ts';
import { createProjects, DEFAULT_SETTINGS, type Projects } from './platform/projects/index.ts';
import { createRegistry, registryRoutes } from './platform/registry/index.ts';
import { createToolFeedback, toolFeedbackRoutes } from './platform/tool-feedback/index.ts';
import { createWebhooks, type Webhooks, webhookRoutes } from './platform/webhooks/index.ts';
import { proxyRoutes } from './proxy/index.ts';
import { rpcRoutes } from './rpc/index.ts';
import { EMULATORS, registerSandbox } from './sandbox/index.ts';
import {
  assertKeysOpen,
  createJobs,
  createSealer,
  type Database,
  type Jobs,
  loadOrCreateKeyFile,
  openDatabase,
  parseEncryptionKeys,
  type Rotated,
  type RotateOptions,
  rotateEncryptionKeys,
} from './storage/index.ts';
import { createTelemetry } from './telemetry/index.ts';

const CONNECTORS = fileURLToPath(new URL('../connectors', import.meta.url));
const HUB_PAGES = fileURLToPath(new URL('../hub/dist', import.meta.url));

/** A server that answers requests. */
export interface RunningServer {
  /** Where it listens, for callers on this machine. */
  readonly url: string;
  /** Base of the links it hands out. */
  readonly publicUrl: string;
  /** The first API key, on the start that made it and only if it was generated. */
  readonly firstApiKey: string | undefined;
  /** The login of the first operator, on the start that made it and only if its password was generated. */
  readonly firstOperator: Login | undefined;
  /** The platform, for the process that runs the server. */
  readonly platform: {
    readonly database: Database;
    readonly projects: Projects;
    readonly audit: Audit;
    readonly operators: Operators;
    readonly apiKeys: ApiKeys;
    readonly authConfigs: AuthConfigs;
    readonly accounts: Accounts;
    readonly logs: LogWriter;
    readonly jobs: Jobs;
    readonly webhooks: Webhooks;
    readonly accountHealth: AccountHealth;
    /** Seals everything with a new encryption key while the server works. */
    readonly rotateKeys: (how?: RotateOptions) => Promise<Rotated>;
  };
  /** Answers what is under way, writes what is noted, and stops. @throws the first failure, once all else is closed */
  close(): Promise<void>;
}

/** Parts that tests replace. */
export interface ServerOptions {
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Folder with one folder for each connector. */
  readonly connectors?: string;
  /** File with connectors that were read and checked ahead of time. */
  readonly prepared?: string;
  /** Resolver of the names that are called. */
  readonly lookup?: Lookup;
}

/** Ways to connect that work without set-up, which every project gets from the start. */
const readyConnector = ({ key, title, authentication }: CompiledConnector): ReadyConnector => ({
  key,
  title,
  methods: authentication
    .filter(({ setupFields }) => !setupFields.some((field) => field.required && field.value === undefined))
    .map((method) => ({ key: method.key, environment: method.environment.key })),
});

/** Whom the log names as the source of a request; null for strangers and for what belongs to no project. */
function logSourceOf({ apiKey, connectSession, operator }: FastifyRequest): LogSource | null {
  if (apiKey !== null) return { projectId: apiKey.projectId, type: 'api_key', id: apiKey.id, name: apiKey.name };
  if (connectSession !== null) {
    const { projectId, id, originOwnerName: name } = connectSession;
    return { projectId, type: 'session', id: String(id), name };
  }
  const entered = operator?.inProject;
  if (operator === null || !entered) return null;
  const { id, email: name } = operator.operator;
  return { projectId: entered.project.id, type: 'dashboard', id, name };
}

/**
 * Starts a server: config → storage → catalog → platform → doors → listen.
 * @throws PatchbayError when it cannot start; nothing is left running then
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  const clock = options.clock ?? systemClock;
  const logger: Logger = options.logger ?? pino({ level: config.logLevel });
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const step of undo.splice(0).reverse()) {
      try {
        await step();
      } catch (err) {
        // What comes after must be closed all the same; the database comes last.
        logger.error({ err }, 'a part of the server could not be stopped cleanly');
        failures.push(err);
      }
    }
    if (failures.length > 0) throw failures[0];
  };

  try {
    // Storage.
    const location =
      config.databaseUrl === undefined
        ? ({ kind: 'sqlite', dir: config.dataDir } as const)
        : ({ kind: 'postgres', url: config.databaseUrl } as const);
    const database = await openDatabase({ ...location, clock, logger });
    undo.push(() => database.close());
    const sealer = createSealer(
      config.encryptionKeys === undefined
        ? loadOrCreateKeyFile(config.dataDir).keys
        : parseEncryptionKeys(config.encryptionKeys),
    );
    await assertKeysOpen(database, sealer);
    const keyDir = config.encryptionKeys === undefined ? config.dataDir : undefined;
    const rotateKeys = (how?: RotateOptions): Promise<Rotated> =>
      rotateEncryptionKeys({ database, sealer, keyDir }, how);

    const telemetry = await createTelemetry({ ...config, version: VERSION, logger });
    undo.push(() => telemetry?.close());

    // Catalog, and everything a compiled action needs to run.
    const egress = createEgress({ allow: config.egressAllow, logger, version: VERSION, lookup: options.lookup });
    undo.push(() => egress.close());
    const catalog = createCatalog({
      folder: options.connectors ?? CONNECTORS,
      prepared: options.prepared === undefined ? {} : readPrepared(options.prepared),
      logger,
    });
    let url = '';
    const publicUrl = (): string => config.publicUrl ?? `http://localhost:${new URL(url).port}`;
    const iconUrl = (key: string): string => `${publicUrl()}${iconPath(key)}`;
    const runnerParts: RunnerParts = {
      transport: telemetry === undefined ? egress.send : telemetry.watch(egress.send),
      limiter: createRateLimiter({ clock }),
      cache: createResponseCache({ clock }),
      clock,
      sandboxUrl: (key) =>
        config.sandbox && EMULATORS.some((emulator) => emulator.key === key) ? `${url}/sandbox/${key}` : undefined,
    };
    const runner = createRunner(runnerParts);
    const proxyRunner = createProxyRunner(runnerParts);
    const refresh = createRefresher({ ...runnerParts, publicUrl });
    const revoke = createRevoker({ ...runnerParts, publicUrl });
    const signIn = createSignIn({ ...runnerParts, publicUrl });

    // Platform.
    const projects = createProjects({ database, clock });
    const audit = createAudit({ database, clock });
    const operators = createOperators({ database, audit, clock });
    const apiKeys = createApiKeys({ database, pepper: await loadPepper(database, sealer), clock, logger });
    undo.push(() => apiKeys.close());
    const logSettings: LogSettingsOf = (id) => {
      const found = projects.get(id);
      return found instanceof Promise
        ? found.then((one) => one?.settings ?? DEFAULT_SETTINGS)
        : (found?.settings ?? DEFAULT_SETTINGS);
    };
    const logs = createLogWriter({ database, logger, settingsOf: logSettings });
    undo.push(() => logs.close());
    const pruner = createLogPruner({ database, clock, logger });
    undo.push(() => pruner.close());
    const authConfigs = createAuthConfigs({ database, sealer, clock });
    const jobs = createJobs({ database, clock, logger });
    undo.push(() => jobs.close());
    const webhooks = createWebhooks({ database, sealer, clock, logger, jobs, audit, projects, outbound: egress });
    const accounts = createAccounts({ database, sealer, clock, onChange: webhooks.onAccountChange });
    const sessions = createConnectSessions({ database, clock, logger });
    undo.push(() => sessions.close());
    const attempts = createConnectionAttempts({ database, sealer, clock, logger });
    undo.push(() => attempts.close());
    const project = await projects.ensureDefault();
    if (config.bootstrapApiKey !== undefined) await apiKeys.ensureFirst(project.id, config.bootstrapApiKey);
    const furnish = (id: string) => authConfigs.ensureDefaults(id, catalog.list().map(readyConnector));
    // All of them: one may have been made just before the process ended, or before a connector came with a new version.
    for (const { id } of await projects.list()) await furnish(id);
    const registry = createRegistry({ database, audit, clock });
    const connectors = createConnectors({ builtin: catalog, custom: registry, logger });

    const usedConnector = async (projectId: string, key: string, pin: string | null) => {
      const connector = await connectors.resolve(projectId, key, pin);
      return { ...connector, source: connectors.sourceOf(connector) };
    };
    const credentials = createCredentials({
      accounts,
      authConfigs,
      connectors,
      database,
      refresh,
      clock,
      logger,
      count: telemetry?.countRenewal,
    });
    undo.push(() => credentials.settled());
    // Commands of this machine; with PostgreSQL they work on the database themselves.
    if (location.kind === 'sqlite') {
      const parts = { database, sealer, keyDir, clock, logger, projects, audit, apiKeys };
      const control = await startControl(config.dataDir, parts);
      undo.push(() => control.close());
    }

    // Doors.
    const app = await createHttpApp({ logger, clock, trustProxy: config.trustProxy });
    undo.push(() => app.close());
    decorateWithApiKey(app);
    decorateWithSession(app);
    decorateWithOperator(app);
    const rates =
      config.rateLimit === 0 ? undefined : createRequestRates({ database, clock, logger, limit: config.rateLimit });
    undo.push(() => rates?.close());
    telemetry?.observe(app);
    const operatorParts = { operators, projects, publicUrl };
    enforceAccess(app, {
      'api-key': apiKeyGuard({ apiKeys, projects, rates, operators: operatorDoor(operatorParts) }),
      session: sessionGuard(sessions),
      operator: operatorGuard(operatorParts),
    });
    logRequests(app, { writer: logs, sourceOf: logSourceOf });
    const actions = createActions({
      credentials,
      accounts,
      authConfigs,
      connectors,
      runner,
      proxyRunner,
      logs,
      logSettings,
      telemetry,
      clock,
      logger,
      iconUrl,
    });
    const accountHealth = createAccountHealth({
      accounts,
      authConfigs,
      connectors,
      credentials,
      runner,
      database,
      clock,
      logger,
      everyHours: config.healthCheckHours,
    });
    undo.push(() => accountHealth.close());
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
    linkPageRoutes(app, { folder: HUB_PAGES });
    accountRoutes(app, {
      accounts,
      authConfigs,
      connectorTitle: connectors.title,
      revoke: (account) => revokeAccount(account, { accounts, authConfigs, connectors, revoke, logger }),
    });
    credentialRoutes(app, { accounts, authConfigs, connectors, credentials, audit });
    authConfigRoutes(app, {
      authConfigs,
      iconUrl,
      connector: usedConnector,
      readSetup: setupForm(usedConnector),
      accountsOf: {
        count: (projectId, authConfigId) => accounts.count(projectId, { authConfigId }),
        removeAll: accounts.removeOfAuthConfig,
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
    oauthRoutes(app, { ...hubParts, logger, builtinTitle: (key) => catalog.get(key)?.title ?? null });
    actionRoutes(app, actions);
    searchRoutes(app, { accounts, authConfigs, connectors });
    metaRoutes(app, { accounts, authConfigs, connectors, iconUrl });
    registryRoutes(app, {
      registry,
      connectors,
      accounts,
      authConfigs,
      check: loadConnector,
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
    if (config.sandbox) await registerSandbox(app, { publicUrl, clock, logger });

    // Listen.
    url = await listen(app, config);
    if (config.sandbox) egress.allowBelow(`${url}/sandbox/`);
    // What is generated is shown once, so it is made when nothing can keep this start from showing it.
    const firstApiKey = await apiKeys.ensureFirst(project.id, undefined);
    const firstOperator = await operators.ensureFirst(config.adminEmail ?? 'admin@localhost', config.adminPassword);
    accountHealth.start();
    await webhooks.start();
    jobs.start();
    return {
      url,
      publicUrl: publicUrl(),
      firstOperator,
      firstApiKey,
      platform: {
        database,
        projects,
        audit,
        operators,
        apiKeys,
        authConfigs,
        accounts,
        logs,
        jobs,
        webhooks,
        accountHealth,
        rotateKeys,
      },
      close: stop,
    };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}
