import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nutshell } from './index.ts';
import { basic, type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

const SETS = nutshell.credentialSets.map(({ name }) => name);

/** One operation of each kind, by what it takes. */
const OPERATIONS: Readonly<Record<string, (as: Client) => Promise<{ readonly status: number }>>> = {
  'read companies': (as) => as.get('/accounts'),
  'read users': (as) => as.get('/users'),
  'read audiences': (as) => as.get('/audiences'),
  'create a person': (as) => as.post('/contacts', { contacts: [{ name: 'Ada Byron' }] }),
  'change an own person': async (as) => {
    const { json } = await as.post('/contacts', { contacts: [{ name: 'Ada Byron' }] });
    const id: string = json?.contacts?.[0]?.id ?? '3-contacts';
    return as.patch(`/contacts/${id}`, [{ op: 'replace', path: '/contacts/0/jobTitle', value: 'Countess' }]);
  },
  'delete an own person': async (as) => {
    const { json } = await as.post('/contacts', { contacts: [{ name: 'Ada Byron' }] });
    return as.delete(`/contacts/${json?.contacts?.[0]?.id ?? '3-contacts'}`);
  },
  'assign to somebody else': (as) =>
    as.post('/contacts', { contacts: [{ name: 'Ada Byron', links: { owner: '7-users' } }] }),
  'create a custom field': (as) => as.post('/leads/customfield', { name: `Field ${Math.random()}`, type: 'Text' }),
  'create an audience': (as) => as.post('/audiences', { emAudiences: [{ name: `Audience ${Math.random()}` }] }),
  'export a pipeline': (as) => as.get('/stagesets/1-stagesets/export'),
};

const ALL = Object.keys(OPERATIONS);

/** What each credential set may do; the rest answers with `refused`. */
const MATRIX: Readonly<Record<string, { readonly allowed: readonly string[]; readonly refused: number }>> = {
  'Full access': { allowed: ALL, refused: 0 },
  'Read and edit only': {
    allowed: ['read companies', 'read users', 'create a person', 'change an own person'],
    refused: 403,
  },
  'Own records only': {
    allowed: ['read companies', 'read users', 'create a person', 'change an own person'],
    refused: 403,
  },
  'Marketing only': { allowed: ['read users', 'read audiences', 'create an audience'], refused: 403 },
  'Key without impersonation': { allowed: ALL, refused: 0 },
  'API access missing': { allowed: [], refused: 403 },
  'Revoked key': { allowed: [], refused: 401 },
  'Disabled user': { allowed: [], refused: 401 },
  'Wrong username': { allowed: [], refused: 401 },
  'Mistyped key': { allowed: [], refused: 401 },
};

describe('credentials', () => {
  it('come as sets with the config fields of the connector, full access first', () => {
    expect(SETS).toEqual(Object.keys(MATRIX));
    for (const { fields } of nutshell.credentialSets) expect(Object.keys(fields)).toEqual(['username', 'apiKey']);
  });

  it.each(SETS.flatMap((set) => ALL.map((operation) => [set, operation] as const)))(
    '“%s” may or may not %s',
    async (set, operation) => {
      const { allowed, refused } = MATRIX[set]!;
      const { status } = await OPERATIONS[operation]!(client.as(set));
      if (allowed.includes(operation)) expect(status).toBeLessThan(300);
      else expect(status).toBe(refused);
    },
  );

  it('that are refused get a web page and no JSON', async () => {
    const unauthorized = await client.as('Mistyped key').get('/accounts');
    expect(unauthorized.headers['content-type']).toBe('text/html; charset=UTF-8');
    expect(unauthorized.headers['www-authenticate']).toBe('Basic realm="Nutshell"');
    expect(unauthorized.text).toContain('<title>An Error Occurred: Unauthorized</title>');
    const forbidden = await client.as('API access missing').get('/accounts');
    expect(forbidden.headers['content-type']).toBe('text/html; charset=UTF-8');
    expect(forbidden.text).toContain('<title>An Error Occurred: Forbidden</title>');
  });

  it('lacking a right are told so in the envelope', async () => {
    const { status, json } = await client.as('Read and edit only').delete('/accounts/3-accounts');
    expect(status).toBe(403);
    expect(json).toMatchObject({ accounts: [], errors: [{ type: 'errors', status: '403' }] });
    expect(json.errors[0].detail).toContain('canDeleteEntities');
    expect((await client.get('/accounts/3-accounts')).json.accounts[0].deletedTime).toBeNull();
  });

  it.each([
    ['no header', undefined],
    ['another scheme', 'Bearer a1fu11acce55'],
    ['nothing behind the scheme', 'Basic '],
    ['text that is not Base64', 'Basic !!!'],
    ['no colon', `Basic ${Buffer.from('nobody').toString('base64')}`],
    ['an empty password', basic('marguerite.osei@lakeshorelogistics.example', '')],
    ['the key as the name', basic(nutshell.credentialSets[0]!.fields['apiKey']!, '')],
  ])('with %s answer 401', async (_what, header) => {
    const headers = header === undefined ? {} : { authorization: header };
    expect((await client.served.send('GET', '/accounts', { headers })).status).toBe(401);
  });

  it('take the address in any case, and passwords with colons', async () => {
    const { username = '', apiKey = '' } = nutshell.credentialSets[0]!.fields;
    const send = (name: string, key: string) =>
      client.served.send('GET', '/users', { headers: { authorization: basic(name, key) } });
    expect((await send(username.toUpperCase(), apiKey)).status).toBe(200);
    expect((await send(username, `${apiKey}:more`)).status).toBe(401);
  });

  it('are noted in the journal by the name of their set, never by their value', async () => {
    await client.as('Revoked key').get('/territories');
    const { json, text } = await client.served.send('GET', '/__admin/requests?path=/territories');
    expect(json.at(-1)).toMatchObject({ credential_set: 'Revoked key', status: 401 });
    for (const { fields } of nutshell.credentialSets) expect(text).not.toContain(fields['apiKey']);
  });
});

describe('a key', () => {
  it('that impersonates acts as the user it is used with', async () => {
    const { json } = await client.as('Read and edit only').post('/accounts', { accounts: [{ name: 'Acting' }] });
    expect(json.accounts[0].links).toMatchObject({ creator: '2-users', owner: '2-users' });
    const [event] = (await client.get('/events', { limit: 1 })).json.events;
    expect(event).toMatchObject({ actorType: 'users', links: { actor: '2-users', payloads: [json.accounts[0].id] } });
  });

  it('that does not is named itself in the timeline', async () => {
    const { json } = await client.as('Key without impersonation').post('/accounts', { accounts: [{ name: 'Named' }] });
    expect(json.accounts[0].links).toMatchObject({ creator: '3-origins', owner: '1-users' });
    const { events, actors } = (await client.get('/events', { limit: 1 })).json;
    expect(events[0]).toMatchObject({ actorType: 'origins', links: { actor: '3-origins' } });
    expect(actors[0]).toMatchObject({ id: '3-origins', name: 'Reporting job', originType: 'apiKey' });
  });
});

describe('a user with a restricted view', () => {
  it('sees records of its own only, in lists, by id and in counts', async () => {
    const restricted = client.as('Own records only');
    for (const type of ['accounts', 'contacts', 'leads']) {
      const own = await restricted.all(`/${type}`);
      const everything = await client.all(`/${type}`);
      expect(own.length).toBeGreaterThan(0);
      expect(own.length).toBeLessThan(everything.length / 5);
      for (const { links } of own) expect([links.owner, ...(links.watchers ?? [])]).toContain('3-users');
      const foreign = everything.find(({ id }) => !own.some((row) => row.id === id));
      expect((await restricted.get(`/${type}/${foreign.id}`)).status).toBe(404);
      expect((await restricted.get(`/${type}`, { 'page[limit]': 1 })).json.meta.total).toBe(own.length);
    }
  });

  it('neither sees what belongs to foreign records nor finds their ids among links', async () => {
    const restricted = client.as('Own records only');
    const visible = new Set(
      (await Promise.all(['/accounts', '/contacts', '/leads'].map((path) => restricted.all(path))))
        .flat()
        .map(({ id }) => id),
    );
    for (const { links } of await restricted.all('/notes')) expect(visible).toContain(links.parent);
    for (const { links } of await restricted.all('/quotes')) expect(visible).toContain(links.lead);
    const leads = await restricted.all('/leads');
    for (const id of leads.flatMap(({ links }) => [...links.accounts, ...links.contacts]))
      expect(visible).toContain(id);
    const foreign = (await client.all('/leads')).find(({ id }) => !visible.has(id));
    const denied = await restricted.patch(`/leads/${foreign.id}`, [
      { op: 'replace', path: '/leads/0/description', value: 'Mine' },
    ]);
    expect(denied.status).toBe(404);
  });
});
