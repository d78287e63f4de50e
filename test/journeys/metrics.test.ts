import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY, canariesIn, linkCanary, startCanaryProvider } from '../support/canary-provider.ts';
import type { MockProvider } from '../support/mock-provider.ts';
import { basic, send, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

const TOKEN = 'metrics-token-0123456789';
let server: TestServer;
let provider: MockProvider;
let folder: string;
let account: string;

const scrape = (authorization: string) => send(`${server.url}/metrics`, { headers: { authorization } });
const lines = async (): Promise<string[]> => String((await scrape(`Bearer ${TOKEN}`)).body).split('\n');
/** The figure of a series; 0 when there is none. */
const figure = async (series: string): Promise<number> => {
  const line = (await lines()).find((one) => one.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length));
};
const echo = (outcome: string) =>
  server.call(
    'POST',
    '/actions/rpc',
    { action: 'canary_get_echo', query: { outcome }, body: { client_secret: CANARY.inputSecret } },
    { 'x-account-id': account },
  );

beforeAll(async () => {
  const started = await startCanaryProvider();
  ({ provider, folder } = started);
  server = await startTestServer({
    connectors: folder,
    env: { PATCHBAY_EGRESS_ALLOW: started.host, PATCHBAY_METRICS_TOKEN: TOKEN },
  });
  account = await linkCanary(server, started.host);
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('metrics', () => {
  it('are not there unless a token is set', async () => {
    const bare = await startTestServer();
    expect(await bare.call('GET', '/metrics')).toMatchObject({ status: 404, body: { code: 'route_not_found' } });
    await bare.dispose();
  });

  it.each(['', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, basic(TEST_KEY)])(
    'are not told to "%s"',
    async (authorization) => {
      expect(await scrape(authorization)).toMatchObject({ status: 401, body: { code: 'metrics_token_wrong' } });
    },
  );

  it('are in the Prometheus text format', async () => {
    const { status, headers } = await scrape(`Bearer ${TOKEN}`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await lines();
    for (const line of text.filter((one) => one !== ''))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)*\})? -?([0-9.e+-]+|[Nn]a[Nn]|\+Inf))$/);
    const names = text.filter((one) => one.startsWith('# TYPE')).map((one) => one.split(' ')[2]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        'patchbay_build_info',
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p99_seconds',
      ]),
    );
  });

  it('count requests by the pattern of their route, never by path', async () => {
    const series = 'patchbay_http_request_duration_seconds_count{route="/accounts/:id",method="GET",status="2xx"}';
    const before = await figure(series);
    await server.call('GET', `/accounts/${account}`);
    await server.call('GET', `/accounts/${account}`);
    await expect.poll(() => figure(series)).toBe(before + 2);
    await server.call('GET', '/no/such/path/7');
    const nowhere = 'patchbay_http_request_duration_seconds_count{route="none",method="none",status="4xx"}';
    await expect.poll(() => figure(nowhere)).toBeGreaterThanOrEqual(1);
  });

  it('count runs of actions by how they ended, and the calls they made by status', async () => {
    const runs = (outcome: string) =>
      figure(`patchbay_action_duration_seconds_count{provider="canary",action="canary_get_echo",outcome="${outcome}"}`);
    const calls = (status: string) =>
      figure(`patchbay_provider_call_duration_seconds_count{provider="canary",status="${status}"}`);
    const before = [await runs('success'), await runs('provider_error'), await calls('200'), await calls('422')];
    await echo('ok');
    await echo('bad');
    expect([await runs('success'), await runs('provider_error'), await calls('200'), await calls('422')]).toEqual([
      before[0]! + 1,
      before[1]! + 1,
      before[2]! + 3,
      before[3]! + 1,
    ]);
    await server.call(
      'POST',
      '/actions/rpc',
      { action: 'canary_get_echo', query: { outcome: { deep: 7 } } },
      { 'x-account-id': account },
    );
    expect(await runs('refused')).toBe(1);
  });

  it('count outbound calls that were refused', async () => {
    const before = await figure('patchbay_egress_blocked_total');
    await expect(
      linkCanary(server, '127.0.0.1:1').then((id) =>
        server.call('POST', '/actions/rpc', { action: 'canary_get_echo' }, { 'x-account-id': id }),
      ),
    ).resolves.toMatchObject({
      body: { code: 'egress_blocked' },
    });
    expect(await figure('patchbay_egress_blocked_total')).toBe(before + 1);
  });

  it('tell how many log rows wait and were written', async () => {
    await server.platform.logs.flush();
    expect(await figure('patchbay_log_rows_written_total')).toBeGreaterThan(5);
    expect(await figure('patchbay_log_rows_dropped_total')).toBe(0);
    expect(await figure('patchbay_log_rows_waiting')).toBeGreaterThanOrEqual(0);
  });

  it('tell of accounts, webhooks, deliveries and jobs as the database has them', async () => {
    const accounts = await figure('patchbay_accounts{status="active"}');
    expect(accounts).toBeGreaterThan(0);
    await server.call('POST', '/webhooks', { url: 'https://example.com/hook', events: ['account.updated'] });
    await server.call('PATCH', `/accounts/${account}`, { label: 'told' });
    expect(await figure('patchbay_webhooks{state="enabled"}')).toBe(1);
    expect(await figure('patchbay_webhooks{state="disabled"}')).toBe(0);
    const deliveries = async () =>
      (await figure('patchbay_webhook_deliveries{status="pending"}')) +
      (await figure('patchbay_webhook_deliveries{status="dead"}'));
    expect(await deliveries()).toBe(1);
    expect(
      (await lines()).filter((line) => /^patchbay_jobs\{kind="[\w.-]+",state="\w+"\} \d+$/.test(line)),
    ).not.toEqual([]);
    expect(await figure('patchbay_account_checks_total')).toBe(0);
    expect((await lines()).find((line) => line.startsWith('# TYPE patchbay_credential_renewals_total'))).toBeDefined();
  });

  it('hold no secret and no id of an account', async () => {
    await echo('bad');
    const text = (await lines()).join('\n');
    expect(canariesIn(text, [TEST_KEY, TOKEN, account])).toEqual([]);
  });
});
