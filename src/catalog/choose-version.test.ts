import { describe, expect, it } from 'vitest';
import { chooseVersion, newestFirst } from './choose-version.ts';

const custom = ['1.2.0', '1.10.0', '1.2.10', '2.0.0-beta.1', '0.9.0'];

describe('a version pin', () => {
  it.each([
    [null, '1.10.0'],
    ['latest', '1.10.0'],
    ['1.x.x', '1.10.0'],
    ['1.2.x', '1.2.10'],
    ['0.x.x', '0.9.0'],
    ['1.2.0', '1.2.0'],
    ['2.0.0-beta.1', '2.0.0-beta.1'],
  ])('%s stands for %s, the newest that matches', (pin, version) => {
    expect(chooseVersion(pin, { custom, builtin: undefined })).toEqual({ source: 'custom', version });
  });

  it.each(['2.x.x', '1.3.x', '3.0.0', '2.0.0', '1.10.0+build'])(
    '%s stands for nothing where nothing matches',
    (pin) => {
      expect(chooseVersion(pin, { custom, builtin: undefined })).toBeUndefined();
      expect(chooseVersion(pin, { custom: [], builtin: '1.0.0' })).toBeUndefined();
    },
  );

  it('prefers what the project brought, even at a lower or the same number', () => {
    for (const pin of [null, 'latest', '1.x.x'])
      expect(chooseVersion(pin, { custom: ['1.0.0'], builtin: '1.4.0' })).toEqual({
        source: 'custom',
        version: '1.0.0',
      });
    expect(chooseVersion('1.4.0', { custom: ['1.4.0'], builtin: '1.4.0' })?.source).toBe('custom');
  });

  it('falls back to the built-in one where no other matches', () => {
    expect(chooseVersion('1.4.x', { custom: ['1.0.0'], builtin: '1.4.0' })).toEqual({
      source: 'builtin',
      version: '1.4.0',
    });
    expect(chooseVersion(null, { custom: [], builtin: '1.4.0' })?.source).toBe('builtin');
  });

  it('takes a version before its release only where nothing was released', () => {
    expect(chooseVersion(null, { custom: ['1.0.0-rc.1', '1.0.0-rc.2'], builtin: undefined })?.version).toBe(
      '1.0.0-rc.2',
    );
  });
});

describe('versions', () => {
  it('are sorted as numbers, newest first', () => {
    expect([...custom].sort(newestFirst)).toEqual(['2.0.0-beta.1', '1.10.0', '1.2.10', '1.2.0', '0.9.0']);
  });
});
