import { SyntaxFault } from '../expression-error.ts';
import { Budget } from '../limits.ts';
import { type Bag, ownValue } from '../values.ts';
import { compileMatcher } from './matcher.ts';
import { type PathDialect, parsePath } from './path-parser.ts';
import type { PathStep } from './path-tree.ts';

/** A compiled JSONPath. */
export interface CompiledPath {
  /** One value for one match, a list for more, undefined for none. */
  readonly evaluate: (context: Bag) => unknown;
  /** The names the path starts with, up to its first step that is no name. */
  readonly names: readonly string[];
  /** Whether the path is nothing but those names. */
  readonly plain: boolean;
}

/** Checks the published engine makes on the text before it parses it. */
function check(text: string): void {
  const reserved = text.indexOf('$_');
  if (reserved !== -1) throw new SyntaxFault('"$_" is not allowed in a path', reserved);
  const dollar = text.search(/\$[^.[]/);
  if (dollar !== -1) throw new SyntaxFault('"$" must be followed by "." or "["', dollar);
  const bracket = text.indexOf('[');
  if (bracket !== -1 && !text.includes(']')) throw new SyntaxFault('"[" is never closed', bracket);
  const space = text.indexOf(' ');
  if (space !== -1 && bracket === -1) throw new SyntaxFault('Names with spaces are written ["…"]', space);
}

/** `''.length` and the like: the empty text has no members in a path. */
const read = (holder: unknown, key: string): unknown => (holder === '' ? undefined : ownValue(holder, key));

function compilePlain(names: readonly string[]): (context: Bag) => unknown {
  const [first, second, third, fourth] = names as [string, string, string, string];
  switch (names.length) {
    case 0:
      return (context) => context;
    case 1:
      return (context) => ownValue(context, first);
    case 2:
      return (context) => read(ownValue(context, first), second);
    case 3:
      return (context) => read(read(ownValue(context, first), second), third);
    case 4:
      return (context) => read(read(read(ownValue(context, first), second), third), fourth);
    default:
      return (context) => {
        let value: unknown = context;
        for (const name of names) value = read(value, name);
        return value;
      };
  }
}

const unwrap = (found: readonly unknown[]): unknown => (found.length > 1 ? found : found[0]);

/**
 * Compiles a JSONPath that starts with `$`.
 * @throws SyntaxFault with an offset into `text`
 */
export function compileJsonPath(text: string, dialect: PathDialect): CompiledPath {
  check(text);
  const parsed = parsePath(text, dialect);
  const steps: PathStep[] = parsed.length === 1 && parsed[0]!.type === 'stay' ? [] : parsed;
  if (steps[0]?.type === 'parent' || steps[0]?.type === 'key') {
    throw new SyntaxFault(`The root has no "${steps[0].literal}"`, text.indexOf(steps[0].literal));
  }
  const names: string[] = [];
  for (const step of steps) {
    if (step.type !== 'name' || (dialect === 'strict' && step.literal.startsWith('@'))) break;
    names.push(step.literal);
  }
  if (names.length === steps.length) return { evaluate: compilePlain(names), names, plain: true };
  const matcher = compileMatcher(steps, dialect);
  return { evaluate: (context) => unwrap(matcher(context, context, new Budget())), names, plain: false };
}
