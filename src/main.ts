import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { type AccountHealth, createAccountHealth } from './account-health/index.ts';
import { actionRoutes, categoryOf, createActions, metaRoutes } from './actions/index.ts';
import {
  createCatalog,
  createRefresher,
  createRevoker,
  createRunner,
  type RunnerParts,
  readPrepared,
} from './catalog/index.ts';
import { type Config, VERSION } from './config.ts';
import { authLinkUrl, guideRoutes, hubRoutes, iconPath, iconRoutes, linkPageRoutes } from './connect/index.ts';
import { createCredentials, credentialRoutes, revokeAccount } from './credentials/index.ts';
import { createEgress } from './egress/index.ts';
import { type CompiledConnector, createRateLimiter, createResponseCache } from './engine/index.ts';
import { createHttpApp, enforceAccess, healthRoutes, openApiRoutes } from './http/index.ts';
import { type Clock, type Logger, systemClock } from './kernel/index.ts';
import { mcpRoutes } from './mcp/index.ts';
import { type Accounts, accountRoutes, createAccounts } from './platform/accounts/index.ts';
import { type ApiKeys, apiKeyGuard, createApiKeys, decorateWithApiKey, loadPepper } from './platform/api-keys/index.ts';
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
  sessionGuard,
} from './platform/connect-sessions/index.ts';
import { createLogWriter, type LogWriter, logRequests, logRoutes } from './platform/logs/index.ts';
import { createProjects, type Projects } from './platform/projects/index.ts';
import { rpcRoutes } from './rpc/index.ts';
import { EMULATORS, registerSandbox } from './sandbox/index.ts';
import {
  assertKeysOpen,
  createSealer,
  type Database,
  loadOrCreateKeyFile,
  openDatabase,
  parseEncryptionKeys,
  type Rotated,
  type RotateOptions,
  rotateEncryptionKeys,
} from './storage/index.ts';

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
  /** The platform, for the process that runs the server. */
  readonly platform: {
    readonly database: Database;
    readonly projects: Projects;
    readonly audit: Audit;
    readonly apiKeys: ApiKeys;
    readonly authConfigs: AuthConfigs;
    readonly accounts: Accounts;
    readonly logs: LogWriter;
    readonly accountHealth: AccountHealth;
    /** Seals everything with a new encryption key while the server works. */
    readonly rotateKeys: (how?: RotateOptions) => Promise<Rotated>;
  };
  /** Answers what is under way, writes what is noted, and stops. */
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
}

/** Ways to connect that work without set-up, which every project gets from the start. */
const readyConnector = ({ key, title, authentication }: CompiledConnector): ReadyConnector => ({
  key,
  title,
  methods: authentication
    .filter(({ setupFields }) => !setupFields.some((field) => field.required && field.value === undefined))
    .map((method) => ({ key: method.key, environment: method.environment.key })),
});

/**
 * Starts a server: config → storage → catalog → platform → doors → listen.
 * @throws PatchbayError when it cannot start; nothing is left running then
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  const clock = options.clock ?? systemClock;
  const logger: Logger = options.logger ?? pino({ level: config.logLevel });
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
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

    // Catalog, and everything a compiled action needs to run.
    const egress = createEgress({ allow: config.egressAllow, logger, version: VERSION });
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
      transport: egress.send,
      limiter: createRateLimiter({ clock }),
      cache: createResponseCache({ clock }),
      clock,
      sandboxUrl: (key) => (config.sandbox ? `${url}/sandbox/${key}` : undefined),
    };
    const runner = createRunner(runnerParts);
    const refresh = createRefresher({ ...runnerParts, publicUrl });
    const revoke = createRevoker({ ...runnerParts, publicUrl });

    // Platform.
    const projects = createProjects({ database, clock });
    const audit = createAudit({ database, clock });
    const apiKeys = createApiKeys({ database, pepper: await loadPepper(database, sealer), clock, logger });
    undo.push(() => apiKeys.close());
    const logs = createLogWriter({ database, logger });
    undo.push(() => logs.close());
    const authConfigs = createAuthConfigs({ database, sealer, clock });
    const accounts = createAccounts({ database, sealer, clock });
    const sessions = createConnectSessions({ database, clock });
    const project = await projects.ensureDefault();
    const firstKey = await apiKeys.ensureFirst(project.id, config.bootstrapApiKey);
    await authConfigs.ensureDefaults(project.id, catalog.list().map(readyConnector));

    // Doors.
    const app = await createHttpApp({ logger, clock });
    undo.push(() => app.close());
    decorateWithApiKey(app);
    decorateWithSession(app);
    enforceAccess(app, { 'api-key': apiKeyGuard(apiKeys), session: sessionGuard(sessions) });
    logRequests(app, {
      writer: logs,
      clock,
      sourceOf: ({ apiKey, connectSession }) =>
        apiKey !== null
          ? { projectId: apiKey.projectId, type: 'api_key', id: apiKey.id }
          : connectSession && { projectId: connectSession.projectId, type: 'session', id: String(connectSession.id) },
    });
    const credentials = createCredentials({ accounts, authConfigs, catalog, database, refresh, clock, logger });
    const actions = createActions({
      credentials,
      accounts,
      authConfigs,
      catalog,
      runner,
      logs,
      clock,
      logger,
      iconUrl,
    });
    const accountHealth = createAccountHealth({
      accounts,
      authConfigs,
      catalog,
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
    openApiRoutes(app);
    iconRoutes(app, catalog);
    guideRoutes(app, { catalog, publicUrl });
    linkPageRoutes(app, { folder: HUB_PAGES });
    accountRoutes(app, {
      accounts,
      authConfigs,
      connectorTitle: (key) => catalog.get(key)?.title ?? null,
      revoke: (account) => revokeAccount(account, { accounts, authConfigs, catalog, revoke, logger }),
    });
    credentialRoutes(app, { accounts, authConfigs, catalog, credentials, audit });
    authConfigRoutes(app, { authConfigs, connector: catalog.get, iconUrl });
    connectSessionRoutes(app, {
      sessions,
      projects,
      authConfigs,
      accounts,
      connectorKeys: () => catalog.list().map(({ key }) => key),
      authLinkUrl: (token) => authLinkUrl(publicUrl(), token),
    });
    logRoutes(app, {
      database,
      writer: logs,
      services: () => new Map(catalog.list().map((connector) => [connector.key, categoryOf(connector)])),
      publicUrl,
    });
    hubRoutes(app, {
      clock,
      authConfigs,
      catalog,
      accounts,
      sessions,
      runner,
      projects,
      iconUrl,
      publicUrl,
      demoCredentials,
    });
    actionRoutes(app, actions);
    metaRoutes(app, { accounts, authConfigs, catalog, iconUrl });
    rpcRoutes(app, actions);
    mcpRoutes(app, { actions, accounts });
    if (config.sandbox) await registerSandbox(app, { publicUrl, clock, logger });

    // Listen.
    url = await app.listen({ host: config.host, port: config.port });
    if (config.sandbox) egress.allowAlso(new URL(url).host);
    accountHealth.start();
    return {
      url,
      publicUrl: publicUrl(),
      firstApiKey: config.bootstrapApiKey === undefined ? firstKey : undefined,
      platform: { database, projects, audit, apiKeys, authConfigs, accounts, logs, accountHealth, rotateKeys },
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
