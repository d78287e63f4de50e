import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openAccount, type TestAccount } from './testing/account.ts';
import { CATALOGUE } from './testing/catalogue.ts';

const SCOPES = [
  'public:read',
  'private:read',
  'private:write',
  'compensations:read',
  'compensations:write',
  'documents:read',
  'documents:write',
  'webhooks:manage',
];

const PUBLIC = [
  '/people',
  '/companies',
  '/job-roles',
  '/locations',
  '/spaces',
  '/time-away',
  '/time-away-types',
  '/public-holidays',
  '/public-holiday-calendars',
  '/public-holiday-calendar-days',
  '/working-patterns',
];
const PAY = ['/compensations', '/compensation-types'];
const DOCUMENTS = [
  '/documents',
  '/document-types',
  '/document-folders',
  '/identity-documents',
  '/identity-document-types',
];
const WEBHOOKS = ['/webhooks', '/webhook-events'];

/** The scopes that open a path for reading and for writing. */
function rules(path: string): { read: string[]; write: string } {
  if (PUBLIC.includes(path)) return { read: ['public:read', 'private:read'], write: 'private:write' };
  if (PAY.includes(path)) return { read: ['compensations:read'], write: 'compensations:write' };
  if (DOCUMENTS.includes(path)) return { read: ['documents:read'], write: 'documents:write' };
  if (WEBHOOKS.includes(path)) return { read: ['webhooks:manage'], write: 'webhooks:manage' };
  return { read: ['private:read'], write: 'private:write' };
}

let account: TestAccount;
const clients = new Map<string, Client>();

beforeAll(async () => {
  account = await openAccount();
  for (const scope of SCOPES) clients.set(scope, await account.withScopes([scope]));
});
afterAll(() => account.close());

const MISSING = '0'.repeat(24);

/** Every operation of a path, and whether the answer means that the token was let in. */
const OPERATIONS: Readonly<Record<string, (client: Client, path: string) => Promise<number>>> = {
  L: async (client, path) =>
    (await client.get(path === '/public-holidays' ? `${path}?publicHolidayCalendarId=IE` : path)).status,
  G: async (client, path) => (await client.get(`${path}/${MISSING}`)).status,
  C: async (client, path) => (await client.post(path, { nonsense: 1 })).status,
  U: async (client, path) => (await client.patch(`${path}/${MISSING}`, {})).status,
  D: async (client, path) => (await client.delete(`${path}/${MISSING}`)).status,
};

describe('a token with one scope', () => {
  it.each(Object.entries(CATALOGUE))(
    'reaches of %s what the scope opens, and gets 403 for the rest',
    async (path, operations) => {
      const { read, write } = rules(path);
      for (const operation of operations)
        for (const [scope, client] of clients) {
          const open = 'LG'.includes(operation) ? read.includes(scope) : scope === write;
          const status = await OPERATIONS[operation]!(client, path);
          expect([operation, scope, status === 403]).toEqual([operation, scope, !open]);
        }
    },
  );

  it('is told which scope is missing', async () => {
    expect((await clients.get('public:read')!.get('/compensations')).json).toEqual({
      id: expect.stringMatching(/^\w{12}$/),
      code: 403,
      name: 'Forbidden',
      message: 'Insufficient permissions',
      issues: [{ name: 'compensations:read', reason: 'missing scope', forbidden: true }],
    });
  });

  it('always learns who and what it is', async () => {
    for (const [scope, client] of clients) {
      expect((await client.get('/me')).status).toBe(200);
      const { json } = await client.get('/token-info');
      expect(Object.keys(json)).toEqual(['id', 'personId', 'label', 'scopes']);
      expect(json.scopes).toEqual([scope]);
    }
  });

  it('uploads files with a scope that changes profiles or documents', async () => {
    for (const [scope, client] of clients) {
      const { status } = await client.post('/files', '');
      expect([scope, status]).toEqual([scope, scope.endsWith(':write') && !scope.startsWith('comp') ? 400 : 403]);
    }
  });
});

describe('a token that is not let in', () => {
  const UNAUTHENTICATED = {
    status: 401,
    json: { code: 401, name: 'NotAuthenticated', message: 'Invalid access token' },
  };

  it.each(['Revoked token', 'Expired token', 'Mistyped token'])('%s answers 401 everywhere', async (name) => {
    for (const path of ['/me', '/token-info', '/people', '/people/x', '/compensations'])
      expect(await account.as(name).get(path)).toMatchObject(UNAUTHENTICATED);
    expect(await account.as(name).post('/people', {})).toMatchObject(UNAUTHENTICATED);
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'humaansDemoFullAccess00000000000',
    'Basic aHVtYWFuc0RlbW9GdWxsQWNjZXNzOg==',
    'Bearer humaansDemoFullAccess00000000000 x',
    'Token humaansDemoFullAccess00000000000',
  ])('with the header %j', async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(await account.send('GET', '/me', { headers })).toMatchObject(UNAUTHENTICATED);
  });

  it('still learns that a path does not exist', async () => {
    expect((await account.send('GET', '/teams')).status).toBe(404);
  });
});

describe('demo credentials', () => {
  it('are 32 letters and digits, full access first', async () => {
    const { credentialSets } = (await import('./index.ts')).humaans;
    expect(credentialSets[0]?.name).toBe('Full access');
    for (const { fields } of credentialSets) expect(fields['apiKey']).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(new Set(credentialSets.map(({ fields }) => fields['apiKey'])).size).toBe(credentialSets.length);
  });

  it.each([
    ['Full access', { people: 200, changes: 400, pay: 200, documents: 200, webhooks: 200 }],
    ['Read only', { people: 200, changes: 403, pay: 403, documents: 403, webhooks: 403 }],
    ['Public profile only', { people: 200, changes: 403, pay: 403, documents: 403, webhooks: 403 }],
    ['Compensations only', { people: 403, changes: 403, pay: 200, documents: 403, webhooks: 403 }],
    ['Documents only', { people: 403, changes: 403, pay: 403, documents: 200, webhooks: 403 }],
    ['Employee with all scopes', { people: 200, changes: 403, pay: 200, documents: 200, webhooks: 200 }],
  ])('%s shows what its description says', async (name, expected) => {
    const client = account.as(name);
    expect({
      people: (await client.get('/people')).status,
      changes: (await client.post('/people', {})).status,
      pay: (await client.get('/compensations')).status,
      documents: (await client.get('/documents')).status,
      webhooks: (await client.get('/webhooks')).status,
    }).toEqual(expected);
  });
});

describe('tokens', () => {
  it('are shown once, then only described', async () => {
    const body = { label: 'Hub', scopes: ['public:read'] };
    const { json } = await account.send('POST', '/__admin/tokens', { body });
    expect(json.token).toMatch(/^[A-Za-z0-9]{32}$/);
    const headers = { authorization: `Bearer ${json.token}` };
    const info = await account.send('GET', '/token-info', { headers });
    expect(info.json).toEqual({ id: json.id, personId: json.personId, label: 'Hub', scopes: ['public:read'] });
    const listed = await account.send('GET', '/__admin/tokens');
    expect(listed.text).toContain(json.id);
    expect(listed.text).not.toContain(json.token);
  });

  it('stop working when they are revoked', async () => {
    const { json } = await account.send('POST', '/__admin/tokens', { body: { label: 'Hub', scopes: ['public:read'] } });
    const headers = { authorization: `Bearer ${json.token}` };
    expect((await account.send('GET', '/me', { headers })).status).toBe(200);
    expect((await account.send('DELETE', `/__admin/tokens/${json.id}`)).status).toBe(204);
    expect((await account.send('GET', '/me', { headers })).status).toBe(401);
    expect((await account.send('DELETE', '/__admin/tokens/none')).status).toBe(404);
  });

  it('cannot hold scopes that do not exist', async () => {
    const body = { label: 'Hub', scopes: ['everything'] };
    expect((await account.send('POST', '/__admin/tokens', { body })).status).toBe(400);
  });

  it('end with the person who made them', async () => {
    const person = { firstName: 'A', lastName: 'B', email: 'a.b@northgate.example', employmentStartDate: '2025-01-06' };
    const { json } = await account.owner.post('/people', person);
    const client = await account.withScopes(['public:read'], json.id);
    expect((await client.get('/me')).json.id).toBe(json.id);
    await account.owner.delete(`/people/${json.id}`);
    expect((await client.get('/me')).status).toBe(401);
  });
});
