import { SyntaxFault } from '../expression-error.ts';
import { MAX_NESTING } from '../limits.ts';
import type { PatternNode, UnitTest } from './tree.ts';

/** A parsed pattern and how many capturing groups it has. */
export interface ParsedPattern {
  readonly node: PatternNode;
  readonly groups: number;
}

const COUNT = /\{(\d{1,6})(?:(,)(\d{0,6}))?\}/y;
const HEX = /[0-9a-fA-F]{2}/y;
const HEX4 = /[0-9a-fA-F]{4}/y;
const GROUP_NAME = /\?<[A-Za-z_$][\w$]*>/y;
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

const within =
  (low: number, high: number): UnitTest =>
  (unit) =>
    unit >= low && unit <= high;
const exactly =
  (wanted: number): UnitTest =>
  (unit) =>
    unit === wanted;
const not =
  (test: UnitTest): UnitTest =>
  (unit) =>
    !test(unit);

const isDigit = within(48, 57);
/** `\w`: ASCII letters, digits and the underscore. */
export const isWordUnit: UnitTest = (unit) =>
  isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === 95;
const isSpace: UnitTest = (unit) => /\s/.test(String.fromCharCode(unit));
/** The characters that end a line. */
export const isLineEnd: UnitTest = (unit) => unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029;

const SETS: ReadonlyMap<string, UnitTest> = new Map([
  ['d', isDigit],
  ['D', not(isDigit)],
  ['w', isWordUnit],
  ['W', not(isWordUnit)],
  ['s', isSpace],
  ['S', not(isSpace)],
]);

function caseless(test: UnitTest): UnitTest {
  return (unit) => {
    if (test(unit)) return true;
    const char = String.fromCharCode(unit);
    return test(char.toLowerCase().charCodeAt(0)) || test(char.toUpperCase().charCodeAt(0));
  };
}

class PatternParser {
  readonly #source: string;
  readonly #flags: string;
  #at = 0;
  #groups = 0;
  #nesting = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags;
  }

  parse(): ParsedPattern {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw this.#fault('Unmatched ")" in the pattern');
    return { node, groups: this.#groups };
  }

  #fault(message: string): SyntaxFault {
    return new SyntaxFault(message, this.#at);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #accept(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #unit(test: UnitTest): PatternNode {
    return { type: 'unit', test: this.#flags.includes('i') ? caseless(test) : test };
  }

  #choice(): PatternNode {
    if (++this.#nesting > MAX_NESTING) throw this.#fault('The pattern is nested too deep');
    const items = [this.#sequence()];
    while (this.#accept('|')) items.push(this.#sequence());
    this.#nesting--;
    return items.length === 1 ? items[0]! : { type: 'choice', items };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.#at < this.#source.length && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      items.push(this.#repeated(this.#atom()));
    }
    return items.length === 1 ? items[0]! : { type: 'sequence', items };
  }

  #repeated(item: PatternNode): PatternNode {
    let [min, max] = [1, 1];
    const count = this.#match(COUNT);
    if (count !== null) {
      min = Number(count[1]);
      max = count[2] === undefined ? min : count[3] === '' ? Number.POSITIVE_INFINITY : Number(count[3]);
      if (max < min) throw this.#fault('The numbers in {…} are out of order');
    } else if (this.#accept('*')) [min, max] = [0, Number.POSITIVE_INFINITY];
    else if (this.#accept('+')) [min, max] = [1, Number.POSITIVE_INFINITY];
    else if (this.#accept('?')) [min, max] = [0, 1];
    else return item;
    if (item.type === 'anchor') throw this.#fault('Nothing to repeat');
    return { type: 'repeat', item, min, max, greedy: !this.#accept('?') };
  }

  #atom(): PatternNode {
    const char = this.#source[this.#at]!;
    if ('*+?'.includes(char) || this.#match(COUNT) !== null) throw this.#fault('Nothing to repeat');
    this.#at++;
    switch (char) {
      case '^':
        return { type: 'anchor', anchor: 'start' };
      case '$':
        return { type: 'anchor', anchor: 'end' };
      case '.':
        return { type: 'unit', test: this.#flags.includes('s') ? () => true : not(isLineEnd) };
      case '(':
        return this.#group();
      case '[':
        return this.#unit(this.#set());
      case '\\':
        return this.#escape();
      default:
        return this.#unit(exactly(char.charCodeAt(0)));
    }
  }

  #group(): PatternNode {
    if (/^\?<?[=!]/.test(this.#source.slice(this.#at, this.#at + 3))) {
      throw this.#fault('Look-around is not supported in patterns here');
    }
    const plain = this.#accept('?:');
    if (!plain && this.#match(GROUP_NAME) === null && this.#source[this.#at] === '?')
      throw this.#fault('Invalid group');
    const index = plain ? 0 : ++this.#groups;
    const item = this.#choice();
    if (!this.#accept(')')) throw this.#fault('A group of the pattern is not closed');
    return plain ? { type: 'sequence', items: [item] } : { type: 'group', index, item };
  }

  #escape(): PatternNode {
    const char = this.#source[this.#at] ?? '';
    if (char === 'b' || char === 'B') {
      this.#at++;
      return { type: 'anchor', anchor: char === 'b' ? 'word-edge' : 'no-word-edge' };
    }
    if (/[1-9k]/.test(char)) throw this.#fault('Back references are not supported in patterns here');
    const escaped = this.#escaped();
    return this.#unit(typeof escaped === 'number' ? exactly(escaped) : escaped);
  }

  /** What stands behind a backslash, inside or outside of a set. */
  #escaped(): number | UnitTest {
    const char = this.#source[this.#at];
    if (char === undefined) throw this.#fault('The pattern ends with a backslash');
    this.#at++;
    const set = SETS.get(char);
    if (set !== undefined) return set;
    if (char === 'p' || char === 'P') throw this.#fault('Unicode properties are not supported in patterns here');
    const hex = char === 'x' ? this.#match(HEX) : char === 'u' ? this.#match(HEX4) : null;
    if (hex !== null) return Number.parseInt(hex[0], 16);
    return Object.hasOwn(CONTROLS, char) ? CONTROLS[char]! : char.charCodeAt(0);
  }

  #set(): UnitTest {
    const negated = this.#accept('^');
    const tests: UnitTest[] = [];
    while (!this.#accept(']')) {
      const low = this.#setUnit();
      if (typeof low !== 'number' || this.#source[this.#at] !== '-' || this.#source[this.#at + 1] === ']') {
        tests.push(typeof low === 'number' ? exactly(low) : low);
        continue;
      }
      this.#at++;
      const high = this.#setUnit();
      if (typeof high !== 'number') tests.push(exactly(low), exactly(45), high);
      else if (high < low) throw this.#fault('A range in […] is out of order');
      else tests.push(within(low, high));
    }
    const some: UnitTest = (unit) => tests.some((test) => test(unit));
    return negated ? not(this.#flags.includes('i') ? caseless(some) : some) : some;
  }

  #setUnit(): number | UnitTest {
    const char = this.#source[this.#at];
    if (char === undefined) throw this.#fault('A set of the pattern is not closed');
    this.#at++;
    if (char !== '\\') return char.charCodeAt(0);
    if (!this.#accept('b')) return this.#escaped();
    return 8;
  }
}

/**
 * Parses the source of a JavaScript regular expression, without the features that need backtracking.
 * @throws SyntaxFault for look-around, back references, Unicode properties and anything malformed
 */
export function parsePattern(source: string, flags: string): ParsedPattern {
  return new PatternParser(source, flags).parse();
}
