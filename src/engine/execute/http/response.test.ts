import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameOf } from './content-disposition.ts';
import { decodeBody, headerOf } from './response.ts';

const decode = (body: string | Uint8Array, contentType?: string) =>
  decodeBody({
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });

describe('bodies of answers', () => {
  it.each<[string, string | undefined, string, unknown]>([
    ['{"a":1}', 'application/json; charset=utf-8', 'json', { a: 1 }],
    ['{"a":1}', 'application/vnd.api+json', 'json', { a: 1 }],
    ['{"a":1}', undefined, 'json', { a: 1 }],
    ['[1]', 'text/plain', 'json', [1]],
    ['"text"', 'application/json', 'json', 'text'],
    ['5', 'application/json', 'json', 5],
    ['5', 'text/plain', 'text', '5'],
    ['true', undefined, 'text', 'true'],
    ['\uFEFF{"a":1}', 'application/json', 'json', { a: 1 }],
    ['<a>1</a>', 'application/xml', 'xml', { a: 1 }],
    ['<a>1</a>', 'application/atom+xml', 'xml', { a: 1 }],
    ['<html></html>', 'text/html', 'html', '<html></html>'],
    ['<!DOCTYPE html><p>x', 'text/plain', 'html', '<!DOCTYPE html><p>x'],
    ['a,b', 'text/csv', 'text', 'a,b'],
    ['[oops', 'text/plain', 'text', '[oops'],
    ['', 'application/json', 'empty', undefined],
  ])('%j as %s are %s', (body, contentType, kind, value) => {
    expect(decode(body, contentType)).toMatchObject({ kind, value });
  });

  it('are read in the character set they name, UTF-8 where nobody knows it', () => {
    expect(decode(Buffer.from([0xe9]), 'text/plain; charset=iso-8859-1').value).toBe('é');
    expect(decode(Buffer.from('é'), 'text/plain; charset="nonsense"').value).toBe('é');
  });

  it('say what is wrong with them', () => {
    expect(decode('{', 'application/json')).toMatchObject({ kind: 'text', value: '{', problem: 'invalid JSON' });
    expect(decode('<a', 'text/xml').problem).toMatch(/^malformed XML/);
  });

  it('cannot reach prototypes, expand without end or nest without end', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "${'y'.repeat(1000)}">${Array.from({ length: 8 }, (_, i) => `<!ENTITY x${i} "${`&x${i - 1 < 0 ? '' : i - 1};`.repeat(50)}">`).join('')}]><a>&x7;</a>`;
    for (const hostile of [bomb, '<a>'.repeat(5_000), '<__proto__><b>1</b></__proto__>']) {
      const { value } = decode(hostile, 'text/xml');
      expect(JSON.stringify(value).length).toBeLessThan(1_000_000);
    }
    expect({}).not.toHaveProperty('b');
  });

  it('are always read without throwing', () => {
    const types = fc.constantFrom(
      'application/json',
      'text/xml',
      'text/html',
      'text/plain; charset=utf-16',
      'x',
      undefined,
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), types, (body, type) => void decode(body, type)));
    fc.assert(fc.property(fc.string(), (text) => void decode(text, 'text/xml')));
  });
});

describe('headers', () => {
  it('that come several times are joined', () => {
    expect(headerOf({ 'set-cookie': ['a', 'b'] }, 'set-cookie')).toBe('a, b');
    expect(headerOf({}, 'x')).toBeUndefined();
  });
});

describe('file names in headers', () => {
  it.each([
    ['attachment; filename="a b.txt"', 'a b.txt'],
    ['attachment; filename=a.txt; size=5', 'a.txt'],
    ['attachment; filename="a\\"b.txt"', 'a"b.txt'],
    ["attachment; filename*=UTF-8''%e2%82%ac.txt", '€.txt'],
    ['attachment; filename="x.txt"; filename*=UTF-8\'\'%zz', 'x.txt'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\dir\\\\f.txt"', 'f.txt'],
    ['inline', undefined],
    [undefined, undefined],
  ])('%s is %s', (header, expected) => {
    expect(fileNameOf(header)).toBe(expected);
  });
});
