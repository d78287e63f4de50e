import { describe, expect, it } from 'vitest';
import { compileScopes } from './granted-scopes.ts';

const { covers } = compileScopes([
  { name: 'admin', includes: ['write'] },
  { name: 'write', includes: ['read'] },
  { name: 'read', includes: [] },
  { name: 'loop', includes: ['pool'] },
  { name: 'pool', includes: ['loop'] },
]);

describe('granted scopes', () => {
  it.each([
    [['read'], ['read'], true],
    [['admin'], ['read', 'write'], true],
    [['read'], ['write'], false],
    [['loop'], ['pool', 'loop'], true],
    [['unheard-of'], ['unheard-of'], true],
    [[], ['read'], false],
    [[], [], true],
  ])('%j cover %j: %s', (granted, required, expected) => {
    expect(covers(granted, required)).toBe(expected);
  });
});
