import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { isMap, parseDocument } from 'yaml';
import { type ConnectorFiles, formatDiagnostics, loadConnector } from '../../engine/index.ts';
import { type ConnectorSource, connectorSources } from '../connector-files.ts';
import type { Output } from '../output.ts';

const check = ({ path, files }: ConnectorSource) => {
  const { connector, diagnostics } = loadConnector(files);
  return { path, files, connector, diagnostics };
};

/** What a connector that cannot be used says of itself, as far as it can be read. */
function infoOf(files: ConnectorFiles): { readonly key: string | null; readonly version: string | null } {
  const texts = Object.entries(files).filter(([name]) => name.endsWith('.s1.yaml'));
  for (const [, text] of texts) {
    const info: unknown = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' }).get('info');
    if (!isMap(info)) continue;
    const [key, version] = [info.get('key'), info.get('version')];
    return { key: typeof key === 'string' ? key : null, version: typeof version === 'string' ? version : null };
  }
  return { key: null, version: null };
}

/** `patchbay validate <file or folder>`: say everything that is wrong with connectors; exit 1 when there are errors. */
export function validateCommand(program: Command, output: Output): void {
  program
    .command('validate')
    .argument('<path>', 'a connector file, a connector folder, or a folder of many')
    .description('check a connector file, a connector folder, or every connector below a folder')
    .option('--json', 'print one line of JSON for each connector: {file, key, version, actions, diagnostics}')
    .action((path: string, options: { json?: boolean }, command: Command) => {
      if (!existsSync(path)) command.error(`There is no file or folder ${path}.`);
      const checked = connectorSources(path).map(check);
      if (checked.length === 0) command.error(`There is no connector (*.s1.yaml) at ${path}.`);
      if (checked.some(({ connector }) => connector === undefined)) process.exitCode = 1;
      if (options.json === true) {
        for (const { path: file, files, connector, diagnostics } of checked) {
          const { key, version } = connector ?? infoOf(files);
          output.out(JSON.stringify({ file, key, version, actions: connector?.actions.size ?? 0, diagnostics }));
        }
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
