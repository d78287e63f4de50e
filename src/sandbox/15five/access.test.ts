import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fifteenFive } from './index.ts';
import { DEMO_KEYS } from './keys.ts';
import { BODIES, fileForm, type Ids, readIds } from './testing/bodies.ts';
import { CATALOGUE } from './testing/catalogue.ts';
import { keyOf, openCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
let ids: Ids;
let cycle: number;

beforeAll(async () => {
  company = await openCompany();
  ids = await readIds(company.admin);
  cycle = (await company.admin.get('/review-cycle/')).json.results[0].id;
});
afterAll(() => company.close());

const requests = CATALOGUE.map(([request]) => request);

/** Sends a catalogued request with an id that exists and a body that is taken. */
async function send(request: string, authorization: string | undefined) {
  const [method = '', path = ''] = request.split(' ');
  const own: Readonly<Record<string, number>> = {
    user: ids.user,
    'key-result': ids.keyResult,
    'review-cycle': cycle,
  };
  const list = path.split('/')[1]!;
  const id = path.includes(':id')
    ? (own[list] ?? (await company.admin.get(`/${list}/?page_size=1`)).json.results[0].id)
    : '';
  const headers = authorization === undefined ? {} : { authorization };
  if (path === '/bulk-user-import/') {
    const { type, body } = fileForm('email,first_name\nnew@tidewater.example,Nell\n');
    return company.send(method, path, { headers: { ...headers, 'content-type': type }, body });
  }
  const body = BODIES[request]?.(ids);
  return company.send(method, path.replace(':id', String(id)), { headers, body });
}

const SUCCESS: Readonly<Record<string, number>> = { GET: 200, POST: 201, PUT: 200, PATCH: 200, DELETE: 204 };
const success = (request: string): number =>
  request.endsWith('/update-value/') ? 200 : SUCCESS[request.split(' ')[0]!]!;

const INVALID = { detail: 'Invalid token.' };
const FORBIDDEN = { detail: 'You do not have permission to perform this action.' };

/** What remains for someone who administers nothing. */
const FOR_MEMBERS =
  /^GET \/(user|group|group-type|department|objective|question|review-cycle|feature-status)\/|^GET \/objective\/|\/high-five\//;

describe.each(requests)('%s', (request) => {
  const isHighFive = request.includes('/high-five/');
  const isReviewCycle = request.includes('/review-cycle/');

  it('is refused without credentials, and with credentials nobody gave out', async () => {
    const bare = await send(request, undefined);
    expect([bare.status, bare.json]).toEqual([401, { detail: 'Authentication credentials were not provided.' }]);
    expect(bare.headers['www-authenticate']).toBe('Bearer');
    for (const name of ['Expired key', 'Disabled key', 'SCIM key', 'Mistyped key']) {
      const answer = await send(request, keyOf(name));
      expect([name, answer.status, answer.json]).toEqual([name, 401, INVALID]);
    }
  });

  it('works with full access', async () => {
    expect((await send(request, keyOf('Full access'))).status).toBe(success(request));
  });

  it(`${isHighFive ? 'works' : 'is refused'} with a key for High Fives only`, async () => {
    const answer = await send(request, keyOf('High Fives only'));
    if (isHighFive) expect(answer.status).toBe(success(request));
    else expect([answer.status, answer.json]).toEqual([403, FORBIDDEN]);
  });

  it.each(['Not a review admin', 'No longer an admin'])(
    'answers a key that is “%s” as its role allows',
    async (name) => {
      const answer = await send(request, keyOf(name));
      if (isReviewCycle && request !== 'GET /review-cycle/:id/')
        expect([answer.status, answer.json.count, answer.json.next]).toEqual([200, 0, null]);
      else if (isReviewCycle) expect([answer.status, answer.json]).toEqual([404, { detail: 'Not found.' }]);
      else if (name === 'Not a review admin' || FOR_MEMBERS.test(request)) expect(answer.status).toBe(success(request));
      else expect([answer.status, answer.json]).toEqual([403, FORBIDDEN]);
    },
  );
});

describe('a key', () => {
  beforeEach(async () => {
    await company.send('POST', '/__admin/reset');
  });

  const user = (authorization: string) =>
    company.send('GET', '/user/?page_size=1', { headers: { authorization } }).then(({ status }) => status);

  it('is the whole header; a scheme word is tolerated, another scheme is not', async () => {
    const key = keyOf('Full access');
    expect(await Promise.all([key, `Bearer ${key}`, `bearer ${key}`, ` ${key} `].map(user))).toEqual([
      200, 200, 200, 200,
    ]);
    expect(
      await Promise.all([`Token ${key}`, `Basic ${btoa(`${key}:`)}`, key.toUpperCase(), '__proto__'].map(user)),
    ).toEqual([401, 401, 401, 401]);
  });

  it('has 32 characters, a SCIM key 30', () => {
    for (const { name, token } of DEMO_KEYS) {
      expect(token).toMatch(/^[0-9a-f]+$/);
      expect([name, token.length]).toEqual([name, name === 'SCIM key' ? 30 : 32]);
    }
    expect(new Set(DEMO_KEYS.map(({ token }) => token)).size).toBe(DEMO_KEYS.length);
  });

  it('is offered as a credential set of the one field, full access first', () => {
    expect(fifteenFive.credentialSets.map(({ name }) => name)).toEqual(DEMO_KEYS.map(({ name }) => name));
    expect(fifteenFive.credentialSets[0]).toMatchObject({ name: 'Full access' });
    for (const { fields } of fifteenFive.credentialSets) expect(Object.keys(fields)).toEqual(['apiKey']);
  });

  it('ends one year after it was made', async () => {
    const days = (count: number) => ({ body: { advance_ms: count * 86_400_000 } });
    // The demonstration begins with the first request.
    expect(await user(keyOf('Full access'))).toBe(200);
    await company.send('POST', '/__admin/clock', days(304));
    expect(await user(keyOf('Full access'))).toBe(200);
    await company.send('POST', '/__admin/clock', days(1));
    expect(await user(keyOf('Full access'))).toBe(401);
  });

  it('is refused once its maker is deactivated', async () => {
    const { results } = (await company.admin.get('/user/?is_company_admin=true')).json;
    const statuses = [];
    for (const { id } of results)
      statuses.push((await company.admin.send('PUT', `/user/${id}/`, { is_active: false })).status);
    expect(statuses).toContain(401);
    const answer = await company.admin.get('/user/');
    expect([answer.status, answer.json]).toEqual([401, { detail: 'User inactive or deleted.' }]);
  });

  it('can be edited in the provider’s settings', async () => {
    const edit = (body: unknown) => company.send('POST', '/__admin/keys', { body });
    expect((await edit({ credential_set: 'Full access', high_fives_only: true })).json).toEqual({
      credential_set: 'Full access',
      enabled: true,
      high_fives_only: true,
    });
    expect((await company.admin.get('/user/')).status).toBe(403);
    await edit({ credential_set: 'Full access', enabled: false });
    expect((await company.admin.get('/high-five/')).status).toBe(401);
    await edit({ credential_set: 'Full access', enabled: true, high_fives_only: false });
    expect((await company.admin.get('/user/')).status).toBe(200);
    expect((await edit({ credential_set: 'Mistyped key', enabled: true })).status).toBe(400);
    expect((await edit({ credential_set: 'Full access', roles: [] })).json).toEqual({
      sandbox_error: 'roles is not a known field.',
    });
  });
});
