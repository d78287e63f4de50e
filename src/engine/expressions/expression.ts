import { reasonOf } from '../../kernel/index.ts';
import { ExpressionError, SyntaxFault } from './expression-error.ts';
import { PATCHBAY_FUNCTIONS, PUBLISHED_FUNCTIONS } from './functions.ts';
import { compileJoin, compilePlaceholder, type Placeholder, splitPlaceholders } from './interpolation.ts';
import { type CompiledJexl, compileJexlText, type JexlOptions } from './jexl/index.ts';
import { compileJsonPath } from './jsonpath/index.ts';
import { MAX_SOURCE } from './limits.ts';
import { type Bag, isPlainObject } from './values.ts';

/**
 * `published` reproduces the published engine to the letter; `patchbay` does what the format's documentation and the
 * examples in it say where the two differ: quoted keys in JEXL objects, methods of texts and lists (`x.trim()`),
 * `hasPassed` true for what has passed, `toISO8601` and `empty`, and in paths `@name` and quoted names read as names.
 * In both, an own property is all an expression can read, and a quoted name in a path is read as a whole.
 */
export type Compat = 'patchbay' | 'published';

/** How to compile. */
export interface ExpressionOptions {
  /** Default `patchbay`. */
  readonly compat?: Compat | undefined;
}

/** A string of a connector, ready to be evaluated any number of times. Frozen. */
export interface CompiledExpression {
  /** The string as written. */
  readonly source: string;
  readonly kind: 'literal' | 'jsonpath' | 'interpolation' | 'jexl';
  /**
   * The value in a context; anything but a plain object counts as an empty context. Undefined where there is none.
   * @throws ExpressionError
   */
  readonly evaluate: (context: unknown) => unknown;
  /** As `evaluate`, but null where that throws. */
  readonly safe: (context: unknown) => unknown;
  /**
   * What cannot be parsed, in words, with its 0-based offset into `source`. `evaluate` then throws each time; for a
   * placeholder it does not, but leaves it as written unless it spells names separated by dots.
   */
  readonly error?: { readonly message: string; readonly offset: number };
  /** Paths the expression surely starts from, such as `['inputs', 'id']`. */
  readonly references: readonly (readonly string[])[];
  /** Names of the functions called, known or not. */
  readonly calls: readonly string[];
  /** The names of a plain path (`$.a.b`, `{{a.b}}`), for {@link explain}. */
  readonly path?: readonly string[];
}

type Plan = Omit<CompiledExpression, 'source' | 'safe' | 'evaluate'> & { readonly run: (context: Bag) => unknown };

/** Longest part of an expression that a message repeats. */
const MAX_QUOTED = 1_000;
const NOTHING: Bag = Object.freeze(Object.create(null) as Bag);
const OPTIONS: Readonly<Record<Compat, JexlOptions>> = {
  patchbay: { quotedKeys: true, methods: true, functions: PATCHBAY_FUNCTIONS },
  published: { quotedKeys: false, methods: false, functions: PUBLISHED_FUNCTIONS },
};

/** An expression as messages quote it. */
const quoted = (text: string): string => `"${text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text}"`;

/** Removes every `$.`, and finds the original offset of what is left. */
function withoutRoots(text: string): { readonly clean: string; readonly original: (offset: number) => number } {
  return {
    clean: text.replaceAll('$.', ''),
    original: (offset) => {
      let at = 0;
      for (let left = offset; ; left--) {
        while (text.startsWith('$.', at)) at += 2;
        if (left <= 0) return at;
        at++;
      }
    },
  };
}

function failing(kind: Plan['kind'], error: ExpressionError, offset: number): Plan {
  const throwing = (): never => {
    throw new ExpressionError(error.fault, error.message, error.reason);
  };
  return {
    kind,
    run: throwing,
    error: { message: error.reason ?? error.message, offset },
    references: [],
    calls: [],
  };
}

/** Runs a compiler; what it cannot read becomes an expression that always fails. */
function attempt(kind: Plan['kind'], message: string, original: (offset: number) => number, compile: () => Plan): Plan {
  try {
    return compile();
  } catch (error) {
    const fault = kind === 'jsonpath' ? 'invalid-path' : 'invalid-expression';
    if (error instanceof SyntaxFault) {
      return failing(kind, new ExpressionError(fault, message, error.message), original(error.offset));
    }
    return failing(kind, new ExpressionError('limit', message, reasonOf(error)), original(0));
  }
}

function planPath(text: string, compat: Compat, start: number): Plan {
  const message = `Invalid JSON path: ${quoted(text)}`;
  return attempt(
    'jsonpath',
    message,
    (offset) => start + offset,
    () => {
      const { evaluate, names, plain } = compileJsonPath(text, compat === 'published' ? 'strict' : 'lenient');
      const references = names.length === 0 ? [] : [names];
      if (plain) return { kind: 'jsonpath', run: evaluate, references, calls: [], path: names };
      const run = (context: Bag): unknown => {
        try {
          return evaluate(context);
        } catch (error) {
          if (error instanceof ExpressionError) throw error;
          throw new ExpressionError('evaluation', message, reasonOf(error));
        }
      };
      return { kind: 'jsonpath', run, references, calls: [] };
    },
  );
}

function planJexl(clean: string, text: string, compat: Compat, original: (offset: number) => number): Plan {
  return attempt('jexl', `Invalid expression: ${quoted(text)}`, original, () => {
    if (clean.trim() === '.') throw new SyntaxFault('Expected a name after "."', clean.indexOf('.') + 1);
    const { evaluate, references, calls, path } = compileJexlText(clean, OPTIONS[compat]);
    return { kind: 'jexl', run: evaluate, references, calls, ...(path === undefined ? {} : { path }) };
  });
}

/** The plan for a text with placeholders; `otherwise` takes over where they leave nothing. */
function planInterpolation(
  parts: readonly (string | Placeholder)[],
  compat: Compat,
  original: (offset: number) => number,
  otherwise: Plan,
): Plan {
  const references: (readonly string[])[] = [];
  const calls: string[] = [];
  let error: CompiledExpression['error'];
  const compiled = parts.map((part) => {
    if (typeof part === 'string') return part;
    let jexl: CompiledJexl | undefined;
    try {
      jexl = compileJexlText(part.inner, OPTIONS[compat]);
      references.push(...jexl.references);
      calls.push(...jexl.calls);
    } catch (fault) {
      error ??= {
        message: reasonOf(fault),
        offset: original(part.start + (fault instanceof SyntaxFault ? fault.offset : 0)),
      };
    }
    return compilePlaceholder(part, jexl?.evaluate);
  });
  const join = compileJoin(compiled);
  const run = (context: Bag): unknown => join(context) || otherwise.run(context);
  return { kind: 'interpolation', run, references, calls, ...(error === undefined ? {} : { error }) };
}

function plan(source: string, compat: Compat): Plan {
  const text = source.trim();
  if (text === '') return failing('literal', new ExpressionError('empty', 'Empty expression'), 0);
  const literal: Plan = { kind: 'literal', run: () => source, references: [], calls: [] };
  const braced = text.length > 4 && text.startsWith('{{') && text.endsWith('}}');
  if (!braced && !text.includes('$')) return literal;
  const start = source.length - source.trimStart().length;
  const { clean, original } = withoutRoots(braced ? text.slice(2, -2) : text);
  const inSource = (offset: number): number => start + (braced ? 2 : 0) + original(offset);
  const parts = splitPlaceholders(clean);
  const isPath = !braced && text.startsWith('$');
  if (!braced && !isPath && parts === undefined) return literal;
  if (text.length > MAX_SOURCE) {
    const message = `Expression is longer than ${MAX_SOURCE} characters`;
    return failing(braced ? 'jexl' : 'jsonpath', new ExpressionError('limit', message), start);
  }
  const base = braced ? planJexl(clean, text, compat, inSource) : isPath ? planPath(text, compat, start) : literal;
  return parts === undefined ? base : planInterpolation(parts, compat, inSource, base);
}

const contextOf = (context: unknown): Bag => (isPlainObject(context) ? context : NOTHING);

/**
 * Compiles a string of a connector: a JSONPath (`$.a`), a text with placeholders (`/x/${a}`), a JEXL expression
 * (`{{a ?? b}}`), or, where it is none of these, itself. Never throws: what is wrong is in `error`.
 */
export function compileExpression(source: string, options: ExpressionOptions = {}): CompiledExpression {
  const { run, ...facts } = plan(source, options.compat ?? 'patchbay');
  const alwaysFails = facts.error !== undefined && facts.kind !== 'interpolation';
  return Object.freeze({
    ...facts,
    source,
    evaluate: (context: unknown): unknown => {
      try {
        return run(contextOf(context));
      } catch (error) {
        if (error instanceof ExpressionError) throw error;
        throw new ExpressionError('evaluation', `Invalid expression: ${quoted(source)}`, reasonOf(error));
      }
    },
    safe: alwaysFails
      ? () => null
      : (context: unknown): unknown => {
          try {
            return run(contextOf(context));
          } catch {
            return null;
          }
        },
  });
}
