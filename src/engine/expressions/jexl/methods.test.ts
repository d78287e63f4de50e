import { describe, expect, it } from 'vitest';
import { compileExpression } from '../index.ts';

const context = {
  name: ' Ann Lee ',
  csv: 'a,b,c',
  tags: ['x', 'y', 'z'],
  holes: [1, null, [2, 3]],
  num: 5,
  nil: null,
  users: [{ name: 'Ann' }, { name: 'Bob' }],
};
const evaluate = (text: string, compat: 'patchbay' | 'published' = 'patchbay'): unknown =>
  compileExpression(`{{${text}}}`, { compat }).evaluate(context);

describe('methods of texts and lists', () => {
  it.each([
    ['name.trim()', 'Ann Lee'],
    ['name.trim().toUpperCase()', 'ANN LEE'],
    ['name.trim().toLowerCase()', 'ann lee'],
    ['"Ann".toLowerCase()', 'ann'],
    ['csv.split(",")', ['a', 'b', 'c']],
    ['csv.split(",")[1]', 'b'],
    ['csv.split(",", 2)', ['a', 'b']],
    ['csv.split()', ['a,b,c']],
    ['csv.split("")', ['a', ',', 'b', ',', 'c']],
    ['tags.join("-")', 'x-y-z'],
    ['tags.join()', 'x,y,z'],
    ['holes.join(";")', '1;;2,3'],
    ['csv.split(",").join("")', 'abc'],
    ['csv.includes("b")', true],
    ['csv.includes("d")', false],
    ['tags.includes("y")', true],
    ['tags.includes("q")', false],
    ['holes.includes(nil)', true],
    ['csv.startsWith("a,")', true],
    ['csv.endsWith(",c")', true],
    ['csv.startsWith("b")', false],
    ['csv.replace(",", ";")', 'a;b,c'],
    ['csv.replace("q", ";")', 'a,b,c'],
    ['csv.replace("a", "$&$&")', '$&$&,b,c'],
    ['csv.slice(2)', 'b,c'],
    ['csv.slice(0, 1)', 'a'],
    ['csv.slice(0 - 1)', 'c'],
    ['tags.slice(1)', ['y', 'z']],
    ['tags.slice(0, 2).join("")', 'xy'],
    ['csv.length()', 5],
    ['tags.length()', 3],
    ['users[.name.startsWith("B")].name', 'Bob'],
    ['(csv + "!").toUpperCase()', 'A,B,C!'],
    ['(name.trim().includes(" ")) ? "two" : "one"', 'two'],
  ])('%s is %j', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it.each([
    ['nowhere.trim()', undefined],
    ['nowhere.trim() ?? "none"', 'none'],
    ['nil.toUpperCase() ?? "none"', 'none'],
    ['num.trim()', undefined],
    ['num.length()', undefined],
    ['tags.trim()', undefined],
    ['csv.join(",")', undefined],
    ['tags.split(",")', undefined],
    ['nowhere.includes("a")', false],
    ['nil.startsWith("a")', false],
    ['num.includes(5)', undefined],
    ['csv.includes(nowhere)', false],
    ['csv.startsWith("")', false],
  ])('%s, which does not fit, is %j', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  it('are functions of the format in published mode', () => {
    expect(evaluate('name.trim()', 'published')).toBeUndefined();
    expect(evaluate('csv.includes("b")', 'published')).toBe(false);
    expect(evaluate('name.keys(users)', 'published')).toEqual([]);
  });

  it('are only those: any other name calls a function of the format', () => {
    for (const name of ['at', 'concat', 'repeat', 'padEnd', 'push', 'map', 'constructor1', 'charAt']) {
      expect(evaluate(`csv.${name}(1)`)).toBeUndefined();
    }
    expect(evaluate('name.present(nil)')).toBe(false);
  });
});
