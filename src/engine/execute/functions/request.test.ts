import { describe, expect, it } from 'vitest';
import { outputOf, play, step } from '../testing/harness.ts';

const request = (parameters: Record<string, unknown>, more?: Record<string, unknown>) =>
  step('s', 'request', { url: '/things', method: 'get', ...parameters }, more);

const get = (args: unknown[], inputs: Record<string, unknown> = {}, run = {}) =>
  play({ steps: [request({ args })], inputs, run });

describe('request: the call', () => {
  it('joins base URL and path as they are', async () => {
    const { requests } = await play({ steps: [request({})] });
    expect(requests).toEqual([
      {
        method: 'GET',
        url: 'https://api.demo.example/things',
        headers: { accept: 'application/json, text/plain, */*' },
      },
    ]);
  });

  it("takes the step's own base URL before the connector's and the run's", async () => {
    const { requests } = await play({
      steps: [request({ baseUrl: 'https://other.example/v2' })],
      run: { baseUrl: 'http://localhost:4400/sandbox/demo' },
    });
    expect(requests[0]?.url).toBe('https://other.example/v2/things');
  });

  it("takes the run's base URL in place of the connector's", async () => {
    const { requests } = await play({ steps: [request({})], run: { baseUrl: 'http://localhost:4400/sandbox/demo' } });
    expect(requests[0]?.url).toBe('http://localhost:4400/sandbox/demo/things');
  });

  it('writes arrays in the format the author chose, plain parameters first', async () => {
    const ids = { value: '$.inputs.ids', in: 'query' };
    const { requests } = await get(
      [
        { name: 's', ...ids, arrayFormat: 'stringify' },
        { name: 'c', ...ids, arrayFormat: 'comma' },
        { name: 'b', ...ids, arrayFormat: 'brackets' },
        { name: 'r', ...ids, arrayFormat: 'repeat' },
        { name: 'page[size]', value: 5, in: 'query' },
        { name: 'i', ...ids },
      ],
      { ids: ['x', 'y z'] },
    );
    expect(new URL(requests[0]?.url ?? '').search).toBe(
      '?page%5Bsize%5D=5&i%5B0%5D=x&i%5B1%5D=y%20z&r=x&r=y%20z&b%5B%5D=x&b%5B%5D=y%20z&c=x%2Cy%20z&s=%5B%22x%22%2C%22y%20z%22%5D',
    );
  });

  it('joins a query name that is given twice into an array', async () => {
    const { requests } = await get([
      { name: 'k', value: 'a', in: 'query', arrayFormat: 'repeat' },
      { name: 'k', value: 'b', in: 'query', arrayFormat: 'repeat' },
    ]);
    expect(requests[0]?.url).toMatch(/\?k=a&k=b$/);
  });

  it('leaves the query unencoded where the author says so', async () => {
    const { requests } = await play({
      steps: [request({ encodeQueryParams: false, args: [{ name: 'q', value: 'a:b,c[d]', in: 'query' }] })],
    });
    expect(requests[0]?.url).toBe('https://api.demo.example/things?q=a:b,c[d]');
  });

  it('appends to a query that the address already has', async () => {
    const { requests } = await play({
      steps: [request({ url: '/things?x=1', args: [{ name: 'y', value: 2, in: 'query' }] })],
    });
    expect(requests[0]?.url).toMatch(/\/things\?x=1&y=2$/);
  });

  it('drops query and header arguments without a value', async () => {
    const { requests } = await get([
      { name: 'gone', value: '$.inputs.missing', in: 'query' },
      { name: 'X-Gone', value: '$.inputs.missing', in: 'headers' },
      { name: 'X-Kept', value: 7, in: 'headers' },
    ]);
    expect(requests[0]).toMatchObject({ url: 'https://api.demo.example/things', headers: { 'x-kept': '7' } });
    expect(requests[0]?.headers).not.toHaveProperty('x-gone');
  });

  it('sends the text "undefined" in their place where the published behaviour is asked for', async () => {
    const { requests } = await get(
      [
        { name: 'q', value: '$.inputs.missing', in: 'query' },
        { name: 'h', value: '$.inputs.missing', in: 'headers' },
      ],
      {},
      { compat: 'published' },
    );
    expect(requests[0]).toMatchObject({
      url: 'https://api.demo.example/things?q=undefined',
      headers: { h: 'undefined' },
    });
  });

  it('evaluates an argument name that is written as an expression', async () => {
    const { requests } = await get([{ name: '{{"$filter"}}', value: 'x eq 1', in: 'query' }]);
    expect(requests[0]?.url).toMatch(/\?%24filter=x%20eq%201$/);
  });

  it.each([
    ['{{present(inputs.id)}}', { id: 0 }, true],
    ['{{present(inputs.id)}}', {}, false],
    ['{{inputs.next}}', { next: 'token' }, true],
    ['{{inputs.next}}', { next: '' }, false],
    ['{{inputs.list}}', { list: [] }, false],
  ])('keeps an argument whose condition %s means yes for %j: %s', async (condition, inputs, kept) => {
    const { requests } = await get([{ name: 'a', value: 'x', in: 'query', condition }], inputs);
    expect(requests[0]?.url.endsWith('?a=x')).toBe(kept);
  });

  it('keeps it only for exactly true where the published behaviour is asked for', async () => {
    const args = [{ name: 'a', value: 'x', in: 'query', condition: '{{inputs.next}}' }];
    const { requests } = await get(args, { next: 'token' }, { compat: 'published' });
    expect(requests[0]?.url).not.toContain('?');
  });

  it('refuses header values that would end the header', async () => {
    const { result, requests } = await get([{ name: 'X-A', value: '$.inputs.a', in: 'headers' }], { a: 'x\r\nX-B: y' });
    expect(requests).toEqual([]);
    expect(result.failure).toMatchObject({ kind: 'engine', stepId: 's', blame: 'caller' });
    expect(result.message).toContain('"X-A"');
  });
});

describe('request: the body', () => {
  const post = (args: unknown[], inputs: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
    play({ steps: [request({ method: 'post', args, ...more })], inputs });

  it('builds JSON by name, keeps null, leaves out what is undefined', async () => {
    const { requests } = await post(
      [
        { name: 'a', value: '$.inputs.a', in: 'body' },
        { name: 'n', value: null, in: 'body' },
        { name: 'e', value: '', in: 'body' },
        { name: 'u', value: '$.inputs.u', in: 'body' },
        { name: 'o', value: { first: '$.inputs.a', list: ['$.inputs.a', 2] }, in: 'body' },
      ],
      { a: 'x' },
    );
    expect(requests[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(String(requests[0]?.body))).toEqual({
      a: 'x',
      n: null,
      e: null,
      o: { first: 'x', list: ['x', 2] },
    });
  });

  it('sends no body without body arguments', async () => {
    const { requests } = await post([]);
    expect(requests[0]).not.toHaveProperty('body');
    expect(requests[0]?.headers).not.toHaveProperty('content-type');
  });

  it('joins repeated names: lists are extended, objects merged, the last scalar wins', async () => {
    const { requests } = await post([
      { name: 'l', value: [1], in: 'body' },
      { name: 'l', value: 2, in: 'body' },
      { name: 'o', value: { a: 1, b: 1 }, in: 'body' },
      { name: 'o', value: { b: 2 }, in: 'body' },
      { name: 's', value: 'x', in: 'body' },
      { name: 's', value: 'y', in: 'body' },
    ]);
    expect(JSON.parse(String(requests[0]?.body))).toEqual({ l: [1, 2], o: { a: 1, b: 2 }, s: 'y' });
  });

  it('spreads objects into the body and ignores scalars', async () => {
    const { requests } = await post(
      [
        { name: 'x', value: '$.inputs.data', in: 'body', spread: true },
        { name: 'y', value: 'text', in: 'body', spread: true },
        { name: 'z', value: 1, in: 'body' },
      ],
      { data: JSON.parse('{"a":1,"__proto__":{"b":2}}') },
    );
    expect(requests[0]?.body).toBe('{"a":1,"__proto__":{"b":2},"z":1}');
  });

  it('makes the body a list by spreading lists', async () => {
    const { requests } = await post([
      { name: 'x', value: [{ a: 1 }], in: 'body', spread: true },
      { name: 'y', value: [{ a: 2 }], in: 'body', spread: true },
    ]);
    expect(JSON.parse(String(requests[0]?.body))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('sends an inline argument as it is and hides it from logs', async () => {
    const { requests, exchanges } = await post([{ name: 'raw', value: '<x>$</x>', in: 'body', inline: true }]);
    expect(requests[0]?.body).toBe('<x>$</x>');
    expect(exchanges[0]?.request.body).toBe('[body sent as it is]');
  });

  it.each([
    ['an empty text', [{ name: 'raw', value: '', in: 'body', inline: true }]],
    ['an object', [{ name: 'raw', value: { a: 1 }, in: 'body', inline: true }]],
  ])('refuses an inline argument with %s', async (_what, args) => {
    const { result, requests } = await post(args);
    expect(requests).toEqual([]);
    expect(result.failure?.kind).toBe('engine');
  });

  it('writes forms with nested names', async () => {
    const { requests } = await post([
      { name: 'content-type', value: 'application/x-www-form-urlencoded', in: 'headers' },
      { name: 'a', value: { b: 'c d' }, in: 'body' },
      { name: 'u', value: '$.inputs.missing', in: 'body' },
    ]);
    expect(requests[0]?.body).toBe('a%5Bb%5D=c%20d');
  });

  it('writes XML with attributes and text', async () => {
    const { requests } = await post([
      { name: 'Content-Type', value: 'application/xml', in: 'headers' },
      { name: 'person', value: { '@_id': '1', '#text': 'Ann & Bo' }, in: 'body' },
    ]);
    expect(requests[0]?.body).toBe('<person id="1">Ann &amp; Bo</person>');
  });

  it('refuses a list as an XML body', async () => {
    const { result } = await post([
      { name: 'content-type', value: 'text/xml', in: 'headers' },
      { name: 'x', value: [1], in: 'body', spread: true },
    ]);
    expect(result.message).toContain('one root element');
  });

  it('honours a raw body parameter where there are no body arguments', async () => {
    const { requests } = await post([], { a: 1 }, { body: '{"a": ${inputs.a}}' });
    expect(requests[0]).toMatchObject({ body: '{"a": 1}', headers: { 'content-type': 'application/json' } });
  });
});

describe('request: the answer', () => {
  const answered = async (json: unknown, response?: Record<string, unknown>, inputs = {}) => {
    const played = await play({
      steps: [request(response === undefined ? {} : { response })],
      provider: { json },
      inputs,
    });
    return outputOf(played, 's')['data'];
  };

  it('yields data, raw exchange and status', async () => {
    const played = await play({
      steps: [request({})],
      provider: { status: 201, json: { id: 1 }, headers: { 'x-a': 'b' } },
    });
    expect(outputOf(played, 's')).toEqual({
      data: { id: 1 },
      statusCode: 201,
      raw: {
        data: { id: 1 },
        status: 201,
        headers: { 'content-type': 'application/json', 'x-a': 'b' },
        body: undefined,
        requestUrl: 'https://api.demo.example/things',
        method: 'get',
        responseType: 'json',
        responseTime: expect.any(Number),
      },
    });
  });

  it.each<[string, unknown, Record<string, unknown>, unknown]>([
    ['a path', { a: { b: [1] } }, { dataKey: 'a.b' }, [1]],
    ['a wildcard', { a: [{ n: 1 }, { n: 2 }] }, { dataKey: 'a[*].n' }, [1, 2]],
    ['a lone match', { a: [{ n: 1 }] }, { dataKey: 'a[*].n' }, 1],
    ['a name with dots', { 'a.b': 1 }, { dataKey: 'a.b' }, 1],
    ['an expression', { a: 1 }, { dataKey: '{{a + 1}}' }, 2],
    ['a path from the root', { a: { b: 1 } }, { dataKey: '$.a.b' }, 1],
    ['a missing path', { a: 1 }, { dataKey: 'b.c' }, undefined],
    ['a list instead of an object', [1, 2], { dataKey: 'a' }, [1, 2]],
    ['an indexed collection', [{ id: 1 }, { x: 2 }], { collection: true, indexField: 'id' }, { 1: { id: 1 } }],
    ['an indexed record', { id: 'a', x: 1 }, { indexField: 'id' }, { a: { id: 'a', x: 1 } }],
    ['a collection alone', [{ id: 1 }], { collection: true }, [{ id: 1 }]],
  ])('reads %s', async (_what, json, response, expected) => {
    expect(await answered(json, response)).toEqual(expected);
  });

  it('reads the path that an expression on the run yields', async () => {
    expect(await answered({ people: [1] }, { dataKey: '${inputs.kind}' }, { kind: 'people' })).toEqual([1]);
  });

  it('takes a redirect as a success', async () => {
    const { result, steps } = await play({
      steps: [request({})],
      provider: { status: 302, headers: { location: '/x' } },
    });
    expect(result.successful).toBe(true);
    expect(steps['s']?.output).toMatchObject({ statusCode: 302 });
  });

  it('takes an empty answer as no data', async () => {
    const { result } = await play({ steps: [request({})], provider: { status: 204 } });
    expect(result).toEqual({ successful: true, statusCode: 200 });
  });

  it('reads XML with repeated elements as lists and codes as texts', async () => {
    const played = await play({
      steps: [request({ response: { dataKey: 'r.p' } })],
      provider: { text: '<r><p n:id="007"><c>01</c></p><p><c>2</c></p></r>', headers: { 'content-type': 'text/xml' } },
    });
    expect(outputOf(played, 's')['data']).toEqual([{ '@_n:id': '007', c: '01' }, { c: 2 }]);
  });
});
