import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type Diagnostic, formatDiagnostics, loadConnector } from '../../engine/index.ts';
import { type ApiClient, refusal, type ServerOptions, serverOptions, withApi } from '../api-client.ts';
import { type ConnectorSource, connectorSources } from '../connector-files.ts';
import type { Output } from '../output.ts';

interface Report {
  readonly file: string;
  readonly key: string | null;
  readonly version: string | null;
  readonly created: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly error?: { readonly status: number | null; readonly code: string | null; readonly message: string };
}

async function pushOne({ path, files }: ConnectorSource, api: ApiClient): Promise<Report> {
  const { connector, diagnostics } = loadConnector(files);
  const report = { file: path, key: connector?.key ?? null, version: connector?.version ?? null, diagnostics };
  if (connector === undefined) {
    const error = { status: null, code: 'connector_invalid', message: 'The connector has errors and was not sent.' };
    return { ...report, created: false, error };
  }
  const answer = await api('PUT', `/connectors/${encodeURIComponent(connector.key)}`, { files });
  if (answer.status === 200 || answer.status === 201) return { ...report, created: answer.status === 201 };
  // A server of another version may know more mistakes than this program.
  const found = answer.body?.['diagnostics'];
  return {
    ...report,
    diagnostics: Array.isArray(found) ? (found as Diagnostic[]) : diagnostics,
    created: false,
    error: refusal(answer),
  };
}

/** `patchbay push <file or folder>`: check connectors and send them to the registry of a server. */
export function pushCommand(program: Command, output: Output): void {
  const command = program
    .command('push')
    .argument('<path>', 'a connector file, a connector folder, or a folder of many')
    .description('check a connector file or folder, or every connector below a folder, and push it to a server');
  serverOptions(command).action(async (path: string, options: ServerOptions, self: Command) => {
    if (!existsSync(path)) self.error(`There is no file or folder ${path}.`);
    const sources = connectorSources(path);
    if (sources.length === 0) self.error(`There is no connector (*.s1.yaml) at ${path}.`);
    await withApi(options, self, async (api) => {
      for (const source of sources) {
        const report = await pushOne(source, api);
        const { key, version, created, diagnostics, error, file } = report;
        if (error !== undefined) process.exitCode = 1;
        if (options.json === true) {
          output.out(JSON.stringify(report));
          continue;
        }
        if (diagnostics.length > 0) output.out(`${formatDiagnostics(diagnostics, source.files)}\n`);
        if (error === undefined)
          output.out(`✓ ${key} ${version} ${created ? 'pushed' : 'was there already, unchanged'}`);
        else output.err(`✗ ${file}: ${error.message}`);
      }
    });
  });
}
