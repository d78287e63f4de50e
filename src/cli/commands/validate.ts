import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { formatDiagnostics, loadConnector } from '../../engine/index.ts';
import { type ConnectorSource, connectorSources } from '../connector-files.ts';
import type { Output } from '../output.ts';

const check = ({ path, files }: ConnectorSource) => {
  const { connector, diagnostics } = loadConnector(files);
  return { path, files, connector, diagnostics };
};

/** `patchbay validate <file or folder>`: say everything that is wrong with connectors; exit 1 when there are errors. */
export function validateCommand(program: Command, output: Output): void {
  program
    .command('validate <path>')
    .description('check a connector file, a connector folder, or every connector below a folder')
    .option('--json', 'print one JSON array: {file, key, version, actions, diagnostics} for each connector')
    .action((path: string, options: { json?: boolean }, command: Command) => {
      if (!existsSync(path)) command.error(`There is no file or folder ${path}.`);
      const checked = connectorSources(path).map(check);
      if (checked.length === 0) command.error(`There is no connector (*.s1.yaml) at ${path}.`);
      if (checked.some(({ connector }) => connector === undefined)) process.exitCode = 1;
      if (options.json === true) {
        const reports = checked.map(({ path: file, connector, diagnostics }) => ({
          file,
          key: connector?.key ?? null,
          version: connector?.version ?? null,
          actions: connector?.actions.size ?? 0,
          diagnostics,
        }));
        output.out(JSON.stringify(reports, null, 2));
        return;
      }
      for (const { path: file, files, connector, diagnostics } of checked) {
        if (diagnostics.length > 0) output.out(`${formatDiagnostics(diagnostics, files)}\n`);
        const verdict =
          connector === undefined
            ? 'not usable'
            : `${connector.key} ${connector.version}, ${connector.actions.size} actions`;
        output.out(`${connector === undefined ? '✗' : '✓'} ${file}: ${verdict}`);
      }
    });
}
