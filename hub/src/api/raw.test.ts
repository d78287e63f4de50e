import { describe, expect, it } from 'vitest';
import { object, objects, text, textMap, texts } from './raw.ts';

describe('readers of untrusted answers', () => {
  it('take anything but a plain object as an empty one', () => {
    for (const value of [null, undefined, 3, 'x', [], () => 1]) expect(object(value)).toEqual({});
    expect(object({ a: 1 })).toEqual({ a: 1 });
  });

  it('keep only the objects of a list', () => {
    expect(objects([{ a: 1 }, null, 'x', 3, { b: 2 }])).toEqual([{ a: 1 }, { b: 2 }]);
    expect(objects({ length: 1 })).toEqual([]);
  });

  it('write out numbers and booleans and take everything else as empty text', () => {
    expect([text('a'), text(3), text(false), text(null), text({}), text(undefined)]).toEqual([
      'a',
      '3',
      'false',
      '',
      '',
      '',
    ]);
  });

  it('take one text as a list of one', () => {
    expect(texts('a')).toEqual(['a']);
    expect(texts('')).toEqual([]);
    expect(texts(['a', 1, null, 'b'])).toEqual(['a', 'b']);
  });

  it('give a map without prototype, so that a hostile key is only a key', () => {
    const map = textMap(JSON.parse('{"__proto__": "x", "constructor": "y", "a": 1, "b": null, "c": {}}'));
    expect(Object.getPrototypeOf(map)).toBeNull();
    expect(Object.entries(map)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
      ['a', '1'],
    ]);
  });
});
