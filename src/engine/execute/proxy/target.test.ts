import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepError } from '../outcome.ts';
import { proxyTarget } from './target.ts';

const ALLOWED = {
  base: 'https://api.provider.example/v1/',
  origins: new Set(['https://files.provider.example']),
  onlyBelowBase: false,
};
const EMULATED = { base: 'http://127.0.0.1:4400/sandbox/acme/', origins: new Set<string>(), onlyBelowBase: true };

const hrefOf = (wanted: { url?: string; path?: string }, allowed = ALLOWED): string =>
  proxyTarget(wanted, allowed).href;

describe('the address of a proxied request', () => {
  it.each([
    [{}, 'https://api.provider.example/v1/'],
    [{ path: '/people' }, 'https://api.provider.example/v1/people'],
    [{ path: 'people?limit=1&x=a%2Fb' }, 'https://api.provider.example/v1/people?limit=1&x=a%2Fb'],
    [{ path: '?limit=1' }, 'https://api.provider.example/v1/?limit=1'],
    [{ url: 'https://api.provider.example/v2' }, 'https://api.provider.example/v2'],
    [{ url: 'https://api.provider.example/v2?a=1', path: '/x?b=2' }, 'https://api.provider.example/v2/x?a=1&b=2'],
    [{ url: 'https://API.provider.example:443/v2' }, 'https://api.provider.example/v2'],
    [{ url: 'https://files.provider.example/f/1' }, 'https://files.provider.example/f/1'],
    [{ path: '/people/a@b.example' }, 'https://api.provider.example/v1/people/a@b.example'],
    [{ path: '/a?url=https://evil.example/../x' }, 'https://api.provider.example/v1/a?url=https://evil.example/../x'],
  ])('of %j is %s', (wanted, href) => {
    expect(hrefOf(wanted)).toBe(href);
  });

  it.each([
    'https://evil.example',
    'https://evil.example/v1/people',
    'http://api.provider.example/v1',
    'https://api.provider.example:8443/v1',
    'https://api.provider.example.evil.example/',
    'https://evil.example/?https://api.provider.example',
    'https://evil.example#https://api.provider.example',
    'https://api.provider.example@evil.example/',
    'https://api.provider.example:pass@evil.example/',
    'https://user:pass@api.provider.example/',
    'https://api.provider.example\\@evil.example/',
    'https:\\\\evil.example',
    'https://evil.example\\.api.provider.example',
    'https:/evil.example',
    'https:evil.example',
    'https:///evil.example',
    '//evil.example/v1',
    '/people',
    'evil.example',
    'https://api.provider.example./v1',
    'https://xn--pi-qia.provider.example/',
    'https://аpi.provider.example/',
    'https://api.provider.example%2eevil.example/',
    'https://api.provider.example%00.evil.example/',
    'https://api.provider.example\t.evil.example/',
    ' https://evil.example',
    'https://api.provider.example/\nhost: evil.example',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://localhost:4400/accounts',
    'ftp://api.provider.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,hi',
    'blob:https://api.provider.example/x',
    'ws://api.provider.example/',
    'HTTPS://EVIL.EXAMPLE',
    'https://sub.api.provider.example/',
    'https://provider.example/',
    'https://api.provider.example/v1/../../x',
    'https://api.provider.example/v1/%2e%2e/x',
  ])('is never %j', (url) => {
    expect(() => hrefOf({ url })).toThrow(StepError);
    expect(() => hrefOf({ url, path: '/people' })).toThrow(StepError);
  });

  it.each([
    '//evil.example',
    '///evil.example',
    'https://evil.example/x',
    'javascript:alert(1)',
    '\\\\evil.example',
    '/\\evil.example',
    '/../../admin',
    '..',
    './x',
    '/a/%2e%2e/b',
    '/a/.%2E/b',
    '/a/..%2fb',
    '/a/%2f..',
    '/a/%5c..%5cb',
    '/x#fragment',
    '/x y',
    '/x\r\nhost: evil.example',
    '/x\u0000',
  ])('takes no path %j', (path) => {
    expect(() => hrefOf({ path })).toThrow(StepError);
    expect(() => hrefOf({ url: 'https://files.provider.example/f', path })).toThrow(StepError);
  });

  it('stays below the base of an emulator, whose host serves others, too', () => {
    expect(hrefOf({ path: '/people' }, EMULATED)).toBe('http://127.0.0.1:4400/sandbox/acme/people');
    for (const url of [
      'http://127.0.0.1:4400/accounts',
      'http://127.0.0.1:4400/sandbox/other/x',
      'http://127.0.0.1:4400/sandbox/acmes',
      'http://localhost:4400/sandbox/acme/people',
      'https://api.provider.example/',
    ])
      expect(() => hrefOf({ url }, EMULATED)).toThrow(StepError);
  });

  it('has an allowed origin whatever the texts are', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      '//',
      '/',
      '\\',
      '@',
      ':',
      '.',
      '..',
      '%2e',
      '%2f',
      '?',
      '#',
      'evil.example',
      'api.provider.example',
      'a',
      '\t',
      '[::1]',
      '127.0.0.1',
      ' ',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), fc.option(text, { nil: undefined }), (url, path) => {
        let found: URL;
        try {
          found = proxyTarget({ url, path }, ALLOWED);
        } catch (error) {
          expect(error).toBeInstanceOf(StepError);
          return;
        }
        expect(['https://api.provider.example', 'https://files.provider.example']).toContain(
          new URL(found.href).origin,
        );
        expect(found.username + found.password).toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});
