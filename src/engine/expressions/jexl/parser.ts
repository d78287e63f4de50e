import { SyntaxFault } from '../expression-error.ts';
import { MAX_NESTING } from '../limits.ts';
import { propertyName } from '../values.ts';
import { isMethod } from './methods.ts';
import { PRECEDENCE, type Token, type TokenType, tokenizeJexl } from './tokenizer.ts';
import type { JexlNode } from './tree.ts';

/** What is accepted beyond the published grammar. */
export interface JexlDialect {
  /** `{"a": 1}` as well as `{a: 1}`. */
  readonly quotedKeys: boolean;
  /** `x.trim()` and the like call a method of the value, not a function of the format. */
  readonly methods: boolean;
}

/**
 * What may follow an operand: after a `value` (literal, group, list, object) no index and no call, after a `result`
 * (of a call) no call and no `?`, after a `path` anything.
 */
type Follow = 'value' | 'path' | 'result';

/** One level of the grammar: the whole expression, a group, an argument, an index, one side of a ternary … */
interface Level {
  readonly stops: readonly TokenType[];
  /** Whether the text may end here; the published parser forgives groups that are never closed at the very end. */
  readonly mayEnd: boolean;
  relative: boolean;
}

const MISSING_GROUP = 'Expected an expression between the parentheses';

const describe = (token: Token): string => (token.type === 'end' ? 'end of the expression' : `"${token.value}"`);

/** A recursive-descent parser over the tokens of one expression. One instance per text. */
class JexlParser {
  readonly #tokens: readonly Token[];
  readonly #dialect: JexlDialect;
  #at = 0;
  #nesting = 0;

  constructor(text: string, dialect: JexlDialect) {
    this.#tokens = tokenizeJexl(text);
    this.#dialect = dialect;
  }

  parse(): JexlNode | null {
    return this.#level([], true).node;
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(): Token {
    const token = this.#token;
    if (token.type !== 'end') this.#at++;
    return token;
  }

  #unexpected(hint = ''): SyntaxFault {
    return new SyntaxFault(`Unexpected ${describe(this.#token)}${hint}`, this.#token.start);
  }

  #accept(type: TokenType): boolean {
    if (this.#token.type !== type) return false;
    this.#take();
    return true;
  }

  #expect(type: TokenType): Token {
    if (this.#token.type !== type) throw this.#unexpected();
    return this.#take();
  }

  /** Parses up to one of `stops` and takes it. `node` is null when nothing stands before it. */
  #level(stops: readonly TokenType[], mayEnd: boolean): { node: JexlNode | null; stop: TokenType; relative: boolean } {
    if (++this.#nesting > MAX_NESTING) throw new SyntaxFault('The expression is nested too deep', this.#token.start);
    const level: Level = { stops, mayEnd, relative: false };
    const choices: { test: JexlNode | null; consequent: JexlNode | null }[] = [];
    let node: JexlNode | null = null;
    for (let part: Level = level; !this.#ends(part); part = { stops, mayEnd, relative: false }) {
      const operand = this.#binary(part, 0, true);
      node = operand.node;
      if (this.#token.type !== '?') {
        if (this.#ends(part)) break;
        throw this.#unexpected(this.#token.type === '[' ? ' after a value; only names and calls can be indexed' : '');
      }
      if (operand.follow === 'result') throw this.#unexpected(' after a call; put the call in parentheses');
      this.#take();
      choices.push({ test: node, consequent: this.#level([':'], false).node });
      node = null;
    }
    this.#nesting--;
    for (const choice of choices.reverse()) node = { type: 'conditional', ...choice, alternate: node };
    return { node, stop: this.#take().type, relative: level.relative };
  }

  #ends(level: Level): boolean {
    const { type } = this.#token;
    if (type === 'end' && !level.mayEnd) throw this.#unexpected();
    return type === 'end' || level.stops.includes(type);
  }

  #binary(level: Level, lowest: number, first: boolean): { node: JexlNode | null; follow: Follow } {
    let { node, follow } = this.#operand(level, first);
    for (;;) {
      const { type, value } = this.#token;
      const precedence = type === 'binary' ? PRECEDENCE.get(String(value))! : -1;
      if (precedence < lowest) return { node, follow };
      if (node === null) throw new SyntaxFault(MISSING_GROUP, this.#token.start);
      this.#take();
      const right = this.#binary(level, precedence + 1, false);
      node = { type: 'binary', operator: String(value), left: node, right: right.node! };
      follow = right.follow;
    }
  }

  #operand(level: Level, first: boolean): { node: JexlNode | null; follow: Follow } {
    let negations = 0;
    for (; this.#token.type === 'unary'; negations++) this.#take();
    const primary = this.#primary(level, first && negations === 0);
    const chained = this.#chain(level, primary.node, primary.follow);
    let { node } = chained;
    for (; negations > 0; negations--) node = { type: 'not', operand: node! };
    return { node, follow: chained.follow };
  }

  /** `first`: nothing of this level stands before; only then an empty or unclosed group is forgiven. */
  #primary(level: Level, first: boolean): { node: JexlNode | null; follow: Follow } {
    const token = this.#token;
    switch (token.type) {
      case 'literal':
        this.#take();
        return { node: { type: 'literal', value: token.value }, follow: 'value' };
      case 'identifier':
        this.#take();
        return { node: { type: 'name', name: propertyName(String(token.value)), relative: false }, follow: 'path' };
      case '(': {
        this.#take();
        const { node } = this.#level([')'], first && level.mayEnd);
        if (node === null && !first) throw new SyntaxFault(MISSING_GROUP, token.start);
        return { node, follow: 'value' };
      }
      case '.': {
        this.#take();
        if (first && this.#ends(level)) return { node: null, follow: 'value' };
        level.relative = true;
        return {
          node: { type: 'name', name: propertyName(String(this.#expect('identifier').value)), relative: true },
          follow: 'path',
        };
      }
      case '[':
        this.#take();
        return { node: { type: 'list', items: this.#items(']') }, follow: 'value' };
      case '{':
        this.#take();
        return { node: this.#object(), follow: 'value' };
      default:
        throw this.#unexpected();
    }
  }

  /** Members, indexes, filters, calls and transforms that follow an operand. */
  #chain(level: Level, start: JexlNode | null, startFollow: Follow): { node: JexlNode | null; follow: Follow } {
    let [node, follow] = [start, startFollow];
    for (;;) {
      const { type } = this.#token;
      if (type === '.') {
        this.#take();
        if (node === null && this.#ends(level)) return { node, follow };
        const name = propertyName(String(this.#expect('identifier').value));
        if (node === null) level.relative = true;
        if (node?.type === 'not' && follow === 'value') {
          // As published, a member after a negated group replaces what was negated: `(!a).b` means `!(.b)`.
          level.relative = true;
          const inner = this.#chain(level, { type: 'name', name, relative: true }, 'path');
          return { node: { type: 'not', operand: inner.node! }, follow: inner.follow };
        }
        node = node === null ? { type: 'name', name, relative: true } : { type: 'member', from: node, name };
        follow = 'path';
      } else if (type === '[' && follow !== 'value') {
        this.#take();
        const { node: expression, relative } = this.#level([']'], false);
        node = { type: 'filter', subject: node!, expression, relative };
        follow = 'path';
      } else if (type === '(' && follow === 'path') {
        this.#take();
        node = this.#call(node!, this.#items(')'));
        follow = 'result';
      } else if (type === '|') {
        this.#take();
        if (node === null) {
          if (this.#ends(level)) return { node, follow };
          throw new SyntaxFault(MISSING_GROUP, this.#token.start);
        }
        const name = String(this.#expect('identifier').value);
        const args = this.#accept('(') ? this.#items(')') : [];
        node = { type: 'transform', name, subject: node, args };
        follow = 'result';
      } else {
        return { node, follow };
      }
    }
  }

  #call(callee: JexlNode, args: readonly JexlNode[]): JexlNode {
    if (callee.type === 'member' && this.#dialect.methods && isMethod(callee.name)) {
      return { type: 'method', subject: callee.from, name: callee.name, args };
    }
    return { type: 'call', name: callee.type === 'member' || callee.type === 'name' ? callee.name : undefined, args };
  }

  /** Elements or arguments up to the closing token. Empty places between commas are skipped, as published. */
  #items(close: TokenType): JexlNode[] {
    const items: JexlNode[] = [];
    for (;;) {
      const { node, stop } = this.#level([',', close], false);
      if (node !== null) items.push(node);
      if (stop === close) return items;
    }
  }

  #object(): JexlNode {
    const entries: [string, JexlNode | null][] = [];
    for (;;) {
      const token = this.#take();
      if (token.type === '}') break;
      const quoted = token.type === 'literal' && typeof token.value === 'string';
      if (token.type !== 'identifier' && !(quoted && this.#dialect.quotedKeys)) {
        this.#at--;
        throw this.#unexpected(quoted ? '; keys are written without quotes here' : '; expected a key');
      }
      this.#expect(':');
      const { node, stop } = this.#level([',', '}'], false);
      entries.push([propertyName(String(token.value)), node]);
      if (stop === '}') break;
    }
    return { type: 'object', entries };
  }
}

/**
 * Parses the text of a JEXL expression (without braces).
 * @returns the tree, or null for a text the grammar forgives though it says nothing
 * @throws SyntaxFault
 */
export function parseJexl(text: string, dialect: JexlDialect): JexlNode | null {
  return new JexlParser(text, dialect).parse();
}
