import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorization, type Client, serveNutshell } from '../testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

const PATH = '/api/v1/json';

/** The whole answer of a method. */
const answer = async (method: string, params?: unknown, as = client) =>
  (await as.post(PATH, { method, params, id: 'apeye' })).json;

/** The result of a method that must succeed. */
// biome-ignore lint/suspicious/noExplicitAny: results of every shape
async function call(method: string, params?: unknown, as = client): Promise<any> {
  const { result, error, id, jsonrpc } = await answer(method, params, as);
  expect([method, error, id, jsonrpc]).toEqual([method, null, 'apeye', '2.0']);
  return result;
}

describe('finding the API', () => {
  it('needs no credentials, and leads back here', async () => {
    const { json } = await client.served.send('POST', '/v1/json', {
      body: { method: 'getApiForUsername', params: { username: 'marguerite.osei@lakeshorelogistics.example' }, id: 1 },
    });
    expect(json).toMatchObject({ error: null, id: 1, result: { api: expect.stringMatching(/\/sandbox\/nutshell$/) } });
    const { api, login, iphone } = json.result;
    expect([login, iphone]).toEqual([api, api]);
    expect(`http://${api}${PATH}`).toMatch(/\/sandbox\/nutshell\/api\/v1\/json$/);
  });

  it('knows one method', async () => {
    const send = async (body: unknown) => (await client.served.send('POST', '/v1/json', { body })).json;
    expect((await send({ method: 'getLead', id: 1 })).error).toEqual({
      code: -32601,
      message: 'Method not found',
      data: null,
    });
    expect((await send({ method: 'getApiForUsername', params: {}, id: 1 })).error.code).toBe(-32602);
  });
});

describe('the description of the methods', () => {
  it('needs no credentials, and lists every method that can be called', async () => {
    const { status, json } = await client.served.send('GET', PATH);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      SMDVersion: '2.0',
      envelope: 'JSON-RPC-2.0',
      target: expect.stringMatching(/\/api\/v1\/json$/),
    });
    const names = Object.keys(json.services);
    for (const name of [
      'getLead',
      'findLeads',
      'newLead',
      'editLead',
      'deleteLead',
      'searchLeads',
      'findLead_Outcomes',
      'describeCustomFields',
    ])
      expect(names).toContain(name);
    for (const name of names) {
      const { error } = await answer(name, {});
      expect([name, error?.code ?? 0]).not.toEqual([name, -32601]);
      expect([name, error?.code ?? 0]).not.toEqual([name, -32603]);
    }
  });
});

describe('a call', () => {
  it('needs credentials like every other one', async () => {
    expect((await client.served.send('POST', PATH, { body: { method: 'getUser', id: 1 } })).status).toBe(401);
    expect((await client.as('API access missing').post(PATH, { method: 'getUser', id: 1 })).status).toBe(403);
    expect((await call('getUser', undefined, client.as('Read and edit only'))).name).toBe('Devon Achterberg');
  });

  it('takes parameters by name or in their order', async () => {
    expect(await call('add', { num1: 2, num2: 3 })).toBe(5);
    expect(await call('add', [2, 3])).toBe(5);
    expect((await call('getLead', [1003])).id).toBe(1003);
  });

  it('answers with status 200 and an error when it fails', async () => {
    const failures: [string, unknown, number][] = [
      ['getPlanet', {}, -32601],
      ['__proto__', {}, -32601],
      ['getLead', { leadId: 999_999 }, 404],
      ['getLead', { leadId: 'x' }, 404],
      ['getLead', 'x', -32602],
      ['newLead', { lead: 7 }, -32602],
      ['findLeads', { query: 'open' }, -32602],
      ['findLeads', { query: { mood: 1 } }, -32602],
      ['findLeads', { orderBy: 'mood' }, -32602],
      ['findLeads', { limit: 5000 }, -32602],
      ['newContact', { contact: {} }, 400],
      ['newLead', { lead: { primaryAccount: { id: 999_999 } } }, 400],
    ];
    for (const [method, params, code] of failures) {
      const { status, json } = await client.post(PATH, { method, params, id: 7 });
      expect([method, status, json.result, json.id, json.error?.code]).toEqual([method, 200, null, 7, code]);
    }
    expect((await client.request('POST', PATH, '{')).json.error.code).toBe(-32700);
    expect((await client.post(PATH, { id: 1 })).json.error.code).toBe(-32600);
  });

  it('respects the rights of the user', async () => {
    const { error } = await answer('deleteContact', { contactId: 3, rev: '0' }, client.as('Read and edit only'));
    expect(error).toMatchObject({ code: 403, message: expect.stringContaining('canDeleteEntities') });
    expect((await answer('findLeads', {}, client.as('Marketing only'))).error.code).toBe(403);
    const own = await call('findLeads', { limit: 100 }, client.as('Own records only'));
    expect(own.length).toBe((await client.as('Own records only').all('/leads')).length);
  });
});

describe('reading', () => {
  it('shows a person with stubs of what belongs to it', async () => {
    const rest = (await client.all('/contacts')).find(
      ({ links, phones }) => links.accounts.length > 0 && phones.length > 0,
    );
    const contact = await call('getContact', { contactId: Number.parseInt(rest.id, 10) });
    expect(contact).toMatchObject({
      entityType: 'Contacts',
      rev: '0',
      modifiedTime: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+0000$/),
      name: { givenName: rest.firstName, familyName: rest.lastName, displayName: rest.name },
      accounts: [{ stub: true, entityType: 'Accounts', name: expect.any(String) }],
      email: { '--primary': rest.emails[0].value },
      phone: { '--primary': { E164: rest.phones[0].value.E164 } },
    });
  });

  it('names leads by number, and their status by number too', async () => {
    const [won] = await call('findLeads', { query: { status: 10 }, limit: 1, stubResponses: false });
    expect(won).toMatchObject({
      entityType: 'Leads',
      status: 10,
      value: { currency: expect.any(String) },
      outcome: { name: 'Won' },
    });
    const [lead] = await call('findLeads', { query: { number: 1234 } });
    expect(lead).toMatchObject({ stub: true, name: 'Lead–1234' });
    const rest = await client.one(`/leads/${lead.id}-leads`);
    expect(rest.number).toBe('1234');
  });

  it('pages from 1, in order, without loss or repeat', async () => {
    const ids: number[] = [];
    for (let page = 1; ; page++) {
      const found = await call('findContacts', { orderBy: 'id', orderDirection: 'DESC', limit: 100, page });
      if (found.length === 0) break;
      ids.push(...found.map(({ id }: { id: number }) => id));
    }
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(ids.length).toBe((await client.get('/contacts')).json.meta.total);
    expect((await call('findAccounts')).length).toBe(50);
  });

  it.each([
    [{ query: { accountTypeId: 2 } }, 'findAccounts', '/accounts', { 'filter[accountType]': 2 }],
    [{ query: { accountId: 3 } }, 'findContacts', '/contacts', { 'filter[accounts]': '3-accounts' }],
    [
      { query: { milestoneId: 103, status: 0 } },
      'findLeads',
      '/leads',
      { 'filter[stage]': '103-stages', 'filter[status]': 'open' },
    ],
    [
      { query: { assignee: { entityType: 'Users', id: 2 }, isOverdue: true } },
      'findLeads',
      '/leads',
      { 'filter[owner]': '2-users', 'filter[isOverdue]': 'true' },
    ],
    [{ query: { status: 2 } }, 'findActivities', '/activities', { 'filter[status][]': 'cancelled' }],
  ])('finds by %j what the other API finds', async (params, method, path, filter) => {
    const found = await call(method, { ...params, limit: 100, orderBy: 'id' });
    const rest = (await client.all(path, filter as Record<string, string>))
      .map(({ id }) => Number.parseInt(id, 10))
      .sort((a, b) => a - b);
    expect(rest.length).toBeGreaterThan(0);
    expect(found.map(({ id }: { id: number }) => id)).toEqual(rest.slice(0, 100));
  });

  it('searches by words and by mail address', async () => {
    const [account] = await client.all('/accounts');
    expect((await call('searchAccounts', { string: account.name }))[0].name).toBe(account.name);
    expect((await call('searchUniversal', { string: account.name })).accounts[0].name).toBe(account.name);
    expect((await call('searchByEmail', { emailAddressString: account.emails[0].value })).accounts).toHaveLength(1);
    expect(
      (await call('searchUsersAndTeams', { string: 'sales' })).map(
        ({ entityType }: { entityType: string }) => entityType,
      ),
    ).toContain('Teams');
  });

  it('names tags by what they are for, custom fields by entity, outcomes by their number', async () => {
    expect((await call('findTags')).Leads).toContain('Urgent');
    expect((await call('describeCustomFields')).Leads.map(({ title }: { title: string }) => title)).toContain(
      'Legacy system',
    );
    expect((await call('findLead_Outcomes')).find(({ name }: { name: string }) => name === 'Duplicate').status).toBe(
      12,
    );
  });

  it('answers 304 to a caller who has the entity tag, until something changes', async () => {
    const send = (headers: Record<string, string> = {}) =>
      client.request('POST', PATH, { method: 'getAccount', params: { accountId: 3 }, id: 1 }, headers);
    const { headers } = await send();
    const etag = headers['etag']!;
    expect(await send({ 'if-none-match': etag })).toMatchObject({ status: 304, text: '' });
    await client.patch('/accounts/3-accounts', [{ op: 'replace', path: '/accounts/0/description', value: 'Fresh' }]);
    expect((await send({ 'if-none-match': etag })).status).toBe(200);
  });
});

describe('writing', () => {
  it('makes a person, a company with that person, and a lead of both', async () => {
    const contact = await call('newContact', {
      contact: {
        name: { givenName: 'Joan', familyName: 'Smith' },
        jobTitle: 'Buyer',
        phone: ['734-555-0190', '734-555-0111'],
        email: { '0': 'jsmith@example.com', work: 'joan@work.example' },
        tags: ['VIP', 'Brand new'],
      },
    });
    expect(contact).toMatchObject({
      name: { displayName: 'Joan Smith' },
      jobTitle: 'Buyer',
      email: { '0': 'jsmith@example.com', work: 'joan@work.example', '--primary': 'jsmith@example.com' },
      tags: ['VIP', 'Brand new'],
    });
    const account = await call('newAccount', {
      account: {
        name: 'Arbor Medical LLC',
        industryId: 1,
        url: ['https://example.com'],
        contacts: [{ id: contact.id, relationship: 'Purchasing Manager' }],
        address: { office: { address_1: '220 Depot St', city: 'Ann Arbor', state: 'MI', postalCode: '48104' } },
      },
    });
    expect(account).toMatchObject({
      industry: { id: 1 },
      contacts: [{ id: contact.id }],
      address: { office: { city: 'Ann Arbor' } },
    });
    const lead = await call('newLead', {
      lead: {
        primaryAccount: { id: account.id },
        confidence: 70,
        market: { id: 1 },
        contacts: [{ relationship: 'First Contact', id: contact.id }],
        products: [{ relationship: '', quantity: 15, price: { currency_shortname: 'USD', amount: 1000 }, id: 4 }],
        sources: [{ id: 2 }],
        assignee: { entityType: 'Teams', id: 1 },
      },
    });
    expect(lead).toMatchObject({
      confidence: 70,
      primaryAccount: { id: account.id },
      contacts: [{ id: contact.id }],
      products: [{ id: 4, quantity: 15 }],
      sources: [{ id: 2 }],
      assignee: { entityType: 'Teams', id: 1 },
      value: { amount: 15_000 },
    });
    expect((await client.one(`/leads/${lead.id}-leads`)).links).toMatchObject({
      owner: '1-teams',
      accounts: [`${account.id}-accounts`],
    });
  });

  it('changes a record only for who has its latest rev', async () => {
    const before = await call('getLead', { leadId: 1007 });
    const edited = await call('editLead', {
      leadId: 1007,
      rev: before.rev,
      lead: { confidence: 75, contacts: [{ id: 3, entityType: 'Contacts' }] },
    });
    expect(edited).toMatchObject({ confidence: 75, contacts: [{ id: 3 }] });
    expect(Number(edited.rev)).toBe(Number(before.rev) + 1);
    const stale = await answer('editLead', { leadId: 1007, rev: before.rev, lead: { confidence: 10 } });
    expect(stale.error).toEqual({ code: 409, message: 'rev key is out-of-date', data: null });
    expect((await answer('editLead', { leadId: 1007, lead: { confidence: 10 } })).error.code).toBe(-32602);
    expect((await call('getLead', { leadId: 1007 })).confidence).toBe(75);
  });

  it('sees changes of the other API in the rev', async () => {
    const before = await call('getAccount', { accountId: 7 });
    await client.patch('/accounts/7-accounts', [
      { op: 'replace', path: '/accounts/0/name', value: 'Changed elsewhere' },
    ]);
    expect(
      (await answer('editAccount', { accountId: 7, rev: before.rev, account: { name: 'Lost update' } })).error.code,
    ).toBe(409);
    expect((await answer('getAccount', { accountId: 7, rev: before.rev })).result.name).toBe('Changed elsewhere');
    const { rev } = await call('getAccount', { accountId: 7 });
    expect((await answer('getAccount', { accountId: 7, rev })).error.code).toBe(304);
  });

  it.each([
    ['Contact', 'contactId', 11, { jobTitle: 'Chief' }, { jobTitle: 'Chief' }],
    ['Account', 'accountId', 11, { description: 'Edited' }, { description: 'Edited' }],
    ['Task', 'taskId', 3, { title: 'Edited' }, { title: 'Edited' }],
    ['Activity', 'activityId', 3, { name: 'Edited', status: 2 }, { name: 'Edited', status: 2 }],
    ['Product', 'productId', 2, { name: 'Edited', sku: 'ED-1' }, { name: 'Edited', sku: 'ED-1' }],
    ['Team', 'teamId', 2, { name: 'Edited' }, { name: 'Edited' }],
    ['User', 'userId', 9, { name: 'Edited Person' }, { name: 'Edited Person' }],
  ])('edits and deletes %s', async (entity, idName, id, given, shown) => {
    const { rev } = await call(`get${entity}`, { [idName]: id });
    const data = entity.toLowerCase();
    const edited = await call(`edit${entity}`, { [idName]: id, rev, [data]: given });
    expect(edited).toMatchObject(shown);
    expect((await answer(`delete${entity}`, { [idName]: id, rev })).error.code).toBe(409);
    expect(await call(`delete${entity}`, { [idName]: id, rev: edited.rev })).toBe(true);
    expect((await answer(`edit${entity}`, { [idName]: id, rev: edited.rev, [data]: given })).error.code).toBe(404);
  });

  it('makes activities, tasks, notes and tags', async () => {
    const activity = await call('newActivity', {
      activity: {
        name: 'Call',
        activityTypeId: 1,
        startTime: '2026-03-10T10:00:00+0000',
        endTime: '2026-03-10T10:30:00+0000',
        participants: [
          { entityType: 'Users', id: 2 },
          { entityType: 'Contacts', id: 3 },
        ],
        lead: { id: 1003 },
        status: 1,
        logNote: { note: 'Fine' },
      },
    });
    expect(activity).toMatchObject({
      status: 1,
      leads: [{ id: 1003 }],
      participants: [{ entityType: 'Users' }, { entityType: 'Contacts' }],
    });
    expect(activity.startTime).toBe('2026-03-10T10:00:00+0000');
    const task = await call('newTask', {
      task: {
        title: 'Call back',
        dueTime: '2026-03-10T10:00:00Z',
        assignee: { id: 2 },
        entity: { entityType: 'Leads', id: 1003 },
      },
    });
    expect(task).toMatchObject({ title: 'Call back', assignee: { id: 2 }, entity: { entityType: 'Leads', id: 1003 } });
    const note = await call('newNote', [{ entityType: 'Accounts', id: 3 }, 'Ask @[Users:2]']);
    expect(note).toMatchObject({
      note: 'Ask Devon Achterberg',
      noteMarkup: 'Ask @[Users:2]',
      entity: { entityType: 'Accounts', id: 3 },
    });
    expect(await call('newTag', { tag: { name: 'From RPC', entityType: 'Leads' } })).toMatchObject({
      entityType: 'Tags',
      name: 'From RPC',
    });
  });

  it('lets authors edit their notes for a day', async () => {
    const { id, rev } = await call('newNote', { entity: { entityType: 'Leads', id: 1003 }, note: 'First' });
    expect(
      (await answer('editNote', { noteId: id, rev, note: { note: 'Theirs' } }, client.as('Read and edit only'))).error
        .code,
    ).toBe(403);
    const edited = await call('editNote', { noteId: id, rev, note: { note: 'Second' } });
    expect(edited.note).toBe('Second');
    client.served.clock.advance(90_000_000);
    expect((await answer('editNote', { noteId: id, rev: edited.rev, note: { note: 'Third' } })).error.code).toBe(403);
  });

  it('hides its credentials in the journal', async () => {
    await call('getUser');
    const { text } = await client.served.send('GET', `/__admin/requests?path=${PATH}`);
    expect(text).not.toContain(authorization('Full access').slice(6));
  });
});
