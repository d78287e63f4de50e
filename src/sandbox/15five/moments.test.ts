import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSpan, stamp } from './moments.ts';

describe('a moment', () => {
  it.each([
    ['2026-03-04', '2026-03-04T00:00:00.000000Z', '2026-03-04T23:59:59.999999Z'],
    [' 2026-03-04 ', '2026-03-04T00:00:00.000000Z', '2026-03-04T23:59:59.999999Z'],
    ['2026-03-04 10:20:30', '2026-03-04T10:20:30.000000Z', '2026-03-04T10:20:30.000000Z'],
    ['2026-03-04T10:20', '2026-03-04T10:20:00.000000Z', '2026-03-04T10:20:00.000000Z'],
    ['2026-03-04T10:20:30.5Z', '2026-03-04T10:20:30.500000Z', '2026-03-04T10:20:30.500000Z'],
    ['2026-03-04t10:20:30.120431+05:30', '2026-03-04T04:50:30.120431Z', '2026-03-04T04:50:30.120431Z'],
  ])('written %s is read', (text, from, to) => {
    expect(readSpan(text)).toEqual({ from, to });
  });

  it.each([
    '',
    'soon',
    '2026-02-30',
    '2026-02-30T10:00:00Z',
    '2026-03-04T25:00:00Z',
    '2026-03-04T10:00:00+99:99',
    '20260304',
    '2026-3-4',
  ])('written %s is not', (text) => {
    expect(readSpan(text)).toBeUndefined();
  });

  it('is read back as it was written, to the microsecond', () => {
    const time = fc.integer({ min: 0, max: Date.UTC(9999, 0) });
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 999 }), (ms, micros) => {
        const text = stamp(ms, micros);
        expect(readSpan(text)).toEqual({ from: text, to: text });
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readSpan(text)));
  });
});
