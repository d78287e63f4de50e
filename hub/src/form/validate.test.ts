import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aField } from '../testing/builders.ts';
import { errorOf, LONGEST_VALUE } from './validate.ts';

describe('a value', () => {
  it('is missing when it is empty or white space, unless the field is optional', () => {
    expect(errorOf(aField(), '')).toEqual({ kind: 'required' });
    expect(errorOf(aField(), ' \n')).toEqual({ kind: 'required' });
    expect(errorOf(aField({ required: false, rule: { kind: 'pattern', pattern: '^x$' } }), '')).toBeUndefined();
  });

  it('of a number field has digits only', () => {
    const field = aField({ type: 'number' });
    expect(errorOf(field, '042')).toBeUndefined();
    for (const value of ['-1', '1.5', '1e3', '１']) expect(errorOf(field, value)).toEqual({ kind: 'number' });
  });

  it('of a select is one of its options', () => {
    const field = aField({ type: 'select', options: [{ label: 'Europe', value: 'eu' }] });
    expect(errorOf(field, 'eu')).toBeUndefined();
    expect(errorOf(field, 'Europe')).toEqual({ kind: 'option' });
  });

  it('may be long, but not endless', () => {
    expect(errorOf(aField(), 'x'.repeat(LONGEST_VALUE))).toBeUndefined();
    expect(errorOf(aField(), 'x'.repeat(LONGEST_VALUE + 1))).toEqual({ kind: 'too-long' });
  });
});

describe('a rule', () => {
  it('of a pattern matches anywhere unless it is anchored', () => {
    expect(errorOf(aField({ rule: { kind: 'pattern', pattern: '[0-9]{3}' } }), 'a123b')).toBeUndefined();
    expect(errorOf(aField({ rule: { kind: 'pattern', pattern: '^[0-9]{3}$' } }), 'a123b')).toEqual({ kind: 'pattern' });
  });

  it('speaks in the words of its author when there are any', () => {
    const rule = { kind: 'pattern', pattern: '^x$', error: 'Only x.' } as const;
    expect(errorOf(aField({ rule }), 'y')).toEqual({ kind: 'told', text: 'Only x.' });
  });

  it('that is no regular expression accepts everything', () => {
    expect(errorOf(aField({ rule: { kind: 'pattern', pattern: '([' } }), 'anything')).toBeUndefined();
  });

  it('written for the older syntax of regular expressions still counts', () => {
    const rule = { kind: 'pattern', pattern: '^[\\w-.]+$' } as const;
    expect(errorOf(aField({ rule }), 'a-b.c')).toBeUndefined();
    expect(errorOf(aField({ rule }), 'a b')).toEqual({ kind: 'pattern' });
  });

  it('of a domain wants it in the value', () => {
    const field = aField({ rule: { kind: 'domain', pattern: 'acme' } });
    expect(errorOf(field, 'https://eu.acme.com/x')).toBeUndefined();
    expect(errorOf(field, 'https://acme.org')).toEqual({ kind: 'domain', expected: 'acme.com' });
  });

  it.each([
    ['email', 'ada@example.com', 'ada@example'],
    ['url', 'https://example.com/a', 'example.com'],
    ['uri', 'urn:x', 'x y'],
    ['uuid', '123E4567-e89b-12d3-a456-426614174000', '123e4567'],
    ['date', '2026-01-31', '31.1.2026'],
    ['datetime', '2026-01-31T09:30:00.5+02:00', '2026-01-31 09:30'],
  ])('of the format %s takes %s and refuses %s', (format, good, bad) => {
    const field = aField({ rule: { kind: 'format', format } });
    expect(errorOf(field, good)).toBeUndefined();
    expect(errorOf(field, bad)).toEqual({ kind: 'format', format });
  });

  it('of an unknown format accepts everything', () => {
    for (const format of ['colour', 'constructor']) {
      expect(errorOf(aField({ rule: { kind: 'format', format } }), 'x')).toBeUndefined();
    }
  });

  it('never throws, whatever pattern and value are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, value) => {
        expect(() => errorOf(aField({ rule: { kind: 'pattern', pattern } }), value)).not.toThrow();
        expect(() => errorOf(aField({ rule: { kind: 'domain', pattern } }), value)).not.toThrow();
      }),
    );
  });
});
