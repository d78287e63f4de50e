import { StackOne } from '@stackone/stackone-client-ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSets, linkDemoAccount } from '../support/linking.ts';
import { basic, startTestServer, TEST_KEY, type TestAnswer, type TestServer } from '../support/server.ts';
import { strangerKey } from '../support/stranger.ts';

let server: TestServer;
let account: string;
let stranger: string;
let good: TestAnswer;
let bad: TestAnswer;

const rpc = (action: string, more: object = {}) =>
  server.call('POST', '/actions/rpc', { action, ...more }, { 'x-account-id': account });
const get = (path: string) => server.call('GET', path);
const idOf = ({ headers }: TestAnswer): string => headers.get('x-request-id')!;

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
  good = await rpc('humaans_list_people', { query: { page_size: 2 } });
  bad = await rpc('humaans_get_person', { path: { id: 'nobody' } });
  stranger = await strangerKey(server);
});
afterAll(() => server.dispose());

describe('request logs', () => {
  it('show each run of an action, newest first, right after it', async () => {
    const { status, body } = await get('/requests/logs');
    expect(status).toBe(200);
    expect(body.next).toBeNull();
    expect(body.data.map((log: { request_id: string }) => log.request_id)).toEqual([idOf(bad), idOf(good)]);
    expect(body.data[1]).toMatchObject({
      account_id: account,
      action: 'humaans_list_people',
      provider: 'humaans',
      service: 'hris',
      resource: 'people',
      http_method: 'POST',
      path: '/actions/rpc',
      url: `${server.publicUrl}/actions/rpc`,
      status: 200,
      success: true,
      source_type: 'API_KEY',
      source_ip: '127.0.0.1',
    });
    expect(body.data[0]).toMatchObject({ status: bad.status, success: false, error_code: bad.body.code });
    expect(body.data[0].step_requests).toBeUndefined();
  });

  it('hold the calls to the provider when asked for', async () => {
    const { body } = await get('/requests/logs?include=step_logs&success=true');
    expect(body.data).toHaveLength(1);
    expect(body.data[0].step_requests.length).toBeGreaterThan(0);
    expect(body.data[0].step_requests[0]).toMatchObject({
      request_id: idOf(good),
      http_method: 'GET',
      status: 200,
      success: true,
    });
  });

  it('can be got one by one, with steps and with the exchange', async () => {
    const { body } = await get(`/requests/logs/${idOf(bad)}?include=step_logs,advanced_logs`);
    expect(body.data).toMatchObject({
      request_id: idOf(bad),
      request: { method: 'POST', url: { path: '/actions/rpc' } },
      response: { status_code: bad.status },
      step_requests: [{ request: { method: 'GET' }, response: { status_code: 404 } }],
    });
    expect(await get('/requests/logs/nobody')).toMatchObject({ status: 404, body: { code: 'request_log_not_found' } });
  });

  it('are filtered by bare names and inside filter alike', async () => {
    for (const query of [
      'actions=humaans_list_people',
      'filter[actions]=humaans_list_people,other',
      'status_codes=200',
      'filter[success]=true&filter[services]=hris',
      `request_ids=${idOf(good)}&providers=humaans`,
      `account_ids=${account}&account_ids=x&resources=people`,
    ]) {
      const { body } = await get(`/requests/logs?${query}`);
      expect(
        body.data.map((log: { request_id: string }) => log.request_id),
        query,
      ).toEqual([idOf(good)]);
    }
    expect((await get('/requests/logs?end_date=2020-01-01')).body.data).toEqual([]);
    expect((await get('/requests/logs?filter[start_date]=2020-01-01')).body.data).toHaveLength(2);
  });

  it.each([
    'order_by=size',
    'status_codes=all',
    'start_date=soon',
    'success=perhaps',
    'page_size=0',
    'filter[acount_ids]=x',
    'include=everything',
    'next=nonsense',
  ])('refuse the query %s and name what is wrong', async (query) => {
    const { status, body } = await get(`/requests/logs?${query}`);
    expect(status).toBe(400);
    expect(body.message).toContain(query.split(/[=\]]/)[0]!.replace('filter[', ''));
  });

  it('are paged by a cursor in any order while others are added', async () => {
    for (const order of ['eventDatetime', 'status', 'duration', 'provider', 'service']) {
      const first = await get(`/requests/logs?page_size=1&order_by=${order}`);
      expect(first.body.next).toEqual(expect.any(String));
      await rpc('humaans_get_me');
      const rest = await get(`/requests/logs?page_size=100&order_by=${order}&next=${first.body.next}`);
      const ids = rest.body.data.map((log: { request_id: string }) => log.request_id);
      expect(ids, order).not.toContain(first.body.data[0].request_id);
      expect(rest.body.next).toBeNull();
    }
  });

  it('of providers and of the platform have lists of their own', async () => {
    const steps = await get(`/requests/logs/steps?request_ids=${idOf(good)}`);
    expect(steps.body.data[0]).toMatchObject({ request_id: idOf(good), provider: 'humaans', service: 'hris' });
    await get(`/accounts/${account}`);
    const platform = await get('/requests/platform-logs?resources=accounts&http_methods=get&page_size=1');
    expect(platform.body.data[0]).toMatchObject({
      category: 'platform',
      path: `/accounts/${account}`,
      resource: 'accounts',
      account_id: account,
      action: null,
    });
  });

  it('of one project are not seen by another', async () => {
    const as = (path: string) => server.call('GET', path, undefined, { authorization: basic(stranger) });
    for (const path of ['/requests/logs?include=step_logs', '/requests/logs/steps', '/requests/logs?account_ids=x'])
      expect((await as(path)).body.data, path).toEqual([]);
    expect(await as(`/requests/logs/${idOf(good)}`)).toMatchObject({ status: 404 });
    const { body } = await as('/requests/platform-logs');
    expect(body.data.every((log: { project_id: string }) => log.project_id === 'empty')).toBe(true);
  });

  it('hold no secret', async () => {
    const [full] = await demoSets(server, 'humaans');
    const answers = [
      await get('/requests/logs?include=step_logs,advanced_logs'),
      await get('/requests/logs/steps'),
      await get('/requests/platform-logs'),
    ];
    for (const secret of [TEST_KEY, ...Object.values(full!.fields)])
      for (const { body } of answers) expect(JSON.stringify(body)).not.toContain(secret);
  });

  it('are read by the published client', async () => {
    const sdk = new StackOne({ serverURL: server.url, security: { username: TEST_KEY, password: '' } });
    const filter = { accountIds: `${account},x`, startDate: new Date(0), endDate: new Date(), success: true };
    const logs = await sdk.requestLogs.listLogs({
      filter: { ...filter, orderBy: 'duration' as never },
      orderBy: 'duration' as never,
      include: 'step_logs' as never,
      pageSize: 2,
    });
    expect(logs.unifiedLogsPaginated?.data).toHaveLength(2);
    expect(logs.unifiedLogsPaginated?.data[0]?.stepRequests?.length).toBeGreaterThan(0);
    expect(logs.unifiedLogsPaginated?.next).toEqual(expect.any(String));
    const one = await sdk.requestLogs.getLog({ id: idOf(good), include: 'step_logs' as never });
    expect(one.unifiedLogResult?.data).toMatchObject({ requestId: idOf(good), action: 'humaans_list_people' });
    const steps = await sdk.requestLogs.listStepLogs({ filter });
    expect(steps.stepLogsPaginated?.data.length).toBeGreaterThan(0);
    const platform = await sdk.requestLogs.listPlatformLogs({ filter: { success: true } });
    expect(platform.platformLogsPaginated?.data.length).toBeGreaterThan(0);
  });
});
