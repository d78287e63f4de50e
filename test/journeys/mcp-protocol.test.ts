import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;
beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

const BOTH = 'application/json, text/event-stream';
const post = (body: unknown, headers: Record<string, string> = {}, query = '') =>
  server.call('POST', `/mcp${query}`, body, { accept: BOTH, 'x-account-id': account, ...headers });
const request = (method: string, params?: unknown, id: unknown = 1) => ({
  jsonrpc: '2.0',
  id,
  method,
  ...(params === undefined ? {} : { params }),
});

describe('initialize', () => {
  it('agrees on a version both sides speak, and offers its newest otherwise', async () => {
    for (const version of ['2025-03-26', '2025-06-18', '2025-11-25']) {
      const { body } = await post(
        request('initialize', { protocolVersion: version, capabilities: {}, clientInfo: { name: 'x', version: '1' } }),
      );
      expect(body.result).toMatchObject({
        protocolVersion: version,
        capabilities: { tools: {} },
        serverInfo: { name: 'patchbay' },
      });
    }
    expect((await post(request('initialize', { protocolVersion: '1999-01-01' }))).body.result.protocolVersion).toBe(
      '2025-11-25',
    );
  });

  it('gives agents the connector’s own instructions', async () => {
    const { body } = await post(request('initialize', { protocolVersion: '2025-06-18' }));
    expect(body.result.instructions).toEqual(expect.any(String));
  });
});

describe('messages', () => {
  it('that want no answer are accepted without one', async () => {
    expect(await post({ jsonrpc: '2.0', method: 'notifications/initialized' })).toMatchObject({
      status: 202,
      body: '',
    });
    expect(await post({ jsonrpc: '2.0', id: 9, result: {} })).toMatchObject({ status: 202, body: '' });
  });

  it('keep their id, text or number', async () => {
    for (const id of ['a"b', 0, 7, -1.5])
      expect((await post(request('ping', undefined, id))).body).toEqual({ jsonrpc: '2.0', id, result: {} });
  });

  it.each([
    ['no version', { id: 1, method: 'ping' }, -32_600],
    ['a wrong version', { jsonrpc: '1.0', id: 1, method: 'ping' }, -32_600],
    ['no method', { jsonrpc: '2.0', id: 1 }, -32_600],
    ['an id that is no id', { jsonrpc: '2.0', id: {}, method: 'ping' }, -32_600],
    ['text', 'ping', -32_600],
    ['null', null, -32_600],
    ['an unknown method', request('resources/list'), -32_601],
    ['the name of something every object has', request('constructor'), -32_601],
    ['params that are a list', request('tools/list', []), -32_602],
    ['a tool without a name', request('tools/call', {}), -32_602],
    ['arguments that are text', request('tools/call', { name: 'humaans_get_me', arguments: 'x' }), -32_602],
  ])('with %s get a JSON-RPC error', async (_name, message, code) => {
    const { status, body } = await post(message);
    expect(body).toMatchObject({ jsonrpc: '2.0', error: { code, message: expect.any(String) } });
    expect(status).toBe(code === -32_600 ? 400 : 200);
  });

  it('in a batch are answered one by one, failures beside successes', async () => {
    const { status, body } = await post([
      request('ping', undefined, 1),
      { jsonrpc: '2.0', method: 'notifications/x' },
      request('nothing', undefined, 2),
      7,
    ]);
    expect(status).toBe(200);
    expect(body).toHaveLength(3);
    expect(body).toMatchObject([
      { id: 1, result: {} },
      { id: 2, error: { code: -32_601 } },
      { id: null, error: { code: -32_600 } },
    ]);
    expect((await post([])).status).toBe(400);
    expect((await post(Array.from({ length: 51 }, (_, id) => request('ping', undefined, id)))).status).toBe(400);
  });
});

describe('the transport', () => {
  it('answers JSON to whoever takes it and an event stream to whoever takes nothing else', async () => {
    for (const accept of [BOTH, 'application/json', '*/*']) {
      const { headers, body } = await post(request('ping'), { accept });
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(body).toMatchObject({ result: {} });
    }
    const stream = await post(request('ping'), { accept: 'text/event-stream' });
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.body).toBe('event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n');
    expect(await post(request('ping'), { accept: 'text/html' })).toMatchObject({
      status: 406,
      body: { code: 'not_acceptable' },
    });
  });

  it('refuses GET and DELETE as a stateless server does', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await server.call(method, '/mcp', undefined, { accept: 'text/event-stream' });
      expect(answer).toMatchObject({
        status: 405,
        body: { error: { code: -32_000, message: 'Only POST is supported for stateless MCP.' } },
      });
      expect(answer.headers.get('allow')).toBe('POST');
    }
  });

  it('refuses a protocol version it does not speak', async () => {
    expect(await post(request('ping'), { 'mcp-protocol-version': '2020-01-01' })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed' },
    });
    expect((await post(request('ping'), { 'mcp-protocol-version': '2025-06-18' })).status).toBe(200);
  });

  it('takes the account from header or query, and refuses two different ones', async () => {
    const tools = async (headers: Record<string, string>, query: string) =>
      (await post(request('tools/list'), headers, query)).status;
    expect(await tools({ 'x-account-id': '' }, `?account_id=${account}`)).toBe(200);
    expect(await tools({}, `?x-account-id=${account}`)).toBe(200);
    expect(await post(request('tools/list'), {}, '?x-account-id=other')).toMatchObject({
      status: 400,
      body: { code: 'account_header_conflict' },
    });
    expect(await post(request('tools/list'), { 'x-account-id': 'nobody' })).toMatchObject({
      status: 404,
      body: { code: 'account_not_found' },
    });
  });
});

describe('tools', () => {
  it('are the account’s actions with grouped inputs and hints for agents', async () => {
    const { body } = await post(request('tools/list'));
    const byName = new Map(body.result.tools.map((tool: { name: string }) => [tool.name, tool]));
    expect(byName.get('humaans_delete_person')).toMatchObject({
      annotations: { destructiveHint: true, readOnlyHint: false },
    });
    expect(byName.get('humaans_get_person')).toMatchObject({
      inputSchema: {
        type: 'object',
        properties: { path: { properties: { id: { type: 'string' } }, required: ['id'] } },
      },
      annotations: { readOnlyHint: true },
    });
    expect(byName.has('humaans_check_token')).toBe(false);
  });

  it('take arguments outside the groups as part of the body', async () => {
    const person = {
      firstName: 'Ada',
      lastName: 'Byron',
      email: `ada.${Date.now()}@northgate.example`,
      employmentStartDate: '2026-01-05',
    };
    const { body } = await post(request('tools/call', { name: 'humaans_create_person', arguments: person }));
    expect(body.result.isError).toBe(false);
    expect(JSON.parse(body.result.content[0].text).data).toMatchObject({ firstName: 'Ada', id: expect.any(String) });
  });
});
