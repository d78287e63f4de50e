import { expect, it } from 'vitest';
import { readScopes } from './scopes.ts';

it('takes known scopes, each once', () => {
  expect(readScopes(['platform:read', 'actions:execute', 'platform:read'])).toEqual([
    'platform:read',
    'actions:execute',
  ]);
});

it.each([
  ['platform:reed', 'platform:read'],
  ['actions.execute', 'actions:execute'],
  ['CREDENTIALS:READ', 'credentials:read'],
  ['action:execute', 'actions:execute'],
])('refuses %s and suggests %s', (name, meant) => {
  expect(() => readScopes([name])).toThrow(
    expect.objectContaining({ code: 'scope_unknown', message: expect.stringContaining(`Did you mean ${meant}?`) }),
  );
});

it('suggests nothing for what is like none of them, and lists them all', () => {
  expect(() => readScopes(['everything'])).toThrow(
    /There is no scope everything\. Scopes: platform:read, .*unified:write/,
  );
  expect(() => readScopes([])).toThrow(expect.objectContaining({ code: 'validation_failed' }));
});
