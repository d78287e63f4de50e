#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { isPatchbayError } from '../kernel/index.ts';
import { backupCommand } from './commands/backup.ts';
import { startCommand } from './commands/start.ts';
import { terminal } from './output.ts';

/** The command line with all its commands. */
const program = new Command('patchbay')
  .description('An open integration hub that runs on your own machine.')
  .showHelpAfterError('(add --help for the usage)')
  .exitOverride();

startCommand(program, terminal);
backupCommand(program, terminal);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    terminal.err(
      isPatchbayError(error)
        ? `${error.message} (${error.code})`
        : String(error instanceof Error ? (error.stack ?? error) : error),
    );
    process.exitCode = 1;
  }
}
