import type { LocatedScalar } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { nameOf, type Path } from '../path.ts';
import { canTakeExponentialTime } from './pattern-speed.ts';

/** Checks that the source of a regular expression compiles and that no text can keep it busy for ages. */
export function checkPattern(source: string, node: LocatedScalar, path: Path, context: Context): void {
  const problem = patternProblem(source);
  if (problem !== undefined) {
    context.report('invalid-pattern', node, path, `${nameOf(path)} is no regular expression: ${problem}.`);
  } else if (context.mayAnalysePattern() && canTakeExponentialTime(source)) {
    context.report(
      'slow-pattern',
      node,
      path,
      `${nameOf(path)} can take exponential time: one text can match a repeated part in many ways.`,
      {
        help: 'Make the parts of the repetition exclude each other, for example ([a-z]+\\.)* instead of ([a-z]+\\.?)*.',
      },
    );
  }
}

function patternProblem(source: string): string | undefined {
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return said.replace(/^Invalid regular expression: \/.*\/\w*: /s, '').replace(/^./, (first) => first.toLowerCase());
  }
}
