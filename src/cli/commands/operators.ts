import type { Command } from 'commander';
import { resetPassword } from '../../control/index.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';

/** `patchbay operators reset-password`. */
export function operatorsCommand(program: Command, output: Output): void {
  program
    .command('operators')
    .description('the people who sign in to manage projects')
    .command('reset-password')
    .argument('<email>', 'e-mail address the operator signs in with')
    .description('give an operator a one-time password, and end their sign-ins')
    .option('--json', 'print the result as JSON')
    .action(async (email: string, { json }: { json?: true }) => {
      const login = await installation().run(resetPassword, { email });
      if (json === true) {
        output.out(JSON.stringify(login));
        return;
      }
      output.err(`One-time password of ${login.email}, shown this once; it has to be changed at the next sign-in:`);
      output.out(login.password);
    });
}
