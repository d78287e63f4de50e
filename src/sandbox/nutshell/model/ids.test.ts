import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiId, ENTITY_TYPES, numberOf, readId, typeOf } from './ids.ts';

describe('ids', () => {
  it('are a number and a type, and read back as such', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ENTITY_TYPES), fc.nat(), (type, number) => {
        const id = apiId(type, number);
        expect([typeOf(id), numberOf(id), readId(id, [type])]).toEqual([type, number, id]);
      }),
    );
  });

  it.each([
    ['12-accounts', ['accounts'], '12-accounts'],
    ['012-accounts', ['accounts'], '12-accounts'],
    ['12', ['accounts'], '12-accounts'],
    [12, ['accounts'], '12-accounts'],
    ['12', ['users', 'teams'], undefined],
    ['12-users', ['users', 'teams'], '12-users'],
    ['12-tags', ['accounts'], undefined],
    ['12-Accounts', ['accounts'], undefined],
    ['12-planets', ['accounts'], undefined],
    ['-1-accounts', ['accounts'], undefined],
    ['1e3', ['accounts'], undefined],
    [1.5, ['accounts'], undefined],
    ['', ['accounts'], undefined],
    [null, ['accounts'], undefined],
    [{ id: 12 }, ['accounts'], undefined],
    ['12-accounts,13-accounts', ['accounts'], undefined],
    ['9999999999999-accounts', ['accounts'], undefined],
  ] as const)('%j as one of %j is %j', (given, types, id) => {
    expect(readId(given, types)).toBe(id);
  });
});
