import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, isEmptyCursor, withPosition } from './codec.ts';

const EXAMPLE = 'eyJyIjp7IjAiOnsiYyI6ImMiLCJwIjoyfX0sInYiOjIsInQiOjF9';
const cursor = { remote: { 0: { providerPageCursor: 'c', position: 2 } }, version: 2, timestamp: 1 };

describe('cursors', () => {
  it('have the published form', () => {
    expect(encodeCursor(cursor)).toBe(EXAMPLE);
    expect(decodeCursor(EXAMPLE)).toEqual(cursor);
  });

  it('survive the way out and back in', () => {
    const position = fc.record(
      {
        pageNumber: fc.integer(),
        providerPageCursor: fc.oneof(fc.string(), fc.integer(), fc.dictionary(fc.string(), fc.string())),
        position: fc.nat(),
      },
      { requiredKeys: [] },
    );
    const remote = fc.dictionary(fc.nat({ max: 99 }).map(String), position);
    fc.assert(
      fc.property(fc.record({ remote, version: fc.constant(2), timestamp: fc.nat() }), (made) => {
        const text = encodeCursor(made);
        expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(JSON.stringify(decodeCursor(text))).toBe(JSON.stringify(made));
      }),
    );
  });

  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['no Base64', 'ä'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')],
    ['a list', encoded([])],
    ['an unknown key', encoded({ r: {}, v: 2, t: 1, x: 1 })],
    ['an unknown key of a step', encoded({ r: { 0: { z: 1 } }, v: 2, t: 1 })],
    ['a step that is no number', encoded({ r: { a: {} }, v: 2, t: 1 })],
    ['a negative place', encoded({ r: { 0: { p: -1 } }, v: 2, t: 1 })],
    ['a page that is no number', encoded({ r: { 0: { n: '1' } }, v: 2, t: 1 })],
    ['no version', encoded({ r: {}, t: 1 })],
    ['nothing', ''],
    ['far too much', 'a'.repeat(20_000)],
  ])('are refused: %s', (_what, text) => {
    expect(decodeCursor(text)).toBeNull();
  });

  it('take any text without throwing', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeCursor(text)));
    fc.assert(fc.property(fc.jsonValue(), (value) => void decodeCursor(encoded(value))));
  });

  it('lose a step that has no place any more, and then are empty', () => {
    const moved = withPosition(cursor, 1, { position: 3 });
    expect(moved.remote).toEqual({ ...cursor.remote, 1: { position: 3 } });
    const without = withPosition(cursor, 0, {});
    expect(without.remote).toEqual({});
    expect(isEmptyCursor(without)).toBe(true);
    expect(isEmptyCursor(cursor)).toBe(false);
  });
});
