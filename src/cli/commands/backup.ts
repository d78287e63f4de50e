import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { backupDataDir } from '../../storage/index.ts';
import type { Output } from '../output.ts';

/** `patchbay backup <file>`: a consistent copy of the embedded database, also while the server runs. */
export function backupCommand(program: Command, output: Output): void {
  program
    .command('backup')
    .argument('<file>', 'where to write the copy; must not exist yet')
    .description('copy the embedded database to a new file while the server runs')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const { dataDir } = readConfig();
      const target = resolve(file);
      await backupDataDir(dataDir, target);
      const note = `The copy does not hold ${dataDir}/keys.json, without which its credentials cannot be opened. Keep a copy of that file too, in another place.`;
      output.out(options.json === true ? JSON.stringify({ file: target }) : `Copied to ${target}\n${note}`);
    });
}
