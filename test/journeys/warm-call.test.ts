import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createSession, hub, linkDemoAccount } from '../support/linking.ts';
import { madeConnector } from '../support/made-connector.ts';
import { type MockProvider, startProvider } from '../support/mock-provider.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;
let provider: MockProvider;
beforeAll(async () => {
  provider = await startProvider({ 'GET /echo': { json: {} } });
  server = await startTestServer({ env: { PATCHBAY_EGRESS_ALLOW: `127.0.0.1:${provider.port}` } });
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(async () => {
  await server.dispose();
  await provider.close();
});

/** Links an account of a connector that the project brought itself, pinned to its versions 1. */
async function linkOwn(): Promise<string> {
  const text = madeConnector({ baseUrl: `http://127.0.0.1:${provider.port}` });
  await server.call('PUT', '/connectors/forge', { files: { 'forge.connector.s1.yaml': text } });
  const { token } = await createSession(server, { type: 'production', provider: 'forge' });
  const offers = await hub(server, token, 'GET', '/hub/connectors');
  const { integration_id } = offers.body.integrations[0];
  await server.call('PATCH', `/auth_configs/${integration_id}`, { connector_version: '1.x.x' });
  return (await hub(server, token, 'POST', '/hub/accounts', { integration_id, credentials: { apiKey: 'k' } })).body.id;
}

it.each([
  ['a built-in connector', async () => account, 'humaans_get_me'],
  ['a connector the project brought itself', linkOwn, 'forge_get_echo'],
])(
  'a warm call of %s asks the database for nothing; only its log rows are written, afterwards',
  async (_, link, action) => {
    const id = await link();
    const call = () => server.call('POST', '/actions/rpc', { action }, { 'x-account-id': id });
    await call();
    await server.platform.logs.flush();
    await server.platform.apiKeys.flush();

    const statements: string[] = [];
    const spies = (['all', 'get', 'run', 'iterate'] as const).map((method) => {
      const original = StatementSync.prototype[method] as (...args: unknown[]) => unknown;
      return vi.spyOn(StatementSync.prototype, method).mockImplementation(function spied(
        this: StatementSync,
        ...args: unknown[]
      ) {
        statements.push(this.sourceSQL);
        return original.apply(this, args) as never;
      });
    });
    const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
    try {
      for (let count = 0; count < 20; count += 1) expect((await call()).status).toBe(200);
      await server.platform.logs.flush();
      const others = statements.filter(
        (sql) =>
          !/^(insert into "(request|step)_logs"|begin|commit)/i.test(sql) &&
          !/update "api_keys" set "last_used_at"/.test(sql),
      );
      expect(others).toEqual([]);
      expect(statements.some((sql) => sql.includes('"request_logs"'))).toBe(true);
    } finally {
      for (const spy of [...spies, exec]) spy.mockRestore();
    }
  },
);
