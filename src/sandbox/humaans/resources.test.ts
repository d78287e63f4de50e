import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation, Resource } from './resource.ts';
import { RESOURCES } from './resources/index.ts';
import { openAccount, type TestAccount } from './testing/account.ts';
import { CATALOGUE } from './testing/catalogue.ts';
import { sampleFor } from './testing/samples.ts';

let account: TestAccount;

beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

const can = ({ path }: Resource, operation: Operation) => CATALOGUE[path]?.includes(operation) ?? false;
const listPath = ({ path, requiredFilter }: Resource) =>
  requiredFilter === undefined ? path : `${path}?${requiredFilter}=GB-ENG`;
const withParams = (path: string, text: string) => `${path}${path.includes('?') ? '&' : '?'}${text}`;

/** An id of the resource, also where it has no list. */
const someId = async (resource: Resource): Promise<string> => {
  if (can(resource, 'L')) return (await account.owner.get(listPath(resource))).json.data[0].id;
  const { createHumaansState } = await import('./seed/index.ts');
  const { createRandom } = await import('../kit/index.ts');
  const state = createHumaansState({ random: createRandom('humaans'), today: '2026-03-04' });
  return state.database.table(resource.table).all()[0]!.id;
};

const having = (operation: Operation) => RESOURCES.filter((resource) => can(resource, operation));
const lacking = (operation: Operation) => RESOURCES.filter((resource) => !can(resource, operation));
const named = (resources: readonly Resource[]) => resources.map((resource) => [resource.path, resource] as const);

describe('every resource', () => {
  it('offers the published operations and no other', () => {
    expect(Object.fromEntries(RESOURCES.map(({ path, operations }) => [path, operations.join('')]))).toEqual(CATALOGUE);
  });

  it('has records of the fields it declares, with ids of 24 letters and digits or calendar codes', async () => {
    const always = ['id', 'createdAt', 'updatedAt'];
    for (const resource of having('L')) {
      const rows = await account.owner.all(listPath(resource));
      if (resource.table !== 'webhooks' && resource.table !== 'webhookEvents')
        expect([resource.path, rows.length > 0]).toEqual([resource.path, true]);
      for (const row of rows) {
        expect(String(row.id)).toMatch(/^([0-9A-Za-z]{24}|[A-Z]{2}(-[A-Z]{2,3})?)$/);
        const unknown = Object.keys(row).filter((name) => !always.includes(name) && !(name in resource.fields));
        const missing = Object.keys(resource.fields).filter((name) => !(name in row));
        expect([resource.path, unknown, missing]).toEqual([resource.path, [], []]);
      }
    }
  });
});

describe('a list', () => {
  it.each(named(having('L')))('of %s comes in the envelope and is complete when paged', async (_path, resource) => {
    const path = listPath(resource);
    const { status, json } = await account.owner.get(withParams(path, '$limit=7'));
    expect(status).toBe(200);
    expect(Object.keys(json)).toEqual(['total', 'limit', 'skip', 'data']);
    expect([json.limit, json.skip, json.data.length]).toEqual([7, 0, Math.min(7, json.total)]);
    const ids = (await account.owner.all(path, 250)).map(({ id }) => id);
    expect([new Set(ids).size, ids.length]).toEqual([json.total, json.total]);
  });

  it.each(named(lacking('L')))('of %s is not offered', async (path) => {
    expect((await account.owner.get(path)).status).toBe(405);
  });
});

describe('one record', () => {
  // A fresh account has no webhooks and no deliveries.
  const seeded = having('G').filter(({ table }) => !table.startsWith('webhook'));

  it.each(named(seeded))('of %s is read by its id', async (path, resource) => {
    const id = await someId(resource);
    expect(await account.owner.get(`${path}/${id}`)).toMatchObject({ status: 200, json: { id } });
  });

  it.each(named(having('G')))('of %s is not found by an unknown id', async (path) => {
    expect(await account.owner.get(`${path}/${'0'.repeat(24)}`)).toMatchObject({
      status: 404,
      json: { code: 404, name: 'NotFound', message: 'Not found' },
    });
  });

  it.each(named(lacking('G')))('of %s cannot be read', async (path) => {
    expect((await account.owner.get(`${path}/${'0'.repeat(24)}`)).status).toBe(405);
  });
});

describe('creating', () => {
  it.each(named(having('C')))('in %s answers 201 with the record, which can then be read', async (path, resource) => {
    const { body } = await sampleFor(path, account.owner);
    const { status, json } = await account.owner.post(path, body);
    expect([status, json.message]).toEqual([201, undefined]);
    for (const [name, value] of Object.entries(body)) if (name !== 'startTime') expect(json[name]).toEqual(value);
    if (resource.timestamps !== 'none') expect(json.createdAt).toBe('2026-03-04T10:00:00.000Z');
    const { secret: _secret, ...readable } = json;
    expect((await account.owner.get(`${path}/${json.id}`)).json).toEqual(readable);
    expect((await account.owner.all(listPath(resource))).map(({ id }) => id)).toContain(json.id);
    if (can(resource, 'D')) await account.owner.delete(`${path}/${json.id}`);
  });

  it.each(named(having('C')))('in %s needs a body of known fields', async (path) => {
    expect((await account.owner.post(path, { nonsense: 1 })).json).toMatchObject({
      code: 400,
      name: 'BadRequest',
      issues: expect.arrayContaining([{ name: 'nonsense', reason: 'is not a known field' }]),
    });
    expect((await account.owner.post(path)).status).toBe(400);
    expect((await account.owner.post(path, '{')).json.message).toBe('Malformed JSON in the request body');
  });

  it.each(named(lacking('C')))('in %s is not allowed', async (path) => {
    expect(await account.owner.post(path, {})).toMatchObject({
      status: 405,
      json: { code: 405, name: 'MethodNotAllowed', message: 'Method POST is not supported by this endpoint' },
    });
  });
});

describe('changing', () => {
  it.each(named(having('U')))('%s answers 200 with the record and leaves the rest alone', async (path, resource) => {
    const { body, change } = await sampleFor(path, account.owner);
    const id = can(resource, 'C') ? (await account.owner.post(path, body)).json.id : await someId(resource);
    const before = (await account.owner.get(`${path}/${id}`)).json;
    account.clock.advance(1000);
    const { status, json } = await account.owner.patch(`${path}/${id}`, change);
    expect([status, json.message]).toEqual([200, undefined]);
    for (const [name, value] of Object.entries(change)) if (name !== 'endTime') expect(json[name]).toEqual(value);
    expect(json.createdAt).toBe(before.createdAt);
    expect(json.updatedAt > before.updatedAt).toBe(true);
    expect((await account.owner.get(`${path}/${id}`)).json).toEqual(json);
    if (can(resource, 'D')) await account.owner.delete(`${path}/${id}`);
  });

  it.each(named(having('U')))('%s needs a record that exists', async (path) => {
    expect((await account.owner.patch(`${path}/${'0'.repeat(24)}`, {})).status).toBe(404);
  });

  it.each(named(lacking('U')))('%s is not allowed', async (path) => {
    expect((await account.owner.patch(`${path}/x`, {})).status).toBe(405);
  });

  it('with PUT is offered nowhere', async () => {
    const headers = { authorization: 'Bearer humaansDemoFullAccess00000000000' };
    for (const { path } of RESOURCES) expect((await account.send('PUT', `${path}/x`, { headers })).status).toBe(405);
  });
});

describe('deleting', () => {
  it.each(named(having('D')))('%s answers 200 with the id once, then 404', async (path) => {
    const { body } = await sampleFor(path, account.owner);
    const { id } = (await account.owner.post(path, body)).json;
    expect(await account.owner.delete(`${path}/${id}`)).toMatchObject({ status: 200, json: { id, deleted: true } });
    expect((await account.owner.delete(`${path}/${id}`)).status).toBe(404);
    expect((await account.owner.get(`${path}/${id}`)).status).toBe(404);
  });

  it.each(named(lacking('D')))('%s is not allowed', async (path) => {
    expect((await account.owner.delete(`${path}/x`)).status).toBe(405);
  });
});

describe('an unknown path', () => {
  it.each(['/teams', '/people/x/documents', '/', '/People', '/v1/people'])('%s is not found', async (path) => {
    expect((await account.owner.get(path)).json).toMatchObject({ code: 404, name: 'NotFound' });
  });
});
