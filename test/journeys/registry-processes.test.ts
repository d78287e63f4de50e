import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';
import { databaseEnv } from '../support/database-env.ts';
import { createSession, hub } from '../support/linking.ts';
import { madeConnector } from '../support/made-connector.ts';
import { type MockProvider, startProvider } from '../support/mock-provider.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let provider: MockProvider;
beforeAll(async () => {
  provider = await startProvider({ 'GET /echo': ({ headers }) => ({ json: { version: headers['x-version'] } }) });
});
afterAll(() => provider.close());

const push = (server: TestServer, version: string, title = 'Forge') =>
  server.call('PUT', '/connectors/forge', {
    files: {
      'forge.connector.s1.yaml': madeConnector({ version, title, baseUrl: `http://127.0.0.1:${provider.port}` }),
    },
  });
const used = async (server: TestServer, account: string) =>
  (await server.call('POST', '/actions/rpc', { action: 'forge_get_echo' }, { 'x-account-id': account })).body.data
    ?.version;

async function link(server: TestServer): Promise<string> {
  const { token } = await createSession(server, { type: 'production', provider: 'forge' });
  const offers = await hub(server, token, 'GET', '/hub/connectors');
  const { body } = await hub(server, token, 'POST', '/hub/accounts', {
    integration_id: offers.body.integrations[0].integration_id,
    credentials: { apiKey: 'key' },
  });
  return body.id;
}

forEachDatabase((_open, { kind, newLocation }) => {
  it('a pushed connector outlives a restart, and reaches other processes at once', async () => {
    const env = {
      PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}`,
      ...databaseEnv(await newLocation()),
    };
    let first = await startTestServer({ env });
    let second: TestServer | undefined;
    try {
      expect((await push(first, '1.0.0')).status).toBe(201);
      const account = await link(first);
      await first.dispose();
      first = await startTestServer({ env });
      expect(await used(first, account)).toBe('1.0.0');

      if (kind === 'postgres') {
        const other = await startTestServer({ env });
        second = other;
        expect(await used(other, account)).toBe('1.0.0');
        await push(first, '1.1.0');
        await expect.poll(() => used(other, account)).toBe('1.1.0');
        const { body } = await first.call('GET', '/auth_configs?connector_key=forge&environment=production');
        await first.call('PATCH', `/auth_configs/${body.data[0].id}`, { connector_version: '1.0.x' });
        await expect.poll(() => used(other, account)).toBe('1.0.0');
        await other.call('DELETE', '/connectors/forge?force=true');
        await expect.poll(() => used(first, account)).toBeUndefined();
        // The same number again, with other files: nobody keeps what was deleted.
        await push(first, '1.0.0', 'Anew');
        await expect
          .poll(async () => (await other.call('GET', `/accounts/${account}`)).body.provider_name)
          .toBe('Anew');
        await expect.poll(() => used(other, account)).toBe('1.0.0');
      }
    } finally {
      await second?.dispose();
      await first.dispose();
    }
  });

  it('of two who push the same number at once, one is told that it is taken', async () => {
    const env = databaseEnv(await newLocation());
    const server = await startTestServer({ env });
    try {
      const answers = await Promise.all(['A', 'B', 'C', 'C'].map((title) => push(server, '1.0.0', title)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses.filter((status) => status === 201)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409).length).toBeGreaterThanOrEqual(2);
      expect((await server.call('GET', '/connectors/forge/versions')).body.data).toHaveLength(1);
    } finally {
      await server.dispose();
    }
  });
});
