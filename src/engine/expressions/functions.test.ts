import { describe, expect, it } from 'vitest';
import { compileExpression, EXPRESSION_FUNCTIONS } from './index.ts';

const context = {
  tags: ['a', 'b', 3, null, Number.NaN],
  none: [],
  blank: '',
  nil: null,
  zero: 0,
  text: 'abc',
  object: { x: 1, y: { z: 2 } },
  empty: {},
};
const evaluate = (text: string, compat: 'patchbay' | 'published' = 'patchbay'): unknown =>
  compileExpression(`{{${text}}}`, { compat }).evaluate(context);

describe('present and missing', () => {
  it.each([
    ['nil', false, true],
    ['nowhere', false, true],
    ['blank', true, true],
    ['zero', true, false],
    ['none', true, false],
    ['text', true, false],
    ['', false, true],
  ])('of %j', (argument, present, missing) => {
    expect(evaluate(`present(${argument})`)).toBe(present);
    expect(evaluate(`missing(${argument})`)).toBe(missing);
  });
});

describe('includes and includesSome', () => {
  it.each([
    ['tags, "a"', true, true],
    ['tags, 3', true, true],
    ['tags, "3"', false, false],
    ['tags, ["a", "b"]', true, true],
    ['tags, ["a", "z"]', false, true],
    ['tags, ["y", "z"]', false, false],
    ['tags, []', true, false],
    ['tags, ""', false, false],
    ['tags, nil', false, false],
    ['tags', false, false],
    ['none, "a"', false, false],
    ['none, []', false, false],
    ['text, "a"', false, false],
    ['nil, "a"', false, false],
    ['object, "x"', false, false],
    ['tags, 0 / 0', false, false],
    ['tags, [0 / 0]', false, false],
  ])('of (%s)', (args, every, some) => {
    expect(evaluate(`includes(${args})`)).toBe(every);
    expect(evaluate(`includesSome(${args})`)).toBe(some);
  });
});

describe('keys and values', () => {
  it('list what a plain object holds', () => {
    expect(evaluate('keys(object)')).toEqual(['x', 'y']);
    expect(evaluate('values(object)')).toEqual([1, { z: 2 }]);
    expect(evaluate('keys(object)[1]')).toBe('y');
  });

  it.each(['nil', 'nowhere', 'tags', 'text', 'zero', 'empty', ''])('give an empty list for %j', (argument) => {
    expect(evaluate(`keys(${argument})`)).toEqual([]);
    expect(evaluate(`values(${argument})`)).toEqual([]);
  });
});

describe('functions only the documentation has', () => {
  it('tell what is empty', () => {
    for (const argument of ['nil', 'nowhere', 'blank', 'none', 'empty', ''])
      expect(evaluate(`empty(${argument})`)).toBe(true);
    for (const argument of ['zero', 'tags', 'object', 'text', 'false'])
      expect(evaluate(`empty(${argument})`)).toBe(false);
  });

  it('write dates as ISO 8601', () => {
    expect(evaluate('toISO8601(1700000000)')).toBe('2023-11-14T22:13:20.000Z');
    expect(evaluate('toISO8601("25/12/2000")')).toBe('2000-12-25T00:00:00.000Z');
  });

  it('are unknown in published mode, so that the expression gives undefined', () => {
    expect(evaluate('empty(nil)', 'published')).toBeUndefined();
    expect(evaluate('toISO8601(1700000000)', 'published')).toBeUndefined();
  });
});

describe('function names', () => {
  it('are listed for those who check expressions', () => {
    expect([...EXPRESSION_FUNCTIONS].sort()).toEqual(
      'empty hasPassed includes includesSome keys missing nextAnniversary now present toISO8601 values yearsElapsed'.split(
        ' ',
      ),
    );
  });

  it('that are unknown make the whole expression undefined', () => {
    expect(evaluate('nope()')).toBeUndefined();
    expect(evaluate('text ?? nope()')).toBeUndefined();
    expect(evaluate('text || nope()')).toBe('abc');
  });

  it('never reach what objects inherit', () => {
    for (const name of ['get', 'has', 'eval', 'Function', 'require', 'call', 'bind']) {
      expect(evaluate(`${name}("x")`)).toBeUndefined();
      expect(evaluate(`object.${name}("x")`)).toBeUndefined();
    }
  });
});
