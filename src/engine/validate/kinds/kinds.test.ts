import { describe, expect, it } from 'vitest';
import { Findings, type Located, parseConnector } from '../../parse/index.ts';
import { Context } from '../context.ts';
import { ROOT, under } from '../path.ts';
import { list, plain, record, texts, words } from './collections.ts';
import { dynamic, template } from './expressions.ts';
import type { Kind } from './kind.ts';
import { block, defaulted, optional, required } from './mapping.ts';
import { bool, choice, number, oneOf, text } from './scalars.ts';
import { tagged } from './tagged.ts';

/** Reads the value under the key `it` as a kind; what is said about it in short. */
function read<T>(kind: Kind<T>, written: string): { value: T | undefined; said: string[] } {
  const findings = new Findings();
  const { root } = parseConnector({ 'a.s1.yaml': `it: ${written}\n` });
  const entry = root!.entries.get('it')!;
  const value = kind.read(entry.value, under(ROOT, 'it', entry), new Context(findings));
  return { value, said: findings.sorted().map(({ code, message, path }) => `${path} ${code}: ${message}`) };
}

const fine = <T>(kind: Kind<T>, written: string): T | undefined => {
  const { value, said } = read(kind, written);
  expect(said).toEqual([]);
  return value;
};

describe('a text', () => {
  it('is taken as it is written, in any style', () => {
    expect(fine(text(), 'plain words')).toBe('plain words');
    expect(fine(text(), '"quoted\\n"')).toBe('quoted\n');
    expect(fine(text(), '""')).toBe('');
  });

  it('may be written as a number or boolean, which keeps its digits', () => {
    expect(read(text(), '1.50')).toEqual({
      value: '1.50',
      said: ['it unquoted-text: "it" is a text; 1.50 is read as "1.50".'],
    });
    expect(read(text(), 'True').value).toBe('True');
  });

  it('is no list, mapping or nothing', () => {
    expect(read(text(), '[a]').said).toEqual(['it wrong-type: "it" must be a text, not a list.']);
    expect(read(text(), '{ a: 1 }').said).toEqual(['it wrong-type: "it" must be a text, not a mapping.']);
    expect(read(text({ expects: 'a name' }), 'null').said).toEqual([
      'it wrong-type: "it" must be a name, not nothing.',
    ]);
  });

  it('may have to hold something', () => {
    expect(read(text({ mayBeEmpty: false }), '"  "').said).toEqual(['it empty-value: "it" may not be empty.']);
  });
});

describe('a boolean', () => {
  it('is true or false, also in quotes', () => {
    expect(fine(bool, 'true')).toBe(true);
    expect(read(bool, '"false"')).toMatchObject({ value: false, said: [expect.stringContaining('quoted-value')] });
  });

  it.each(['1', '0', 'yes', 'off', '[]', '"TRUE"'])('is not %s', (written) => {
    expect(read(bool, written)).toMatchObject({ value: undefined, said: [expect.stringContaining('wrong-type')] });
  });
});

describe('a number', () => {
  it('is a number, also in quotes', () => {
    expect(fine(number(), '1.5')).toBe(1.5);
    expect(read(number(), '"-2"')).toMatchObject({ value: -2, said: [expect.stringContaining('quoted-value')] });
  });

  it.each(['true', '"1x"', '""', '[1]', 'ten'])('is not %s', (written) => {
    expect(read(number(), written)).toMatchObject({ value: undefined, said: [expect.stringContaining('wrong-type')] });
  });

  it('may have to be whole and within limits', () => {
    expect(read(number({ integer: true }), '1.5').said).toEqual([
      'it wrong-type: "it" must be a whole number, not the number 1.5.',
    ]);
    expect(read(number({ min: 1 }), '0').said).toEqual(['it out-of-range: "it" must be 1 or more, not 0.']);
    expect(read(number({ max: 5 }), '6').said).toEqual(['it out-of-range: "it" must be 5 or less, not 6.']);
    expect(read(number({ min: 1, max: 5 }), '6').said).toEqual(['it out-of-range: "it" must be 1 to 5, not 6.']);
  });
});

describe('a choice', () => {
  const kind = choice(['get', 'post'], { hints: { fetch: 'Write "get".' } });

  it('is one of its texts', () => {
    expect(fine(kind, 'get')).toBe('get');
    expect(read(kind, 'fetch').said).toEqual(['it unknown-value: "it" must be "get" or "post", not "fetch".']);
    expect(read(kind, 'psot').said).toEqual([
      'it unknown-value: "it" must be "get" or "post", not "psot". Did you mean "post"?',
    ]);
  });

  it('may be written in another case, with a warning', () => {
    expect(read(kind, 'GET')).toEqual({ value: 'get', said: ['it unknown-value: "it" is written "get", not "GET".'] });
  });

  it('may look like a number', () => {
    expect(fine(choice(['1', '2']), '2')).toBe('2');
  });

  it('reads as a sentence', () => {
    expect(oneOf([])).toBe('');
    expect(oneOf(['a'])).toBe('"a"');
    expect(oneOf(['a', 'b', 3])).toBe('"a", "b" or 3');
  });
});

describe('a list', () => {
  it('reads its items and says which one is wrong', () => {
    expect(fine(texts('names'), '[a, b]')).toEqual(['a', 'b']);
    expect(read(list(number(), 'numbers'), '[1, two, 3]')).toEqual({
      value: [1, 3],
      said: ['it[1] wrong-type: Item 2 of "it" must be a number, not the text "two".'],
    });
  });

  it('is no mapping or text', () => {
    expect(read(texts('names'), '{ a: b }').said).toEqual([
      'it wrong-type: "it" must be a list of names, not a mapping.',
    ]);
    expect(read(texts('names'), 'a').said).toEqual(['it wrong-type: "it" must be a list of names, not the text "a".']);
  });

  it('may have to hold something', () => {
    expect(read(list(text(), 'names', { least: 1 }), '[]').said).toEqual([
      'it empty-value: A list of names may not be empty here.',
    ]);
  });

  it('of words may be one text', () => {
    expect(fine(words('scopes'), '"a, b  c,d"')).toEqual(['a', 'b', 'c', 'd']);
    expect(fine(words('scopes'), '[a b]')).toEqual(['a b']);
    expect(fine(words('scopes'), '""')).toEqual([]);
  });
});

describe('a record', () => {
  it('has any keys', () => {
    const value = fine(record(text(), 'texts'), '{ a: b, constructor: c, 5: d }');
    expect(value).toEqual({ a: 'b', constructor: 'c', 5: 'd' });
  });

  it('says which value is wrong', () => {
    expect(read(record(number(), 'numbers'), '{ a.b: x }').said).toEqual([
      'it["a.b"] wrong-type: "a.b" must be a number, not the text "x".',
    ]);
    expect(read(record(number(), 'numbers'), '[]').said).toEqual([
      'it wrong-type: "it" must be a mapping of numbers, not a list.',
    ]);
  });
});

describe('free data', () => {
  it('is anything', () => {
    expect(fine(plain, '[1, { a: null, $ref: x }, "b"]')).toEqual([1, { a: null, $ref: 'x' }, 'b']);
  });

  it('that is evaluated is checked, however deep', () => {
    expect(read(template(), '[{ a: ["{{)}}"] }]').said).toEqual([
      'it[0].a[0] invalid-expression: Item 1 of "a" does not parse as an expression: unexpected ")".',
    ]);
  });
});

describe('a dynamic value', () => {
  it('is of its kind, or an expression', () => {
    expect(fine(dynamic(number()), '5')).toBe(5);
    expect(fine(dynamic(number()), '$.inputs.size')).toBe('$.inputs.size');
    expect(fine(dynamic(number()), '"{{1 + 1}}"')).toBe('{{1 + 1}}');
    expect(read(dynamic(number()), 'five').said).toEqual([
      'it wrong-type: "it" must be a number, not the text "five".',
    ]);
    expect(read(dynamic(number()), '"{{1 +}}"').said).toEqual([
      'it invalid-expression: "it" does not parse as an expression: unexpected end of the expression.',
    ]);
  });
});

interface Thing {
  readonly name: string;
  readonly size?: number;
  readonly tags: readonly string[];
}

describe('a block', () => {
  const kind = block<Thing>({
    what: 'a thing',
    keys: { name: required(text()), size: optional(number()), tags: defaulted(texts('tags'), []) },
    alsoCalled: { title: 'name' },
    ignored: { weight: 'things have no weight.' },
    belongs: { width: '"size"' },
  });

  it('has its keys, and what stands in for those that are left out', () => {
    expect(fine(kind, '{ name: a, size: 1 }')).toEqual({ name: 'a', size: 1, tags: [] });
  });

  it('takes other names of keys', () => {
    expect(fine(kind, '{ title: a }')).toEqual({ name: 'a', tags: [] });
  });

  it('says what is missing, once', () => {
    expect(read(kind, '{ size: 1 }').said).toEqual(['it missing-key: A thing needs the key "name".']);
    expect(read(kind, '{ nmae: a }').said).toEqual([
      'it.nmae misspelled-key: Unknown key "nmae" in a thing. Did you mean "name"?',
    ]);
    expect(read(kind, '{ name: }').said).toEqual(['it.name missing-key: "name" needs a value.']);
  });

  it('says what it does not know', () => {
    expect(read(kind, '{ name: a, colour: red }').said).toEqual([
      'it.colour unknown-key: Unknown key "colour" in a thing.',
    ]);
    expect(read(kind, '{ name: a, Size: 1 }').said).toEqual([
      'it.Size unknown-key: Unknown key "Size" in a thing. Did you mean "size"?',
    ]);
    expect(read(kind, '{ name: a, weight: 1 }').said).toEqual([
      'it.weight no-effect: "weight" has no effect in a thing: things have no weight.',
    ]);
    expect(read(kind, '{ name: a, width: 1 }').said).toEqual([
      'it.width misplaced-key: "width" has no effect in a thing; it belongs in "size".',
    ]);
    expect(read(kind, '{ name: a, constructor: 1 }').said).toHaveLength(1);
  });

  it('counts a key without a value as left out', () => {
    expect(read(kind, '{ name: a, size: null }')).toEqual({
      value: { name: 'a', tags: [] },
      said: ['it.size empty-value: "size" has no value; it counts as left out.'],
    });
  });

  it('is a mapping', () => {
    expect(read(kind, '[a]').said).toEqual(['it wrong-type: "it" must be a thing (a mapping), not a list.']);
  });

  it('says nothing about a value that was reported when it was read', () => {
    const broken: Located = { ...parseConnector({ 'a.s1.yaml': 'a: 1' }).root!, kind: 'broken' } as Located;
    const findings = new Findings();
    expect(kind.read(broken, ROOT, new Context(findings))).toBeUndefined();
    expect(findings.sorted()).toEqual([]);
  });
});

describe('a tagged block', () => {
  const kind = tagged<object>('type', 'a shape', {
    circle: block<{ type: string; radius: number }>({
      what: 'a circle',
      keys: { type: required(text()), radius: required(number()) },
    }),
    point: block<{ type: string }>({ what: 'a point', keys: { type: required(text()) } }),
  });

  it('has the keys of its variant', () => {
    expect(fine(kind, '{ type: circle, radius: 2 }')).toEqual({ type: 'circle', radius: 2 });
    expect(read(kind, '{ type: point, radius: 2 }').said).toEqual([
      'it.radius unknown-key: Unknown key "radius" in a point.',
    ]);
  });

  it('says which variants there are', () => {
    expect(read(kind, '{ type: cirle }').said).toEqual([
      'it.type unknown-value: "type" of a shape must be "circle" or "point", not "cirle". Did you mean "circle"?',
    ]);
    expect(read(kind, '{ radius: 2 }').said).toEqual([
      'it missing-key: A shape needs the key "type": "circle" or "point".',
    ]);
    expect(read(kind, '{ type: constructor }').said).toHaveLength(1);
  });
});
