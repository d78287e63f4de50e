import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openAccount, SCOPES, type TestAccount } from './testing/account.ts';

let account: TestAccount;
let employee: Client;
let own: string;
let other: string;

beforeAll(async () => {
  account = await openAccount();
  employee = account.as('Employee with all scopes');
  own = (await employee.get('/token-info')).json.personId;
  other = (await account.owner.get(`/people?$limit=1&status=active&role=user&id[$nin][]=${own}`)).json.data[0].id;
});
afterAll(() => account.close());

const OWNED = [
  '/job-roles',
  '/compensations',
  '/bank-accounts',
  '/documents',
  '/equipment',
  '/time-away',
  '/timesheet-entries',
];

describe('a plain user’s token', () => {
  it('sees one person, in full', async () => {
    const { json } = await employee.get('/people');
    expect(json.total).toBe(1);
    expect(json.data[0]).toMatchObject({ id: own, role: 'user', taxId: expect.any(String) });
  });

  it.each(OWNED)('sees only own records of %s', async (path) => {
    const [seen, all] = [await employee.all(path), await account.owner.all(`${path}?personId=${own}`)];
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual(all);
    expect((await employee.get(`${path}?personId=${other}`)).json.total).toBe(0);
  });

  it('takes other people’s records for absent', async () => {
    expect((await employee.get(`/people/${other}`)).json).toMatchObject({ code: 404, name: 'NotFound' });
    const [account1] = await account.owner.all(`/bank-accounts?personId=${other}`);
    expect((await employee.get(`/bank-accounts/${account1.id}`)).status).toBe(404);
    expect((await employee.patch(`/bank-accounts/${account1.id}`, { bankName: 'X' })).status).toBe(404);
    expect((await employee.delete(`/bank-accounts/${account1.id}`)).status).toBe(404);
  });

  it('sees what belongs to the company', async () => {
    expect((await employee.get('/locations')).json).toEqual((await account.owner.get('/locations')).json);
  });

  it('cannot change what others are responsible for', async () => {
    for (const [path, body] of [
      ['/locations', { label: 'Oslo' }],
      ['/people', { firstName: 'A', lastName: 'B', email: 'x@y.example', employmentStartDate: '2026-01-01' }],
      ['/compensations', {}],
    ] as const)
      expect((await employee.post(path, body)).json).toMatchObject({
        code: 403,
        issues: [{ name: 'role', reason: 'not allowed for the role user', forbidden: true }],
      });
    expect((await employee.patch(`/people/${own}`, { role: 'owner' })).status).toBe(403);
  });

  it('keeps own bank accounts and contacts, and nobody else’s', async () => {
    const body = { bankName: 'Harbour Bank', nameOnAccount: 'Me', accountNumber: '1' };
    const { status, json } = await employee.post('/bank-accounts', { personId: own, ...body });
    expect(status).toBe(201);
    expect((await employee.patch(`/bank-accounts/${json.id}`, { personId: other })).status).toBe(403);
    expect((await employee.patch(`/bank-accounts/${json.id}`, { bankName: 'Oakleaf' })).json.bankName).toBe('Oakleaf');
    expect((await employee.delete(`/bank-accounts/${json.id}`)).status).toBe(200);
    expect((await employee.post('/bank-accounts', { personId: other, ...body })).json).toMatchObject({
      code: 403,
      issues: [{ name: 'personId', forbidden: true }],
    });
  });
});

describe('a manager’s token', () => {
  it('reaches the manager and the people who report there', async () => {
    const managers = await account.owner.all('/people?role=manager');
    const roles = await account.owner.all('/job-roles?$asOf=2026-03-04');
    const manager = managers.find(({ id }) => roles.some(({ reportingTo }) => reportingTo === id));
    const reports = roles.filter(({ reportingTo }) => reportingTo === manager.id).map(({ personId }) => personId);
    const client = await account.withScopes(SCOPES, manager.id);
    const seen = (await client.all('/people')).map(({ id }) => id);
    expect(new Set(seen)).toEqual(new Set([manager.id, ...reports]));
    expect(seen.length).toBeGreaterThan(1);
  });
});

describe('an owner’s token', () => {
  it('cannot delete its own person', async () => {
    const { personId } = (await account.owner.get('/token-info')).json;
    expect((await account.owner.delete(`/people/${personId}`)).status).toBe(403);
  });
});
