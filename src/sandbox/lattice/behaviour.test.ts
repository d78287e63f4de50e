import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
let admin: Client;

beforeAll(async () => {
  company = await openCompany();
  admin = company.admin;
});
afterAll(() => company.close());

const reset = () => company.send('POST', '/__admin/reset');

describe('a path', () => {
  it.each([
    ['GET', '/v1/check-ins'],
    ['GET', '/v1/people'],
    ['GET', '/v1/users/'],
    ['DELETE', '/v1/goals/1'],
    ['POST', '/v1/users'],
    ['GET', '/'],
    ['GET', '/emea/oauth2/auth'],
    ['GET', '/oauth2/token'],
  ])('that leads nowhere is not found: %s %s', async (method, path) => {
    const answer = await admin.send(method, path);
    expect([answer.status, answer.json]).toEqual([404, { error: 'Not Found' }]);
  });

  it.each(['/v2/people', '/emea/v2/nothing'])('of the HRIS API is not found in other words: %s', async (path) => {
    expect((await admin.get(path)).json).toEqual({
      status: 404,
      title: 'Not Found',
      detail: 'The requested resource does not exist',
    });
  });
});

describe('faults', () => {
  it.each([
    ['rate_limited; retry_after=3', '/v1/me', 429, { error: 'Too Many Requests' }],
    [
      'rate_limited; retry_after=3',
      '/v2/employees',
      429,
      { status: 429, title: 'Too Many Requests', detail: 'Rate limit exceeded' },
    ],
    ['server_error', '/v1/me', 500, { error: 'Internal Server Error' }],
    [
      'server_error',
      '/v2/employees',
      500,
      { status: 500, title: 'Internal Server Error', detail: 'Something went wrong' },
    ],
    ['bad_gateway_html', '/v1/me', 502, undefined],
    ['html_success', '/v1/me', 200, undefined],
  ])('%s on %s', async (fault, path, status, body) => {
    const answer = await admin.get(path, { 'x-sandbox-fault': fault });
    expect([answer.status, answer.json]).toEqual([status, body]);
    expect(answer.headers['retry-after']).toBe(status === 429 ? '3' : undefined);
  });

  it('endless_pages name a further page for ever, and each is filled', async () => {
    const headers = { 'x-sandbox-fault': 'endless_pages' };
    let cursor = '';
    const seen: string[] = [];
    for (let page = 0; page < 6; page++) {
      const { json } = await admin.get(`/v1/departments?limit=3${cursor}`, headers);
      expect([json.hasMore, json.data.length > 0]).toEqual([true, true]);
      seen.push(...json.data.map(({ id }: { id: string }) => id));
      cursor = `&startingAfter=${encodeURIComponent(json.endingCursor)}`;
    }
    expect([new Set(seen).size, seen.length]).toEqual([8, 16]);
    const service = await company.service();
    const beyond = (await service.get('/v2/employees?offset=9000&limit=2', headers)).json;
    expect(beyond.data).toHaveLength(2);
    expect(beyond.total).toBeGreaterThan(9002);
  });

  it('repeating_cursor names the same cursor again and again', async () => {
    const headers = { 'x-sandbox-fault': 'repeating_cursor' };
    const first = (await admin.get('/v1/users?limit=4', headers)).json;
    const second = (
      await admin.get(`/v1/users?limit=4&startingAfter=${encodeURIComponent(first.endingCursor)}`, headers)
    ).json;
    expect([second.endingCursor, second.hasMore]).toEqual([first.endingCursor, true]);
    expect(second.data).not.toEqual(first.data);
  });
});

describe('rate limits', () => {
  afterAll(reset);

  it('let 240 requests a minute through to the Talent API, 200 to the HRIS API, for each key', async () => {
    await admin.get('/v1/me');
    const service = await company.service();
    await company.send('POST', '/__admin/limits', { body: { enabled: true } });
    const until = async (client: Client, path: string) => {
      for (let count = 0; ; count++) {
        const { status, headers, json } = await client.get(path);
        if (status === 429) return { count, retryAfter: headers['retry-after'], json };
      }
    };
    expect(await until(admin, '/v1/tags?limit=1')).toEqual({
      count: 240,
      retryAfter: '1',
      json: { error: 'Too Many Requests' },
    });
    expect(await until(service, '/v2/time-off/policies')).toMatchObject({ count: 200, json: { status: 429 } });
    expect((await company.as('Manager').get('/v1/me')).status).toBe(200);
    company.clock.advance(60_000);
    expect((await admin.get('/v1/me')).status).toBe(200);
  });

  it('let 3000 requests an hour through to the HRIS API', async () => {
    await reset();
    const service = await company.service();
    const limits = (await company.send('POST', '/__admin/limits', { body: { enabled: true } })).json.limits;
    expect(limits).toContainEqual({ name: 'HRIS API, per hour', limit: 3000, window_ms: 3_600_000, by: 'credentials' });
    let count = 0;
    for (; count < 3500; count++) {
      if ((await service.get('/v2/time-off/policies')).status === 429) break;
      // Slow enough for the limit of a minute.
      company.clock.advance(300);
    }
    // 900 seconds fill up a quarter of the hour's allowance again.
    expect(count).toBeGreaterThan(3000);
    expect(count).toBeLessThan(4000);
  });
});

describe('the journal', () => {
  it('names the demo credentials that were used and hides them', async () => {
    await reset();
    await admin.get('/v1/me');
    await company.as('Revoked key').get('/v1/me');
    await company.as('Mistyped key').get('/v1/me');
    await company.as('EMEA residency').get('/emea/v1/me');
    const { json, text } = await company.send('GET', '/__admin/requests');
    expect(json.map((entry: Record<string, unknown>) => [entry['credential_set'], entry['status']])).toEqual([
      ['Full access', 200],
      ['Revoked key', 401],
      [null, 401],
      ['EMEA residency', 200],
    ]);
    expect(text).not.toMatch(/latticeDemo/);
  });
});

describe('a reset', () => {
  it('restores the very same company', async () => {
    const paths = [
      '/v1/users',
      '/v1/goals?state=draft',
      '/v1/tags',
      '/v1/feedbacks',
      '/v1/updates',
      '/v1/reviewCycles',
    ];
    const read = () =>
      Promise.all(
        paths.map(async (path) => (await admin.get(`${path}${path.includes('?') ? '&' : '?'}limit=100`)).text),
      );
    const before = await read();
    const { id: owner } = (await admin.get('/v1/me')).json;
    const goal = {
      name: 'x',
      startDate: '2026-01-01',
      dueDate: '2026-01-02',
      ownerIds: [owner],
      tagNames: ['x'],
      isDraft: true,
    };
    const made = (await admin.send('POST', '/v1/goals', goal)).json;
    expect(await read()).not.toEqual(before);
    await reset();
    expect(await read()).toEqual(before);
    expect((await admin.send('POST', '/v1/goals', goal)).json).toEqual(made);
  });
});
