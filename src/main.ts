import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { AccountHealth } from './account-health/index.ts';
import { type Config, VERSION } from './config.ts';
import { iconPath } from './connect/index.ts';
import type { Lookup } from './egress/index.ts';
import { listen } from './http/index.ts';
import { type Clock, type Logger, systemClock } from './kernel/index.ts';
import type { Address, Base } from './main/base.ts';
import { createEngine } from './main/engine.ts';
import { createPlatform, openControl } from './main/platform.ts';
import { registerRoutes } from './main/routes.ts';
import { createServer } from './main/server.ts';
import { openStorage } from './main/storage.ts';
import { createAccountCredentials, createWork } from './main/work.ts';
import type { Accounts } from './platform/accounts/index.ts';
import type { ApiKeys } from './platform/api-keys/index.ts';
import type { Audit } from './platform/audit/index.ts';
import type { AuthConfigs } from './platform/auth-configs/index.ts';
import type { LogWriter } from './platform/logs/index.ts';
import type { Login, Operators } from './platform/operators/index.ts';
import type { Projects } from './platform/projects/index.ts';
import type { Webhooks } from './platform/webhooks/index.ts';
import { registerSandbox } from './sandbox/index.ts';
import type { Database, Jobs, Rotated, RotateOptions } from './storage/index.ts';
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

/**
 * Starts a server: config → storage → catalog → platform → doors → listen.
 * @throws PatchbayError when it cannot start; nothing is left running then
 */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<RunningServer> {
  const clock = options.clock ?? systemClock;
  const logger: Logger = options.logger ?? pino({ level: config.logLevel });
  const ends: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const end of ends.splice(0).reverse()) {
      try {
        await end();
      } catch (err) {
        // What comes after must be closed all the same; the database comes last.
        logger.error({ err }, 'a part of the server could not be stopped cleanly');
        failures.push(err);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  const base: Base = { config, clock, logger, onStop: (end) => ends.push(end) };
  const address: Address = {
    url: '',
    publicUrl: () => config.publicUrl ?? `http://localhost:${new URL(address.url).port}`,
  };
  const iconUrl = (key: string): string => `${address.publicUrl()}${iconPath(key)}`;

  try {
    const storage = await openStorage(base);
    const { database } = storage;
    const telemetry = await createTelemetry({ ...config, version: VERSION, logger });
    base.onStop(() => telemetry?.close());
    const { connectors = CONNECTORS, prepared, lookup } = options;
    const engine = createEngine(base, { connectors, prepared, lookup, address, telemetry });
    const platform = await createPlatform(base, storage, engine);
    const credentials = createAccountCredentials(base, platform, engine, { database, telemetry });
    await openControl(base, storage, platform);

    // Doors.
    const app = await createServer(base, platform, { database, address, telemetry });
    const work = createWork(base, platform, engine, { database, telemetry, credentials, iconUrl });
    registerRoutes(app, base, { database, address, telemetry, engine, platform, work, iconUrl, hubPages: HUB_PAGES });
    if (config.sandbox) await registerSandbox(app, { publicUrl: address.publicUrl, clock, logger });

    // Listen.
    address.url = await listen(app, config);
    if (config.sandbox) engine.egress.allowBelow(`${address.url}/sandbox/`);
    // What is generated is shown once, so it is made when nothing can keep this start from showing it.
    const { apiKeys, operators, webhooks, jobs } = platform;
    const firstApiKey = await apiKeys.ensureFirst(platform.project.id, undefined);
    const firstOperator = await operators.ensureFirst(config.adminEmail ?? 'admin@localhost', config.adminPassword);
    work.accountHealth.start();
    await webhooks.start();
    jobs.start();
    const { projects, audit, authConfigs, accounts, logs } = platform;
    return {
      url: address.url,
      publicUrl: address.publicUrl(),
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
        accountHealth: work.accountHealth,
        rotateKeys: storage.rotateKeys,
      },
      close: stop,
    };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}
