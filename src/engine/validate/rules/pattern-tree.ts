/** Characters as sorted, separate ranges of code units, both ends included. */
export type CharSet = readonly (readonly [number, number])[];

/** A regular expression as a tree; captures, flags and greed do not matter for what it is used for. */
export type PatternTree =
  /** One character of a set. An empty set stands for an assertion: it takes no character but may fail. */
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'repeat'; readonly part: PatternTree; readonly min: number; readonly max: number };

const ANY: CharSet = [[0, 0xffff]];
const DIGIT: CharSet = [[0x30, 0x39]];
const WORD: CharSet = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const SPACE: CharSet = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x2028, 0x2029],
  [0xfeff, 0xfeff],
];
const ASSERTION: PatternTree = { kind: 'set', set: [] };
const NOTHING: PatternTree = { kind: 'sequence', parts: [] };
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, '0': 0 };

/** Reads the source of a regular expression that is known to compile. */
export function readPattern(source: string): PatternTree {
  let at = 0;

  const choice = (): PatternTree => {
    const parts = [sequence()];
    while (source[at] === '|') {
      at += 1;
      parts.push(sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
  };

  const sequence = (): PatternTree => {
    const parts: PatternTree[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(atom()));
    return { kind: 'sequence', parts };
  };

  const repeated = (part: PatternTree): PatternTree => {
    const found = /^(?:([*+?])|\{(\d+)(,(\d*))?\})\??/.exec(source.slice(at, at + 24));
    if (!found) return part;
    at += found[0].length;
    const [, sign, least, comma, most] = found;
    if (sign !== undefined)
      return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    const min = Number(least);
    const max = comma === undefined ? min : most === '' || most === undefined ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: 'repeat', part, min, max };
  };

  const atom = (): PatternTree => {
    const character = source[at]!;
    at += 1;
    if (character === '(') return group();
    if (character === '[') return { kind: 'set', set: charClass() };
    if (character === '.')
      return {
        kind: 'set',
        set: without([
          [10, 10],
          [13, 13],
          [0x2028, 0x2029],
        ]),
      };
    if (character === '^') return NOTHING;
    if (character === '$') return ASSERTION;
    if (character === '\\') return escaped();
    return single(character.charCodeAt(0));
  };

  const group = (): PatternTree => {
    const opening = /^\?(?::|=|!|<=|<!|<[^>]*>|[a-z-]*:)/.exec(source.slice(at, at + 80));
    at += opening?.[0].length ?? 0;
    const inner = choice();
    at += 1;
    const looks = opening !== null && /^\?<?[=!]/.test(opening[0]);
    return looks ? ASSERTION : inner;
  };

  const escaped = (): PatternTree => {
    const character = source[at]!;
    if (character === 'b' || character === 'B') {
      at += 1;
      return ASSERTION;
    }
    const reference = /^(?:[1-9]\d*|k<[^>]*>)/.exec(source.slice(at, at + 80));
    if (reference) {
      at += reference[0].length;
      return NOTHING;
    }
    return { kind: 'set', set: escapeSet() };
  };

  /** The set of an escape; `at` stands after the backslash. */
  const escapeSet = (): CharSet => {
    const rest = source.slice(at, at + 80);
    const coded = /^(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|u\{([\dA-Fa-f]+)\}|c([A-Za-z]))/.exec(rest);
    if (coded) {
      at += coded[0].length;
      const hex = coded[1] ?? coded[2] ?? coded[3];
      const code = hex === undefined ? coded[4]!.charCodeAt(0) % 32 : Number.parseInt(hex, 16);
      return [[code, code]];
    }
    const property = /^[pP]\{[^}]*\}/.exec(rest);
    if (property) {
      at += property[0].length;
      return ANY;
    }
    at += 1;
    const character = rest[0] ?? '\\';
    const known: Readonly<Record<string, CharSet>> = {
      d: DIGIT,
      D: without(DIGIT),
      w: WORD,
      W: without(WORD),
      s: SPACE,
      S: without(SPACE),
    };
    if (Object.hasOwn(known, character)) return known[character]!;
    const code = Object.hasOwn(CONTROLS, character) ? CONTROLS[character]! : character.charCodeAt(0);
    return [[code, code]];
  };

  const charClass = (): CharSet => {
    const negated = source[at] === '^';
    if (negated) at += 1;
    const ranges: (readonly [number, number])[] = [];
    while (at < source.length && source[at] !== ']') {
      const from = classMember();
      const isRange = source[at] === '-' && source[at + 1] !== ']' && at + 1 < source.length;
      if (isRange && from.length === 1) {
        at += 1;
        const to = classMember();
        ranges.push([from[0]![0], to.at(-1)?.[1] ?? from[0]![1]]);
      } else ranges.push(...from);
    }
    at += 1;
    return negated ? without(ranges) : sorted(ranges);
  };

  const classMember = (): CharSet => {
    const character = source[at]!;
    at += 1;
    if (character !== '\\') return [[character.charCodeAt(0), character.charCodeAt(0)]];
    if (source[at] === 'b') {
      at += 1;
      return [[8, 8]];
    }
    return escapeSet();
  };

  return choice();
}

/** Whether two sets have a character in common. */
export function overlap(first: CharSet, second: CharSet): boolean {
  return first.some(([from, to]) => second.some(([otherFrom, otherTo]) => from <= otherTo && otherFrom <= to));
}

const single = (code: number): PatternTree => ({ kind: 'set', set: [[code, code]] });

const sorted = (ranges: CharSet): CharSet => [...ranges].sort((a, b) => a[0] - b[0]);

/** All characters but those of the set. */
function without(ranges: CharSet): CharSet {
  const rest: [number, number][] = [];
  let from = 0;
  for (const [start, end] of sorted(ranges)) {
    if (start > from) rest.push([from, start - 1]);
    from = Math.max(from, end + 1);
  }
  if (from <= 0xffff) rest.push([from, 0xffff]);
  return rest;
}
