import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StackOne } from '@stackone/stackone-client-ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANARY, canariesIn, linkCanary, startCanaryProvider } from '../support/canary-provider.ts';
import { keptLog } from '../support/log-lines.ts';
import type { MockProvider } from '../support/mock-provider.ts';
import { basic, startTestServer, TEST_KEY, type TestAnswer, type TestServer } from '../support/server.ts';

let server: TestServer;
let provider: MockProvider;
let folder: string;
let account: string;
let projectId: string;
const { logger, lines } = keptLog();

beforeAll(async () => {
  const started = await startCanaryProvider();
  ({ provider, folder } = started);
  server = await startTestServer({
    connectors: folder,
    logger,
    env: { PATCHBAY_EGRESS_ALLOW: started.host },
  });
  account = await linkCanary(server, started.host);
  projectId = (await server.platform.projects.list())[0]!.id;
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

const keep = (bodyLogging: 'off' | 'errors' | 'all', bodyRetentionDays = 7) =>
  server.platform.projects.update(projectId, { settings: { bodyLogging, bodyRetentionDays } });
const echo = (outcome = 'ok'): Promise<TestAnswer> =>
  server.call(
    'POST',
    `/actions/rpc?debug_token=${CANARY.inputSecret}&page=7`,
    { action: 'canary_get_echo', query: { outcome }, body: { client_secret: CANARY.inputSecret } },
    { 'x-account-id': account },
  );
const mcp = (outcome: string, accept = 'application/json'): Promise<TestAnswer> =>
  server.call(
    'POST',
    '/mcp',
    {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name: 'canary_get_echo',
        arguments: { query: { outcome }, body: { client_secret: CANARY.inputSecret } },
      },
    },
    { 'x-account-id': account, accept },
  );
const idOf = ({ headers }: TestAnswer): string => headers.get('x-request-id')!;
const logOf = async (answer: TestAnswer) =>
  (await server.call('GET', `/requests/logs/${idOf(answer)}?include=step_logs,advanced_logs`)).body.data;

describe('advanced logs that are off', () => {
  it('keep neither headers nor bodies', async () => {
    await keep('off');
    const log = await logOf(await echo());
    expect(log.request).toEqual({
      id: log.request_id,
      method: 'POST',
      url: { hostname: 'localhost', path: '/actions/rpc', url: `${server.publicUrl}/actions/rpc` },
    });
    expect(log.response).toEqual({ status_code: 200 });
    expect(log.step_requests.map((step: { response: object }) => step.response)).toEqual([
      { status_code: 200 },
      { status_code: 200 },
    ]);
    const rows = await server.platform.database.kysely.selectFrom('step_logs').selectAll().execute();
    expect(rows.filter(({ request, response }) => request !== null || response !== null)).toEqual([]);
    expect(canariesIn(JSON.stringify(rows))).toEqual([]);
  });
});

describe('advanced logs of everything', () => {
  beforeEach(() => keep('all'));

  it('show the request of the action and its answer', async () => {
    const { request, response } = await logOf(await echo());
    expect(request).toMatchObject({
      method: 'POST',
      url: { path: '/actions/rpc', query_params: { page: '7', debug_token: '[redacted]' } },
      headers: { 'x-account-id': account, 'content-type': 'application/json', authorization: '[redacted]' },
      body: { action: 'canary_get_echo', query: { outcome: 'ok' }, body: { client_secret: '[redacted]' } },
    });
    expect(response).toMatchObject({
      status_code: 200,
      headers: { 'content-type': expect.stringContaining('application/json') },
      body: { data: { plain: 'visible-answer', message: 'You sent [redacted] and Bearer [redacted]' } },
    });
  });

  it('show every call to the provider', async () => {
    const { step_requests: steps } = await logOf(await echo());
    expect(steps).toMatchObject([
      {
        request: { method: 'POST', url: { path: '/token' }, body: { assertion: '[redacted]' } },
        response: { status_code: 200, body: { access_token: '[redacted]', token_type: 'Bearer' } },
      },
      {
        request: {
          url: { path: '/echo/[redacted]', query_params: { key: '[redacted]', outcome: 'ok' } },
          headers: { 'x-seal': '[redacted]', authorization: '[redacted]' },
          body: { plain: 'visible-value', note: 'the password is [redacted]' },
        },
        response: {
          headers: { 'x-plain': 'visible-header', 'set-cookie': '[redacted]' },
          body: { plain: 'visible-answer' },
        },
      },
    ]);
  });

  it('show the same in the lists when asked', async () => {
    const answer = await echo();
    const path = (list: string) => `${list}?request_ids=${idOf(answer)}&include=advanced_logs`;
    expect((await server.call('GET', path('/requests/logs'))).body.data[0].response.body.data.plain).toBe(
      'visible-answer',
    );
    const steps = await server.call('GET', path('/requests/logs/steps'));
    expect(
      steps.body.data.map((step: { response: { body: object } }) => Object.keys(step.response.body)),
    ).toContainEqual(expect.arrayContaining(['plain']));
    expect(
      (await server.call('GET', `/requests/logs?request_ids=${idOf(answer)}`)).body.data[0].request,
    ).toBeUndefined();
  });

  it.each(['application/json', 'text/event-stream'])(
    'show calls through MCP that are answered as %s',
    async (accept) => {
      const { response, request } = await logOf(await mcp('ok', accept));
      expect(request.body.params.name).toBe('canary_get_echo');
      expect(response.body.result.content[0].text).toContain('visible-answer');
    },
  );

  it('are read by the published client', async () => {
    const sdk = new StackOne({ serverURL: server.url, security: { username: TEST_KEY, password: '' } });
    const id = idOf(await echo('bad'));
    const { unifiedLogResult } = await sdk.requestLogs.getLog({ id, include: 'advanced_logs' as never });
    expect(unifiedLogResult?.data).toMatchObject({
      request: { method: 'POST', url: { path: '/actions/rpc' }, body: { action: 'canary_get_echo' } },
      response: { statusCode: 422, providerErrors: [{ status: 422 }] },
    });
  });

  it('show what was refused before the account was known', async () => {
    const answer = await server.call(
      'POST',
      '/actions/rpc',
      { action: 'canary_get_echo' },
      { 'x-account-id': 'nobody' },
    );
    expect(await logOf(answer)).toMatchObject({
      status: 404,
      account_id: null,
      action: 'canary_get_echo',
      request: { body: { action: 'canary_get_echo' } },
      response: { body: { code: 'account_not_found' } },
    });
  });
});

describe('advanced logs of errors', () => {
  beforeEach(() => keep('errors'));

  it('keep nothing of what succeeded', async () => {
    const log = await logOf(await echo());
    expect(log.request.body).toBeUndefined();
    expect(log.step_requests.map((step: { request: { body: unknown } }) => step.request.body)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['RPC', () => echo('bad')],
    ['MCP', () => mcp('bad')],
  ])('keep the whole of a failed call through %s, steps that succeeded included', async (_door, call) => {
    const log = await logOf(await call());
    expect(log).toMatchObject({ status: 422, success: false, error_code: 'provider_rejected_request' });
    expect(log.request.body).toBeDefined();
    expect(log.step_requests).toMatchObject([
      { response: { status_code: 200, body: { token_type: 'Bearer' } } },
      { response: { status_code: 422, body: { plain: 'visible-answer' } } },
    ]);
  });

  it('tell what the provider answered among the errors', async () => {
    const { response } = await logOf(await echo('bad'));
    expect(response.provider_errors).toMatchObject([{ status: 422 }]);
  });
});

describe('secrets', () => {
  it('are in no table, no log line and no answer about logs', async () => {
    const answers: TestAnswer[] = [];
    for (const mode of ['off', 'errors', 'all'] as const) {
      await keep(mode);
      for (const outcome of ['ok', 'bad']) answers.push(await echo(outcome), await mcp(outcome));
    }
    // What a provider says of a failure is passed on, without what it was sent to prove who is calling.
    const { inputSecret: _callers, ...ours } = CANARY;
    for (const { status, body } of answers.filter((one) => one.status === 422))
      for (const secret of Object.values(ours)) expect(JSON.stringify({ status, body })).not.toContain(secret);

    const lists = [
      await server.call('GET', '/requests/logs?include=step_logs,advanced_logs'),
      await server.call('GET', '/requests/logs/steps?include=advanced_logs'),
      await server.call('GET', '/requests/platform-logs'),
      ...(await Promise.all(answers.map(async (answer) => ({ body: await logOf(answer) })))),
    ];
    const keys = [TEST_KEY, basic(TEST_KEY).slice('Basic '.length)];
    for (const { body } of lists) expect(canariesIn(JSON.stringify(body), keys)).toEqual([]);

    await server.platform.logs.flush();
    const { dataDir } = server.config;
    for (const name of readdirSync(dataDir).filter((one) => one.startsWith('patchbay.db'))) {
      const stored = readFileSync(join(dataDir, name));
      expect(canariesIn(stored.toString('utf8'), keys), name).toEqual([]);
    }
    expect(canariesIn(lines.join('\n'), keys)).toEqual([]);
    expect(lines).not.toEqual([]);
    expect(provider.asked.some(({ headers }) => headers.authorization === `Bearer ${CANARY.token}`)).toBe(true);
  });
});
