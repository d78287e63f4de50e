import { describe, expect, it } from 'vitest';
import type { TransportRequest } from '../../transport.ts';
import { outputOf, play, type Reply, step } from '../testing/harness.ts';
import { rpcAnswer, toolData } from './mcp-request.ts';

interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params?: Record<string, unknown>;
}

const messageOf = ({ body }: TransportRequest): Message => JSON.parse(String(body)) as Message;

/** A server that knows one answer per method, as JSON or as a stream of events. */
const server =
  (answers: Record<string, unknown>, asEvents = false) =>
  (request: TransportRequest): Reply => {
    const { id, method } = messageOf(request);
    if (id === undefined) return { status: 202 };
    const result = method === 'initialize' ? { protocolVersion: '2025-03-26', capabilities: {} } : answers[method];
    const message =
      result instanceof Error
        ? { jsonrpc: '2.0', id, error: { code: -1, message: result.message } }
        : { jsonrpc: '2.0', id, result };
    const headers = { 'mcp-session-id': 'session-1' };
    if (!asEvents) return { json: message, headers };
    const text = `event: message\ndata: {"jsonrpc":"2.0","method":"notifications/x"}\n\nevent: message\ndata: ${JSON.stringify(message)}\n\n`;
    return { text, headers: { ...headers, 'content-type': 'text/event-stream' } };
  };

const ask = (answers: Record<string, unknown>, parameters: Record<string, unknown> = {}, asEvents = false) =>
  play({
    steps: [
      step('m', 'mcp_request', {
        url: '/mcp',
        method: 'tools/call',
        toolName: 'echo',
        args: [
          { name: 'text', value: '$.inputs.text' },
          { name: 'off', value: 1, condition: '{{false}}' },
        ],
        authorization: { type: 'bearer', token: '$.credentials.apiKey' },
        ...parameters,
      }),
    ],
    inputs: { text: 'hi' },
    provider: server(answers, asEvents),
  });

describe('mcp_request', () => {
  it('opens a session, then calls the tool', async () => {
    const { requests, result } = await ask({ 'tools/call': { structuredContent: { ok: true } } });
    expect(requests.map((request) => messageOf(request).method)).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/call',
    ]);
    expect(messageOf(requests[2] as TransportRequest).params).toEqual({ name: 'echo', arguments: { text: 'hi' } });
    expect(requests[2]?.headers).toMatchObject({
      authorization: 'Bearer key-000001',
      'mcp-session-id': 'session-1',
      'mcp-protocol-version': '2025-03-26',
      accept: 'application/json, text/event-stream',
    });
    expect(result).toMatchObject({ successful: true, data: { ok: true } });
  });

  it('reads answers that come as events', async () => {
    const played = await ask({ 'tools/call': { content: [{ type: 'text', text: '{"a":1}' }] } }, {}, true);
    expect(outputOf(played, 'm')['data']).toEqual({ a: 1 });
  });

  it('fails with 502 when the tool reports an error', async () => {
    const { result } = await ask({
      'tools/call': { isError: true, content: [{ type: 'text', text: 'no such person' }] },
    });
    expect(result).toMatchObject({
      successful: false,
      statusCode: 502,
      message: 'no such person',
      failure: { kind: 'provider' },
    });
  });

  it('fails with the words of the server', async () => {
    const { result } = await ask({ 'tools/call': new Error('Unknown tool') });
    expect(result).toMatchObject({
      successful: false,
      statusCode: 502,
      message: 'Unknown tool',
      failure: { kind: 'provider', provider: { status: 502, url: 'https://api.demo.example/mcp' } },
    });
  });

  it('lists the tools of all pages', async () => {
    const played = await play({
      steps: [step('m', 'mcp_request', { url: '/mcp', method: 'tools/list' })],
      provider: (request) => {
        const { params, method } = messageOf(request);
        const page =
          params?.['cursor'] === undefined ? { tools: [{ name: 'a' }], nextCursor: 'p2' } : { tools: [{ name: 'b' }] };
        return server({ [method]: page })(request);
      },
    });
    expect(outputOf(played, 'm')['data']).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('fails with the status of the provider', async () => {
    const { result } = await play({
      steps: [step('m', 'mcp_request', { url: '/mcp', method: 'tools/list' })],
      provider: { status: 401, json: { message: 'no' } },
    });
    expect(result).toMatchObject({ successful: false, statusCode: 401 });
  });

  it('gives a call up after its own time limit', async () => {
    const { result } = await play({
      steps: [step('m', 'mcp_request', { url: '/mcp', method: 'tools/list', timeout: 5 })],
      provider: () => ({ json: {} }),
      run: {
        transport: ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason as Error));
          }),
      },
    });
    expect(result.failure).toMatchObject({ kind: 'transport', cause: { code: 'provider_timed_out' } });
  });

  it('needs the name of a tool', async () => {
    const { result, requests } = await ask({}, { toolName: '$.inputs.gone' });
    expect(result.failure?.kind).toBe('engine');
    expect(requests).toEqual([]);
  });
});

describe('answers of MCP servers', () => {
  it.each<[Record<string, unknown>, unknown]>([
    [{ structuredContent: { a: 1 }, content: [] }, { a: 1 }],
    [{ content: [{ type: 'text', text: '[1]' }] }, [1]],
    [{ content: [{ type: 'text', text: 'plain' }] }, 'plain'],
    [
      {
        content: [
          { type: 'text', text: '1' },
          { type: 'text', text: '2' },
        ],
      },
      [
        { type: 'text', text: '1' },
        { type: 'text', text: '2' },
      ],
    ],
    [{ content: [{ type: 'image', data: 'x' }] }, [{ type: 'image', data: 'x' }]],
    [{}, undefined],
  ])('%j mean %j', (result, expected) => {
    expect(toolData(result)).toEqual(expected);
  });

  it('are found by their id', () => {
    expect(rpcAnswer([{ id: 1 }, { id: 2, result: {} }], 2)).toEqual({ id: 2, result: {} });
    expect(rpcAnswer('data: not json\n\ndata: {"id":2,\ndata: "result":{}}\n\n', 2)).toEqual({ id: 2, result: {} });
    expect(rpcAnswer({ id: 3 }, 2)).toBeUndefined();
    expect(rpcAnswer(null, 2)).toBeUndefined();
  });
});
