import { compileExpression, EXPRESSION_FUNCTIONS } from '../expressions/index.ts';
import { type LocatedScalar, quote, type Span, sourceOffset } from '../parse/index.ts';
import type { Context } from './context.ts';
import { type ExpressionForm, formOf } from './expression-source.ts';
import { nameOf, type Path } from './path.ts';
import { checkReferences } from './references.ts';

/** Where an expression stands and so how it is evaluated. */
export interface ExpressionPlace {
  /** Written without braces, as in event rules. */
  readonly bare?: boolean;
  /** Evaluated so that a failure ends the step; elsewhere a failure becomes null. */
  readonly strict?: boolean;
  /** Evaluated on a record, whose keys come before those of the run. */
  readonly onRecord?: boolean;
}

/** Checks a text that is evaluated when the connector runs: its syntax and what it refers to. */
export function checkExpression(node: LocatedScalar, path: Path, context: Context, place: ExpressionPlace = {}): void {
  const written = node.value;
  if (typeof written !== 'string') return;
  const form = place.bare ? 'jexl' : formOf(written);
  if (form === 'literal') {
    checkLiteral(written, node, path, context);
    return;
  }
  const text = place.bare ? `{{${written}}}` : written;
  const shift = place.bare ? 2 : 0;
  const compiled = compileExpression(text);
  if (form === 'interpolation') checkPlaceholders(text, compiled.error, node, path, context);
  else if (compiled.error) {
    reportSyntax(compiled.error.message, form, Math.max(0, compiled.error.offset - shift), node, path, context, place);
    return;
  }
  for (const name of new Set(compiled.calls)) {
    if (EXPRESSION_FUNCTIONS.has(name)) continue;
    const message = `There is no function ${quote(name)} in expressions.${context.suggest(name, EXPRESSION_FUNCTIONS)}`;
    context.report('unknown-function', spanOfText(node, name), path, message);
  }
  if (!place.onRecord) checkReferences(compiled.references, node, path, context);
}

function reportSyntax(
  message: string,
  form: ExpressionForm,
  offset: number,
  node: LocatedScalar,
  path: Path,
  context: Context,
  { strict = false }: ExpressionPlace,
): void {
  const text = String(node.value);
  const at = spanOfOffset(node, offset);
  if (form === 'path') {
    const literal = `for the text itself write '{{${JSON.stringify(text.trim())}}}'.`;
    const help = /^\$[A-Za-z_]/.test(text.trim()) ? `A path starts with "$."; ${literal}` : literal.replace(/^f/, 'F');
    if (strict) {
      const said = `${nameOf(path)} starts with "$" but is no path: ${lowerFirst(message)}.`;
      context.report('invalid-expression', at, path, said, { help });
    } else {
      context.report('unresolved-text', at, path, `${quote(text)} starts with "$" but is no path; it becomes null.`, {
        help,
      });
    }
    return;
  }
  const several = text.indexOf('}}') < text.lastIndexOf('}}');
  const said = `${nameOf(path)} does not parse as an expression: ${lowerFirst(message)}.`;
  context.report('invalid-expression', at, path, said, {
    severity: !strict && (several || isEasyMistake(text, offset)) ? 'warning' : 'error',
    help: several ? 'Inside a longer text write ${…} for each part.' : undefined,
  });
}

/**
 * What authors take for valid though the grammar has no place for it: a ternary after a call, a minus before a name.
 * Published connectors hold such expressions and run with null in their place.
 */
function isEasyMistake(text: string, offset: number): boolean {
  const at = text[offset];
  return at === '-' || (at === '?' && text.slice(0, offset).trimEnd().endsWith(')'));
}

/** A placeholder that is empty or does not parse stays in the text as it is. */
function checkPlaceholders(
  text: string,
  error: { readonly message: string; readonly offset: number } | undefined,
  node: LocatedScalar,
  path: Path,
  context: Context,
): void {
  const empty = /\$\{\s*\}/.exec(text)?.index;
  const at = empty ?? (error && text.lastIndexOf('${', error.offset));
  if (at === undefined) return;
  const part = text.slice(at, text.indexOf('}', at) + 1);
  const problem = empty === undefined ? lowerFirst(error!.message) : 'there is nothing in it';
  const start = sourceOffset(node, Math.max(0, at));
  const span = { source: node.source, start, end: start + part.length };
  context.report(
    'unresolved-text',
    span,
    path,
    `${quote(part)} does not parse and stays in the text as it is: ${problem}.`,
  );
}

const lowerFirst = (sentence: string): string => sentence.replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());

/** Texts that look as if their author took them for expressions. */
function checkLiteral(text: string, node: LocatedScalar, path: Path, context: Context): void {
  const trimmed = text.trim();
  if (/^(inputs|steps|credentials)\.[\w.[\]]+$/.test(trimmed)) {
    context.report('unresolved-text', node, path, `${quote(text)} is a plain text here, not the value it names.`, {
      help: `Write $.${trimmed}.`,
    });
    return;
  }
  const found = /\{\{.+?\}\}|\{\{|\$\.[A-Za-z_][\w.]*/.exec(text);
  if (!found) return;
  const [part] = found;
  const start = sourceOffset(node, found.index);
  const span = { source: node.source, start, end: start + part.length };
  if (part === '{{') {
    context.report('unresolved-text', span, path, 'The "{{" is never closed, so this is a plain text.');
    return;
  }
  const inner = part.replace(/^\{\{|\}\}$/g, '').trim();
  context.report('unresolved-text', span, path, `${quote(part)} is not evaluated inside a longer text.`, {
    help: `Write \${${inner.replace(/^\$\./, '')}} instead.`,
  });
}

/** One character of a text in the file. */
function spanOfOffset(node: LocatedScalar, offset: number): Span {
  const start = sourceOffset(node, offset);
  return { source: node.source, start, end: Math.min(start + 1, Math.max(node.end, start)) };
}

/** The first place a part of a text stands in the file; the whole text when it cannot be found. */
export function spanOfText(node: LocatedScalar, part: string): Span {
  const at = String(node.value).indexOf(part);
  if (at === -1) return node;
  const start = sourceOffset(node, at);
  return { source: node.source, start, end: Math.max(start, sourceOffset(node, at + part.length - 1) + 1) };
}
