import { describe, expect, it } from 'vitest';
import { isSemanticVersion } from './version.ts';

describe('isSemanticVersion', () => {
  it.each(['1.0.0', '0.0.4', '10.20.30', '1.0.0-beta.1', '1.0.0-0A.is.legal', '1.1.2+meta', '1.0.0-rc.1+build.5'])(
    'takes %s',
    (text) => expect(isSemanticVersion(text)).toBe(true),
  );

  it.each(['1.0', '1', 'v1.0.0', '1.0.0.0', '01.0.0', '1.0.0-', '1.0.0-01', '', ' 1.0.0', 'latest', '1.0.x'])(
    'does not take %j',
    (text) => expect(isSemanticVersion(text)).toBe(false),
  );

  it('answers on very long texts at once', () => {
    expect(isSemanticVersion(`1.0.0-${'a.'.repeat(1_000_000)}`)).toBe(false);
  });
});
