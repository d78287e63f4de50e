import { type Command, Option } from 'commander';
import { readConfig, VERSION } from '../../config.ts';
import { createEgress } from '../../egress/index.ts';
import {
  type CompiledAction,
  type CompiledConnector,
  createRateLimiter,
  formatDiagnostics,
  type GroupedInputs,
  loadConnector,
  runAction,
} from '../../engine/index.ts';
import { redact, redactRecord, redactUrl, silentLogger, systemClock } from '../../kernel/index.ts';
import { connectorSources } from '../connector-files.ts';
import { jsonArgument } from '../json-argument.ts';
import type { Output } from '../output.ts';

interface RunOptions {
  readonly connector: string;
  readonly actionId: string;
  readonly credentials: Record<string, unknown>;
  readonly params: Record<string, unknown>;
  readonly account: Record<string, unknown>;
  readonly environment?: string;
  readonly baseUrl?: string;
  readonly debug?: boolean;
  readonly compat: 'patchbay' | 'published';
}

const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];

const GROUPS = ['path', 'query', 'headers', 'body'] as const;

/** Inputs in groups; `queryParams` is another name for `query`, and names outside any group go where the action wants them. */
function groupParams(params: Readonly<Record<string, unknown>>, action: CompiledAction): GroupedInputs {
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const schema = action.inputSchema['properties'] as
    | Readonly<Record<string, { readonly properties?: object }>>
    | undefined;
  const groupOf = (name: string): string =>
    GROUPS.find((group) => Object.hasOwn(schema?.[group]?.properties ?? {}, name)) ?? 'query';
  const grouped: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(params)) {
    const group = name === 'queryParams' ? 'query' : name;
    if ((GROUPS as readonly string[]).includes(group) && isRecord(value))
      grouped[group] = { ...grouped[group], ...value };
    else grouped[groupOf(name)] = { ...grouped[groupOf(name)], [name]: value };
  }
  return grouped;
}

/** `patchbay run`: run one action of a connector file, without a server. */
export function runCommand(program: Command, output: Output): void {
  program
    .command('run')
    .description('run one action of a connector file against its provider and print the result as JSON')
    .requiredOption('--connector <file>', 'main file or folder of the connector')
    .requiredOption('--action-id <id>', 'the action, with or without the connector key in front')
    .requiredOption('--credentials <json or file>', 'values of the set-up and config fields', jsonArgument)
    .option('--params <json or file>', 'inputs: {path, query, headers, body}, or flat', jsonArgument, {})
    .option(
      '--account <json or file>',
      'the account: {environment, provider, authentication_config_key, …}',
      jsonArgument,
      {},
    )
    .option('--environment <key>', 'environment of the connector (default: of the account, or production)')
    .option('--base-url <url>', 'call this base URL in place of the connector’s own, for example an emulator’s')
    .option('--debug', 'print every request, answer and step output to standard error, secrets masked')
    .addOption(
      new Option('--compat <mode>', 'whose behaviour to show where Patchbay deviates on purpose')
        .choices(['patchbay', 'published'])
        .default('patchbay'),
    )
    .action(async (options: RunOptions, command: Command) => {
      const [source, ...others] = connectorSources(options.connector);
      if (source === undefined || others.length > 0)
        command.error(`${options.connector} must be the file or folder of one connector.`);
      const { connector, diagnostics } = loadConnector(source.files);
      if (connector === undefined) return command.error(formatDiagnostics(diagnostics, source.files));
      const action =
        connector.actions.get(options.actionId) ?? connector.actions.get(`${connector.key}_${options.actionId}`);
      if (action === undefined) {
        return command.error(
          `There is no action ${options.actionId}. ${connector.key} has: ${[...connector.actions.values()].map(({ actionId }) => actionId).join(', ')}`,
        );
      }
      await runOnce(connector, action, options, output);
    });
}

async function runOnce(
  connector: CompiledConnector,
  action: CompiledAction,
  options: RunOptions,
  output: Output,
): Promise<void> {
  const checked = action.validateInputs(groupParams(options.params, action));
  if (!checked.ok) {
    output.err(checked.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
    process.exitCode = 1;
    return;
  }
  const { account, baseUrl, credentials } = options;
  const environment = options.environment ?? String(account['environment'] ?? 'production');
  const methodKey = account['authentication_config_key'] ?? account['authConfigKey'];
  const method = connector.authentication.find(
    ({ key, environment: { key: place } }) => place === environment && (methodKey === undefined || key === methodKey),
  );
  if (method === undefined) {
    output.err(
      `${connector.key} has no way to connect in the environment ${environment}. It has: ${[...new Set(connector.authentication.map((one) => one.environment.key))].join(', ') || 'none'}.`,
    );
    process.exitCode = 1;
    return;
  }
  const secrets = textsIn(credentials);
  const egress = createEgress({
    allow: [...readConfig().egressAllow, ...(baseUrl === undefined ? [] : [new URL(baseUrl).host])],
    logger: silentLogger,
    version: VERSION,
  });
  const say = (title: string, value: unknown): void =>
    output.err(`${title} ${JSON.stringify(redact(value, secrets), null, 2)}`);
  const result = await runAction(action, {
    inputs: checked.inputs,
    credentials,
    authenticationType: method.key,
    environment,
    context: {
      connectorKey: connector.key,
      connectorVersion: connector.version,
      accountSecureId: account['id'] ?? 'local',
    },
    ...(baseUrl === undefined ? {} : { baseUrl }),
    transport: egress.send,
    limiter: createRateLimiter({ clock: systemClock }),
    compat: options.compat,
    ...(options.debug === true
      ? {
          onExchange: ({ stepId, request, response, error }) => {
            say(`→ ${stepId} ${request.method.toUpperCase()} ${redactUrl(request.url)}`, {
              headers: redactRecord(request.headers),
              body: request.body,
            });
            say(
              `← ${stepId}`,
              response === undefined
                ? { error }
                : { status: response.status, headers: redactRecord(response.headers), body: response.body },
            );
          },
          onStep: ({ stepId, ...outcome }) => say(`· ${stepId}`, outcome),
        }
      : {}),
  });
  await egress.close();
  const { failure, ...rest } = result;
  if (failure === undefined) {
    output.out(JSON.stringify(rest, null, 2));
    return output.err(`${action.id} executed successfully.`);
  }
  const { stepId, kind, message, provider } = failure;
  output.out(
    JSON.stringify(
      { ...rest, failure: redact({ stepId, kind, message, ...(provider === undefined ? {} : { provider }) }, secrets) },
      null,
      2,
    ),
  );
  process.exitCode = 1;
}
