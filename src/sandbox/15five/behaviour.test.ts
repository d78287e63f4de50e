import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from './testing/catalogue.ts';
import { openCompany, pathIn, type TestCompany } from './testing/company.ts';

let company: TestCompany;

beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const reset = () => company.send('POST', '/__admin/reset');

describe('a path', () => {
  it.each(CATALOGUE.map(([request]) => request.split(' ')))(
    'without its slash at the end is moved for good: %s %s',
    async (method, path) => {
      const bare = path!.replace(':id', '77').slice(0, -1);
      const answer = await company.send(method!, `${bare}?page=2`, { body: method === 'GET' ? undefined : {} });
      expect(answer.status).toBe(301);
      expect(pathIn(answer.headers['location']!)).toBe(`${bare}/?page=2`);
    },
  );

  it.each(['/', '/nothing/', '/user/1/more/', '/review/', '/vacations', '/user//'])(
    'that leads nowhere answers a page of the web server: %s',
    async (path) => {
      const answer = await company.admin.get(path);
      expect([answer.status, answer.headers['content-type']]).toEqual([404, 'text/html; charset=UTF-8']);
      expect(answer.text).toContain('<h1>Not Found</h1>');
    },
  );

  it.each([
    ['DELETE', '/user/1/', 'GET, PUT, HEAD, OPTIONS'],
    ['POST', '/report/', 'GET, HEAD, OPTIONS'],
    ['PATCH', '/objective/1/', 'GET, HEAD, OPTIONS'],
    ['GET', '/vacation/410000/', 'PUT, PATCH, DELETE, HEAD, OPTIONS'],
    ['GET', '/bulk-user-import/', 'POST, HEAD, OPTIONS'],
  ])('without such a method is refused, after the key was checked: %s %s', async (method, path, allow) => {
    const answer = await company.admin.send(method, path);
    expect([answer.status, answer.json]).toEqual([405, { detail: `Method "${method}" not allowed.` }]);
    expect(answer.headers['allow']).toBe(allow);
    expect((await company.send(method, path)).status).toBe(401);
  });
});

describe('a page of a list', () => {
  it('names its neighbours on the host the client used, filters kept, the first page without its number', async () => {
    const headers = { host: 'tidewater.test:81' };
    const { json } = await company.admin.get('/user/?page_size=50&page=2&is_active=true&x=%26', headers);
    const base = 'http://tidewater.test:81/sandbox/15five/user/';
    expect(json.next).toBe(`${base}?is_active=true&page=3&page_size=50&x=%26`);
    expect(json.previous).toBe(`${base}?is_active=true&page_size=50&x=%26`);
    expect((await company.admin.get('/user/?page=2', headers)).json.previous).toBe(base);
  });

  it.each([
    ['page_size=7', 7],
    ['page_size=100', 100],
    ['page_size=500', 100],
    ['page_size=0', 100],
    ['page_size=-5', 100],
    ['page_size=ten', 100],
    ['page_size=', 100],
    ['', 100],
  ])('has the size that was asked for, at most 100: %s', async (query, size) => {
    expect((await company.admin.get(`/user/?${query}`)).json.results).toHaveLength(size);
  });

  it.each(['page=4', 'page=0', 'page=-1', 'page=two', 'page=1.5', 'page=99999999999999999999'])(
    'that does not exist is not found: %s',
    async (query) => {
      const answer = await company.admin.get(`/user/?${query}`);
      expect([answer.status, answer.json]).toEqual([404, { detail: 'Invalid page.' }]);
    },
  );

  it('can be the last one, and an empty list has one', async () => {
    const last = (await company.admin.get('/user/?page=last&page_size=90')).json;
    expect([last.results.length, last.next]).toEqual([30, null]);
    expect((await company.admin.get('/user/?email=nobody')).json).toEqual({
      count: 0,
      next: null,
      previous: null,
      results: [],
    });
  });
});

describe('a parameter', () => {
  it.each([
    ['/user/?is_active=yes', { is_active: ['Select a valid choice. yes is not one of the available choices.'] }],
    ['/objective/?scope=foo', { scope: ['Select a valid choice. foo is not one of the available choices.'] }],
    ['/objective/?user_id=abc', { user_id: ['Enter a number.'] }],
    ['/user/?created_after=yesterday', { created_after: ['Enter a valid date/time.'] }],
    ['/report/?due_date_start=2026-02-30', { due_date_start: ['Enter a valid date.'] }],
    ['/user/?order_by=-title', { order_by: ['Select a valid choice. -title is not one of the available choices.'] }],
    [
      '/user/?order_by=__proto__',
      { order_by: ['Select a valid choice. __proto__ is not one of the available choices.'] },
    ],
    ['/vacation/?user=1,x', { user: ['Enter a number.'] }],
    [
      '/objective/?color=blue&state=lost',
      {
        color: ['Select a valid choice. blue is not one of the available choices.'],
        state: ['Select a valid choice. lost is not one of the available choices.'],
      },
    ],
  ])('that cannot be read is refused: %s', async (path, problems) => {
    const answer = await company.admin.get(path);
    expect([answer.status, answer.json]).toEqual([400, problems]);
  });

  it('that is unknown or empty is ignored', async () => {
    const all = (await company.admin.get('/user/')).text;
    const query = 'expand=1&email=&order_by=&is_active=&__proto__[x]=1';
    expect((await company.admin.get(`/user/?${query}`)).json.results).toEqual(JSON.parse(all).results);
  });

  it('with a date covers the whole day, with a time that second, in any offset', async () => {
    const users = await company.admin.all('/user/');
    const { id, create_ts } = users[42];
    const [day, at] = [create_ts.slice(0, 10), encodeURIComponent(create_ts)];
    const finds = async (query: string) => (await company.admin.all(`/user/?${query}`)).some((user) => user.id === id);
    expect(await finds(`created_after=${day}&created_before=${day}`)).toBe(true);
    expect(await finds(`created_after=${at}&created_before=${at}`)).toBe(true);
    expect(await finds(`created_after=${day}%2023:59:59`)).toBe(false);
    expect(await finds(`created_before=${day}%2000:00`)).toBe(false);
    expect(await finds(`created_after=${day}T23:59:59%2B14:00`)).toBe(true);
  });

  it('orders by several fields', async () => {
    const rows = await company.admin.all('/objective/?order_by=-end_ts,sort_order');
    const keys = rows.map(({ end_ts, sort_order }) => [end_ts, sort_order] as const);
    expect(keys).toEqual([...keys].sort(([a, x], [b, y]) => (a < b ? 1 : a > b ? -1 : x - y)));
    const initial = await company.admin.all('/objective/');
    expect(initial).toEqual(await company.admin.all('/objective/?order_by=end_ts,sort_order,id'));
  });
});

describe('faults', () => {
  it.each([
    ['rate_limited; retry_after=3', 429, { detail: 'Request was throttled. Expected available in 3 seconds.' }],
    ['rate_limited_bare', 429, { detail: 'Request was throttled. Expected available in 1 second.' }],
    ['server_error', 500, undefined],
    ['bad_gateway_html', 502, undefined],
    ['html_success', 200, undefined],
  ])('%s', async (fault, status, body) => {
    const answer = await company.admin.get('/user/', { 'x-sandbox-fault': fault });
    expect([answer.status, answer.json]).toEqual([status, body]);
    if (body === undefined) expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.headers['retry-after']).toBe(fault.includes('retry') ? '3' : undefined);
  });

  it('endless_pages name a next page for ever, and each is filled', async () => {
    const headers = { 'x-sandbox-fault': 'endless_pages' };
    let path = '/department/?page_size=4';
    for (let page = 1; page < 8; page++) {
      const { json } = await company.admin.get(path, headers);
      expect(json.results.length).toBeGreaterThan(0);
      path = pathIn(json.next);
      expect(path).toBe(`/department/?page=${page + 1}&page_size=4`);
    }
  });

  it('repeating_cursor names the same next page again and again', async () => {
    const headers = { 'x-sandbox-fault': 'repeating_cursor' };
    const first = (await company.admin.get('/user/?page_size=9', headers)).json;
    const second = await company.admin.get(pathIn(first.next), headers);
    expect(second.json.next).toBe(first.next);
  });
});

describe('rate limits', () => {
  afterAll(reset);

  it('let five requests a second through for each address', async () => {
    await company.send('POST', '/__admin/limits', { body: { enabled: true } });
    const statuses = [];
    for (let number = 0; number < 6; number++) statuses.push(await company.admin.get('/department/'));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(statuses[5]).toMatchObject({
      headers: { 'retry-after': '1' },
      json: { detail: 'Request was throttled. Expected available in 1 second.' },
    });
    for (const { headers } of statuses) expect(Object.keys(headers).join()).not.toMatch(/ratelimit/i);
    // Another key from the same address shares the limit.
    expect((await company.as('High Fives only').get('/high-five/')).status).toBe(429);
    company.clock.advance(1000);
    expect((await company.admin.get('/department/')).status).toBe(200);
  });
});

describe('the journal', () => {
  it('names the demo key that was used and hides it', async () => {
    await company.send('DELETE', '/__admin/requests');
    await company.admin.get('/department/');
    await company.as('Expired key').get('/department/');
    await company.as('SCIM key').get('/department/');
    const { json, text } = await company.send('GET', '/__admin/requests');
    expect(json.map((entry: Record<string, unknown>) => [entry['credential_set'], entry['status']])).toEqual([
      ['Full access', 200],
      ['Expired key', 401],
      [null, 401],
    ]);
    expect(text).not.toMatch(/15f1ede|5c13/);
  });
});

describe('a reset', () => {
  it('restores the very same company', async () => {
    const paths = [
      '/user/?page=3',
      '/vacation/',
      '/attribute/',
      '/high-five/?order_by=-id',
      '/security-audit/?order_by=-id',
    ];
    const read = () => Promise.all(paths.map(async (path) => (await company.admin.get(path)).text));
    const before = await read();
    const { id } = (await company.admin.send('POST', '/attribute/', { name: 'Gone', datatype: 'text' })).json;
    const [user] = (await company.admin.get('/user/?page=3')).json.results;
    await company.admin.send('PUT', `/user/${user.id}/`, { is_active: false });
    await company.send('POST', '/__admin/features', { body: { pulse: false } });
    expect(await read()).not.toEqual(before);
    await company.send('POST', '/__admin/reset');
    expect(await read()).toEqual(before);
    expect((await company.admin.get('/feature-status/')).json).toEqual({ pulse: true, demographic_attributes: false });
    expect((await company.admin.send('POST', '/attribute/', { name: 'Gone', datatype: 'text' })).json.id).toBe(id);
  });
});

describe('features', () => {
  afterAll(reset);

  it('can be switched off by the company: pulses are then refused', async () => {
    expect((await company.admin.get('/pulse/')).status).toBe(200);
    const { json } = await company.send('POST', '/__admin/features', { body: { pulse: false } });
    expect(json).toEqual({ pulse: false, demographic_attributes: false });
    expect((await company.admin.get('/feature-status/')).json).toEqual(json);
    for (const path of ['/pulse/', '/pulse/7310001/'])
      expect(await company.admin.get(path)).toMatchObject({
        status: 403,
        json: { detail: 'You do not have permission to perform this action.' },
      });
    expect((await company.send('POST', '/__admin/features', { body: { pulse: 'no' } })).status).toBe(400);
  });
});
