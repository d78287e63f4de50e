import { describe, expect, it } from 'vitest';
import { compileExpression } from '../index.ts';

const context = {
  user: { name: 'Ann', email: null, age: 30, tags: ['x', 'y'], address: { city: 'Paris', zip: '75001' } },
  users: [
    { id: 1, name: 'Ann', age: 25 },
    { id: 2, name: 'Bob', age: 40, '@type': 'boss' },
    { id: 3, name: 'Cid', age: 31 },
  ],
  one: [{ id: 9 }],
  empty: [],
  blank: '',
  nested: { list: [[1, 2], [3]], deep: { deeper: { v: 'ok' } } },
  'a b': 1,
  'k-v': 2,
  '@odata.next': 'link',
  odd: {
    'First, Last': 'A, B',
    '*': 'star',
    a: 1,
    '#1': 'first',
    '^': 'up',
    '@id': 5,
    'x;y': 6,
    '0:1': 7,
    inner: { '@id': { '@id': 8 } },
  },
};
const evaluate = (path: string, compat: 'patchbay' | 'published' = 'patchbay'): unknown =>
  compileExpression(path, { compat }).evaluate(context);

describe('plain paths', () => {
  it.each([
    ['$', context],
    ['$.', context],
    ['$.user.name', 'Ann'],
    ['$.user.email', null],
    ['$.user.email.x', undefined],
    ['$.nowhere.at.all', undefined],
    ['$.users[1].name', 'Bob'],
    ['$.users.1.name', 'Bob'],
    ['$.users[9].name', undefined],
    ['$.users[-1]', undefined],
    ['$.users.length', 3],
    ['$.user.name.length', 3],
    ['$.user.name[0]', 'A'],
    ['$.blank', ''],
    ['$.blank.length', undefined],
    ['$.empty', []],
    ["$['a b']", 1],
    ['$.k-v', 2],
    ['$["user"].address["city"]', 'Paris'],
    ['$.nested.deep.deeper.v.x.y.z', undefined],
    ['$.nested.list[0][1]', 2],
  ])('%s is %j', (path, expected) => {
    expect(evaluate(path)).toEqual(expected);
  });
});

describe('paths with many matches', () => {
  it.each([
    ['$.users[*].name', ['Ann', 'Bob', 'Cid']],
    ['$.users.*.id', [1, 2, 3]],
    ['$.user.tags.*', ['x', 'y']],
    ['$.one[*]', { id: 9 }],
    ['$.one[*].id', 9],
    ['$.empty[*]', undefined],
    ['$.users[0,2].name', ['Ann', 'Cid']],
    ['$.users[0, 2].name', 'Ann'],
    ['$.user[name,age]', ['Ann', 30]],
    ["$.user['name','age']", undefined],
    ['$.users[0:2].id', [1, 2]],
    ['$.users[-1:].id', 3],
    ['$.users[-2:].id', [2, 3]],
    ['$.users[::2].id', [1, 3]],
    ['$.users[:-1].id', [1, 2]],
    ['$.users[1:1].id', undefined],
    ['$.users[0:0].id', [1, 2, 3]],
    ['$.user.name[0:1]', undefined],
    ['$..zip', '75001'],
    ['$..id', [1, 2, 3, 9, ...[]]],
    ['$.nested..v', 'ok'],
    ['$.nested.list[*][*]', [1, 2, 3]],
    ['$.nested.list..*', [[1, 2], [3], 1, 2, 3]],
    ['$.users[(@.length-1)].name', 'Cid'],
    ['$.users[("length")]', 3],
  ])('%s is %j', (path, expected) => {
    expect(evaluate(path)).toEqual(expected);
  });
});

describe('the way back and names', () => {
  it.each([
    ['$.user.address.city^', context.user.address],
    ['$.user.address.city^^.name', 'Ann'],
    ['$.users[?(@.id == 2)]^.length', 3],
    ['$.users[*].id^.name', ['Ann', 'Bob', 'Cid']],
    ['$.user^^', undefined],
    ['$.user~', 'user'],
    ['$.users[*]~', [0, 1, 2]],
    ['$.user.address.*~', ['city', 'zip']],
    ['$.user.*@string()', 'Ann'],
    ['$.user.*@null()', null],
    ['$.user.*@array()', ['x', 'y']],
    ['$.user.*@scalar()', ['Ann', null, 30]],
    ['$.user.age@integer()', 30],
    ['$.user.name@number()', undefined],
  ])('%s is %j', (path, expected) => {
    expect(evaluate(path)).toEqual(expected);
  });
});

describe('names that look like operators', () => {
  it.each([
    ["$['@odata.next']", 'link', undefined],
    ['$.@odata.next', undefined, undefined],
    ['$.users[1].@type', 'boss', undefined],
    ['$.odd.@id', 5, 5],
    ['$.odd.inner.@id.@id', 8, undefined],
    ["$['odd']['First, Last']", 'A, B', 'A, B'],
    ["$['odd']['#1']", 'first', 'first'],
    ["$['odd']['x;y']", 6, 6],
    ["$['odd']['^']", 'up', 'up'],
    ['$.odd.`*', 'star', 'star'],
    ['$.odd.*', 'star', 'star'],
  ])('%s is %j, in published mode %j', (path, expected, published) => {
    expect(compileExpression(path).evaluate(context)).toEqual(expected);
    expect(compileExpression(path, { compat: 'published' }).safe(context) ?? undefined).toEqual(published);
  });

  it('are names in quotes wherever an object has them, and operators where none has', () => {
    const data = { 'a,b': 1, a: 2, b: 3, inner: { a: 4, b: 5 } };
    expect(compileExpression("$['a,b']").evaluate(data)).toBe(1);
    expect(compileExpression("$['a,b']", { compat: 'published' }).evaluate(data)).toEqual([2, 3]);
    expect(compileExpression("$.inner['a,b']").evaluate(data)).toEqual([4, 5]);
  });
});

describe('paths that are none', () => {
  it.each([
    '$user',
    '$5.00',
    '$_x',
    '$.$_x',
    '$.a$b',
    '$.a[0',
    '$.a b',
    '$^',
    '$~',
    '$.^',
    '$@object()',
    '$.a[?(/x$/.test(@.b))]',
    '$.a[?(@.b ==)]',
    '$.a[?(@)]',
    '$.a[?(@>5)]',
    '$.a[?(x)]',
    '$.a[?(this)]',
    '$.a[?($.b)]',
    '$.a[?(@.b = 1)]',
    '$.a[?(@.b; @.c)]',
    '$.a[?(@.b)',
    '$.a[?(new Date())]',
    '$.a[?(() => 1)]',
    '$.a[?(`x`)]',
    '$.a[?(@.b ?? 1)]',
  ])('%s throws', (path) => {
    const expression = compileExpression(path);
    expect(() => expression.evaluate(context)).toThrow(`Invalid JSON path: "${path}"`);
    expect(expression.safe(context)).toBeNull();
    expect(expression.error?.message).toBeTruthy();
  });

  it.each(['$.users[(@.length)]', '$.users[(@.nowhere)]', '$.empty[(@.length-1)]', '$.users@other()'])(
    '%s throws where it meets data',
    (path) => {
      expect(compileExpression(path).error).toBeUndefined();
      expect(() => evaluate(path)).toThrow(`Invalid JSON path: "${path}"`);
    },
  );
});
