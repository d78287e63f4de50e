import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountIdOf } from './index.ts';
import { closest } from './suggest.ts';

describe('the account of a request', () => {
  it('is the one all places name', () => {
    expect(accountIdOf('a', undefined, ' a ')).toBe('a');
    expect(accountIdOf(undefined, 'b')).toBe('b');
    expect(accountIdOf(['c', 'c'])).toBe('c');
  });

  it('is missing when no place names one', () => {
    for (const places of [[], [undefined], ['', '  '], [7], [{}]])
      expect(() => accountIdOf(...places)).toThrow('Missing x-account-id header in request');
  });

  it('is never chosen among two', () => {
    expect(() => accountIdOf('a', 'b')).toThrow(expect.objectContaining({ code: 'account_header_conflict' }));
    expect(() => accountIdOf(['a', 'b'])).toThrow(expect.objectContaining({ code: 'account_header_conflict' }));
  });
});

describe('the closest name', () => {
  const names = ['acme_list_people', 'acme_get_person', 'acme_create_person'];

  it('is the one that was probably meant', () => {
    expect(closest('acme_list_peple', names)).toBe('acme_list_people');
    expect(closest('acme_get_persons', names)).toBe('acme_get_person');
  });

  it('is none when nothing is near, or the name is absurdly long', () => {
    expect(closest('zzzzzzzzzzzzzzzzzzzzzzz', names)).toBeUndefined();
    expect(closest('a'.repeat(10_000), names)).toBeUndefined();
    expect(closest('x', [])).toBeUndefined();
  });

  it('of a known name is the name itself', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1 }), (known) => {
        expect(closest(known[0]!, known)).toBe(known[0]);
      }),
    );
  });
});
