import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, demoSets, hub, linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let now = Date.UTC(2026, 0, 31, 12);
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ clock: { now: () => now } });
});
afterAll(() => server.dispose());

const client = (version: string) => ({
  'user-agent': `speakeasy-sdk/typescript ${version} 2.836.4 1.0.0 @stackone/stackone-client-ts`,
});
const create = (body: object, headers = {}) =>
  server.call(
    'POST',
    '/connect_sessions',
    { origin_owner_id: 'owner-1', origin_owner_name: 'Owner One', type: 'test', ...body },
    headers,
  );
const authenticate = (token: string, headers = {}) =>
  server.call('POST', '/connect_sessions/authenticate', { token }, headers);
const offersOf = async (token: string): Promise<{ provider: string; integration_id: string; type: string }[]> =>
  (await hub(server, token, 'GET', '/hub/connectors')).body.integrations;
const full = async (provider: string) => (await demoSets(server, provider))[0]!.fields;

describe('a connect session', () => {
  it('answers everything it was made with, and a UUID to trigger from outside', async () => {
    const wish = {
      origin_username: 'ann@example.com',
      provider: 'humaans',
      provider_version: '0.0.1',
      categories: ['hris', 'scheduling'],
      label: 'People',
      metadata: { plan: { seats: 3 }, tags: ['a'] },
      multiple: true,
      expires_in: 60,
    };
    const { status, body } = await create(wish);
    expect(status).toBe(201);
    const { provider_version: _, expires_in: __, ...answered } = wish;
    expect(body).toMatchObject({
      ...answered,
      id: expect.any(Number),
      organization_id: expect.any(String),
      project_id: expect.any(String),
      origin_owner_id: 'owner-1',
      origin_owner_name: 'Owner One',
      account_id: null,
      integration_id: null,
      type: 'test',
      external_trigger_token: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
      created_at: new Date(now).toISOString(),
      expires_at: new Date(now + 60_000).toISOString(),
      auth_link_url: expect.stringContaining(body.token),
    });
    const { token, auth_link_url: ___, ...rest } = body;
    expect((await authenticate(token)).body).toEqual(rest);
    expect((await create({})).body.external_trigger_token).not.toBe(body.external_trigger_token);
  });

  it('never tells an older client of a category it does not know', async () => {
    const old = await create({ categories: ['scheduling', 'crm'] }, client('4.28.0'));
    expect(old.body).toMatchObject({ categories: ['crm'], organization_id: expect.any(Number) });
    expect((await authenticate(old.body.token, client('4.28.0'))).body.categories).toEqual(['crm']);
    const newer = await authenticate(old.body.token, client('4.34.1'));
    expect(newer.body).toMatchObject({ categories: ['scheduling', 'crm'], organization_id: expect.any(String) });
  });

  it('offers only connectors of its categories, of its provider, or its one auth config', async () => {
    const keys = async (body: object) => (await offersOf((await create(body)).body.token)).map((one) => one.provider);
    const all = await keys({});
    expect(all).toEqual(expect.arrayContaining(['humaans', 'nutshell']));
    expect(await keys({ categories: ['crm'] })).toEqual(['nutshell']);
    expect(await keys({ categories: ['accounting', 'scheduling'] })).toEqual([]);
    expect(await keys({ categories: [] })).toEqual(all);
    expect(await keys({ provider: 'humaans' })).toEqual(['humaans']);
    const [offer] = await offersOf((await create({ provider: 'nutshell' })).body.token);
    expect(await keys({ integration_id: offer!.integration_id })).toEqual(['nutshell']);
    expect(await keys({ integration_id: offer!.integration_id, provider: 'humaans' })).toEqual([]);
  });

  it('ends when its time is over', async () => {
    const { token } = (await create({ expires_in: 5 })).body;
    now += 4_999;
    expect((await authenticate(token)).status).toBe(201);
    now += 1;
    expect((await authenticate(token)).body.code).toBe('session_token_expired');
    expect((await hub(server, token, 'GET', '/hub/connectors')).body.code).toBe('session_token_expired');
  });

  it('lasts half an hour unless its maker says otherwise', async () => {
    const { created_at: from, expires_at: to } = (await create({})).body;
    expect(Date.parse(to) - Date.parse(from)).toBe(1_800_000);
  });
});

describe('linking', () => {
  const link = async (session: object) => {
    const { token } = (await create({ provider: 'humaans', ...session })).body;
    const [offer] = await offersOf(token);
    const { body } = await hub(server, token, 'POST', '/hub/accounts', {
      integration_id: offer!.integration_id,
      credentials: await full('humaans'),
    });
    return { id: body.id as string, token };
  };

  it('renews the account of the same owner id, owner name and provider, and makes a new one for any other', async () => {
    const owner = { origin_owner_id: 'same', origin_owner_name: 'Same' };
    const { id } = await link({ ...owner, label: 'First', metadata: { n: 1 }, origin_username: 'a@b.c' });
    expect((await server.call('GET', `/accounts/${id}`)).body).toMatchObject({
      label: 'First',
      origin_username: 'a@b.c',
      type: 'test',
    });
    expect((await link(owner)).id).toBe(id);
    expect((await server.call('GET', `/accounts/${id}`)).body.label).toBe('First');
    expect((await link({ ...owner, origin_owner_name: 'Else' })).id).not.toBe(id);
    expect((await link({ ...owner, origin_owner_id: 'else' })).id).not.toBe(id);
    expect(await linkDemoAccount(server, 'nutshell', { session: owner })).not.toBe(id);
    expect((await link({ ...owner, multiple: true })).id).not.toBe(id);
  });

  it('links several accounts with one session when it may, and one otherwise', async () => {
    const again = async (token: string) => {
      const [offer] = await offersOf(token);
      const body = { integration_id: offer?.integration_id ?? 'none', credentials: await full('humaans') };
      return hub(server, token, 'POST', '/hub/accounts', body);
    };
    const many = await link({ multiple: true, origin_owner_id: 'many' });
    const next = await again(many.token);
    expect(next.status).toBe(201);
    expect(next.body.id).not.toBe(many.id);
    const { token } = (await create({ provider: 'humaans', origin_owner_id: 'one' })).body;
    const [offer] = await offersOf(token);
    const body = { integration_id: offer!.integration_id, credentials: await full('humaans') };
    expect((await hub(server, token, 'POST', '/hub/accounts', body)).status).toBe(201);
    expect((await hub(server, token, 'POST', '/hub/accounts', body)).body.code).toBe('session_token_used');
  });

  it('edits the account that the session names, whatever `multiple` says', async () => {
    const { id } = await link({ origin_owner_id: 'edited' });
    const session = await createSession(server, { account_id: id, multiple: true });
    expect(session).toMatchObject({ account_id: id, multiple: false });
    const { token } = session;
    expect((await hub(server, token, 'GET', '/hub/settings')).body.existing_account_id).toBe(id);
    const own = (await server.call('GET', `/accounts/${id}`)).body.integration_id;
    expect((await offersOf(token))[0]!.integration_id).toBe(own);
    const wrong = await hub(server, token, 'PATCH', `/hub/accounts/${id}`, { credentials: { apiKey: 'wrong' } });
    expect(wrong.status).toBe(422);
    const changed = await hub(server, token, 'PATCH', `/hub/accounts/${id}`, { credentials: await full('humaans') });
    expect(changed).toMatchObject({ status: 200, body: { id } });
    const { id: other } = await link({ origin_owner_id: 'not-edited' });
    expect((await hub(server, token, 'GET', `/hub/accounts/${other}`)).body.code).toBe('account_not_found');
  });

  it('does not bring a suspended account back into use, whoever links it again', async () => {
    const { id } = await link({ origin_owner_id: 'stopped' });
    expect((await server.call('PATCH', `/accounts/${id}`, { status: 'suspended' })).status).toBe(200);
    const { token } = await createSession(server, { account_id: id });
    const changed = await hub(server, token, 'PATCH', `/hub/accounts/${id}`, { credentials: await full('humaans') });
    expect(changed).toMatchObject({ status: 200, body: { id } });
    expect((await link({ origin_owner_id: 'stopped' })).id).toBe(id);
    expect((await server.call('GET', `/accounts/${id}`)).body.status).toBe('suspended');
  });

  it('keeps the metadata of the session with the account', async () => {
    const { id } = await link({ origin_owner_id: 'meta', metadata: { plan: 'gold' } });
    const { projects, accounts } = server.platform;
    const account = await accounts.get((await projects.ensureDefault()).id, id);
    expect(account?.metadata).toEqual({ plan: 'gold' });
  });
});
