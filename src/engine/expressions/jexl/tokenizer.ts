import { SyntaxFault } from '../expression-error.ts';

/** Kinds of tokens. Punctuation and operators carry their own text as `value`. */
export type TokenType =
  | 'literal'
  | 'identifier'
  | 'binary'
  | 'unary'
  | '.'
  | '['
  | ']'
  | '|'
  | '{'
  | '}'
  | ':'
  | ','
  | '('
  | ')'
  | '?'
  | 'end';

/** One token and where it starts. */
export interface Token {
  readonly type: TokenType;
  readonly value: string | number | boolean;
  readonly start: number;
}

/** Binary operators by how tightly they bind; equals group from the left. */
export const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['??', 0],
  ['||', 10],
  ['&&', 10],
  ['==', 20],
  ['!=', 20],
  ['>', 20],
  ['>=', 20],
  ['<', 20],
  ['<=', 20],
  ['in', 20],
  ['+', 30],
  ['-', 30],
  ['*', 40],
  ['/', 40],
  ['//', 40],
  ['%', 50],
  ['^', 50],
]);

const LETTERS = 'a-zA-Zа-яА-Я_\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u00FF$';
const SPACE = /\s+/y;
const WORD = new RegExp(`[${LETTERS}][${LETTERS}0-9]*`, 'y');
const NUMBER = /[0-9]*\.[0-9]+|[0-9]+/y;
const OPERATOR = /\?\?|\/\/|==|!=|>=|<=|&&|\|\||[.[\]|{}:,()?+\-*/%^><!]/y;
/** A keyword ends where ASCII word characters end, even inside a longer name of other letters. */
const KEYWORD = /(?:true|false|in)\b/y;
const NEGATABLE: ReadonlySet<TokenType> = new Set(['binary', 'unary', '(', '[', '?', ':']);
/** Inherited by every JavaScript object; the published grammar takes none of them as a name. */
const RESERVED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Index of the quote that closes the text opened at `open`, or -1: the first not preceded by a backslash, else the last. */
function closingQuote(text: string, open: number): number {
  const quote = text[open]!;
  let last = -1;
  for (let at = text.indexOf(quote, open + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (text[at - 1] !== '\\' || at - 1 === open) return at;
    last = at;
  }
  return last;
}

/** Escaped quotes become quotes; of doubled backslashes only the first pair becomes one, as published. */
const unquote = (body: string, quote: string): string => body.replaceAll(`\\${quote}`, quote).replace('\\\\', '\\');

/**
 * Splits the text of a JEXL expression into tokens, ending with one of type `end`.
 * @throws SyntaxFault for characters that belong to no token
 */
export function tokenizeJexl(text: string): Token[] {
  const tokens: Token[] = [];
  let negateFrom = -1;
  const push = (type: TokenType, value: string | number | boolean, start: number): void => {
    if (negateFrom === -1) {
      tokens.push({ type, value, start });
      return;
    }
    if (typeof value !== 'number') throw new SyntaxFault('A leading minus is allowed before a number only', negateFrom);
    tokens.push({ type, value: -value, start: negateFrom });
    negateFrom = -1;
  };
  for (let at = 0; at < text.length; ) {
    const space = matchAt(SPACE, text, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const start = at;
    const char = text[at]!;
    if (char === '"' || char === "'") {
      const close = closingQuote(text, at);
      if (close === -1) throw new SyntaxFault(`The text opened with ${char} is never closed`, at);
      push('literal', unquote(text.slice(at + 1, close), char), start);
      at = close + 1;
      continue;
    }
    const keyword = matchAt(KEYWORD, text, at);
    if (keyword !== undefined) {
      at += keyword.length;
      if (keyword === 'in') push('binary', 'in', start);
      else push('literal', keyword === 'true', start);
      continue;
    }
    const operator = matchAt(OPERATOR, text, at);
    if (operator !== undefined) {
      at += operator.length;
      const previous = tokens.at(-1)?.type;
      if (operator === '-' && (previous === undefined || NEGATABLE.has(previous))) negateFrom = start;
      else if (operator === '!') push('unary', '!', start);
      else push(PRECEDENCE.has(operator) ? 'binary' : (operator as TokenType), operator, start);
      continue;
    }
    const word = matchAt(WORD, text, at);
    if (word !== undefined) {
      if (RESERVED.has(word)) throw new SyntaxFault(`"${word}" cannot be used as a name`, start);
      push('identifier', word, start);
      at += word.length;
      continue;
    }
    const number = matchAt(NUMBER, text, at);
    if (number === undefined) throw new SyntaxFault(`Unexpected character "${char}"`, start);
    push('literal', Number.parseFloat(number), start);
    at += number.length;
  }
  if (negateFrom !== -1) throw new SyntaxFault('Unexpected "-" at the end', negateFrom);
  tokens.push({ type: 'end', value: '', start: text.length });
  return tokens;
}
