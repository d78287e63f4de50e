import { describe, expect, it } from 'vitest';
import { readLinkAddress } from './token.ts';

const at = 'https://hub.example.com/embedded/integrations';

describe('the address of the link page', () => {
  it.each([
    [`${at}?token=abc.DEF_123-x`, 'abc.DEF_123-x'],
    [`${at}#token=abc`, 'abc'],
    [`${at}#abc.def`, 'abc.def'],
    [`${at}?token=query#token=fragment`, 'fragment'],
    [`${at}?token=a%20b`, 'a b'],
    [`${at}#token=a%2Fb%3D%3D`, 'a/b=='],
    [`${at}#YWJjZA==`, 'YWJjZA=='],
    [at, ''],
    [`${at}#section=one`, ''],
    [`${at}#%zz`, ''],
  ])('%s holds the token %s', (address, token) => {
    expect(readLinkAddress(address).token).toBe(token);
  });

  it('keeps everything but the token', () => {
    expect(readLinkAddress(`${at}?lang=de&token=abc&x=1#token=abc`)).toEqual({
      token: 'abc',
      language: 'de',
      cleanPath: '/embedded/integrations?lang=de&x=1',
    });
    expect(readLinkAddress(`${at}?token=abc`).cleanPath).toBe('/embedded/integrations');
  });
});
