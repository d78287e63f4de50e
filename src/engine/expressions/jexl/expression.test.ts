import { describe, expect, it } from 'vitest';
import { compileExpression } from '../index.ts';

const context = {
  a: 1,
  n: 10,
  s: 'abc',
  blank: '',
  nil: null,
  zero: 0,
  no: false,
  list: [1, 2, 3],
  empty: [],
  user: { name: 'Ann', tags: ['x', 'y'], address: { city: 'Paris' } },
  users: [
    { id: 1, name: 'Ann', age: 25, pets: [{ kind: 'cat' }] },
    { id: 2, name: 'Bob', age: 40, pets: [] },
    { id: 3, name: 'Cid', age: 31, pets: [{ kind: 'dog' }] },
  ],
  mixed: [0, null, '', { v: 1 }, 'abc'],
};
const evaluate = (text: string, compat: 'patchbay' | 'published' = 'patchbay'): unknown =>
  compileExpression(`{{${text}}}`, { compat }).evaluate(context);

describe('operators', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 64],
    ['2 * 3 % 2', 2],
    ['7 // 2', 3],
    ['-7 // 2', -4],
    ['7 / 2', 3.5],
    ['n + s', '10abc'],
    ['nil + 1', 1],
    ['nowhere + "x"', 'undefinedx'],
    ['list + ""', '1,2,3'],
    ['user + ""', '[object Object]'],
    ['n == "10"', true],
    ['nowhere == nil', true],
    ['nil == 0', false],
    ['"b" > "a"', true],
    ['n < "9"', false],
    ['1 < 2 == true', true],
    ['!zero && !blank', true],
    ['!a == false', true],
    ['no || nil', null],
    ['a && s', 'abc'],
    ['zero && nope()', 0],
    ['a || nope()', 1],
    ['1 || 0 && 0', 0],
    ['2 in list', true],
    ['"2" in list', false],
    ['"b" in s', true],
    ['1 in "123"', true],
    ['"name" in user', false],
    ['"x" in nowhere', false],
  ])('%s is %j', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it('make no number of what is none', () => {
    expect(evaluate('nowhere + 1')).toBeNaN();
    expect(evaluate('s * 2')).toBeNaN();
  });
});

describe('choices', () => {
  it.each([
    ['a ? "y" : "n"', 'y'],
    ['zero ? "y" : "n"', 'n'],
    ['a == 2 ? "two" : a == 1 ? "one" : "other"', 'one'],
    ['a ? zero ? 1 : 2 : 3', 2],
    ['s ?: "none"', 'abc'],
    ['blank ?: "none"', 'none'],
    ['nil ?? "d"', 'd'],
    ['blank ?? "d"', 'd'],
    ['zero ?? "d"', 0],
    ['no ?? "d"', false],
    ['nil ?? blank', ''],
    ['blank ?? nil', ''],
    ['nil ?? nowhere ?? "d"', 'd'],
    ['nil ?? 1 + 2', 3],
    ['nil ?? a == 1 ? "y" : "n"', 'y'],
    ['zero ? 1', 'error'],
    ['a ? 1 :', 1],
  ])('%s is %j', (text, expected) => {
    if (expected === 'error') expect(() => evaluate(text)).toThrow('Invalid expression');
    else expect(evaluate(text)).toEqual(expected);
  });

  it('between very many are fine', () => {
    const chain = Array.from({ length: 400 }, (_, index) => `n == ${index} ? "v${index}" : `).join('');
    expect(evaluate(`${chain} "none"`)).toBe('v10');
  });
});

describe('members and indexes', () => {
  it.each([
    ['user.address.city', 'Paris'],
    ['user["address"].city', 'Paris'],
    ['user[s]', undefined],
    ['nowhere.at.all', undefined],
    ['nil.x', undefined],
    ['s.length', 3],
    ['s[0]', 'a'],
    ['users.name', 'Ann'],
    ['users.length', undefined],
    ['users["length"]', 3],
    ['users[1].name', 'Bob'],
    ['users[a].name', 'Bob'],
    ['users[-1]', undefined],
    ['users[9].name', undefined],
    ['user.tags.length', 1],
    ['empty.name', undefined],
    ['nowhere[0]', undefined],
    ['user[true].name', 'Ann'],
    ['user[false]', undefined],
    ['(user).name', 'Ann'],
    ['{a: {b: 2}}.a.b', 2],
    ['[1, [2]].x', undefined],
    ['a.b.c', undefined],
  ])('%s is %j', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it('of the first element of an empty list end the whole expression', () => {
    expect(evaluate('empty.name ?? "none"')).toBeUndefined();
    expect(evaluate('nowhere[0] ?? "none"')).toBeUndefined();
    expect(evaluate('nowhere.name ?? "none"')).toBe('none');
  });
});

describe('filters', () => {
  const names = (found: unknown): unknown => (found as { name: string }[]).map(({ name }) => name);

  it('keep the elements that pass, with the names of the context at hand', () => {
    expect(names(evaluate('users[.age > 30]'))).toEqual(['Bob', 'Cid']);
    expect(names(evaluate('users[.age > n * 3 && .name != "Cid"]'))).toEqual(['Bob']);
    expect(evaluate('users[.age > 99]')).toEqual([]);
    expect(evaluate('nowhere[.x == 1]')).toEqual([]);
    expect(evaluate('nil[.x == 1]')).toEqual([]);
    expect(names(evaluate('users[.pets[.kind == "dog"][0]]'))).toEqual(['Cid']);
  });

  it('wrap what is no list, and lead to the first match', () => {
    expect(evaluate('user[.name == "Ann"]')).toEqual([context.user]);
    expect(evaluate('users[.age > 30].name')).toBe('Bob');
    expect(evaluate('users[.age > 30][1].name')).toBe('Cid');
    expect(evaluate('users[.age > 99][0]')).toBeUndefined();
  });

  it('read names of the context for elements that are nothing', () => {
    expect(evaluate('mixed[.v]')).toEqual([{ v: 1 }]);
    expect(evaluate('mixed[.a == 1]')).toEqual([0, null, '']);
    expect(evaluate('mixed[.length == 3]')).toEqual(['abc']);
  });
});

describe('lists and objects', () => {
  it('are built from expressions', () => {
    expect(evaluate('[1, a + 1, [s], ]')).toEqual([1, 2, ['abc']]);
    expect(evaluate('[]')).toEqual([]);
    expect(evaluate(' {} ')).toEqual({});
    expect(evaluate(' {id: a, name: user.name, none: nowhere} ')).toStrictEqual({
      id: 1,
      name: 'Ann',
      none: undefined,
    });
  });

  it('take quoted keys, save in published mode', () => {
    expect(evaluate(' {"first name": user.name, \'b\': {"c": 1},} ')).toEqual({ 'first name': 'Ann', b: { c: 1 } });
    expect(() => evaluate(' {"a": 1} ', 'published')).toThrow('Invalid expression');
    expect(() => evaluate(' {1: 2} ')).toThrow('Invalid expression');
  });

  it('have no key that would change a prototype', () => {
    const made = evaluate(' {"__proto__": {polluted: 1}, "constructor": 2} ') as object;
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(made).toEqual({ constructor: 2 });
    expect('polluted' in made).toBe(false);
  });
});

describe('what the grammar forgives', () => {
  it.each([
    ['(a', 1],
    ['((a) == 1', true],
    ['zero ? 1 : (a', 1],
    ['(', undefined],
    ['()', undefined],
    [' ', undefined],
    ['[1,,2]', [1, 2]],
    ['{x: a,}', { x: 1 }],
    ['{x: }', undefined],
    ['.a', 1],
    ['x | upper', undefined],
    ['x | upper(1)', undefined],
    ['list[0](1)', undefined],
    ['(!a).zero', true],
  ])('%s is %j', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it.each([
    'a +',
    'a b',
    '+ a',
    '-a',
    'a + (b',
    'present(a',
    '[1',
    '{a 1}',
    'a.',
    'a..b',
    'a[',
    'a ? b',
    '.',
    ' . ',
    '1 + ()',
    '"x"[0]',
    '(a)[0]',
    'present(a) ? 1 : 2',
    'a.true',
    '{a}',
    'a || ',
    '! ',
    'a === 1',
    'constructor',
    'a.constructor',
  ])('%j it does not', (text) => {
    expect(() => evaluate(text)).toThrow(`Invalid expression: "{{${text}}}"`);
    expect(compileExpression(`{{${text}}}`).safe(context)).toBeNull();
  });
});
