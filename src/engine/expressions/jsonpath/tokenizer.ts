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
/** JSONPath-Plus takes any two quotes and no `'` or `]` between them; a matching pair may also enclose those. */
const QUOTED = /\[(?:['"]([^'\]]*)['"]|"([^"]*)"|'([^']*)')\]/y;

/** Tells for an index whether the next bracket from there on closes: a dot before it is part of a name. */
function insideBrackets(text: string): (at: number) => boolean {
  const closes = new Uint8Array(text.length + 1);
  for (let at = text.length - 1; at >= 0; at--) {
    closes[at] = text[at] === ']' ? 1 : text[at] === '[' ? 0 : closes[at + 1]!;
  }
  return (at) => closes[at] === 1;
}

const isQuote = (char: string | undefined): boolean => char === "'" || char === '"';

/** Rewrites a path with the marks above; `wholes` receives the tokens read as a whole, in order. */
function rewrite(text: string, wholes: PathToken[]): string {
  const inside = insideBrackets(text);
  let out = '';
  for (let at = 0; at < text.length; ) {
    const char = text[at]!;
    if (char <= WHOLE) throw new SyntaxFault('Unexpected control character', at);
    if (char === '[') {
      out += SEPARATOR;
      const kind = text.startsWith('(', at + 1) ? 'script' : text.startsWith('?(', at + 1) ? 'filter' : undefined;
      QUOTED.lastIndex = at;
      const quoted = QUOTED.exec(text);
      if (kind !== undefined) {
        const { node, end } = parseFilter(text, text.indexOf('(', at), kind);
        if (text[end] !== ']') throw new SyntaxFault('Expected "]"', end);
        wholes.push({ text: text.slice(at + 1, end), filter: { kind, node } });
        out += WHOLE + CLOSED;
        at = end + 1;
      } else if (quoted !== null) {
        wholes.push({ text: quoted[1] ?? quoted[2] ?? quoted[3] ?? '', quoted: true });
        out += WHOLE + CLOSED;
        at += quoted[0].length;
      } else at += isQuote(text[at + 1]) ? 2 : 1;
    } else if (char === ']') {
      out = (out.endsWith("'") ? out.slice(0, -1) : out) + CLOSED;
      at++;
    } else if (char === '.' && !inside(at + 1)) {
      out = (isQuote(out.at(-1)) ? out.slice(0, -1) : out) + SEPARATOR;
      at += isQuote(text[at + 1]) ? 2 : 1;
    } else if (char === '~') {
      out += `${SEPARATOR}~${SEPARATOR}`;
      at++;
    } else {
      TYPE_SELECTOR.lastIndex = at;
      const selector = char === '@' ? TYPE_SELECTOR.exec(text)?.[0] : undefined;
      out += selector === undefined ? char : SEPARATOR + selector + SEPARATOR;
      at += selector?.length ?? 1;
    }
  }
  return out;
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
