import type { Command } from 'commander';
import { listProjects } from '../../control/index.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import { shortTime, table } from '../table.ts';

/** `patchbay projects list`. */
export function projectsCommand(program: Command, output: Output): void {
  program
    .command('projects')
    .description('list the projects of this installation')
    .command('list')
    .description('list the projects, oldest first')
    .option('--json', 'print the result as JSON')
    .action(async ({ json }: { json?: true }) => {
      const found = await installation().run(listProjects, {});
      if (json === true) output.out(JSON.stringify(found));
      else {
        const rows = found.map(({ id, name, created_at }) => [id, name, shortTime(created_at, '')]);
        output.out(table(['ID', 'NAME', 'MADE'], rows));
      }
    });
}
