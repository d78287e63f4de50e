import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lattice } from './index.ts';
import { DEMO_KEYS } from './keys.ts';
import { CATALOGUE } from './testing/catalogue.ts';
import { type Client, fieldsOf, openCompany, type TestCompany } from './testing/company.ts';
import { type Ids, readIds } from './testing/ids.ts';

let company: TestCompany;
let ids: Ids;
let service: Client;
let partner: Client;

beforeAll(async () => {
  company = await openCompany();
  ids = await readIds(company.admin);
  service = await company.service();
  partner = await company.service('latticeDemoReadOnlyAccount');
  const requests = (await service.get('/v2/time-off/requests')).json.data;
  ids = { ...ids, employee: ids['user']!, request: requests[0].id };
});
afterAll(() => company.close());

const V1_401 = { error: 'Unauthorized' };
const V2_401 = { status: 401, title: 'Unauthorized', detail: 'Missing or invalid bearer token' };
const V1_403 = { error: 'Forbidden' };
const V2_403 = { status: 403, title: 'Forbidden', detail: 'Caller lacks required permissions' };

const isHris = (request: string): boolean => request.includes(' /v2/');

/** A catalogued request with an id that exists. */
function pathOf(request: string): string {
  const path = request.split(' ')[1]!;
  const kind = path.split('/')[2]!;
  const names: Readonly<Record<string, string>> = { goals: 'goal', employees: 'employee', 'time-off': 'request' };
  return path.replace(':id', ids[names[kind] ?? kind] ?? 'none');
}

const send = (client: Client, request: string) =>
  client.send(request.split(' ')[0]!, pathOf(request), request.startsWith('GET') ? undefined : {});

const guarded = CATALOGUE.filter(([, door]) => door !== 'anybody');
const reads = guarded.filter(([request]) => request.startsWith('GET'));

describe.each(guarded)('%s', (request, door) => {
  const expected = isHris(request) ? V2_401 : V1_401;

  it('is refused without credentials, and with those that nobody gave out or somebody took back', async () => {
    const answers = [
      await company.send(request.split(' ')[0]!, pathOf(request)),
      await send(company.as('Revoked key'), request),
      await send(company.as('Mistyped key'), request),
      await send(company.as('EMEA residency'), request),
      await send(company.with('__proto__'), request),
    ];
    for (const { status, json } of answers) expect([status, json]).toEqual([401, expected]);
  });

  it(`is ${door === 'key' ? 'open to keys and closed to tokens' : 'open to tokens and closed to keys'}`, async () => {
    const [open, closed] = door === 'key' ? [company.admin, service] : [service, company.admin];
    expect([401, 403]).not.toContain((await send(open, request)).status);
    const answer = await send(closed, request);
    if (door === 'key' && !isHris(request)) expect([answer.status, answer.json]).toEqual([401, V1_401]);
    else expect([answer.status, answer.json]).toEqual([403, V2_403]);
  });
});

describe.each(reads.filter(([, door]) => door === 'key'))('%s', (request) => {
  it('answers the EMEA host and the old prefix like its own', async () => {
    const path = pathOf(request);
    const own = (await company.admin.get(path)).json;
    const emea = (await company.as('EMEA residency').get(`/emea${path}`)).text.replaceAll(
      '/lattice/emea/v1',
      '/lattice/v1',
    );
    expect(JSON.parse(emea)).toEqual(own);
    expect((await company.admin.get(`/developer${path}`)).json).toEqual(own);
    expect((await company.admin.get(`/emea${path}`)).status).toBe(401);
  });

  it('answers people who are no admins as their role allows', async () => {
    for (const name of ['Manager', 'Employee']) {
      const answer = await send(company.as(name), request);
      if (/\/(reviewCycle|reviewee)/.test(request)) expect([answer.status, answer.json]).toEqual([403, V1_403]);
      else if (/\/(tasks|customAttributes)$|\/(task|customAttributeValue)\//.test(request))
        expect([name, answer.status]).toEqual([name, 403]);
      else expect([200, 404]).toContain(answer.status);
    }
  });
});

describe('a role', () => {
  const seen = async (name: string, path: string) => company.as(name).all(path);

  it('sees private goals only of itself and its reports', async () => {
    const all = await seen('Full access', '/v1/goals');
    const isPrivate = ({ isPrivate: is }: { isPrivate: boolean }) => is;
    expect(all.filter(isPrivate).length).toBeGreaterThan(20);
    for (const name of ['Manager', 'Employee']) {
      const client = company.as(name);
      const { id } = (await client.get('/v1/me')).json;
      const reports = (await client.all(`/v1/user/${id}/directReports`)).map((user) => user.id);
      const own = new Set([id, ...reports]);
      const reach = (goal: { owners: { data: { id: string }[] } }) =>
        goal.owners.data.some((owner) => own.has(owner.id));
      const goals = await client.all('/v1/goals');
      const ofAll = all.filter((goal) => !goal.isPrivate || reach(goal));
      expect(goals.map((goal) => goal.id)).toEqual(ofAll.map((goal) => goal.id));
      const hidden = all.find((goal) => goal.isPrivate && !reach(goal));
      expect((await client.get(`/v1/goal/${hidden.id}`)).status).toBe(404);
      expect((await client.get(`/v1/goals/${hidden.id}/updates`)).status).toBe(404);
      const updates = await client.all('/v1/goals/updates');
      expect(updates.some(({ goal }) => goal.id === hidden.id)).toBe(false);
    }
    const ofManager = (await seen('Manager', '/v1/goals')).filter(isPrivate);
    expect(ofManager.length).toBeGreaterThan((await seen('Employee', '/v1/goals')).filter(isPrivate).length);
  });

  it('hears private feedback only by, to or about its people', async () => {
    const all = await seen('Full access', '/v1/feedbacks');
    const manager = company.as('Manager');
    const { id } = (await manager.get('/v1/me')).json;
    const people = new Set([id, ...(await manager.all(`/v1/user/${id}/directReports`)).map((user) => user.id)]);
    const former = await manager.all('/v1/users?status=DEACTIVATED');
    for (const user of former) if (user.manager?.id === id) people.add(user.id);
    const expected = all.filter(
      ({ isPublic, author, targets }) =>
        isPublic || author.id === id || targets.data.some((target: { id: string }) => people.has(target.id)),
    );
    const heard = await manager.all('/v1/feedbacks');
    expect(heard.map((one) => one.id)).toEqual(expected.map((one) => one.id));
    expect(heard.length).toBeLessThan(all.length);
    const hidden = all.find((one) => !heard.some((other) => other.id === one.id));
    expect((await manager.get(`/v1/feedback/${hidden.id}`)).status).toBe(404);
  });

  it('reads private updates only of its people, and their tasks and attributes', async () => {
    const all = await seen('Full access', '/v1/updates');
    const employee = company.as('Employee');
    const { id, manager } = (await employee.get('/v1/me')).json;
    const read = await employee.all('/v1/updates');
    expect(read.map((one) => one.id)).toEqual(
      all.filter((one) => one.isPublic || one.author.id === id).map((one) => one.id),
    );
    const hidden = all.find((one) => !one.isPublic && one.author.id !== id);
    expect((await employee.get(`/v1/update/${hidden.id}`)).status).toBe(404);
    expect((await employee.get(`/v1/user/${id}/tasks`)).status).toBe(200);
    expect((await company.as('Manager').get(`/v1/user/${id}/tasks`)).status).toBe(200);
    expect((await employee.get(`/v1/user/${manager.id}/customAttributes`)).status).toBe(403);
  });

  it('of a key can be looked up', async () => {
    const me = async (name: string) => (await company.as(name).get('/v1/me')).json;
    expect((await me('Full access')).isAdmin).toBe(true);
    expect([(await me('Manager')).isAdmin, (await me('Employee')).isAdmin]).toEqual([false, false]);
    expect((await me('Employee')).manager.id).toBe((await me('Manager')).id);
  });
});

describe('a token', () => {
  it('shows the groups of fields it may read, others are missing', async () => {
    const groups = async (client: Client) => Object.keys((await client.get(`/v2/employees/${ids['user']}`)).json.data);
    expect(await groups(service)).toEqual(
      'id personal contact_information employment_details role_details pay_types demographic sensitive_data custom_categories'.split(
        ' ',
      ),
    );
    expect(await groups(partner)).toEqual('id personal contact_information employment_details role_details'.split(' '));
    expect(await partner.send('PATCH', `/v2/employees/${ids['user']}`, {})).toMatchObject({
      status: 403,
      json: V2_403,
    });
    expect(await partner.send('POST', '/v2/employees', {})).toMatchObject({ status: 403, json: V2_403 });
  });

  it('belongs to the US host', async () => {
    expect(await service.get('/emea/v2/employees')).toMatchObject({ status: 401, json: V2_401 });
  });

  it('ends after an hour', async () => {
    const client = await company.service();
    company.clock.advance(3_599_000);
    expect((await client.get('/v2/employees')).status).toBe(200);
    company.clock.advance(1000);
    expect(await client.get('/v2/employees')).toMatchObject({ status: 401, json: V2_401 });
  });
});

describe('credentials', () => {
  it('need the scheme word', async () => {
    const { apiKey } = fieldsOf('Full access');
    const statuses = await Promise.all(
      [`Bearer ${apiKey}`, `bearer  ${apiKey}`, apiKey!, `Token ${apiKey}`, 'Bearer'].map(async (authorization) => {
        const { status } = await company.send('GET', '/v1/me', { headers: { authorization } });
        return status;
      }),
    );
    expect(statuses).toEqual([200, 200, 401, 401, 401]);
  });

  it('are offered with full access first', () => {
    expect(lattice.credentialSets[0]).toMatchObject({ name: 'Full access', fields: { apiKey: expect.any(String) } });
    const keys = lattice.credentialSets.flatMap(({ fields }) => fields['apiKey'] ?? []);
    expect(keys).toEqual(DEMO_KEYS.map(({ key }) => key));
    expect(fieldsOf('EMEA residency')).toEqual({ apiKey: expect.any(String), region: 'emea' });
    expect(fieldsOf('HRIS service account')).toEqual({
      clientId: expect.any(String),
      clientSecret: expect.any(String),
    });
  });

  it('can be revoked in the provider’s settings, at once', async () => {
    const client = company.as('Employee');
    const edit = (body: unknown) => company.send('POST', '/__admin/keys', { body });
    expect((await client.get('/v1/me')).status).toBe(200);
    expect((await edit({ credential_set: 'Employee', revoked: true })).json).toEqual({
      credential_set: 'Employee',
      revoked: true,
    });
    expect(await client.get('/v1/me')).toMatchObject({ status: 401, json: V1_401 });
    await edit({ credential_set: 'Employee', revoked: false });
    expect((await client.get('/v1/me')).status).toBe(200);
    expect((await edit({ credential_set: 'Mistyped key', revoked: true })).status).toBe(400);
    expect((await edit({ credential_set: 'Employee' })).json).toEqual({ sandbox_error: 'revoked is required.' });
  });
});
