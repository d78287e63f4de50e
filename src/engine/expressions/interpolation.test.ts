import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPlaceholders } from './interpolation.ts';

describe('splitPlaceholders', () => {
  it('keeps the texts between and says where each expression starts', () => {
    expect(splitPlaceholders('/x/${ a.b }/y${c}')).toEqual([
      '/x/',
      { raw: '${ a.b }', inner: 'a.b', start: 6 },
      '/y',
      { raw: '${c}', inner: 'c', start: 15 },
    ]);
  });

  it('finds none in empty or open ones', () => {
    for (const text of ['', 'text', '${}', '${', '${a', '$a{b}', '${}}', '{a}'])
      expect(splitPlaceholders(text)).toBeUndefined();
  });

  it('finds what the pattern of the format finds', () => {
    const text = fc
      .array(fc.constantFrom('${', '}', '$', '{', 'a', ' ', '\n', '${}'), { maxLength: 15 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (source) => {
        const found = (splitPlaceholders(source) ?? []).filter((part) => typeof part !== 'string');
        expect(found.map(({ raw }) => raw)).toEqual(source.match(/\$\{[^}]+\}/g) ?? []);
        for (const { inner, start } of found) expect(source.startsWith(inner, start)).toBe(true);
        if (found.length === 0) return;
        expect(
          splitPlaceholders(source)
            ?.map((part) => (typeof part === 'string' ? part : part.raw))
            .join(''),
        ).toBe(source);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads a megabyte of open ones at once', () => {
    const start = process.cpuUsage();
    expect(splitPlaceholders('${'.repeat(500_000))).toBeUndefined();
    expect(splitPlaceholders('${a}'.repeat(250_000))).toHaveLength(250_000);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
  });
});
