import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepError } from '../../execute/outcome.ts';
import { encodeUrlInput } from './input-encoding.ts';
import { compileUrlSource } from './source.ts';
import { compileUrl } from './url.ts';

const build = (
  base: string,
  url: string,
  scope: Record<string, unknown> = {},
  more: { callerItems?: boolean; override?: string } = {},
) =>
  compileUrl(compileUrlSource(base, 'patchbay'), undefined, url, 'patchbay', more.callerItems).build(
    scope,
    more.override,
  );

const HOST = 'https://api.demo.example';

describe('addresses', () => {
  it('are base URL and path, one behind the other', () => {
    expect(build(`${HOST}/v1`, '/a/b?x=1')).toBe(`${HOST}/v1/a/b?x=1`);
    expect(build('https://', 'api.demo.example/v1')).toBe(`${HOST}/v1`);
    expect(build('', `${HOST}/v1`)).toBe(`${HOST}/v1`);
  });

  it('stand alone where the path is a whole address', () => {
    expect(build(HOST, 'https://search.example/a?x=1')).toBe('https://search.example/a?x=1');
    expect(
      build(HOST, '$.steps.a.output.data.next', {
        steps: { a: { output: { data: { next: 'https://next.example/b' } } } },
      }),
    ).toBe('https://next.example/b');
    expect(
      build(HOST, 'https://search.example/${inputs.id}', { inputs: { id: 'a/b' } }, { override: 'http://localhost' }),
    ).toBe('https://search.example/a%2Fb');
  });

  it('may take the host from credentials', () => {
    expect(build('https://${credentials.sub}.demo.example', '/a', { credentials: { sub: 'acme' } })).toBe(
      'https://acme.demo.example/a',
    );
    expect(build('${credentials.host}', '/a', { credentials: { host: 'https://own.example:8443/base' } })).toBe(
      'https://own.example:8443/base/a',
    );
  });

  it('may choose the base by an expression', () => {
    const base = '{{$.context.environment == "sandbox" ? "https://sandbox.example" : "https://live.example"}}';
    expect(build(base, '/a', { context: { environment: 'sandbox' } })).toBe('https://sandbox.example/a');
  });

  it('are encoded where they hold characters that addresses cannot hold', () => {
    expect(build(HOST, '/a b/é"<>^`{|}')).toBe(`${HOST}/a%20b/%C3%A9%22%3C%3E%5E%60%7B%7C%7D`);
    expect(build(HOST, '/a%20b')).toBe(`${HOST}/a%20b`);
  });

  it.each([
    ['/people', ''],
    ['ftp://x.example', '/a'],
    ['https://', '/a'],
    ['https:// bad host', '/a'],
    ['not a url', ''],
  ])('are refused when they are not absolute: %s%s', (base, url) => {
    expect(() => build(base, url)).toThrow(StepError);
  });

  it.each(['/a/${inputs.id}', '/a?x=${inputs.id}', '${inputs.id}'])(
    'are refused while a value is missing: %s',
    (url) => {
      expect(() => build(HOST, url, { inputs: {} })).toThrow('${inputs.id} has no value');
    },
  );

  it.each([
    [HOST, '$.steps.a.output.data.path', '$.steps.a.output.data.path'],
    [HOST, ' {{steps.a.output.data.path}}', '{{steps.a.output.data.path}}'],
    ['$.steps.a.output.data.path', '/a', '$.steps.a.output.data.path'],
  ])('are refused where an expression that is a whole part has no value: %s, %s', (base, url, named) => {
    for (const data of [{}, { path: null }]) {
      expect(() => build(base, url, { steps: { a: { output: { data } } } })).toThrow(
        `The URL is incomplete: ${named} has no value.`,
      );
    }
  });

  it('may have an empty part, and no base where the path stands alone', () => {
    expect(build(HOST, '{{context.path}}', { context: { path: '' } })).toBe(HOST);
    expect(build('$.context.gone', `${HOST}/a`, { context: {} })).toBe(`${HOST}/a`);
    expect(build('$.context.gone', '/a', { context: {} }, { override: HOST })).toBe(`${HOST}/a`);
  });
});

describe('inputs in addresses', () => {
  it.each([
    ['a/b', 'a%2Fb'],
    ['a?b=c', 'a%3Fb=c'],
    ['a#b', 'a%23b'],
    ['a%2Fb', 'a%252Fb'],
    ['a\\b', 'a%5Cb'],
    ['a&b', 'a%26b'],
    ['a+b', 'a%2Bb'],
    ['a b\n', 'a%20b%0A'],
    ['3-contacts,55-contacts', '3-contacts,55-contacts'],
    ['ann@example.com', 'ann@example.com'],
    ['a..b', 'a..b'],
    ['été', '%C3%A9t%C3%A9'],
  ])('stay in their place: %s', (id, encoded) => {
    expect(build(HOST, '/x/${inputs.id}/y', { inputs: { id } })).toBe(`${HOST}/x/${encoded}/y`);
  });

  it.each(['.', '..'])('cannot climb the path: %s', (id) => {
    expect(() => build(HOST, '/x/${inputs.id}/y', { inputs: { id } })).toThrow('"." or ".."');
    expect(() => build(HOST, '/x/${inputs.id}', { inputs: { id } })).toThrow('"." or ".."');
  });

  it('cannot climb the path by two inputs, or where the author wrote a dot', () => {
    expect(() => build(HOST, '/x/${inputs.a}${inputs.b}/y', { inputs: { a: '.', b: '.' } })).toThrow(StepError);
    expect(() => build(HOST, '/x/.${inputs.a}', { inputs: { a: '.' } })).toThrow(StepError);
    expect(() => build(HOST, '/x/%2e${inputs.a}', { inputs: { a: '.' } })).toThrow(StepError);
  });

  it('are encoded inside expressions and objects too', () => {
    expect(build(HOST, '{{"/x/" + inputs.id}}', { inputs: { id: 'a/b' } })).toBe(`${HOST}/x/a%2Fb`);
    expect(build(HOST, '/x/${inputs.filter.name}', { inputs: { filter: { name: 'a?b' } } })).toBe(`${HOST}/x/a%3Fb`);
  });

  it('are the path itself where the author refers to one alone', () => {
    expect(build(HOST, '$.inputs.path', { inputs: { path: '/a/b?c=d' } })).toBe(`${HOST}/a/b?c=d`);
  });

  it.each([['@evil.example/'], ['.evil.example'], [':1@evil.example'], ['https://evil.example'], ['\\evil.example']])(
    'cannot choose the host: %s',
    (path) => {
      expect(() => build(HOST, '$.inputs.path', { inputs: { path } })).toThrow(StepError);
      expect(() => build(HOST, '${inputs.path}', { inputs: { path } })).toThrow(StepError);
      expect(() => build(HOST, '{{inputs.path}}', { inputs: { path } })).toThrow(StepError);
      expect(() => build('', '$.inputs.path', { inputs: { path } })).toThrow(StepError);
      expect(() => build('https://', '$.inputs.path', { inputs: { path } })).toThrow(StepError);
      expect(() => build(HOST, "$['inputs']['path']", { inputs: { path } })).toThrow(StepError);
      expect(() => build(HOST, '$..path', { inputs: { path } })).toThrow(StepError);
    },
  );

  it('cannot choose the host or leave their place in a detour', () => {
    const deep = JSON.parse(`${'['.repeat(60)}"../../x"${']'.repeat(60)}`);
    expect(build(HOST, '/x/${inputs.list}/y', { inputs: { list: deep } })).toBe(`${HOST}/x//y`);
    const scope = { steps: { v: { output: { data: '.evil.example/' } } } };
    expect(() => build(HOST, '${steps.v.output.data}', scope)).toThrow('must start with "/"');
    expect(() => build(HOST, '$.steps.v.output.data', scope)).toThrow(StepError);
  });

  it('cannot be part of the host', () => {
    expect(() => build('https://${inputs.region}.demo.example', '/a', { inputs: { region: 'eu' } })).toThrow('host');
    expect(() => build('https://', 'demo${inputs.x}.example/a', { inputs: { x: 'y' } })).toThrow('host');
  });

  it('may follow a host that is written out in the path', () => {
    expect(build('https://', 'api.demo.example/x/${inputs.id}', { inputs: { id: 'a/b' } })).toBe(`${HOST}/x/a%2Fb`);
  });

  it('are encoded as items of an iterator over inputs, not as items of provider data', () => {
    const scope = { iterator: { item: '/a/b' } };
    expect(build(HOST, '/x${iterator.item}', scope)).toBe(`${HOST}/x/a/b`);
    expect(build(HOST, '/x/${iterator.item}', scope, { callerItems: true })).toBe(`${HOST}/x/%2Fa%2Fb`);
  });

  it('never reach another host or path, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (id) => {
        let url: string;
        try {
          url = build(HOST, '/x/${inputs.id}/y?q=${inputs.id}', { inputs: { id } });
        } catch (error) {
          expect(error).toBeInstanceOf(StepError);
          return;
        }
        const parsed = new URL(url);
        expect(parsed.origin).toBe(HOST);
        const [, first, second, last, ...rest] = parsed.pathname.split('/');
        expect([first, last, rest]).toEqual(['x', 'y', []]);
        expect(decodeURIComponent(second ?? '')).toBe(id.toWellFormed());
        expect([...parsed.searchParams.keys()]).toEqual(['q']);
        expect(parsed.hash).toBe('');
      }),
      { numRuns: 500 },
    );
  });

  it('are encoded once', () => {
    expect(encodeUrlInput(encodeUrlInput('a/b'))).toBe('a%252Fb');
  });
});

describe('credentials in host names', () => {
  it.each(['evil.example/', 'evil.example#', 'evil.example?', 'x@evil.example/', 'a.evil.example\\'])(
    'cannot end the host name: %s',
    (sub) => {
      expect(() => build('https://${credentials.sub}.demo.example', '/a', { credentials: { sub } })).toThrow(StepError);
    },
  );
});

describe('the base URL of a run', () => {
  it("takes the place of the connector's, inputs still encoded", () => {
    const more = { override: 'http://localhost:4400/sandbox/demo' };
    expect(build('https://${credentials.sub}.demo.example', '/x/${inputs.id}', { inputs: { id: 'a/b' } }, more)).toBe(
      'http://localhost:4400/sandbox/demo/x/a%2Fb',
    );
  });
});

describe('the published behaviour', () => {
  const published = (base: string, url: string, scope: Record<string, unknown>) =>
    compileUrl(compileUrlSource(base, 'published'), undefined, url, 'published').build(scope);

  it('puts inputs in as they are and sends what has no value literally', () => {
    expect(published(HOST, '/x/${inputs.id}', { inputs: { id: 'a/../b?c' } })).toBe(`${HOST}/x/a/../b?c`);
    expect(published(HOST, '/x/${inputs.gone}', { inputs: {} })).toBe(`${HOST}/x/$%7Binputs.gone%7D`);
    expect(published(HOST, '$.inputs.gone', { inputs: {} })).toBe(HOST);
  });
});
