import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompileScope } from '../../compile/scope.ts';
import { compileReader, indexBy, shapeData } from './read-data.ts';

const scope = (compat: CompileScope['compat'] = 'patchbay'): CompileScope => ({ compat }) as CompileScope;
const read = (key: unknown, body: unknown, block: Record<string, unknown> = {}, compat?: CompileScope['compat']) =>
  compileReader(key, scope(compat))?.(body, block);

describe('reading members of a body', () => {
  it.each<[string, unknown, unknown]>([
    ['a', { a: 1 }, 1],
    ['a-b', { 'a-b': 1 }, 1],
    [' a ', { a: 1 }, 1],
    ['a.b[0]', { a: { b: [7] } }, 7],
    ['[0]', { 0: 'x' }, 'x'],
    ['a.b', { 'a.b': 2 }, 2],
    ['a', { a: null }, null],
    ['toString', {}, undefined],
    ['__proto__', {}, undefined],
    ['{{a ?? b}}', { b: 3 }, 3],
    ['{{oops(}}', { a: 1 }, null],
    ['$.a.b', { a: { b: 4 } }, 4],
    ['a', 'text', 'text'],
    ['{{a}}', [1], [1]],
  ])('%s of %j is %j', (key, body, expected) => {
    expect(read(key, body)).toEqual(expected);
  });

  it('needs a key', () => {
    for (const key of [undefined, null, '', ' ', 5]) expect(compileReader(key, scope())).toBeUndefined();
  });

  it('evaluates a key that speaks of the run first', () => {
    expect(read('$.inputs.kind', { people: 1 }, { inputs: { kind: 'people' } })).toBe(1);
    expect(read('data.${inputs.kind}', { data: { people: 2 } }, { inputs: { kind: 'people' } })).toBe(2);
    expect(read('$.inputs.gone', { people: 1 }, { inputs: {} })).toEqual({ people: 1 });
  });

  it('evaluates every key with a dollar on the run where the published behaviour is asked for', () => {
    expect(read('$.a', { a: 1 }, {}, 'published')).toEqual({ a: 1 });
  });

  it('reads many different keys without growing for ever', () => {
    const reader = compileReader('${inputs.k}', scope());
    for (let index = 0; index < 500; index += 1) {
      expect(reader?.({ [`k${index}`]: index }, { inputs: { k: `k${index}` } })).toBe(index);
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (key, body) => {
        compileReader(key, scope())?.(body, {});
      }),
    );
  });
});

describe('shaping data', () => {
  it.each<[unknown, boolean, string | undefined, unknown]>([
    [[{ id: 1 }], true, undefined, [{ id: 1 }]],
    [{ id: 1 }, true, 'id', { id: 1 }],
    [{ x: 1 }, false, 'id', { x: 1 }],
    [{ id: true }, false, 'id', { true: { id: true } }],
    [[{ id: { a: 1 } }], true, 'id', {}],
    ['text', false, 'id', 'text'],
  ])('%j with collection %s and index %s is %j', (data, collection, field, expected) => {
    expect(shapeData(data, collection, field)).toEqual(expected);
  });

  it('keys by names of prototypes without reaching them', () => {
    const index = indexBy([{ id: '__proto__', a: 1 }], 'id');
    expect(Object.keys(index)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(index)).toBe(Object.prototype);
  });
});
