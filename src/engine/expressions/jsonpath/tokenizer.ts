import { SyntaxFault } from '../expression-error.ts';
import { type FilterKind, parseFilter } from './filter-parser.ts';
import type { FilterNode } from './filter-tree.ts';
import { SELECTABLE_TYPES } from './path-tree.ts';

/** A part of a path between separators. */
export interface PathToken {
  readonly text: string;
  /** Written as `['…']` or `["…"]`. */
  readonly quoted?: boolean;
  /** The parsed expression of a filter or script. */
  readonly filter?: { readonly kind: FilterKind; readonly node: FilterNode };
}

// The path is first rewritten with these marks, which no path may hold: a separator, a bracket that closed (it only
// keeps separators apart), and the place of a token that was read as a whole.
const SEPARATOR = '\u0000';
const CLOSED = '\u0001';
const WHOLE = '\u0002';

const TYPE_SELECTOR = new RegExp(`@(?:${SELECTABLE_TYPES.join('|')})\\(\\)`, 'y');
/** Longest name in quotes. */
const MAX_NAME = 300;

/** Tells for an index whether the next bracket from there on closes: a dot before it is part of a name. */
function insideBrackets(text: string): (at: number) => boolean {
  const closes = new Uint8Array(text.length + 1);
  for (let at = text.length - 1; at >= 0; at--) {
    closes[at] = text[at] === ']' ? 1 : text[at] === '[' ? 0 : closes[at + 1]!;
  }
  return (at) => closes[at] === 1;
}

const isQuote = (char: string | undefined): boolean => char === "'" || char === '"';

/**
 * The name of `['…']` or `["…"]` and the index behind it. JSONPath-Plus takes any two quotes and no `'` or `]` between
 * them; here a matching pair may also enclose those.
 */
function readQuoted(text: string, open: number): { readonly name: string; readonly end: number } | undefined {
  const quote = text[open + 1];
  if (!isQuote(quote)) return undefined;
  // Whether a name without `'` and `]`, or one without its own quote, can still end here.
  let [plain, paired] = [true, true];
  for (let at = open + 2; at < text.length && at - open < MAX_NAME && (plain || paired); at++) {
    const char = text[at];
    if (text[at + 1] === ']' && isQuote(char) && (plain || char === quote)) {
      return { name: text.slice(open + 2, at), end: at + 2 };
    }
    if (char === quote) paired = false;
    if (char === "'" || char === ']') plain = false;
  }
  return undefined;
}

/** Rewrites a path with the marks above; `wholes` receives the tokens read as a whole, in order. */
function rewrite(text: string, wholes: PathToken[]): string {
  const inside = insideBrackets(text);
  const out: string[] = [];
  const dropQuote = (drops: (char: string | undefined) => boolean): void => {
    if (drops(out.at(-1))) out.pop();
  };
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    if (char <= WHOLE) throw new SyntaxFault('Unexpected control character', at);
    if (char === '[') {
      const kind = text.startsWith('(', at + 1) ? 'script' : text.startsWith('?(', at + 1) ? 'filter' : undefined;
      const quoted = readQuoted(text, at);
      out.push(SEPARATOR);
      if (kind !== undefined) {
        const { node, end } = parseFilter(text, text.indexOf('(', at), kind);
        if (text[end] !== ']') throw new SyntaxFault('Expected "]"', end);
        wholes.push({ text: text.slice(at + 1, end), filter: { kind, node } });
        out.push(WHOLE, CLOSED);
        at = end + 1;
      } else if (quoted !== undefined) {
        wholes.push({ text: quoted.name, quoted: true });
        out.push(WHOLE, CLOSED);
        at = quoted.end;
      } else at += isQuote(text[at + 1]) ? 2 : 1;
    } else if (char === ']') {
      dropQuote((last) => last === "'");
      out.push(CLOSED);
      at++;
    } else if (char === '.' && !inside(at + 1)) {
      dropQuote(isQuote);
      out.push(SEPARATOR);
      at += isQuote(text[at + 1]) ? 2 : 1;
    } else if (char === '~') {
      out.push(SEPARATOR, '~', SEPARATOR);
      at++;
    } else {
      TYPE_SELECTOR.lastIndex = at;
      const selector = char === '@' ? TYPE_SELECTOR.exec(text)?.[0] : undefined;
      if (selector === undefined) out.push(char);
      else out.push(SEPARATOR, selector, SEPARATOR);
      at += selector?.length ?? 1;
    }
  }
  return out.join('');
}

/**
 * Splits a JSONPath at its separators, as JSONPath-Plus does; the first part is what stands before the first, normally
 * `$`. Doubled separators become a part `..`, each `^` is a part of its own.
 * @throws SyntaxFault with an offset into `text`, for filters and scripts that cannot be parsed
 */
export function tokenizePath(text: string): PathToken[] {
  const wholes: PathToken[] = [];
  const rewritten = rewrite(text, wholes)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the separator mark
    .replace(/\u0000?(\^+)\u0000?/g, (_, ups: string) => SEPARATOR + [...ups].join(SEPARATOR) + SEPARATOR)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the separator mark
    .replace(/\u0000{2,3}/g, `${SEPARATOR}..${SEPARATOR}`)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the separator mark
    .replace(/[\u0000']$/, '');
  let next = 0;
  return rewritten.split(SEPARATOR).map((part) => {
    const plain = part.replaceAll(CLOSED, '');
    if (!plain.includes(WHOLE)) return { text: plain };
    const whole = wholes[next++]!;
    return whole.filter === undefined && plain !== WHOLE ? { text: plain.replace(WHOLE, () => whole.text) } : whole;
  });
}
