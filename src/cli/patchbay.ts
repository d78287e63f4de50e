#!/usr/bin/env node
import { CommanderError } from 'commander';
import { isPatchbayError } from '../kernel/index.ts';
import { terminal } from './output.ts';
import { createProgram } from './program.ts';

try {
  await createProgram(terminal).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(isPatchbayError(error) ? `${error.message} (${error.code})` : trace);
    process.exitCode = 1;
  }
}
