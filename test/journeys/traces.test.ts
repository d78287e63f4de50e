import { rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Logger, silentLogger } from '../../src/kernel/index.ts';
import { CANARY, canariesIn, linkCanary, startCanaryProvider } from '../support/canary-provider.ts';
import type { MockProvider } from '../support/mock-provider.ts';
import { startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly status: { readonly code?: number };
}

/** Kinds of spans on the wire (OTLP, `Span.SpanKind`). */
const KIND = { internal: 1, server: 2, client: 3 } as const;

let collector: Server;
let endpoint: string;
const received: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let provider: MockProvider;
let folder: string;
let host: string;

beforeAll(async () => {
  collector = createServer(async (message, response) => {
    let body = '';
    for await (const chunk of message) body += chunk;
    received.push({ path: message.url ?? '', headers: message.headers, body });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  ({ provider, folder, host } = await startCanaryProvider());
});
afterAll(async () => {
  await new Promise((resolve) => collector.close(resolve));
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (env: Record<string, string> = {}, logger: Logger = silentLogger): Promise<TestServer> =>
  startTestServer({
    logger,
    connectors: folder,
    env: {
      PATCHBAY_EGRESS_ALLOW: host,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=collector%20key',
      OTEL_SERVICE_NAME: 'hub-under-test',
      ...env,
    },
  });
const echo = (server: TestServer, account: string, outcome: string, headers: Record<string, string> = {}) =>
  server.call(
    'POST',
    `/actions/rpc?debug_token=${CANARY.inputSecret}`,
    { action: 'canary_get_echo', query: { outcome }, body: { client_secret: CANARY.inputSecret } },
    { 'x-account-id': account, ...headers },
  );
// biome-ignore lint/suspicious/noExplicitAny: the wire format of OTLP is looked at as it comes
const resources = (): any[] => received.flatMap(({ body }) => JSON.parse(body).resourceSpans);
const spans = (): SentSpan[] =>
  resources().flatMap((one) => one.scopeSpans.flatMap((scope: { spans: SentSpan[] }) => scope.spans));
const attributesOf = (span: SentSpan): Record<string, unknown> =>
  Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('traces', () => {
  it('are one span for the request, one for the action in it, and one for each call, sent before the end', async () => {
    received.length = 0;
    const server = await start();
    const account = await linkCanary(server, host);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await echo(server, account, 'bad', { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    const projectId = (await server.platform.projects.list())[0]!.id;
    await server.dispose();

    expect(received.every(({ path }) => path === '/v1/traces')).toBe(true);
    expect(received[0]!.headers).toMatchObject({
      'x-collector-key': 'collector key',
      'content-type': 'application/json',
    });
    expect(resources()[0].resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'hub-under-test' },
    });
    const trace = spans().filter((span) => span.traceId === traceId);
    const [request, ...others] = [KIND.server, KIND.internal, KIND.client].flatMap((kind) =>
      trace.filter((span) => span.kind === kind),
    );
    const [action, ...calls] = others;
    expect(trace).toHaveLength(4);
    expect(request).toMatchObject({ name: 'POST /actions/rpc', parentSpanId: 'b7ad6b7169203331' });
    expect(attributesOf(request!)).toMatchObject({
      'http.request.method': 'POST',
      'http.route': '/actions/rpc',
      'http.response.status_code': 422,
      'patchbay.project_id': projectId,
      'patchbay.request_id': answer.headers.get('x-request-id'),
    });
    expect(action).toMatchObject({ name: 'canary_get_echo', parentSpanId: request!.spanId, status: { code: 2 } });
    expect(attributesOf(action!)).toEqual({
      'patchbay.project_id': projectId,
      'patchbay.account_id': account,
      'patchbay.provider': 'canary',
      'patchbay.action': 'canary_get_echo',
      'error.type': 'provider_rejected_request',
    });
    expect(calls.map((call) => [call.parentSpanId, attributesOf(call)])).toEqual(
      [
        ['exchange', 200],
        ['echo', 422],
      ].map(([step, status]) => [
        action!.spanId,
        {
          'http.request.method': 'POST',
          'server.address': '127.0.0.1',
          'server.port': provider.port,
          'http.response.status_code': status,
          'patchbay.provider': 'canary',
          'patchbay.step': step,
        },
      ]),
    );
    for (const call of calls) {
      expect(BigInt(call.startTimeUnixNano)).toBeGreaterThan(0n);
      expect(BigInt(call.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(call.startTimeUnixNano));
    }
  });

  it('hold no secret, and are not told to providers', async () => {
    received.length = 0;
    (provider.asked as unknown[]).length = 0;
    const server = await start();
    const account = await linkCanary(server, host);
    for (const outcome of ['ok', 'bad'])
      await echo(server, account, outcome, { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` });
    await server.dispose();
    expect(spans().length).toBeGreaterThanOrEqual(8);
    expect(canariesIn(received.map(({ body }) => body).join('\n'), [TEST_KEY])).toEqual([]);
    expect(provider.asked.length).toBe(4);
    for (const { headers } of provider.asked)
      expect(Object.keys(headers).filter((name) => name.startsWith('trace'))).toEqual([]);
  });

  it.each([
    ['none, when the sampler says so', { OTEL_TRACES_SAMPLER: 'always_off' }, '01', 0],
    ['none, when they are turned off', { OTEL_SDK_DISABLED: 'true' }, '01', 0],
    ['none, when the caller keeps none', {}, '00', 0],
    ['all, whatever the caller keeps', { OTEL_TRACES_SAMPLER: 'always_on' }, '00', 1],
  ])('are %s', async (_what, env, flags, expected) => {
    received.length = 0;
    const server = await start(env);
    const traceId = 'c'.repeat(32);
    await server.call('GET', '/health', undefined, { traceparent: `00-${traceId}-${'d'.repeat(16)}-${flags}` });
    await server.dispose();
    expect(spans().filter((span) => span.traceId === traceId)).toHaveLength(expected);
  });

  it.each(['', 'nonsense', `00-${'0'.repeat(32)}-${'d'.repeat(16)}-01`, `ff-${'c'.repeat(32)}-${'d'.repeat(16)}-01`])(
    'begin anew after the header "%s"',
    async (traceparent) => {
      received.length = 0;
      const server = await start();
      await server.call('GET', '/health', undefined, { traceparent });
      await server.dispose();
      const health = spans().find((span) => span.name === 'GET /health')!;
      expect(health.traceId).toMatch(/^(?!0{32}|c{32})[0-9a-f]{32}$/);
      expect(health.parentSpanId ?? '').toBe('');
    },
  );

  it('that nobody takes do not keep the server from serving and stopping, and are said once', async () => {
    const warned: string[] = [];
    const logger = { ...silentLogger, warn: (_fields: unknown, message: string) => void warned.push(message) };
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }, logger);
    expect(await server.call('GET', '/health')).toMatchObject({ status: 200 });
    await server.dispose();
    expect(warned.filter((message) => /traces/.test(message))).toHaveLength(1);
  });
});
