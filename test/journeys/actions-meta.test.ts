import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;

interface Entry {
  readonly key: string;
  readonly actions: { readonly id: string; readonly [more: string]: unknown }[];
  readonly [more: string]: unknown;
}

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

const list = async (query: string): Promise<{ data: Entry[]; next: string | null }> => {
  const { status, body } = await server.call('GET', `/actions?group_by=connector&${query}`);
  expect(status).toBe(200);
  return body;
};
const one = async (query: string): Promise<Entry> => (await list(`filter[connectors]=humaans&${query}`)).data[0]!;

describe('GET /actions', () => {
  it('leaves details and guides out unless they are asked for', async () => {
    const plain = await one('');
    expect(plain).toMatchObject({ key: 'humaans', integration_id: null, account_id: null, release_stage: 'ga' });
    expect(plain['authentication']).toEqual([{ type: 'custom', label: 'API Key', key: 'custom', required_scopes: [] }]);
    for (const action of plain.actions) {
      expect(action).not.toHaveProperty('action_details');
      expect(action).not.toHaveProperty('operation_details');
      expect(action).toMatchObject({
        label: expect.any(String),
        schema_type: expect.stringMatching(/^(native|unified)$/),
      });
    }
  });

  it.each(['action_details', 'operation_details'])('gives %s under the names of both client versions', async (name) => {
    const { actions } = await one(`include[]=${name}&filter[action_key]=humaans_get_person`);
    expect(actions).toHaveLength(1);
    expect(actions[0]!['action_details']).toMatchObject({ input_schema: { type: 'object' }, action_type: 'get' });
    expect(actions[0]!['operation_details']).toEqual(actions[0]!['action_details']);
  });

  it('says for each action what a way to connect must be allowed to do', async () => {
    const { actions } = await one('filter[action_key]=list_compensations');
    expect(actions[0]).toMatchObject({
      id: 'humaans_list_compensations',
      authentication: [{ key: 'custom', type: 'custom', label: 'API Key', required_scopes: ['compensations:read'] }],
    });
  });

  it('gives the connection guides with authentication_guides, repeated or with commas', async () => {
    for (const query of [
      'include=authentication_guides',
      'include=action_details,authentication_guides',
      'include=action_details&include=authentication_guides',
    ]) {
      const { authentication } = (await one(query)) as unknown as {
        authentication: { support: { guides: { config: { warning: string | null; sections: object[] } } } }[];
      };
      const { config } = authentication[0]!.support.guides;
      expect(config).toHaveProperty('warning');
      expect(config.sections[0]).toMatchObject({ title: expect.any(String), content: expect.any(String) });
    }
  });

  it('leaves actions out with exclude=actions, and nothing else', async () => {
    const bare = await one('exclude[]=actions&include=authentication_guides');
    expect(bare).not.toHaveProperty('actions');
    expect(bare['authentication']).toHaveLength(1);
  });

  it('searches names of connectors, labels and descriptions', async () => {
    const found = await list('search=time%20away');
    expect(found.data.map(({ key }) => key)).toContain('humaans');
    for (const { actions } of found.data) expect(actions.length).toBeGreaterThan(0);
    const whole = await list('search=humaans');
    expect(whole.data.map(({ key }) => key)).toEqual(['humaans']);
    expect(whole.data[0]!.actions.length).toBeGreaterThan(100);
    expect(await list('search=zyzzyva')).toEqual({ data: [], next: null });
  });

  it('lists by account with what the account offers, and by connectors and actions together', async () => {
    const { data } = await list(`filter[account_ids]=${account}&filter[action_key]=humaans_list_people,humaans_get_me`);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ account_id: account, integration_id: expect.any(String) });
    expect(data[0]!.actions.map(({ id }) => id).sort()).toEqual(['humaans_get_me', 'humaans_list_people']);
    expect((await list(`filter[account_ids]=${account}&filter[connectors]=nutshell`)).data).toEqual([]);
    await server.call('PATCH', `/auth_configs/${data[0]!['integration_id']}`, { actions: ['humaans_get_me'] });
    const limited = await list(`filter[account_ids]=${account}`);
    expect(limited.data[0]!.actions.map(({ id }) => id)).toEqual(['humaans_get_me']);
  });

  it('comes page by page', async () => {
    const keys: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const page: { data: Entry[]; next: string | null } = await list(
        `page_size=1&exclude=actions${next === '' ? '' : `&next=${next}`}`,
      );
      expect(page.data.length).toBeLessThanOrEqual(1);
      keys.push(...page.data.map(({ key }) => key));
      next = page.next;
    }
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual((await list('exclude=actions')).data.map(({ key }) => key));
  });
});
