import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, demoSets, hub, linkDemoAccount } from '../support/linking.ts';
import { keptLog } from '../support/log-lines.ts';
import { startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

let server: TestServer;
const { logger, lines } = keptLog();

beforeAll(async () => {
  server = await startTestServer({ logger });
});
afterAll(() => server.dispose());

describe('secrets', () => {
  it('appear in no answer, log line or file of the database', async () => {
    const [full] = await demoSets(server, 'humaans');
    const good = full!.fields['apiKey']!;
    const bad = `canary${'Q'.repeat(26)}`;
    const account = await linkDemoAccount(server, 'humaans');
    const { token } = await createSession(server, { provider: 'humaans' });
    const offers = await hub(server, token, 'GET', '/hub/connectors');
    const integrationId = offers.body.integrations[0].integration_id;
    const answers = [
      await hub(server, token, 'POST', '/hub/accounts', {
        integration_id: integrationId,
        credentials: { apiKey: bad },
      }),
      await hub(server, token, 'POST', '/hub/accounts', {
        integration_id: integrationId,
        credentials: { apiKey: bad, unknown: bad },
      }),
      await server.call('GET', '/accounts'),
      await server.call('GET', `/accounts/${account}`),
      await server.call('PATCH', `/accounts/${account}`, { secrets: { apiKey: bad } }),
      await server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account }),
      await server.call('PATCH', `/accounts/${account}`, { credentials: { apiKey: good } }),
      await server.call('POST', '/actions/rpc', { action: 'humaans_get_token_info' }, { 'x-account-id': account }),
      await server.call('DELETE', `/accounts/${account}`),
    ];
    for (const { body } of answers)
      for (const secret of [good, bad, TEST_KEY]) expect(JSON.stringify(body)).not.toContain(secret);

    await server.platform.logs.flush();
    const { dataDir } = server.config;
    const files = readdirSync(dataDir).filter((name) => name.startsWith('patchbay.db'));
    expect(files.length).toBeGreaterThan(0);
    const stored = files.map((name) => readFileSync(join(dataDir, name), 'latin1')).join('\n');
    expect(stored).toContain('humaans_get_me');
    for (const secret of [good, bad, TEST_KEY, token]) {
      expect(stored.includes(secret), 'database files').toBe(false);
      expect(lines.join('\n').includes(secret), 'log lines').toBe(false);
    }
    expect(lines).not.toEqual([]);
  });

  it('come back to the hub as placeholders that show at most their end', async () => {
    const owner = { origin_owner_id: 'edit' };
    const account = await linkDemoAccount(server, 'humaans', { session: owner });
    const secret = (await demoSets(server, 'humaans'))[0]!.fields['apiKey']!;
    const { token } = await createSession(server, { ...owner, account_id: account });
    const { body } = await hub(server, token, 'GET', `/hub/accounts/${account}`);
    expect(body.secrets.apiKey).toBe(`__secretvalue:**redacted**${secret.slice(-4)}`);
    expect(await hub(server, token, 'GET', '/hub/settings')).toMatchObject({ body: { existing_account_id: account } });
    const kept = await hub(server, token, 'PATCH', `/hub/accounts/${account}`, {
      credentials: { apiKey: body.secrets.apiKey },
    });
    expect(kept).toMatchObject({ status: 200, body: { id: account } });
    expect(
      await hub(server, token, 'PATCH', `/hub/accounts/${account}`, { credentials: { apiKey: 'w'.repeat(32) } }),
    ).toMatchObject({ status: 422 });
    const still = await server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account });
    expect(still.status).toBe(200);
  });
});

describe('logs', () => {
  it('hold a row for every request with a key, and one for every call to a provider', async () => {
    const account = await linkDemoAccount(server, 'humaans', { session: { origin_owner_id: 'logs' } });
    const ok = await server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account });
    const failed = await server.call(
      'POST',
      '/actions/rpc',
      { action: 'humaans_get_person', path: { id: 'nobody' } },
      { 'x-account-id': account },
    );
    const refused = await server.call(
      'POST',
      '/actions/rpc',
      { action: 'humaans_get_person' },
      { 'x-account-id': account },
    );
    await server.platform.logs.flush();
    const { kysely } = server.platform.database;
    const row = (id: string) =>
      kysely.selectFrom('request_logs').selectAll().where('request_id', '=', id).executeTakeFirstOrThrow();
    const idOf = (answer: typeof ok) => answer.headers.get('x-request-id')!;
    expect(await row(idOf(ok))).toMatchObject({
      category: 'action',
      account_id: account,
      provider: 'humaans',
      action: 'humaans_get_me',
      status: 200,
      success: 1,
      error_code: null,
      path: '/actions/rpc',
    });
    expect(await row(idOf(failed))).toMatchObject({ status: 404, success: 0, error_code: 'provider_not_found' });
    expect(await row(idOf(refused))).toMatchObject({
      status: 400,
      error_code: 'inputs_invalid',
      action: 'humaans_get_person',
    });
    const steps = await kysely.selectFrom('step_logs').selectAll().where('request_id', '=', idOf(failed)).execute();
    expect(steps).toMatchObject([
      { step_id: 'get_person', method: 'GET', status: 404, url: expect.stringContaining('/people/nobody') },
    ]);
  });
});
