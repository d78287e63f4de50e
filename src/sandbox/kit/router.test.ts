import { describe, expect, it } from 'vitest';
import { type Method, Router } from './router.ts';

const endpoint = (method: Method, path: string) => ({ method, path });
const router = (ignoreCase?: boolean) =>
  new Router(
    [
      endpoint('GET', '/people'),
      endpoint('POST', '/people'),
      endpoint('GET', '/people/:id'),
      endpoint('GET', '/people/me'),
      endpoint('DELETE', '/people/:id/photo'),
      endpoint('GET', '/reports/'),
    ],
    ignoreCase,
  );

const find = (method: string, path: string, ignoreCase = false) => {
  const found = router(ignoreCase).find(method, path);
  return found.endpoint === undefined ? found.allowed : [found.endpoint.path, { ...found.params }];
};

describe('a router', () => {
  it('prefers literal segments to parameters', () => {
    expect(find('GET', '/people/me')).toEqual(['/people/me', {}]);
    expect(find('GET', '/people/7')).toEqual(['/people/:id', { id: '7' }]);
  });

  it('falls back to a parameter where the literal leads nowhere', () => {
    expect(find('DELETE', '/people/me/photo')).toEqual(['/people/:id/photo', { id: 'me' }]);
  });

  it('decodes parameters and leaves broken escapes as they are', () => {
    expect(find('GET', '/people/a%20b%2Fc')).toEqual(['/people/:id', { id: 'a b/c' }]);
    expect(find('GET', '/people/%zz')).toEqual(['/people/:id', { id: '%zz' }]);
  });

  it('tells the methods that a path knows', () => {
    expect(find('PUT', '/people')).toEqual(['GET', 'POST']);
    expect(find('PUT', '/nowhere')).toEqual([]);
    expect(find('GET', '/people/7/photo')).toEqual(['DELETE']);
  });

  it('answers HEAD where there is GET', () => {
    expect(find('HEAD', '/people')).toEqual(['/people', {}]);
  });

  it('counts trailing slashes and takes no empty parameter', () => {
    expect([find('GET', '/reports/'), find('GET', '/reports')]).toEqual([['/reports/', {}], []]);
    expect(find('GET', '/people/')).toEqual([]);
  });

  it('ignores case only where asked to', () => {
    expect(find('GET', '/People')).toEqual([]);
    expect(find('GET', '/People/aB', true)).toEqual(['/people/:id', { id: 'aB' }]);
  });

  it('is not led astray by names of object members', () => {
    expect(find('GET', '/__proto__')).toEqual([]);
    expect(find('GET', '/people/constructor')).toEqual(['/people/:id', { id: 'constructor' }]);
  });

  it('refuses two endpoints of the same method and path', () => {
    expect(() => new Router([endpoint('GET', '/a'), endpoint('GET', '/a')])).toThrow('declared twice');
    expect(() => new Router([endpoint('GET', '/a/:x'), endpoint('PUT', '/a/:y')])).toThrow(':x');
  });
});
