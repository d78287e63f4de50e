import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, demoSets, hub } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.dispose());

/** Links with one of the demo sets. */
async function link(provider: string, set: RegExp) {
  const { token } = await createSession(server, { provider, origin_owner_id: `${provider}-${set.source}` });
  const { body } = await hub(server, token, 'GET', '/hub/connectors');
  const { fields } = (await demoSets(server, provider)).find(({ name }) => set.test(name))!;
  return hub(server, token, 'POST', '/hub/accounts', {
    integration_id: body.integrations[0].integration_id,
    credentials: fields,
  });
}

describe('credentials that work but cannot do all', () => {
  it('are linked, and the person and the account say what is missing', async () => {
    const { status, body } = await link('15five', /review admin/i);
    expect(status).toBe(201);
    expect(body.warnings.join(' ')).toMatch(/review/i);
    const account = await server.call('GET', `/accounts/${body.id}`);
    expect(account.body).toMatchObject({
      status: 'active',
      status_reasons: [{ code: 'limited_access', description: body.warnings[0] }],
    });
  });

  it('say nothing where nothing is missing', async () => {
    expect((await link('15five', /full access/i)).body.warnings).toEqual([]);
    expect((await link('humaans', /full access/i)).body.warnings).toEqual([]);
  });
});

describe('credentials that work', () => {
  it('say as whom they connect, where the provider tells', async () => {
    const as = async (provider: string) => (await link(provider, /full access/i)).body.connected_as;
    expect(await as('lattice')).toMatch(/^\S+@\S+$/);
    expect(await as('nutshell')).toMatch(/^\S+@\S+$/);
    expect(await as('humaans')).toMatch(/\w/);
    expect(await as('15five')).toBeNull();
  });
});

describe('credentials that cannot do what matters', () => {
  it('are refused with the setting to change', async () => {
    const { status, body } = await link('15five', /high fives only/i);
    expect(status).toBe(422);
    expect(body.message).toMatch(/High Fives only/);
  });
});

describe('demo credentials', () => {
  it('are offered only where they fit the form', async () => {
    const { token } = await createSession(server, { provider: 'lattice' });
    const { body: list } = await hub(server, token, 'GET', '/hub/connectors');
    const { body } = await hub(server, token, 'GET', `/hub/connectors/${list.integrations[0].integration_id}`);
    const keys = new Set(body.config.configFields.map(({ key }: { key: string }) => key));
    expect(body.config.demo_credentials.length).toBeGreaterThan(2);
    for (const { fields } of body.config.demo_credentials)
      expect(Object.keys(fields).some((key) => keys.has(key))).toBe(true);
  });
});
