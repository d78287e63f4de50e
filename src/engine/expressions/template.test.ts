import { describe, expect, it } from 'vitest';
import { compileTemplate, ExpressionError } from './index.ts';

describe('compileTemplate', () => {
  const context = { inputs: { id: 7, tags: ['a'], blank: '' } };

  it('evaluates the strings of a value at any depth and keeps everything else', () => {
    const fill = compileTemplate({
      id: '$.inputs.id',
      url: '/x/${inputs.id}',
      deep: [{ tags: '{{inputs.tags}}' }, 5, true, null],
      text: 'as it is',
    });
    expect(fill(context)).toEqual({ id: 7, url: '/x/7', deep: [{ tags: ['a'] }, 5, true, null], text: 'as it is' });
  });

  it('makes null of what fails and of empty texts, and keeps undefined', () => {
    const filled = compileTemplate({ bad: '$bad', empty: '', space: '  ', broken: '{{1 +}}', none: '$.inputs.none' })(
      context,
    );
    expect(filled).toStrictEqual({ bad: null, empty: null, space: null, broken: null, none: undefined });
  });

  it('keeps empty texts when asked to', () => {
    const fill = compileTemplate({ password: '', user: '$.inputs.blank', bad: '$bad' }, { keepEmpty: true });
    expect(fill(context)).toEqual({ password: '', user: '', bad: null });
  });

  it('compiles a lone string, number or null too', () => {
    expect(compileTemplate('$.inputs.id')(context)).toBe(7);
    expect(compileTemplate(5)(context)).toBe(5);
    expect(compileTemplate(null)(context)).toBeNull();
    expect(compileTemplate(undefined)(context)).toBeUndefined();
  });

  it('makes a new value each time', () => {
    const fill = compileTemplate({ list: [{ a: 'x' }] });
    const first = fill(context) as { list: { a: string }[] };
    first.list[0]!.a = 'changed';
    expect(fill(context)).toEqual({ list: [{ a: 'x' }] });
  });

  it('hands the compatibility mode on', () => {
    expect(compileTemplate(['{{a.trim()}}'], { compat: 'published' })({ a: ' x ' })).toEqual([undefined]);
    expect(compileTemplate(['{{a.trim()}}'])({ a: ' x ' })).toEqual(['x']);
  });

  it('never lets a key change a prototype', () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__": {"polluted": "yes"}, "constructor": {"prototype": {"polluted": "yes"}}}',
    );
    const filled = compileTemplate(hostile)({}) as Record<string, unknown>;
    expect(Object.getPrototypeOf(filled)).toBe(Object.prototype);
    expect(Object.keys(filled)).toEqual(['constructor']);
    expect(filled['constructor']).toEqual({ prototype: { polluted: 'yes' } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses values that are nested without end', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    expect(() => compileTemplate(cyclic)).toThrow(ExpressionError);
  });
});
