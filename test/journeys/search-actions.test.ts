import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const search = (body: object) => server.call('POST', '/actions/search', body);

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.dispose());

describe('POST /actions/search', () => {
  it('answers under the names that both published clients read', async () => {
    const { body } = await search({ query: 'reject a holiday request', connector: 'humaans', top_k: 3 });
    expect(body).toMatchObject({ query: 'reject a holiday request', total_count: 3, connector_filter: 'humaans' });
    expect(body.results[0]).toEqual({
      action_name: 'humaans_decline_time_away',
      id: 'humaans_decline_time_away',
      connector_key: 'humaans',
      similarity_score: expect.any(Number),
      label: 'Decline time away',
      description: expect.any(String),
      project_id: expect.any(String),
    });
    const scores = body.results.map(({ similarity_score }: { similarity_score: number }) => similarity_score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const { body: same } = await search({ query: 'people', project_id: body.results[0].project_id });
    expect(same.project_filter).toBe(body.results[0].project_id);
  });

  it('leaves out what is too little alike, and knows nothing of connectors that are not there', async () => {
    const { body } = await search({ query: 'list people', min_similarity: 0.5 });
    for (const { similarity_score } of body.results) expect(similarity_score).toBeGreaterThanOrEqual(0.5);
    expect((await search({ query: 'list people', connector: 'nobody' })).body).toMatchObject({
      total_count: 0,
      results: [],
    });
  });

  it('finds only what an enabled auth config of the project lets run', async () => {
    const { body: configs } = await server.call('GET', '/auth_configs?connector_key=lattice');
    for (const { id } of configs.data)
      await server.call('PATCH', `/auth_configs/${id}`, { actions: ['lattice_list_users'] });
    const ids = async () =>
      (await search({ query: 'users goals feedback', connector: 'lattice' })).body.results.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids()).toEqual(['lattice_list_users']);
    for (const { id } of configs.data) await server.call('PATCH', `/auth_configs/${id}`, { enabled: false });
    expect(await ids()).toEqual([]);
  });

  it('refuses another project', async () => {
    expect(await search({ query: 'people', project_id: 'theirs' })).toMatchObject({
      status: 403,
      body: { code: 'project_foreign' },
    });
  });
});

describe('POST /actions/build', () => {
  it('says how many actions can be searched', async () => {
    const all = await server.call('POST', '/actions/build', {});
    expect(all).toMatchObject({ status: 200, body: { status: 'success', actions_indexed: expect.any(Number) } });
    const one = await server.call('POST', '/actions/build', { connector_key: 'humaans', force_refresh: true });
    expect(one.body).toMatchObject({ status: 'success', connector_filter: 'humaans' });
    expect(one.body.actions_indexed).toBeLessThan(all.body.actions_indexed);
  });
});
