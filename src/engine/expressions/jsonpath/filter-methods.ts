import { SyntaxFault } from '../expression-error.ts';
import { type Budget, boundedText } from '../limits.ts';
import { compilePattern, type SafePattern } from '../regex/index.ts';
import { joinText, toNumber, toText } from '../values.ts';
import { DataFault } from './data-fault.ts';

/** A compiled pattern as a value inside filters. Its class never leaves them. */
export class PatternValue {
  readonly pattern: SafePattern;

  constructor(pattern: SafePattern) {
    this.pattern = pattern;
  }
}

/** Methods of texts that take texts and numbers only, and cannot make the text longer than their arguments do. */
const TEXT_METHODS: ReadonlySet<string> = new Set([
  'at',
  'charAt',
  'charCodeAt',
  'concat',
  'endsWith',
  'includes',
  'indexOf',
  'lastIndexOf',
  'localeCompare',
  'slice',
  'startsWith',
  'substr',
  'substring',
  'toLowerCase',
  'toString',
  'toUpperCase',
  'trim',
  'trimEnd',
  'trimStart',
]);

const LIST_METHODS: ReadonlySet<string> = new Set(['at', 'concat', 'includes', 'indexOf', 'lastIndexOf', 'slice']);
const NUMBER_METHODS: ReadonlySet<string> = new Set(['toFixed', 'toString']);

type Callable = Readonly<Record<string, (...args: unknown[]) => unknown>>;

const callBuiltIn = (prototype: unknown, name: string, subject: unknown, args: readonly unknown[]): unknown =>
  Reflect.apply((prototype as Callable)[name]!, subject, args);

const plain = (arg: unknown): unknown => (typeof arg === 'object' && arg !== null ? toText(arg) : arg);

function toPattern(value: unknown): SafePattern {
  if (value instanceof PatternValue) return value.pattern;
  try {
    return compilePattern(value === undefined ? '' : toText(value), '');
  } catch (error) {
    throw error instanceof SyntaxFault ? new DataFault(error.message) : error;
  }
}

/** All matches for patterns with flag `g`, else the first with its groups; null for none. */
function match(text: string, pattern: SafePattern, budget: Budget): (string | undefined)[] | null {
  const first = pattern.exec(text, 0, budget);
  if (first === null) return null;
  const found: (string | undefined)[] = [];
  if (!pattern.global) {
    for (let slot = 0; slot < first.length; slot += 2) {
      found.push(first[slot] === -1 ? undefined : text.slice(first[slot], first[slot + 1]));
    }
    return found;
  }
  for (let bounds: readonly number[] | null = first; bounds !== null; ) {
    const [start, end] = bounds as [number, number];
    found.push(text.slice(start, end));
    bounds = end >= text.length ? null : pattern.exec(text, end > start ? end : end + 1, budget);
  }
  return found;
}

/** Tells whether a text, number or boolean matches a pattern (`=~`). */
export function matches(value: unknown, pattern: unknown, budget: Budget): boolean {
  if (value === null || value === undefined || typeof value === 'object') return false;
  return toPattern(pattern).exec(toText(value), 0, budget) !== null;
}

function callOnText(text: string, name: string, args: readonly unknown[], budget: Budget): unknown {
  const [first, second] = args;
  switch (name) {
    case 'match':
      return match(text, toPattern(first), budget);
    case 'search':
      return toPattern(first).exec(text, 0, budget)?.[0] ?? -1;
    case 'replace':
    case 'replaceAll': {
      if (first instanceof PatternValue) break;
      budget.spend(text.length);
      const by = toText(second);
      return boundedText(
        name === 'replace' ? text.replace(toText(first), () => by) : text.split(toText(first)).join(by),
      );
    }
    case 'split':
      if (first instanceof PatternValue) break;
      budget.spend(text.length);
      return first === undefined ? [text] : text.split(toText(first));
    default:
      if (TEXT_METHODS.has(name)) {
        const result = callBuiltIn(String.prototype, name, text, args.map(plain));
        return typeof result === 'string' ? boundedText(result) : result;
      }
  }
  throw new DataFault(`Texts have no method "${name}" here that takes these arguments`);
}

function callOnList(list: readonly unknown[], name: string, args: readonly unknown[], budget: Budget): unknown {
  budget.spend(list.length);
  if (name === 'join') return joinText(list, args[0] === undefined ? ',' : toText(args[0]));
  if (name === 'toString') return toText(list);
  if (name === 'slice' || name === 'at') return callBuiltIn(Array.prototype, name, list, args.map(toNumberOrNothing));
  if (LIST_METHODS.has(name)) return callBuiltIn(Array.prototype, name, list, args);
  throw new DataFault(`Lists have no method "${name}" here`);
}

const toNumberOrNothing = (value: unknown): number | undefined => (value === undefined ? undefined : toNumber(value));

/**
 * Calls one of the methods filters may call on texts, lists, numbers and patterns.
 * @throws DataFault for any other
 */
export function callFilterMethod(subject: unknown, name: string, args: readonly unknown[], budget: Budget): unknown {
  if (subject instanceof PatternValue && name === 'test') {
    return subject.pattern.exec(toText(args[0]), 0, budget) !== null;
  }
  if (typeof subject === 'string') return callOnText(subject, name, args, budget);
  if (Array.isArray(subject)) return callOnList(subject, name, args, budget);
  if (typeof subject === 'number' && NUMBER_METHODS.has(name)) {
    try {
      return callBuiltIn(Number.prototype, name, subject, args.map(toNumberOrNothing));
    } catch (error) {
      throw new DataFault(String(error));
    }
  }
  if (typeof subject === 'boolean' && name === 'toString') return String(subject);
  throw new DataFault(`There is no method "${name}" to call`);
}
