import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { refusal, type ServerOptions, serverOptions, withApi } from '../api-client.ts';
import type { Output } from '../output.ts';

interface PullOptions extends ServerOptions {
  readonly version?: string;
  readonly out?: string;
  readonly force?: boolean;
}

/** Whatever the server sends, nothing is written outside the folder. */
const FILE_NAME = /^[A-Za-z0-9][\w.-]*\.ya?ml$/;

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');

/** `patchbay pull <key>`: write the files of a connector of a server into a folder. */
export function pullCommand(program: Command, output: Output): void {
  const command = program
    .command('pull')
    .argument('<key>', 'key of the connector, such as acme')
    .description('write the files of a connector of a server into a folder')
    .option('--version <version>', 'latest, 1.x.x, 1.2.x or 1.2.0 (default: the one used without a pin)')
    .option('--out <folder>', 'where to write (default: a folder of the connector’s key)')
    .option('--force', 'overwrite files that differ');
  serverOptions(command).action(async (key: string, options: PullOptions, self: Command) => {
    await withApi(options, self, async (api) => {
      const query = options.version === undefined ? '' : `?version=${encodeURIComponent(options.version)}`;
      const answer = await api('GET', `/connectors/${encodeURIComponent(key)}${query}`);
      if (answer.status !== 200) self.error(refusal(answer).message);
      const { version, source, files } = answer.body ?? {};
      if (!isTexts(files) || Object.keys(files).some((name) => !FILE_NAME.test(name)))
        return self.error('The answer of the server holds no files of a connector.');
      const folder = options.out ?? key.replace(/[^\w-]/g, '_');
      const places = Object.entries(files).map(([name, text]) => ({ name, text, path: join(folder, name) }));
      const differs = places.filter(({ path, text }) => existsSync(path) && readFileSync(path, 'utf8') !== text);
      if (differs.length > 0 && options.force !== true) {
        const named = differs.map(({ path }) => path).join(', ');
        self.error(`${named} would be overwritten, and nothing was written. Send --force, or another --out.`);
      }
      mkdirSync(folder, { recursive: true });
      for (const { path, text } of places) writeFileSync(path, text);
      if (options.json === true)
        output.out(JSON.stringify({ key, version, source, folder, files: places.map(({ name }) => name) }));
      else output.out(`✓ ${key} ${String(version)} (${String(source)}): ${places.length} files in ${folder}`);
    });
  });
}
