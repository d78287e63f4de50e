import { describe, expect, it } from 'vitest';
import { compileExpression } from '../index.ts';

const context = {
  limit: 30,
  people: [
    { id: 1, name: 'Ann', age: 25, tags: ['x'], boss: { id: 3 }, email: 'ann@x.y' },
    { id: 2, name: 'Bob', age: 40, tags: [], boss: { id: 3 }, email: null },
    { id: 3, name: 'Cid', age: 31, tags: ['x', 'y'], boss: {}, active: true },
  ],
  byName: { ann: { age: 25 }, bob: { age: 40 } },
  numbers: [5, 1, 12],
  gaps: [null, { id: 4 }],
};
const evaluate = (path: string): unknown => compileExpression(path).evaluate(context);
const ids = (test: string): unknown => {
  const found = evaluate(`$.people[?(${test})].id`);
  return found === undefined ? [] : Array.isArray(found) ? found : [found];
};

describe('filters', () => {
  it.each([
    ['@.age > 30', [2, 3]],
    ['@.age >= 31 && @.age < 40', [3]],
    ['@.name == \'Ann\' || @.name === "Bob"', [1, 2]],
    ["@.name != 'Ann'", [2, 3]],
    ['@.active', [3]],
    ['!@.active', [1, 2]],
    ['@.email === null', [2]],
    ['@.email === undefined', [3]],
    ['@.email', [1]],
    ['@.age == "25"', [1]],
    ['@.age === "25"', []],
    ['@.tags.length', [1, 3]],
    ['@.tags.length > 1', [3]],
    ["@['name'] == 'Bob'", [2]],
    ['@.boss.id == @root.people[2].id', [1, 2]],
    ['@.age > @root.limit', [2, 3]],
    ['@property > 0', [2, 3]],
    ["@parentProperty == 'people'", [1, 2, 3]],
    ['@path == "$[\'people\'][1]"', [2]],
    ['@parent.limit == 30', [1, 2, 3]],
    ['@.age % 2 == 1 && @.age + 1 == 26', [1]],
    ['-@.age < -30', [2, 3]],
    ["typeof @.active == 'boolean'", [3]],
    ['@.active ? true : @.id == 1', [1, 3]],
    ['[1, 3].includes(@.id)', [1, 3]],
    ["@.tags.includes('y')", [3]],
    ["@.tags.indexOf('x') !== -1", [1, 3]],
    ["@.tags.join('') == 'xy'", [3]],
    ["@.name.startsWith('A')", [1]],
    ["@.name.toLowerCase() == 'bob'", [2]],
    ["@.name.toUpperCase().includes('I')", [3]],
    ["@.name.slice(0, 1) == 'C'", [3]],
    ['@.name.length == 3', [1, 2, 3]],
    ["@.age.toString() == '40'", [2]],
    ["@.name.split('').length == 3", [1, 2, 3]],
    ["@.name.replace('n', 'm') == 'Amn'", [1]],
    ["@.email?.includes('@')", [1]],
    ['@.id & 1', [1, 3]],
    ['', []],
  ])('?(%s) keeps %j', (test, expected) => {
    expect(ids(test)).toEqual(expected);
  });

  it('look inside lists of the element', () => {
    expect(evaluate("$[?(@property == 'people' && @[?(@.id == 3)])]")).toEqual(context.people);
    expect(evaluate('$.people[?(@.tags[?(@property > 0)] && @.age < 40)].id')).toBe(3);
  });

  it('go over the members of objects', () => {
    expect(evaluate('$.byName[?(@.age > 30)].age')).toBe(40);
    expect(evaluate('$.byName[?(@.age > 0)]~')).toEqual(['ann', 'bob']);
    expect(evaluate('$.numbers[?(@ > 4)]')).toEqual([5, 12]);
    expect(evaluate('$.limit[?(@ > 4)]')).toBeUndefined();
  });

  it('fail where they read a member of nothing', () => {
    expect(() => evaluate('$.gaps[?(@.id == 4)]')).toThrow('Invalid JSON path: "$.gaps[?(@.id == 4)]"');
    expect(() => evaluate('$.people[?(@.boss.boss.id)]')).toThrow('Invalid JSON path');
    expect(evaluate('$.gaps[?(@ && @.id == 4)].id')).toBe(4);
    expect(compileExpression('$.gaps[?(@.id == 4)]').safe(context)).toBeNull();
  });
});

describe('patterns in filters', () => {
  it.each([
    ['@.name.match(/^A/)', [1]],
    ['@.name.match(/^a/i)', [1]],
    ["@.name.match('B')", [2]],
    ['/(i|o)/.test(@.name)', [2, 3]],
    ['@.name =~ /^.[no]/', [1, 2]],
    ["@.name =~ 'nn'", [1]],
    ['@.age =~ /^4/', [2]],
    ['@.nowhere =~ /x/', []],
    ['@.name.search(/n/) == 1', [1]],
    ['@.name.match(/(n)(n)/)[2] == "n"', []],
    ['@.name.match(/[a-z]/g).length == 2', [1, 2, 3]],
  ])('?(%s) keeps %j', (test, expected) => {
    if (test.includes(')[2]')) expect(() => ids(test)).toThrow('Invalid JSON path');
    else expect(ids(test)).toEqual(expected);
  });

  it('with look-around or back references are refused with a reason', () => {
    for (const pattern of ['(?=x)', '(?<!x)', '(x)\\1', '\\p{L}', '[b-a]', '(x', 'x{3,1}']) {
      const { error } = compileExpression(`$.people[?(/${pattern}/.test(@.name))]`);
      expect(error?.message).toBeTruthy();
      expect(error?.offset).toBe(11);
    }
    expect(() => evaluate("$.people[?(@.name.match('(?=x)'))]")).toThrow('Invalid JSON path');
  });
});

describe('scripts', () => {
  it('compute an index or a name', () => {
    expect(evaluate('$.people[(@.length-1)].id')).toBe(3);
    expect(evaluate('$.people[(@.length - @root.numbers[1])].id')).toBe(3);
    expect(evaluate('$.byName[("a" + "nn")].age')).toBe(25);
    expect(evaluate('$.byName[("nobody")]')).toBeUndefined();
  });

  it('never give a path operator', () => {
    const data = { list: [1, 2], key: '*' };
    expect(compileExpression('$.list[(@root.key)]').evaluate(data)).toBeUndefined();
  });
});

describe('what filters cannot reach', () => {
  it.each([
    '@.constructor',
    "@['constructor']",
    '@.__proto__',
    '@.name.constructor',
    '@.tags.constructor',
    '@.toString',
    '@.name.toString',
    '/x/.constructor',
    '/x/.exec',
  ])('%s is nothing', (test) => {
    expect(ids(`${test} !== undefined`)).toEqual([]);
  });

  it.each([
    "@.name.constructor('return 1')()",
    "@.constructor.constructor('return process')()",
    '@.name.repeat(1000000000)',
    '@.name.padEnd(1000000000)',
    "@['__proto__']['constructor']",
    '@.tags.push(1)',
    '@.tags.map(1)',
    '@.tags.fill(1)',
    '@.name.valueOf.call(1)',
    '@.boss.hasOwnProperty("id")',
    '@.age.toFixed(1000)',
    '/x/.exec(@.name)',
    '@.name.normalize()',
  ])('%s throws', (test) => {
    const before = structuredClone(context);
    expect(() => ids(test)).toThrow('Invalid JSON path');
    expect(context).toEqual(before);
  });
});
