import { SyntaxFault } from '../expression-error.ts';
import { MAX_NESTING } from '../limits.ts';
import { compilePattern } from '../regex/index.ts';
import type { FilterNode, PlaceName } from './filter-tree.ts';

/** `?(…)` keeps elements, `(…)` computes a name or index. */
export type FilterKind = 'filter' | 'script';

/** Operators by how tightly they bind, as in JavaScript; `=~` matches a pattern. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['|', 3],
  ['^', 4],
  ['&', 5],
  ['==', 6],
  ['!=', 6],
  ['===', 6],
  ['!==', 6],
  ['=~', 6],
  ['<', 7],
  ['>', 7],
  ['<=', 7],
  ['>=', 7],
  ['<<', 8],
  ['>>', 8],
  ['>>>', 8],
  ['+', 9],
  ['-', 9],
  ['*', 10],
  ['/', 10],
  ['%', 10],
]);

const OPERATOR = />>>|===|!==|\|\||&&|==|!=|=~|<=|>=|<<|>>|[|^&<>+\-*/%]/y;
const UNARY = /[-+!~]|(?:typeof|void)(?![\w$\u0080-\uFFFF])/y;
const SPACE = /[ \t\r\n]*/y;
const NAME = /[A-Za-z$_\u0080-\uFFFF][\w$\u0080-\uFFFF]*/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const PATTERN = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y;
const PLACES: ReadonlySet<string> = new Set(['property', 'parent', 'parentProperty', 'root', 'path']);
const CONSTANTS: ReadonlyMap<string, true | false | null | undefined> = new Map<
  string,
  true | false | null | undefined
>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
]);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' };

class FilterParser {
  readonly #text: string;
  readonly #kind: FilterKind;
  #at: number;
  #nesting: number;
  #groups = 0;

  constructor(text: string, open: number, kind: FilterKind, nesting: number) {
    this.#text = text;
    this.#at = open + 1;
    this.#kind = kind;
    this.#nesting = nesting;
  }

  parse(): { node: FilterNode; end: number } {
    if (this.#nesting > MAX_NESTING) throw this.#fault('The filter is nested too deep');
    this.#space();
    const node: FilterNode = this.#peek(')') ? { type: 'literal', value: undefined } : this.#expression();
    this.#expect(')');
    return { node, end: this.#at };
  }

  #fault(message: string, at = this.#at): SyntaxFault {
    return new SyntaxFault(message, at);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #peek(char: string): boolean {
    return this.#text.startsWith(char, this.#at);
  }

  #accept(char: string): boolean {
    if (!this.#peek(char)) return false;
    this.#at += char.length;
    return true;
  }

  #expect(char: string): void {
    this.#space();
    if (this.#accept(char)) return;
    const found = this.#text[this.#at];
    throw this.#fault(found === undefined ? `Expected "${char}"` : `Expected "${char}" instead of "${found}"`);
  }

  #expression(): FilterNode {
    if (++this.#nesting > MAX_NESTING) throw this.#fault('The filter is nested too deep');
    const test = this.#binary(1);
    this.#space();
    let node = test;
    if (this.#accept('?')) {
      const consequent = this.#expression();
      this.#expect(':');
      node = { type: 'conditional', test, consequent, alternate: this.#expression() };
    }
    this.#nesting--;
    return node;
  }

  #binary(lowest: number): FilterNode {
    let left = this.#operand();
    for (;;) {
      this.#space();
      const before = this.#at;
      const operator = this.#match(OPERATOR)?.[0];
      const precedence = operator === undefined ? 0 : PRECEDENCE.get(operator)!;
      if (operator === undefined || precedence < lowest) {
        this.#at = before;
        return left;
      }
      left = { type: 'binary', operator, left, right: this.#binary(precedence + 1) };
    }
  }

  #operand(): FilterNode {
    this.#space();
    const operators: string[] = [];
    for (let found = this.#match(UNARY); found !== null; found = this.#match(UNARY)) {
      operators.push(found[0]);
      this.#space();
    }
    let node = this.#members(this.#primary());
    for (const operator of operators.reverse()) node = { type: 'unary', operator, operand: node };
    return node;
  }

  #primary(): FilterNode {
    const start = this.#at;
    if (this.#accept('(')) {
      this.#groups++;
      const node = this.#expression();
      this.#expect(')');
      this.#groups--;
      return node;
    }
    if (this.#accept('[')) return { type: 'list', items: this.#items(']') };
    if (this.#peek('"') || this.#peek("'")) return { type: 'literal', value: this.#quoted() };
    if (this.#accept('@')) return this.#place();
    const number = this.#match(NUMBER);
    if (number !== null) return { type: 'literal', value: Number.parseFloat(number[0]) };
    const pattern = this.#match(PATTERN);
    if (pattern !== null) {
      try {
        return { type: 'pattern', pattern: compilePattern(pattern[1]!, pattern[2]!) };
      } catch (error) {
        throw error instanceof SyntaxFault ? this.#fault(error.message, start) : error;
      }
    }
    const name = this.#match(NAME)?.[0];
    if (name !== undefined && CONSTANTS.has(name)) return { type: 'literal', value: CONSTANTS.get(name) };
    if (name?.startsWith('$')) throw this.#fault('The root is written @root in a filter', start);
    if (name !== undefined)
      throw this.#fault(`Unknown name "${name}"; members of the element are written @.${name}`, start);
    const found = this.#text[start];
    throw this.#fault(found === undefined ? 'The filter is not closed' : `Unexpected "${found}"`, start);
  }

  #place(): FilterNode {
    const name = this.#match(NAME)?.[0];
    if (name !== undefined) {
      if (PLACES.has(name)) return { type: 'place', name: name as PlaceName };
      throw this.#fault(`Unknown name "@${name}"`, this.#at - name.length - 1);
    }
    const next = this.#text[this.#at];
    const closesFilter = next === ')' && this.#groups === 0 && this.#kind === 'filter';
    if (next === undefined || !/[.\s)[]/.test(next) || closesFilter) {
      throw this.#fault('"@" must be followed by a space, a member or an index', this.#at - 1);
    }
    return { type: 'place', name: 'current' };
  }

  #quoted(): string {
    const [open, quote] = [this.#at, this.#text[this.#at]!];
    let value = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === quote) {
        this.#at++;
        return value;
      }
      if (char === '\\') {
        const escaped = this.#text[++this.#at] ?? '';
        value += ESCAPES[escaped] ?? escaped;
      } else value += char;
    }
    throw this.#fault(`The text opened with ${quote} is never closed`, open);
  }

  #members(start: FilterNode): FilterNode {
    let node = start;
    for (;;) {
      this.#space();
      if (this.#peek('[?(')) {
        const inner = new FilterParser(this.#text, this.#at + 2, 'filter', this.#nesting + 1).parse();
        const literal = this.#text.slice(this.#at + 1, inner.end);
        this.#at = inner.end;
        this.#expect(']');
        node = { type: 'exists', object: node, step: { type: 'filter', literal, test: inner.node } };
        continue;
      }
      const optional = this.#accept('?.');
      if (!optional && !this.#accept('.')) {
        if (!this.#accept('[')) return node;
        node = { type: 'member', object: node, key: this.#expression(), optional };
        this.#expect(']');
        continue;
      }
      this.#space();
      const name = this.#match(NAME)?.[0];
      if (name === undefined) throw this.#fault('Expected a name after "."');
      this.#space();
      node = this.#accept('(')
        ? { type: 'call', object: node, method: name, args: this.#items(')'), optional }
        : { type: 'member', object: node, key: { type: 'literal', value: name }, optional };
    }
  }

  #items(close: string): FilterNode[] {
    const items: FilterNode[] = [];
    this.#space();
    if (this.#accept(close)) return items;
    for (;;) {
      items.push(this.#expression());
      this.#space();
      if (this.#accept(close)) return items;
      this.#expect(',');
    }
  }
}

/**
 * Parses the expression of a filter or script.
 * @param open index of its opening parenthesis
 * @returns the tree, and the index behind the closing parenthesis
 * @throws SyntaxFault with an offset into `text`
 */
export function parseFilter(text: string, open: number, kind: FilterKind): { node: FilterNode; end: number } {
  return new FilterParser(text, open, kind, 0).parse();
}
