import { describe, expect, it } from 'vitest';
import type { InputProperty } from '../../definition.ts';
import { coerceInput } from './coerce.ts';
import { FORMATS, isDateOrDateTime } from './formats.ts';
import { compilePattern } from './pattern.ts';

const input = (type: InputProperty['type'], more: Partial<InputProperty> = {}): InputProperty => ({
  name: 'x',
  required: false,
  array: false,
  ...(type === undefined ? {} : { type }),
  ...more,
});

describe('values of path, query and header inputs', () => {
  it.each<[InputProperty, unknown, unknown]>([
    [input('number'), '12', 12],
    [input('number'), ' 12 ', 12],
    [input('number'), '1e999', '1e999'],
    [input('number'), 5, 5],
    [input('boolean'), 'true', true],
    [input('boolean'), 'yes', 'yes'],
    [input('string'), 12, '12'],
    [input('string'), false, 'false'],
    [input('string'), { a: 1 }, { a: 1 }],
    [input('datetime_string'), '2026-01-01', '2026-01-01'],
    [input('enum', { oneOf: { values: [1, 2] } }), '2', 2],
    [input('enum', { oneOf: { values: ['a'] } }), 'a', 'a'],
    [input('enum', { oneOf: { values: ['a'] } }), 'b', 'b'],
    [input('object'), '{"a":1}', { a: 1 }],
    [input('object'), '{oops', '{oops'],
    [input('object'), 'plain', 'plain'],
    [input('number', { array: true }), '[1,"2"]', [1, 2]],
    [input('number', { array: true }), ['3', 4], [3, 4]],
    [input('string', { array: true }), 'a,b', ['a,b']],
    [input(undefined, { variants: [{ type: 'number', array: false }] }), '5', '5'],
  ])('%#: %j', (declared, given, expected) => {
    expect(coerceInput(given, declared)).toEqual(expected);
  });
});

describe('formats', () => {
  it.each([
    ['email', ['a@b.c', 'a.b+c@d-e.example'], ['a@b', 'a b@c.d', '@b.c', 'a@.c', 'a@b..c']],
    ['url', ['http://x', 'HTTPS://x.example/a?b#c'], ['ftp://x', 'https://', 'https:// x', 'x']],
    ['uri', ['mailto:a@b', 'urn:x'], ['x', ':x', '1a:b', 'a: b']],
    ['uuid', ['123E4567-e89b-12d3-a456-426614174000'], ['123e4567e89b12d3a456426614174000', 'x']],
    ['date', ['2026-02-28', '2024-02-29'], ['2026-02-29', '2026-2-1', '2026-13-01', '2026-01-00']],
    [
      'datetime',
      ['2026-01-31T00:00:00', '2026-01-31T23:59:59.999+05:30', '2026-01-31T10:00:00z'],
      ['2026-01-31', '2026-01-32T00:00:00Z'],
    ],
  ])('%s', (name, good, bad) => {
    const format = FORMATS[name];
    for (const text of good) expect(format?.test(text), text).toBe(true);
    for (const text of bad) expect(format?.test(text), text).toBe(false);
  });

  it('of dates and times take both', () => {
    expect(['2026-01-31', '2026-01-31T10:00:00Z'].every(isDateOrDateTime)).toBe(true);
    expect(isDateOrDateTime('10:00')).toBe(false);
  });
});

describe('patterns', () => {
  it.each([
    ['^a+$', 'aaa', true],
    ['^(?:ab?)+c{2,}$', 'ababcc', true],
    ['^\\p{L}+$', 'été', true],
    ['^[a-z\\-_]+$', 'a-b', true],
    ['^\\_x$', '_x', true],
    ['(a)\\1', 'aa', true],
    ['^a$', 'b', false],
  ])('%s on %s: %s', (source, text, expected) => {
    expect(compilePattern(source).test(text)).toBe(expected);
  });

  it('may match long texts', () => {
    expect(compilePattern('^a+$').test('a'.repeat(5_000))).toBe(true);
    expect(compilePattern('^a+$').test('a'.repeat(200_000))).toBe(false);
  });

  it('must be regular expressions', () => {
    expect(() => compilePattern('(')).toThrow(SyntaxError);
  });

  it('cannot reach anything outside themselves', () => {
    expect(compilePattern('^(a|a)*$').test('aaaa')).toBe(true);
    expect(globalThis).not.toHaveProperty('pattern');
  });
});
