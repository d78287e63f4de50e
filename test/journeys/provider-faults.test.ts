import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSession, demoSets, hub, linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterEach(() => server.call('DELETE', '/sandbox/humaans/__admin/faults'));
afterAll(() => server.dispose());

const arm = (fault: object) => server.call('POST', '/sandbox/humaans/__admin/faults', fault);
const me = () => server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account });

describe('an action whose provider misbehaves', () => {
  it.each([
    ['server_error', 502, 'provider_failed'],
    ['bad_gateway_html', 502, 'provider_failed'],
    ['html_success', 502, 'provider_answer_unreadable'],
    ['cut_connection', 502, 'provider_unreachable'],
    ['malformed_json', 502, 'provider_answer_unreadable'],
  ])('answers %s with the code that tells it apart', async (kind, status, code) => {
    expect((await arm({ kind, times: 1 })).status).toBeLessThan(300);
    const answer = await me();
    expect(answer).toMatchObject({
      status,
      body: {
        statusCode: status,
        code,
        message: expect.stringContaining(code === 'provider_unreachable' ? '' : 'Humaans'),
      },
    });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await me()).toMatchObject({ status: 200 });
  });

  it('answers slowly but whole when the provider drips', async () => {
    await arm({ kind: 'slow_drip', times: 1, chunk_bytes: 64, delay_ms: 1 });
    expect(await me()).toMatchObject({ status: 200, body: { data: { email: expect.any(String) } } });
  });

  it('waits out a rate limit that passes', async () => {
    await arm({ kind: 'rate_limited', retry_after: 1, times: 1 });
    expect(await me()).toMatchObject({ status: 200 });
  });

  it('keeps the same account usable for other calls meanwhile', async () => {
    await arm({ kind: 'slow_start', delay_ms: 1_500, times: 1, path: '/me' });
    const slow = me();
    const other = await server.call(
      'POST',
      '/actions/rpc',
      { action: 'humaans_list_companies' },
      { 'x-account-id': account },
    );
    expect(other).toMatchObject({ status: 200 });
    expect(await slow).toMatchObject({ status: 200 });
  });
});

describe('linking while the provider is down', () => {
  it('stores nothing, keeps the session usable and says to try again', async () => {
    const { token } = await createSession(server, { provider: 'humaans', origin_owner_id: 'down' });
    const { body: offers } = await hub(server, token, 'GET', '/hub/connectors');
    const form = {
      integration_id: offers.integrations[0].integration_id,
      credentials: (await demoSets(server, 'humaans'))[0]!.fields,
    };
    await arm({ kind: 'server_error' });
    const refused = await hub(server, token, 'POST', '/hub/accounts', form);
    expect(refused).toMatchObject({
      status: 502,
      body: { code: 'credentials_not_checked', message: expect.stringContaining('Nothing was stored') },
    });
    expect((await server.call('GET', '/accounts?origin_owner_id=down')).body).toEqual([]);
    expect(await hub(server, token, 'POST', '/hub/accounts', form)).toMatchObject({ status: 201 });
  });
});

describe('calls to addresses of the own network', () => {
  let folder: string;
  let victim: Server;
  let reached = 0;

  beforeAll(async () => {
    victim = createServer((_request, response) => {
      reached += 1;
      response.end('{}');
    });
    await new Promise<void>((done) => victim.listen(0, '127.0.0.1', done));
    folder = mkdtempSync(join(tmpdir(), 'patchbay-connectors-'));
  });
  afterAll(() => {
    victim.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are not made, whatever a connector or a customer’s field says', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'free'));
    writeFileSync(
      join(folder, 'free', 'free.connector.s1.yaml'),
      `StackOne: 1.0.0
info: { title: Free, key: free, version: 1.0.0, description: Goes where the field says. }
baseUrl: \${credentials.baseUrl}
authentication:
  - custom:
      type: custom
      label: Key
      environments: [{ key: production, name: Production }]
      authorization: { type: none }
      configFields: [{ key: baseUrl, label: Base URL, type: text, required: true }]
      testActions: [{ action: ping, required: true }]
actions:
  - actionId: ping
    actionType: get
    label: Ping
    description: Calls the base URL.
    steps:
      - stepId: ping
        description: Call it
        stepFunction: { functionName: request, parameters: { url: /, method: get } }
    result: { data: $.steps.ping.output.data }
`,
    );
    const own = await startTestServer({ connectors: folder });
    try {
      const { port } = victim.address() as AddressInfo;
      const { token } = await createSession(own, { provider: 'free', type: 'production' });
      const { body: offers } = await hub(own, token, 'GET', '/hub/connectors');
      for (const baseUrl of [
        `http://127.0.0.1:${port}`,
        `http://localhost:${port}`,
        `http://0x7f.1:${port}`,
        `http://[::ffff:127.0.0.1]:${port}`,
        'http://169.254.169.254',
      ]) {
        const answer = await hub(own, token, 'POST', '/hub/accounts', {
          integration_id: offers.integrations[0].integration_id,
          credentials: { baseUrl },
        });
        expect(answer, baseUrl).toMatchObject({
          status: 502,
          body: { code: 'credentials_not_checked', message: expect.stringContaining('PATCHBAY_EGRESS_ALLOW') },
        });
      }
      expect(reached).toBe(0);
      expect((await own.call('GET', '/accounts')).body).toEqual([]);
    } finally {
      await own.dispose();
    }
  });
});
