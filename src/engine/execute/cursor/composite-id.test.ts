import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCompositeId, encodeCompositeId, isCompositeId } from './composite-id.ts';

describe('composite ids', () => {
  it('have the published form', () => {
    expect(encodeCompositeId({ x: 1, yy: 'a:2' }, { yy: 'y' })).toBe('c28xIQeDoxLHk6YVw6Mg');
    expect(decodeCompositeId('c28xIQeDoxLHk6YVw6Mg', { yy: 'y' })).toEqual({ ok: true, parts: { x: '1', yy: 'a:2' } });
  });

  it('name a single part id', () => {
    const text = encodeCompositeId({ employee_id: 'e1' });
    expect(decodeCompositeId(text)).toEqual({ ok: true, parts: { id: 'e1' } });
  });

  it('survive the way out and back in, whatever the values', () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const parts = fc.dictionary(name, fc.string({ minLength: 0 }), { minKeys: 2, maxKeys: 5 });
    fc.assert(
      fc.property(parts, (made) => {
        const text = encodeCompositeId(made);
        expect(isCompositeId(text)).toBe(true);
        const decoded = decodeCompositeId(text);
        expect(decoded.ok && { ...decoded.parts }).toEqual(
          Object.fromEntries(Object.entries(made).map(([key, value]) => [key, value.toWellFormed()])),
        );
      }),
    );
  });

  it('use short names only where they have been given some', () => {
    const aliases = { company: 'c' };
    const text = encodeCompositeId({ company: '1', person: '2' }, aliases);
    expect(Buffer.from(text.slice(6), 'base64url').toString()).toBe('c:1,person:2');
    expect(decodeCompositeId(text, aliases)).toEqual({ ok: true, parts: { company: '1', person: '2' } });
  });

  it.each([
    ['plain', 'no-prefix'],
    ['', 'no-prefix'],
    ['c28xIQ', 'no-body'],
    ['c28xIQ!!', 'malformed'],
    [`c28xIQ${Buffer.from('x').toString('base64url')}`, 'malformed'],
    [`c28xIQ${Buffer.from(':x').toString('base64url')}`, 'malformed'],
  ])('are refused: %s is %s', (text, problem) => {
    expect(decodeCompositeId(text)).toEqual({ ok: false, problem });
  });

  it('cannot reach prototypes', () => {
    const decoded = decodeCompositeId(encodeCompositeId(JSON.parse('{"__proto__":"a","b":"c"}')));
    expect(decoded).toMatchObject({ ok: true });
    expect({}).not.toHaveProperty('a');
  });
});
