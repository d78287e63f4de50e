import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
let [account, contact, lead] = ['', '', ''];
beforeAll(async () => {
  client = await serveNutshell();
});
beforeEach(async () => {
  account = (await client.post('/accounts', { accounts: [{ name: 'Patched Co', emails: ['a@patched.example'] }] })).json
    .accounts[0].id;
  contact = (await client.post('/contacts', { contacts: [{ name: 'Ada Byron', links: { accounts: [account] } }] })).json
    .contacts[0].id;
  const made = await client.post('/leads', {
    leads: [{ description: 'Patched', links: { accounts: [account], contacts: [contact] } }],
  });
  lead = made.json.leads[0].id;
});
afterAll(() => client.close());

const replace = (path: string, value: unknown) => ({ op: 'replace', path, value });

describe('a patch of fields', () => {
  it('answers 204 without a body and changes what it names only', async () => {
    const before = await client.one(`/accounts/${account}`);
    const { status, text } = await client.patch(`/accounts/${account}`, [
      replace('/accounts/0/name', 'Renamed'),
      replace('accounts/0/description', 'No leading slash'),
      replace('/accounts/0/employeeCount', '120'),
      replace('/accounts/0/revenue', '2400000'),
    ]);
    expect([status, text]).toEqual([204, '']);
    const after = await client.one(`/accounts/${account}`);
    expect(after).toEqual({
      ...before,
      name: 'Renamed',
      description: 'No leading slash',
      employeeCount: 120,
      revenue: { amount: '2400000.00', formatted: '$2,400,000.00' },
      initials: 'R',
      htmlUrl: expect.stringContaining('-renamed'),
      htmlUrlPath: expect.stringContaining('-renamed'),
      avatarUrl: expect.any(String),
    });
  });

  it('replaces lists as a whole', async () => {
    await client.patch(`/accounts/${account}`, [
      replace('/accounts/0/emails', [{ value: 'b@patched.example', isPrimary: true, name: 'work' }]),
      replace('/accounts/0/phones', [{ value: { number: '7345550123' } }]),
      replace('/accounts/0/urls', []),
      replace('/accounts/0/addresses', [{ value: { city: 'Erie' } }]),
    ]);
    const { emails, phones, urls, addresses } = await client.one(`/accounts/${account}`);
    expect(emails.map(({ value }: { value: string }) => value)).toEqual(['b@patched.example']);
    expect(phones[0].value.E164).toBe('+17345550123');
    expect(urls).toEqual([]);
    expect(addresses[0].value).toMatchObject({ city: 'Erie', locationAccuracy: '4' });
  });

  it('keeps the parts of a person’s name together', async () => {
    await client.patch(`/contacts/${contact}`, [replace('/contacts/0/name', 'Grace Brewster Hopper')]);
    expect(await client.one(`/contacts/${contact}`)).toMatchObject({ firstName: 'Grace Brewster', lastName: 'Hopper' });
    await client.patch(`/contacts/${contact}`, [replace('/contacts/0/firstName', 'Gracie')]);
    expect(await client.one(`/contacts/${contact}`)).toMatchObject({ name: 'Gracie Hopper', lastName: 'Hopper' });
  });

  it('sets, changes and clears custom fields by their names', async () => {
    const value = async () =>
      (await client.all(`/leads/${lead}/customfields`)).find(({ name }) => name === 'Legacy system').value;
    await client.patch(`/leads/${lead}`, [{ op: 'add', path: '/leads/0/Legacy system', value: 'Spreadsheets' }]);
    expect(await value()).toBe('Spreadsheets');
    await client.patch(`/leads/${lead}`, [
      replace('/leads/0/Legacy system', 'Paper'),
      replace('/leads/0/Sites in scope', 'North, East'),
    ]);
    expect(await value()).toBe('Paper');
    await client.patch(`/leads/${lead}`, [{ op: 'remove', path: '/leads/0/Legacy system' }]);
    expect(await value()).toBeNull();
  });

  it('sets a lead’s value by hand, and hands it back to its products', async () => {
    await client.patch(`/leads/${lead}`, [{ op: 'add', path: '/leads/0/links/products/-', value: '7-products' }]);
    const value = async () => (await client.one(`/leads/${lead}`)).value;
    expect(await value()).toEqual({ amount: '3900.00', currency: 'USD', formatted: '$3,900.00' });
    await client.patch(`/leads/${lead}`, [replace('/leads/0/manualValue', '21000.00')]);
    expect(await value()).toEqual({ amount: '21000.00', currency: 'USD', formatted: '$21,000.00' });
    await client.patch(`/leads/${lead}`, [{ op: 'replace', path: '/leads/0/valueToProductMode' }]);
    expect((await value()).amount).toBe('3900.00');
  });

  it('sets confidence, priority and times of a lead', async () => {
    await client.patch(`/leads/${lead}`, [
      replace('/leads/0/confidence', '75'),
      replace('/leads/0/priority', 1),
      replace('/leads/0/dueTime', '2026-06-01T12:00:00Z'),
      replace('/leads/0/name', 'Another name'),
    ]);
    const after = await client.one(`/leads/${lead}`);
    expect(after).toMatchObject({ confidence: 75, priority: 1, name: 'Another name', description: 'Another name' });
    expect(after.dueTime.timestamp).toBe(Date.parse('2026-06-01T12:00:00Z') / 1000);
    expect(after.anticipatedClosedTime).toEqual(after.dueTime);
  });

  it('copies and moves one field to another', async () => {
    await client.patch(`/accounts/${account}`, [
      { op: 'copy', from: '/accounts/0/name', path: '/accounts/0/description' },
    ]);
    expect((await client.one(`/accounts/${account}`)).description).toBe('Patched Co');
    await client.patch(`/contacts/${contact}`, [
      replace('/contacts/0/description', 'Countess'),
      { op: 'move', from: '/contacts/0/description', path: '/contacts/0/jobTitle' },
    ]);
    expect(await client.one(`/contacts/${contact}`)).toMatchObject({ jobTitle: 'Countess', description: null });
  });
});

describe('a patch of links', () => {
  it('adds to, takes from and replaces relations with many', async () => {
    const tags = async () => (await client.one(`/leads/${lead}`)).links.tags;
    await client.patch(`/leads/${lead}`, [
      { op: 'add', path: '/leads/0/links/tags/-', value: '1-tags' },
      { op: 'add', path: '/leads/0/links/tags/-', value: '2-tags' },
      { op: 'add', path: '/leads/0/links/tags/-', value: '1-tags' },
    ]);
    expect(await tags()).toEqual(['1-tags', '2-tags']);
    await client.patch(`/leads/${lead}`, [{ op: 'remove', path: '/leads/0/links/tags/1-tags' }]);
    expect(await tags()).toEqual(['2-tags']);
    await client.patch(`/leads/${lead}`, [replace('/leads/0/links/tags', ['3-tags', '4-tags'])]);
    expect(await tags()).toEqual(['3-tags', '4-tags']);
    await client.patch(`/leads/${lead}`, [{ op: 'remove', path: '/leads/0/links/tags' }]);
    expect(await tags()).toEqual([]);
  });

  it('sets and clears relations with one', async () => {
    await client.patch(`/accounts/${account}`, [
      replace('/accounts/0/links/owner', '2-teams'),
      replace('/accounts/0/links/industry', '3-industries'),
      replace('/accounts/0/links/territory', '1-territories'),
    ]);
    expect((await client.one(`/accounts/${account}`)).links).toMatchObject({
      owner: '2-teams',
      industry: '3-industries',
      territory: '1-territories',
    });
    await client.patch(`/accounts/${account}`, [
      { op: 'remove', path: '/accounts/0/links/owner/2-teams' },
      replace('/accounts/0/links/industry', null),
    ]);
    expect((await client.one(`/accounts/${account}`)).links).toMatchObject({ owner: null, industry: null });
  });

  it('changes a company’s people at their end', async () => {
    await client.patch(`/accounts/${account}`, [
      { op: 'add', path: '/accounts/0/links/contacts/-', value: '3-contacts' },
    ]);
    expect((await client.one(`/accounts/${account}`)).links.contacts.sort()).toEqual(['3-contacts', contact].sort());
    expect((await client.one('/contacts/3-contacts')).links.accounts).toContain(account);
    await client.patch(`/accounts/${account}`, [replace('/accounts/0/links/contacts', [contact])]);
    expect((await client.one('/contacts/3-contacts')).links.accounts).not.toContain(account);
    await client.patch(`/contacts/${contact}`, [replace('/contacts/0/links/accounts', [])]);
    expect((await client.one(`/accounts/${account}`)).links.contacts).toEqual([]);
  });

  it('puts products and competitors on a lead through maps, and takes them off', async () => {
    await client.patch(`/leads/${lead}`, [
      { op: 'add', path: '/leads/0/links/products/-', value: '1-products' },
      { op: 'add', path: '/leads/0/links/competitors/-', value: '2-competitors' },
    ]);
    const { links } = await client.one(`/leads/${lead}`);
    expect(links.products).toEqual(['1-products']);
    expect(links.competitors).toEqual(['2-competitors']);
    expect(await client.one(`/productmaps/${links.productMaps[0]}`)).toMatchObject({
      quantity: 1,
      links: { lead, product: '1-products' },
    });
    expect(await client.one(`/competitormaps/${links.competitorMaps[0]}`)).toMatchObject({
      status: 'potential',
      links: { lead },
    });
    await client.patch(`/leads/${lead}`, [
      { op: 'remove', path: `/leads/0/links/productMaps/${links.productMaps[0]}` },
      { op: 'remove', path: '/leads/0/links/competitors/2-competitors' },
    ]);
    expect((await client.one(`/leads/${lead}`)).links).toMatchObject({
      products: [],
      productMaps: [],
      competitors: [],
      competitorMaps: [],
    });
    expect((await client.get(`/productmaps/${links.productMaps[0]}`)).status).toBe(404);
  });

  it('keeps stage and pipeline of a lead together', async () => {
    await client.patch(`/leads/${lead}`, [replace('/leads/0/links/stage', '202-stages')]);
    expect((await client.one(`/leads/${lead}`)).links).toMatchObject({ stage: '202-stages', stageset: '2-stagesets' });
    await client.patch(`/leads/${lead}`, [replace('/leads/0/links/stageset', '1-stagesets')]);
    expect((await client.one(`/leads/${lead}`)).links).toMatchObject({ stage: '101-stages', stageset: '1-stagesets' });
  });
});

describe('a patch that makes no sense', () => {
  it('needs its media type on companies, people and leads', async () => {
    const operations = [replace('/leads/0/description', 'New')];
    for (const [path, type] of [
      [`/accounts/${account}`, 'application/json'],
      [`/contacts/${contact}`, 'text/plain'],
      [`/leads/${lead}`, 'application/json'],
    ] as const) {
      const { status, json } = await client.request('PATCH', path, operations, { 'content-type': type });
      expect([status, json]).toEqual([415, 'application/json-patch+json is required, see http://jsonapi.org']);
    }
    const withCharset = await client.request('PATCH', `/leads/${lead}`, JSON.stringify(operations), {
      'content-type': 'Application/JSON-Patch+JSON; charset=utf-8',
    });
    expect(withCharset.status).toBe(204);
  });

  it('without operations says so', async () => {
    const { status, json } = await client.patch(`/leads/${lead}`, []);
    expect(status).toBe(400);
    expect(json).toMatchObject({ leads: [], errors: [{ title: 'No patches sent' }] });
  });

  it.each([
    ['no list', replace('/leads/0/description', 'X')],
    ['an unknown operation', [{ op: 'test', path: '/leads/0/description', value: 'X' }]],
    ['an operation without a path', [{ op: 'replace', value: 'X' }]],
    ['another entity', [replace('/contacts/0/name', 'X')]],
    ['another index', [replace('/leads/1/description', 'X')]],
    ['nothing behind the index', [replace('/leads/0', 'X')]],
    ['an unknown field', [replace('/leads/0/colour', 'red')]],
    ['a field of objects', [replace('/leads/0/__proto__', { admin: true })]],
    ['a field that cannot be set', [replace('/leads/0/number', 7)]],
    ['something below a field', [replace('/leads/0/description/x', 'X')]],
    ['a confidence above 100', [replace('/leads/0/confidence', 101)]],
    ['a value that is no amount', [replace('/leads/0/manualValue', 'lots')]],
    ['a time that is none', [replace('/leads/0/dueTime', 'soon')]],
    ['a value for a choice that it does not have', [replace('/leads/0/Region', 'Moon')]],
    ['an unknown relation', [replace('/leads/0/links/friends', ['3-contacts'])]],
    ['a relation that people cannot set', [replace('/leads/0/links/creator', '2-users')]],
    ['a record that does not exist', [{ op: 'add', path: '/leads/0/links/contacts/-', value: '99999-contacts' }]],
    ['a record of another type', [{ op: 'add', path: '/leads/0/links/contacts/-', value: '3-accounts' }]],
    ['an addition without its place', [{ op: 'add', path: '/leads/0/links/contacts', value: '3-contacts' }]],
    ['a removal of what is not there', [{ op: 'remove', path: '/leads/0/links/contacts/3-contacts' }]],
    ['a map of another lead', [{ op: 'add', path: '/leads/0/links/productMaps/-', value: '1-productMaps' }]],
    ['a lead without a stage', [{ op: 'remove', path: '/leads/0/links/stage' }]],
    ['a move of links', [{ op: 'move', from: '/leads/0/links/tags', path: '/leads/0/links/sources' }]],
    ['a copy from nowhere', [{ op: 'copy', path: '/leads/0/description' }]],
  ])('is refused: %s', async (_what, operations) => {
    const before = await client.one(`/leads/${lead}`);
    const { status, json } = await client.patch(`/leads/${lead}`, operations);
    expect(status).toBe(400);
    expect(json.errors[0]).toMatchObject({ status: '400', title: expect.any(String) });
    expect(await client.one(`/leads/${lead}`)).toEqual(before);
  });

  it('takes no effect at all when one operation of several fails', async () => {
    const before = await client.one(`/leads/${lead}`);
    const { status } = await client.patch(`/leads/${lead}`, [
      replace('/leads/0/description', 'Half done'),
      { op: 'add', path: '/leads/0/links/products/-', value: '1-products' },
      replace('/leads/0/confidence', 'high'),
    ]);
    expect(status).toBe(400);
    expect(await client.one(`/leads/${lead}`)).toEqual(before);
  });

  it('must not take away the name', async () => {
    expect((await client.patch(`/accounts/${account}`, [{ op: 'remove', path: '/accounts/0/name' }])).status).toBe(400);
  });
});

describe('other patches', () => {
  it('take either media type on tasks and maps', async () => {
    const task = (await client.post('/tasks', { title: 'Call' })).json.tasks[0].id;
    const operations = [
      replace('/tasks/0/title', 'Call again'),
      replace('/tasks/0/completedTime', '1772600000'),
      replace('/tasks/0/links/assignee', '2-users'),
      replace('/tasks/0/recurrenceRule', { rule: 'FREQ=DAILY', mode: 'completion' }),
    ];
    expect((await client.request('PATCH', `/tasks/${task}`, operations)).status).toBe(204);
    expect(await client.one(`/tasks/${task}`)).toMatchObject({
      title: 'Call again',
      completedTime: 1_772_600_000,
      recurrenceRule: { rule: 'FREQ=DAILY', mode: 'completion' },
      links: { assignee: '2-users' },
    });
    expect((await client.patch('/productMaps/1-productMaps', [replace('/productMaps/0/price', '99.5')])).status).toBe(
      204,
    );
    expect((await client.one('/productmaps/1-productMaps')).price.amount).toBe('99.50');
    expect((await client.patch('/productmaps/1', [replace('/productmaps/0/quantity', 0)])).status).toBe(400);
    expect((await client.patch('/competitormaps/1', [replace('/competitorMaps/0/status', 'asleep')])).status).toBe(400);
  });

  it('may hand a record over only with the right to do so', async () => {
    const rep = client.as('Read and edit only');
    const own = (await rep.post('/leads', { leads: [{ description: 'Mine' }] })).json.leads[0].id;
    expect((await rep.patch(`/leads/${own}`, [replace('/leads/0/links/owner', '2-users')])).status).toBe(204);
    expect((await rep.patch(`/leads/${own}`, [replace('/leads/0/links/owner', '1-users')])).status).toBe(403);
    expect((await client.patch(`/leads/${own}`, [replace('/leads/0/links/owner', '1-users')])).status).toBe(204);
  });
});
