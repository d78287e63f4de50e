import { type Command, InvalidArgumentError } from 'commander';
import { listAudit, verifyAudit } from '../../control/index.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import { shortTime, table } from '../table.ts';

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError(`"${text}" is no whole number above 0.`);
  return Number(text);
};

/** `patchbay audit list` and `patchbay audit verify`. */
export function auditCommand(program: Command, output: Output): void {
  const audit = program.command('audit').description('read and check the audit log');

  audit
    .command('list')
    .description('list who did what, newest first')
    .option('--limit <number>', 'number of entries, up to 1000', wholeNumber, 50)
    .option('--before <position>', 'only entries before this one', wholeNumber)
    .option('--project <id>', 'only of this project')
    .option('--action <name>', 'only of this action, such as api_key.created')
    .option('--target <id>', 'only about this record')
    .option('--json', 'print the result as JSON')
    .action(
      async (options: {
        json?: true;
        limit: number;
        before?: number;
        project?: string;
        action?: string;
        target?: string;
      }) => {
        const { json, ...filter } = options;
        const entries = await installation().run(listAudit, filter);
        if (json === true) output.out(JSON.stringify(entries));
        else {
          const rows = entries.map(({ position, at, actor, action, target, details }) => [
            String(position),
            shortTime(at, ''),
            `${actor.name} (${actor.type})`,
            action,
            target === null ? '' : `${target.type} ${target.id}`,
            JSON.stringify(details),
          ]);
          output.out(table(['#', 'AT', 'WHO', 'WHAT', 'ABOUT', 'DETAILS'], rows));
        }
      },
    );

  audit
    .command('verify')
    .description('check that no entry of the audit log was altered, removed or put between; exits 1 otherwise')
    .option('--json', 'print the result as JSON')
    .action(async ({ json }: { json?: true }) => {
      const check = await installation().run(verifyAudit, {});
      if (!check.intact) process.exitCode = 1;
      if (json === true) output.out(JSON.stringify(check));
      else if (check.intact)
        output.out(`The audit log is whole: ${check.entries} entries, newest hash ${check.head || 'none'}.`);
      else output.out(`The audit log is broken at entry ${check.position}. ${check.reason}`);
    });
}
