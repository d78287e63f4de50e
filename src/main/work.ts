import { createAccountHealth } from '../account-health/index.ts';
import { createActions } from '../actions/index.ts';
import { type Credentials, createCredentials } from '../credentials/index.ts';
import type { Database } from '../storage/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { Base } from './base.ts';
import type { Engine } from './engine.ts';
import type { Platform } from './platform.ts';

/** Makes the life of credentials; a stop waits for renewals under way. */
export function createAccountCredentials(
  { clock, logger, onStop }: Base,
  { accounts, authConfigs, connectors }: Platform,
  { refresh }: Engine,
  { database, telemetry }: Pick<WorkParts, 'database' | 'telemetry'>,
): Credentials {
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
  onStop(() => credentials.settled());
  return credentials;
}

/** What is done for linked accounts: actions run, credentials renewed and checked. */
export type Work = ReturnType<typeof createWork>;

/** What {@link createWork} is told. */
export interface WorkParts {
  readonly database: Database;
  readonly telemetry: Telemetry | undefined;
  readonly credentials: Credentials;
  readonly iconUrl: (key: string) => string;
}

/** Makes the use cases behind the doors. */
export function createWork(
  { config, clock, logger, onStop }: Base,
  { accounts, authConfigs, connectors, logs, logSettings }: Platform,
  { runner, proxyRunner }: Engine,
  { database, telemetry, credentials, iconUrl }: WorkParts,
) {
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
