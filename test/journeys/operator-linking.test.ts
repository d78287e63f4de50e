import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSets, hub } from '../support/linking.ts';
import { type OperatorBrowser, OWNER_ENV, signedIn } from '../support/operators.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: OperatorBrowser;
let base: string;

beforeAll(async () => {
  server = await startTestServer({ env: OWNER_ENV });
  owner = await signedIn(server);
  base = `/operator/projects/${(await server.platform.projects.ensureDefault()).id}`;
});
afterAll(() => server.dispose());

const acme = { origin_owner_id: 'acme', origin_owner_name: 'Acme', origin_username: 'ann@acme.example' };
const tokenOf = (link: string): string => new URL(link).hash.replace('#token=', '');

describe('an auth link', () => {
  it('lets whoever holds it link an account for thirty days', async () => {
    const { status, body } = await owner.call('POST', `${base}/auth_links`, {
      ...acme,
      provider: 'humaans',
      type: 'test',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...acme, provider: 'humaans', multiple: false, account_id: null });
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(30 * 24 * 3_600_000);
    expect(body.token).toBeUndefined();
    const token = tokenOf(body.auth_link_url);
    const offers = await hub(server, token, 'GET', '/hub/connectors');
    const linked = await hub(server, token, 'POST', '/hub/accounts', {
      integration_id: offers.body.integrations[0].integration_id,
      credentials: (await demoSets(server, 'humaans'))[0]!.fields,
    });
    expect(linked.status).toBeLessThan(300);
    const accounts = (await server.call('GET', '/accounts')).body;
    expect(accounts).toMatchObject([{ origin_owner_id: 'acme', provider: 'humaans', type: 'test' }]);
    const log = JSON.stringify((await owner.call('GET', `${base}/audit_log`)).body);
    expect(log).toContain('auth_link.created');
    expect(log).not.toContain(token);

    const again = await owner.call('POST', `${base}/connect_sessions`, { ...acme, account_id: accounts[0].id });
    expect(again).toMatchObject({ status: 201, body: { account_id: accounts[0].id } });
  });

  it('is not made for what cannot be linked', async () => {
    for (const path of ['/auth_links', '/connect_sessions']) {
      const make = (body: object) => owner.call('POST', `${base}${path}`, body);
      expect((await make({ ...acme, provider: 'nobody' })).body.code).toBe('connector_not_found');
      expect((await make({ ...acme, integration_id: 'nobody' })).body.code).toBe('auth_config_not_found');
      expect((await make({ origin_owner_id: 'acme' })).status).toBe(400);
      expect((await make({ ...acme, categories: ['nonsense'] })).status).toBe(400);
    }
    const longer = { ...acme, expires_in: 3_600 };
    expect((await owner.call('POST', `${base}/auth_links`, longer)).status).toBe(400);
  });
});

describe('a connect session of an operator', () => {
  it('comes with its token, to link at once', async () => {
    const { status, body } = await owner.call('POST', `${base}/connect_sessions`, { ...acme, type: 'test' });
    expect(status).toBe(201);
    expect(tokenOf(body.auth_link_url)).toBe(body.token);
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(1_800_000);
    expect((await hub(server, body.token, 'GET', '/hub/connectors')).status).toBe(200);
  });
});

describe('the audit log', () => {
  it('is read page by page and filtered, and says whether it is whole', async () => {
    for (const name of ['one', 'two', 'three']) await owner.call('POST', `${base}/api_keys`, { name });
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const more: string = next === '' ? '' : `&next=${next}`;
      const { body } = await owner.call('GET', `${base}/audit_log?action=api_key.created&page_size=2${more}`);
      seen.push(...body.data.map(({ details }: { details: { name: string } }) => details.name));
      next = body.next;
    }
    expect(seen).toEqual(['three', 'two', 'one']);
    const all = (await owner.call('GET', '/operator/audit_log?page_size=500')).body.data;
    expect(all.some(({ project_id }: { project_id: string | null }) => project_id === null)).toBe(true);
    const [newest] = all;
    expect(newest.actor).toMatchObject({ type: 'operator', name: 'owner@example.com', ip: '127.0.0.1' });
    const found = await owner.call('GET', `/operator/audit_log?target_id=${newest.target.id}`);
    expect(found.body.data).toEqual([newest]);
    const nobody = await owner.call('GET', '/operator/audit_log?actor_id=nobody&project_id=x');
    expect(nobody.body).toEqual({ next: null, data: [] });
    expect((await owner.call('GET', '/operator/audit_log/verify')).body).toEqual({
      intact: true,
      entries: all.length,
      head: newest.hash,
      position: null,
      reason: null,
    });

    for (const cursor of ['x', 'WzFlOTld', 'WzEuNV0'])
      expect((await owner.call('GET', `/operator/audit_log?next=${cursor}`)).body.code, cursor).toBe('cursor_invalid');

    const { kysely } = server.platform.database;
    await kysely.updateTable('audit_log').set({ actor_name: 'somebody' }).where('position', '=', 2).execute();
    expect((await owner.call('GET', '/operator/audit_log/verify')).body).toMatchObject({ intact: false, position: 2 });
  });
});
