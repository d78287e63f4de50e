import { object, text } from '../api/raw.ts';

/**
 * Decides whether a field applies, from the values of the others. Two notations are understood:
 *
 * - `{field, equals}`, `{field, notEquals}`, `{field, present}`; a list of them means all;
 * - text such as `{{$.credentials.region == 'eu' && present(domain)}}`: comparisons with `==` and `!=`, `present(x)`, a
 *   bare name, `!`, `&&`, `||` and parentheses.
 *
 * Anything else counts as met: a field too many can be left empty, a field too few blocks the form.
 */
export function isMet(condition: unknown, values: Readonly<Record<string, string>>): boolean {
  if (condition === undefined || condition === null || condition === '') return true;
  if (typeof condition === 'boolean') return condition;
  if (typeof condition === 'string') return textIsMet(condition, values);
  if (Array.isArray(condition)) return condition.every((part) => isMet(part, values));
  const rule = object(condition);
  const value = valueAt(text(rule['field']), values);
  if ('equals' in rule) return value === text(rule['equals']);
  if ('notEquals' in rule) return value !== text(rule['notEquals']);
  return 'present' in rule ? (value !== '') === (rule['present'] !== false) : true;
}

const valueAt = (path: string, values: Readonly<Record<string, string>>): string => {
  const key = path.replace(/^\$\.?/, '').replace(/^(credentials|inputs|config|fields)\./, '');
  return Object.hasOwn(values, key) ? (values[key] ?? '') : '';
};

const TOKEN = /\s*(?:(==|!=|&&|\|\||[!()])|'([^']*)'|"([^"]*)"|([$\w][$\w.-]*))/y;

type Token = { readonly kind: 'sign' | 'literal' | 'name'; readonly text: string };

const tokensOf = (source: string): Token[] | undefined => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (match === null) return;
    const [, sign, single, double, name] = match;
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'literal', text: single ?? double ?? '' });
  }
  return tokens;
};

/** Longest text looked at; a condition on a form field is one line. */
const LONGEST = 500;

const textIsMet = (condition: string, values: Readonly<Record<string, string>>): boolean => {
  const source = condition
    .trim()
    .replace(/^\{\{|\}\}$/g, '')
    .trim();
  const tokens = source.length > LONGEST ? undefined : tokensOf(source);
  if (tokens === undefined) return true;
  const reader = new ConditionReader(tokens, values);
  return reader.read() ?? true;
};

/** Reads one condition; undefined when it is not of the grammar. */
class ConditionReader {
  readonly #tokens: readonly Token[];
  readonly #values: Readonly<Record<string, string>>;
  #at = 0;
  #broken = false;

  constructor(tokens: readonly Token[], values: Readonly<Record<string, string>>) {
    this.#tokens = tokens;
    this.#values = values;
  }

  read(): boolean | undefined {
    const result = this.#any();
    return this.#broken || this.#at < this.#tokens.length ? undefined : result;
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#at += 1;
    return true;
  }

  #any(): boolean {
    let result = this.#all();
    while (this.#takes('||')) result = this.#all() || result;
    return result;
  }

  #all(): boolean {
    let result = this.#one();
    while (this.#takes('&&')) result = this.#one() && result;
    return result;
  }

  #one(): boolean {
    if (this.#takes('!')) return !this.#one();
    if (this.#takes('(')) {
      const inner = this.#any();
      if (!this.#takes(')')) this.#broken = true;
      return inner;
    }
    const left = this.#operand();
    if (this.#takes('==')) return left === this.#operand();
    if (this.#takes('!=')) return left !== this.#operand();
    return left !== '' && left !== 'false';
  }

  #operand(): string {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === 'literal') return token.text;
    if (token?.kind !== 'name') {
      this.#broken = true;
      return '';
    }
    if (token.text === 'present' && this.#takes('(')) {
      const value = this.#operand();
      if (!this.#takes(')')) this.#broken = true;
      return value === '' ? '' : 'true';
    }
    return /^(true|false|\d+)$/.test(token.text) ? token.text : valueAt(token.text, this.#values);
  }
}
