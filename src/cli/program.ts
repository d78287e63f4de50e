import { Command } from 'commander';
import { VERSION } from '../config.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand } from './commands/backup.ts';
import { deleteCommand } from './commands/delete.ts';
import { encryptionKeysCommand } from './commands/encryption-keys.ts';
import { evalCommand } from './commands/eval.ts';
import { keysCommand } from './commands/keys.ts';
import { operatorsCommand } from './commands/operators.ts';
import { projectsCommand } from './commands/projects.ts';
import { pullCommand } from './commands/pull.ts';
import { pushCommand } from './commands/push.ts';
import { runCommand } from './commands/run.ts';
import { startCommand } from './commands/start.ts';
import { validateCommand } from './commands/validate.ts';
import type { Output } from './output.ts';

/** Makes the command line with all its commands. Errors are thrown, not printed as an exit of the process. */
export function createProgram(output: Output): Command {
  const program = new Command('patchbay')
    .version(VERSION)
    .description('An open integration hub that runs on your own machine.')
    .configureOutput({ writeOut: (text) => output.out(text.trimEnd()), writeErr: (text) => output.err(text.trimEnd()) })
    .showHelpAfterError('(add --help for the usage)')
    // `pull --version` is an option of the command, not of the program.
    .enablePositionalOptions()
    .exitOverride();
  const commands = [
    startCommand,
    keysCommand,
    projectsCommand,
    auditCommand,
    backupCommand,
    encryptionKeysCommand,
    operatorsCommand,
    validateCommand,
    evalCommand,
    runCommand,
    pushCommand,
    pullCommand,
    deleteCommand,
  ];
  for (const add of commands) add(program, output);
  return program;
}
