import fc from 'fast-check';
import { parse } from 'qs';
import { describe, expect, it } from 'vitest';
import { BodyParts, encodeBody } from './body.ts';
import { encodeMultipart } from './multipart.ts';
import { buildXml, parseXml } from './xml.ts';

describe('the parts of a body', () => {
  it('are nothing until something is put in', () => {
    const body = new BodyParts();
    expect(body.content).toBeUndefined();
    body.spread({});
    body.spread('text');
    expect(body.content).toBeUndefined();
  });

  it('keep a list a list', () => {
    const body = new BodyParts();
    body.add('a', 1);
    body.spread([1]);
    body.add('b', 2);
    body.set('c', 3);
    expect(body.content).toEqual([1]);
  });

  it('change nothing of what they are made from', () => {
    const [list, record] = [Object.freeze([1]), Object.freeze({ a: 1 })];
    const body = new BodyParts();
    body.add('list', list);
    body.add('list', 2);
    body.add('record', record);
    body.add('record', { b: 2 });
    expect(body.content).toEqual({ list: [1, 2], record: { a: 1, b: 2 } });
    expect([list, record]).toEqual([[1], { a: 1 }]);
  });

  it('may be replaced', () => {
    const body = new BodyParts();
    body.set('a', [1]);
    body.set('a', 2);
    expect(body.content).toEqual({ a: 2 });
  });
});

describe('notations of a body', () => {
  it.each<[unknown, string | undefined, string, string]>([
    [{ a: 1 }, undefined, '{"a":1}', 'application/json'],
    [[1], 'application/vnd.api+json', '[1]', 'application/json'],
    [
      { a: { b: ['x', 'y'] } },
      'application/x-www-form-urlencoded',
      'a%5Bb%5D%5B0%5D=x&a%5Bb%5D%5B1%5D=y',
      'application/x-www-form-urlencoded',
    ],
    [{ a: 1 }, 'application/x-www-form-urlencoded; charset=utf-8', 'a=1', 'application/x-www-form-urlencoded'],
    [{ a: 1 }, 'application/soap+xml', '<a>1</a>', 'application/soap+xml'],
    ['<a/>', 'text/xml', '<a/>', 'text/xml'],
    [{ a: 1 }, 'application/xhtml+xml', '{"a":1}', 'application/json'],
  ])('%j as %s', (content, contentType, text, declared) => {
    expect(encodeBody(content, contentType)).toEqual({ text, contentType: declared });
  });

  it.each<[unknown, string]>([
    [5, 'text/xml'],
    [[1], 'text/xml'],
    [{ big: 1n }, 'application/json'],
  ])('refuse what they cannot write: %s as %s', (content, contentType) => {
    expect(() => encodeBody(content, contentType)).toThrow();
  });

  it('refuse data that never ends', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(() => encodeBody(cyclic, 'application/json')).toThrow('could not be written as JSON');
    expect(() => buildXml({ a: cyclic })).toThrow('could not be written');
  });

  it('of forms can be read back', () => {
    const values = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string({ minLength: 1 }), { minKeys: 1 });
    fc.assert(
      fc.property(values, (content) => {
        const { text } = encodeBody(content, 'application/x-www-form-urlencoded');
        expect({ ...parse(text) }).toEqual(
          Object.fromEntries(Object.entries(content).map(([key, value]) => [key, value.toWellFormed()])),
        );
      }),
    );
  });

  it('of XML can be read back', () => {
    const text = fc.stringMatching(/^[a-z<>&"' ]{1,20}[a-z]$/).map((value) => value.trim());
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), text, { minKeys: 1 }), (members) => {
        expect(parseXml(buildXml({ root: members }))).toEqual({ root: members });
      }),
    );
  });
});

describe('multipart bodies', () => {
  it('hold any bytes, with a boundary of their own', () => {
    const first = encodeMultipart([
      { name: 'f', content: new Uint8Array([0, 255, 13, 10]), filename: 'x', contentType: 'a/b\r\nc' },
    ]);
    const second = encodeMultipart([{ name: 'f', content: 'é' }]);
    expect(first.contentType).not.toBe(second.contentType);
    expect(Buffer.from(first.bytes).includes(Buffer.from([0, 255, 13, 10]))).toBe(true);
    expect(Buffer.from(first.bytes).toString('latin1')).toContain('content-type: a/bc\r\n');
    expect(Buffer.from(second.bytes).toString('utf8')).toContain('name="f"\r\n\r\né\r\n');
  });
});
