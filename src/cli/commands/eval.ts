import { createInterface } from 'node:readline';
import { type Command, Option } from 'commander';
import { evaluateExpression } from '../../engine/index.ts';
import { reasonOf } from '../../kernel/index.ts';
import { jsonArgument } from '../json-argument.ts';
import type { Output } from '../output.ts';

/** What an expression came to, in a form that JSON can hold. */
type Outcome =
  | { readonly result: unknown }
  | { readonly undefined: true }
  | { readonly nonFinite: string }
  | { readonly error: string };

/** Evaluates once; never throws. */
function outcomeOf(expression: unknown, context: unknown, compat: 'patchbay' | 'published'): Outcome {
  if (typeof expression !== 'string') return { error: 'expression must be a text' };
  try {
    const result = evaluateExpression(expression, context, { compat });
    if (result === undefined) return { undefined: true };
    if (typeof result === 'number' && !Number.isFinite(result)) return { nonFinite: String(result) };
    return { result };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** One line of a batch. */
function outcomeOfLine(line: string, compat: 'patchbay' | 'published'): Outcome {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch (error) {
    return { error: `the line is not valid JSON: ${reasonOf(error)}` };
  }
  const { expression, context = {} } = (request ?? {}) as { expression?: unknown; context?: unknown };
  return outcomeOf(expression, context, compat);
}

/** `patchbay eval`: evaluate an expression of the connector format, or many read from standard input. */
export function evalCommand(program: Command, output: Output): void {
  program
    .command('eval')
    .argument('[expression]', 'the expression; left out with --batch')
    .description('evaluate an expression ($…, ${…} or {{…}}) and print what it comes to, as JSON')
    .option('--context <json or file>', 'the root $; its keys are bare names in {{…}}', jsonArgument, {})
    .addOption(
      new Option(
        '--batch <->',
        'read JSON lines {expression, context} from standard input; print one line for each',
      ).choices(['-']),
    )
    .addOption(
      new Option('--compat <mode>', 'whose behaviour to show where Patchbay deviates on purpose')
        .choices(['patchbay', 'published'])
        .default('patchbay'),
    )
    .action(
      async (
        expression: string | undefined,
        options: { context: unknown; batch?: string; compat: 'patchbay' | 'published' },
        command: Command,
      ) => {
        if (options.batch !== undefined) {
          for await (const line of createInterface({ input: process.stdin })) {
            if (line.trim() !== '') output.out(JSON.stringify(outcomeOfLine(line, options.compat)));
          }
          return;
        }
        if (expression === undefined) command.error('Give an expression, or --batch - to read many.');
        const outcome = outcomeOf(expression, options.context, options.compat);
        output.out(JSON.stringify(outcome));
        if ('error' in outcome) process.exitCode = 1;
      },
    );
}
