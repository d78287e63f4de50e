import { createConnectors } from '../catalog/index.ts';
import { startControl } from '../control/index.ts';
import type { CompiledConnector } from '../engine/index.ts';
import { createAccounts, tellOfSwitches } from '../platform/accounts/index.ts';
import { createApiKeys, loadPepper } from '../platform/api-keys/index.ts';
import { createAudit } from '../platform/audit/index.ts';
import { createAuthConfigs, type ReadyConnector } from '../platform/auth-configs/index.ts';
import { createConnectSessions } from '../platform/connect-sessions/index.ts';
import { createConnectionAttempts } from '../platform/connection-attempts/index.ts';
import { createLogPruner, createLogWriter, type LogSettingsOf } from '../platform/logs/index.ts';
import { createOperators } from '../platform/operators/index.ts';
import { createProjects, DEFAULT_SETTINGS } from '../platform/projects/index.ts';
import { createRegistry } from '../platform/registry/index.ts';
import { createWebhooks } from '../platform/webhooks/index.ts';
import { createJobs } from '../storage/index.ts';
import type { Base } from './base.ts';
import type { Engine } from './engine.ts';
import type { Storage } from './storage.ts';

/** Everything that projects have, and who may reach it. */
export type Platform = Awaited<ReturnType<typeof createPlatform>>;

/** Ways to connect that work without set-up, which every project gets from the start. */
export const readyConnector = ({ key, title, authentication }: CompiledConnector): ReadyConnector => ({
  key,
  title,
  methods: authentication
    .filter(({ setupFields }) => !setupFields.some((field) => field.required && field.value === undefined))
    .map((method) => ({ key: method.key, environment: method.environment.key })),
});

/** Makes the platform, and the default project with what every project begins with. */
export async function createPlatform(
  { config, clock, logger, onStop }: Base,
  { database, sealer }: Storage,
  engine: Pick<Engine, 'egress' | 'catalog' | 'loader'>,
) {
  const projects = createProjects({ database, clock });
  const audit = createAudit({ database, clock });
  const operators = createOperators({ database, audit, clock });
  const apiKeys = createApiKeys({ database, pepper: await loadPepper(database, sealer), clock, logger });
  onStop(() => apiKeys.close());
  const logSettings: LogSettingsOf = (id) => {
    const found = projects.get(id);
    return found instanceof Promise
      ? found.then((one) => one?.settings ?? DEFAULT_SETTINGS)
      : (found?.settings ?? DEFAULT_SETTINGS);
  };
  const logs = createLogWriter({ database, logger, settingsOf: logSettings });
  onStop(() => logs.close());
  const pruner = createLogPruner({ database, clock, logger });
  onStop(() => pruner.close());
  const jobs = createJobs({ database, clock, logger });
  onStop(() => jobs.close());
  const webhooks = createWebhooks({ database, sealer, clock, logger, jobs, audit, projects, outbound: engine.egress });
  const accounts = createAccounts({ database, sealer, clock, onChange: webhooks.onAccountChange });
  const onSwitch = tellOfSwitches({ database, jobs, onChange: webhooks.onAccountChange });
  const authConfigs = createAuthConfigs({ database, sealer, clock, onSwitch });
  const sessions = createConnectSessions({ database, clock, logger });
  onStop(() => sessions.close());
  const attempts = createConnectionAttempts({ database, sealer, clock, logger });
  onStop(() => attempts.close());
  const project = await projects.ensureDefault();
  if (config.bootstrapApiKey !== undefined) await apiKeys.ensureFirst(project.id, config.bootstrapApiKey);
  const furnish = (id: string) => authConfigs.ensureDefaults(id, engine.catalog.list().map(readyConnector));
  // All of them: one may have been made just before the process ended, or before a connector came with a new version.
  for (const { id } of await projects.list()) await furnish(id);
  const registry = createRegistry({ database, audit, clock });
  const connectors = createConnectors({ builtin: engine.catalog, custom: registry, loader: engine.loader, logger });

  return {
    projects,
    project,
    audit,
    operators,
    apiKeys,
    logSettings,
    logs,
    authConfigs,
    jobs,
    webhooks,
    accounts,
    sessions,
    attempts,
    furnish,
    registry,
    connectors,
  };
}

/** Opens the door for commands of this machine; with PostgreSQL they work on the database themselves. */
export async function openControl(
  { config, clock, logger, onStop }: Base,
  { kind, database, sealer, keyDir }: Storage,
  { projects, audit, apiKeys }: Platform,
): Promise<void> {
  if (kind !== 'sqlite') return;
  const parts = { database, sealer, keyDir, clock, logger, projects, audit, apiKeys };
  const control = await startControl(config.dataDir, parts);
  onStop(() => control.close());
}
