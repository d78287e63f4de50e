import { describe, type Located, type LocatedScalar, quote, writtenText } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { nameOf, type Path } from '../path.ts';
import type { Kind } from './kind.ts';

/** Reports that a value is of the wrong type. */
export function wrongType(node: Located, path: Path, context: Context, expects: string, help?: string): undefined {
  if (node.kind !== 'broken') {
    context.report('wrong-type', node, path, `${nameOf(path)} must be ${expects}, not ${describe(node)}.`, { help });
  }
  return undefined;
}

/** The text of a scalar; numbers and booleans count as written, with a warning. Nothing for anything else. */
export function textOfScalar(node: Located, path: Path, context: Context, expects = 'a text'): string | undefined {
  if (node.kind !== 'scalar' || node.value === null) return wrongType(node, path, context, expects);
  if (typeof node.value === 'string') return node.value;
  const written = writtenText(node);
  context.report('unquoted-text', node, path, `${nameOf(path)} is a text; ${written} is read as "${written}".`, {
    help: `Put it in quotes: '${written}'.`,
  });
  return written;
}

/** What a text must be like. */
export interface TextRules {
  readonly expects?: string;
  /** Whether it may be empty; default true. */
  readonly mayBeEmpty?: boolean;
  /** A further check of a text. */
  readonly check?: (text: string, node: LocatedScalar, path: Path, context: Context) => void;
}

/** A text. */
export function text({ expects = 'a text', mayBeEmpty = true, check }: TextRules = {}): Kind<string> {
  return {
    expects,
    read(node, path, context) {
      const value = textOfScalar(node, path, context, expects);
      if (value === undefined) return undefined;
      if (!mayBeEmpty && value.trim() === '') {
        context.report('empty-value', node, path, `${nameOf(path)} may not be empty.`, { severity: 'error' });
        return undefined;
      }
      check?.(value, node as LocatedScalar, path, context);
      return value;
    },
  };
}

/** A true or false; the texts "true" and "false" count, with a warning. */
export const bool: Kind<boolean> = {
  expects: 'true or false',
  read(node, path, context) {
    if (node.kind === 'scalar') {
      if (typeof node.value === 'boolean') return node.value;
      if (node.value === 'true' || node.value === 'false') {
        reportQuoted(node, path, context);
        return node.value === 'true';
      }
    }
    const word = node.kind === 'scalar' ? String(node.value).toLowerCase() : '';
    const help = /^(y|yes|on)$/.test(word) ? 'Write true.' : /^(n|no|off)$/.test(word) ? 'Write false.' : undefined;
    return wrongType(node, path, context, 'true or false', help);
  },
};

/** What a number must be like. */
export interface NumberRules {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** A number; a text that spells one counts, with a warning. */
export function number({ min, max, integer = false }: NumberRules = {}): Kind<number> {
  const expects = integer ? 'a whole number' : 'a number';
  return {
    expects,
    read(node, path, context) {
      if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean') {
        return wrongType(node, path, context, expects);
      }
      let { value } = node;
      if (typeof value === 'string') {
        if (!/^-?\d+(\.\d+)?$/.test(value.trim())) return wrongType(node, path, context, expects);
        reportQuoted(node, path, context);
        value = Number(value);
      }
      if (integer && !Number.isInteger(value)) return wrongType(node, path, context, expects);
      if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
        const range = max === undefined ? `${min} or more` : min === undefined ? `${max} or less` : `${min} to ${max}`;
        context.report('out-of-range', node, path, `${nameOf(path)} must be ${range}, not ${value}.`);
        return undefined;
      }
      return value;
    },
  };
}

function reportQuoted(node: LocatedScalar, path: Path, context: Context): void {
  context.report(
    'quoted-value',
    node,
    path,
    `${nameOf(path)} is ${quote(String(node.value))} in quotes; it is read as ${node.value}.`,
    {
      help: 'Write it without quotes.',
    },
  );
}

/** What a choice allows besides its values. */
export interface ChoiceRules {
  /** Help for values that authors are known to write. */
  readonly hints?: Readonly<Record<string, string>>;
  /** Severity of a wrong value; default error. */
  readonly severity?: 'error' | 'warning';
}

/** One of a few texts. Another case counts, with a warning. */
export function choice<const T extends string>(
  values: readonly T[],
  { hints = {}, severity }: ChoiceRules = {},
): Kind<T> {
  const expects = oneOf(values);
  return {
    expects,
    read(node, path, context) {
      if (node.kind !== 'scalar' || node.value === null) return wrongType(node, path, context, expects);
      const written = writtenText(node);
      const exact = values.find((value) => value === written);
      if (exact !== undefined) return exact;
      const other = values.find((value) => value.toLowerCase() === written.toLowerCase());
      if (other !== undefined) {
        context.report('unknown-value', node, path, `${nameOf(path)} is written "${other}", not ${quote(written)}.`, {
          severity: 'warning',
        });
        return other;
      }
      const message = `${nameOf(path)} must be ${expects}, not ${quote(written)}.${context.suggest(written, values)}`;
      context.report('unknown-value', node, path, message, {
        severity,
        help: Object.hasOwn(hints, written) ? hints[written] : undefined,
      });
      return undefined;
    },
  };
}

/** A list of texts as a sentence says it: `"a", "b" or "c"`. */
export function oneOf(values: readonly (string | number)[]): string {
  const quoted = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
