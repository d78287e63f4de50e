import { createAccountHealth } from '../account-health/index.ts';
import { createActions } from '../actions/index.ts';
import { createCredentials } from '../credentials/index.ts';
import type { Database } from '../storage/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { Base } from './base.ts';
import type { Engine } from './engine.ts';
import type { Platform } from './platform.ts';

/** What is done for linked accounts: actions run, credentials renewed and checked. */
export type Work = ReturnType<typeof createWork>;

/** What {@link createWork} is told. */
export interface WorkParts {
  readonly database: Database;
  readonly telemetry: Telemetry | undefined;
  readonly iconUrl: (key: string) => string;
}

/** Makes the use cases behind the doors. */
export function createWork(
  { config, clock, logger, onStop }: Base,
  { accounts, authConfigs, connectors, logs, logSettings }: Platform,
  { runner, proxyRunner, refresh }: Engine,
  { database, telemetry, iconUrl }: WorkParts,
) {
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
  onStop(() => accountHealth.close());
  return { credentials, actions, accountHealth };
}
