import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAccount, type TestAccount } from './testing/account.ts';

let account: TestAccount;

beforeEach(async () => {
  account = await openAccount();
});
afterEach(() => account.close());

describe('the audit trail', () => {
  it('notes who changed what, with growing numbers', async () => {
    const before = await account.owner.all('/audit-events');
    const { id } = (await account.owner.post('/spaces', { name: 'A' })).json;
    await account.owner.patch(`/spaces/${id}`, { name: 'B' });
    await account.owner.delete(`/spaces/${id}`);
    const { personId } = (await account.owner.get('/token-info')).json;
    const events = (await account.owner.all('/audit-events')).slice(before.length);
    expect(events).toMatchObject(
      [
        ['create', 'POST', '/api/spaces', ['name']],
        ['update', 'PATCH', `/api/spaces/${id}`, ['name']],
        ['delete', 'DELETE', `/api/spaces/${id}`, []],
      ].map(([action, method, path, fieldsChanged]) => ({
        action,
        request: { method, path, ip: '127.0.0.1' },
        actor: { personId },
        entity: { id, fieldsChanged },
        subject: { type: 'space', id },
      })),
    );
    const numbers = [...before, ...events].map(({ seq }) => Number(seq));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    for (const { seq } of events) expect(seq).toMatch(/^\d+$/);
  });

  it('stays silent about what was refused', async () => {
    const before = (await account.owner.get('/audit-events')).json.total;
    await account.owner.post('/spaces', {});
    await account.owner.delete('/spaces/none');
    expect((await account.owner.get('/audit-events')).json.total).toBe(before);
  });
});

describe('faults', () => {
  it.each([
    ['rate_limited; retry_after=3', 429, 'TooManyRequests'],
    ['server_error', 500, 'GeneralError'],
    ['bad_gateway_html', 502, undefined],
    ['html_success', 200, undefined],
  ])('%s', async (fault, status, name) => {
    const answer = await account.owner.get('/people', { 'x-sandbox-fault': fault });
    expect([answer.status, answer.json?.name]).toEqual([status, name]);
    if (name === undefined) expect(answer.headers['content-type']).toContain('text/html');
    else expect(answer.json).toMatchObject({ code: status, message: expect.any(String) });
    expect(answer.headers['retry-after']).toBe(status === 429 ? '3' : undefined);
  });

  it('strike before the token is looked at', async () => {
    const headers = { 'x-sandbox-fault': 'server_error' };
    expect((await account.send('GET', '/me', { headers })).status).toBe(500);
  });
});

describe('rate limits', () => {
  it('answer 429 with Retry-After and no other hint', async () => {
    await account.send('POST', '/__admin/limits', { body: { enabled: true, limit: 2, window_ms: 2000 } });
    const answers = [await account.owner.get('/me'), await account.owner.get('/me'), await account.owner.get('/me')];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.headers['retry-after']).toBe('1');
    for (const { headers } of answers) expect(Object.keys(headers).join()).not.toMatch(/rate/i);
  });
});

describe('the journal', () => {
  it('names the demo credentials that were used and hides tokens', async () => {
    await account.owner.get('/me');
    await account.as('Revoked token').get('/me');
    await account.as('Mistyped token').get('/me');
    const { json, text } = await account.send('GET', '/__admin/requests');
    expect(json.map((entry: Record<string, unknown>) => [entry['credential_set'], entry['status']])).toEqual([
      ['Full access', 200],
      ['Revoked token', 401],
      [null, 401],
    ]);
    expect(text).not.toMatch(/humaansDemo/);
  });
});

describe('a reset', () => {
  it('restores the very same account', async () => {
    const paths = ['/people', '/job-roles', '/time-away', '/spaces', '/audit-events', '/webhooks'];
    const read = async () =>
      Promise.all(paths.map(async (path) => (await account.owner.get(`${path}?$limit=250`)).text));
    const before = await read();
    const space = (await account.owner.post('/spaces', { name: 'Gone' })).json;
    await account.owner.post('/webhooks', { url: 'http://127.0.0.1:9/', events: ['space.created'] });
    const [person] = (await account.owner.get('/people?$skip=200&$limit=1')).json.data;
    await account.owner.delete(`/people/${person.id}`);
    expect(await read()).not.toEqual(before);
    await account.send('POST', '/__admin/reset');
    expect(await read()).toEqual(before);
    expect((await account.owner.post('/spaces', { name: 'Gone' })).json.id).toBe(space.id);
  });
});

describe('hostile bodies', () => {
  it('change nothing but the record', async () => {
    const body = '{"name":"X","__proto__":{"polluted":1}}';
    expect((await account.owner.post('/spaces', body)).json.issues).toEqual([
      { name: '__proto__', reason: 'is not a known field' },
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('that are nested without end are refused', async () => {
    const deep = `{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect((await account.owner.post('/spaces', deep)).status).toBe(400);
    const [field] = await account.owner.all('/custom-fields');
    const { personId } = (await account.owner.get('/token-info')).json;
    const value = `{"personId":"${personId}","customFieldId":"${field.id}","value":${'['.repeat(9000)}${']'.repeat(9000)}}`;
    expect((await account.owner.post('/custom-values', value)).status).toBe(400);
  });
});
