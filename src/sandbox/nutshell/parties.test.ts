import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

describe('making a company', () => {
  it('fills what was not given: type, creator and owner', async () => {
    const { status, json } = await client.post('/accounts', { accounts: [{ name: 'Blueberry Freight' }] });
    expect(status).toBe(201);
    expect(json.accounts).toHaveLength(1);
    const [account] = json.accounts;
    expect(account).toMatchObject({
      type: 'accounts',
      name: 'Blueberry Freight',
      description: null,
      emails: [],
      phones: [],
      urls: [],
      addresses: [],
      revenue: null,
      employeeCount: null,
      initials: 'BF',
      htmlUrlPath: `/company/${Number.parseInt(account.id, 10)}-blueberry-freight`,
      links: {
        creator: '1-users',
        owner: '1-users',
        territory: null,
        tags: [],
        files: [],
        relatedFiles: [],
        followup: null,
        recurringTask: null,
        contacts: [],
        accountType: '1-accountTypes',
        industry: null,
      },
    });
    expect(account.href).toMatch(new RegExp(`/sandbox/nutshell/accounts/${account.id}$`));
    expect((await client.get(account.href.replace(/^.*\/sandbox\/nutshell/, ''))).json.accounts[0].name).toBe(
      'Blueberry Freight',
    );
  });

  it('keeps labelled values, one of them primary, and takes phones apart', async () => {
    const { json } = await client.post('/accounts', {
      accounts: [
        {
          name: 'Points',
          emails: [{ value: 'a@points.example' }, { value: 'b@points.example', name: 'billing', isPrimary: true }],
          phones: [{ value: '(734) 555-0148 x12', name: 'work' }, '+44 20 7946 0018'],
          urls: [{ value: 'https://points.example' }],
          addresses: [
            {
              name: 'office',
              isPrimary: true,
              value: { address_1: '12 Dock Rd', city: 'Erie', state: 'PA', postalCode: '16501', country: 'US' },
            },
          ],
        },
      ],
    });
    const [account] = json.accounts;
    expect(account.emails).toEqual([
      { isPrimary: false, name: 'email', value: 'a@points.example' },
      { isPrimary: true, name: 'billing', value: 'b@points.example' },
    ]);
    expect(account.phones.map((phone: { value: object }) => phone.value)).toEqual([
      {
        countryCode: '1',
        number: '7345550148',
        extension: '12',
        numberFormatted: '734-555-0148',
        E164: '+17345550148',
        countryCodeAndNumber: '+1 734-555-0148',
      },
      {
        countryCode: '44',
        number: '2079460018',
        extension: null,
        numberFormatted: '2079460018',
        E164: '+442079460018',
        countryCodeAndNumber: '+44 2079460018',
      },
    ]);
    expect(account.phones.map((phone: { isPrimary: boolean }) => phone.isPrimary)).toEqual([true, false]);
    expect(account.addresses[0]).toMatchObject({
      isPrimary: true,
      name: 'office',
      value: {
        address_1: '12 Dock Rd',
        address_2: null,
        city: 'Erie',
        country: 'US',
        locationAccuracy: '8',
        location: null,
      },
    });
  });

  it('joins it with records that exist, by compound and by plain ids', async () => {
    const links = {
      owner: '2-users',
      territory: 3,
      tags: ['21-tags', '22'],
      industry: '4',
      accountType: '3-accountTypes',
      contacts: ['3-contacts'],
    };
    const { status, json } = await client.post('/accounts', { accounts: [{ name: 'Linked', links }] });
    expect(status).toBe(201);
    expect(json.accounts[0].links).toMatchObject({
      owner: '2-users',
      territory: '3-territories',
      tags: ['21-tags', '22-tags'],
      industry: '4-industries',
      accountType: '3-accountTypes',
      contacts: ['3-contacts'],
    });
    expect((await client.one('/contacts/3-contacts')).links.accounts).toContain(json.accounts[0].id);
  });

  it('can give it a team for an owner', async () => {
    const { json } = await client.post('/accounts', { accounts: [{ name: 'Team', links: { owner: '2-teams' } }] });
    expect(json.accounts[0].links.owner).toBe('2-teams');
  });

  it('keeps the values of custom fields', async () => {
    const customFields = {
      Region: 'Gulf',
      'Annual freight spend': '$1,250.5',
      'Contract renewal': '2027-05-01T10:00:00Z',
    };
    const { json } = await client.post('/accounts', { accounts: [{ name: 'Custom', customFields }] });
    const values = await client.all(`/accounts/${json.accounts[0].id}/customfields`);
    expect(values.map(({ title, value }) => [title, value])).toEqual([
      ['Region', 'Gulf'],
      ['Contract renewal', '2027-05-01'],
      ['Annual freight spend', '1250.50'],
      ['Background', null],
    ]);
  });

  it('takes one record per request', async () => {
    const { status, json } = await client.post('/accounts', { accounts: [{ name: 'A' }, { name: 'B' }] });
    expect(status).toBe(400);
    expect(json).toEqual({
      meta: { instanceId: '401877', siteId: 'q7RtBn2K' },
      links: {},
      accounts: [],
      errors: [
        {
          id: null,
          type: 'errors',
          code: null,
          detail: null,
          href: null,
          status: '400',
          title: 'You may only create one accounts resource per request.',
          field: null,
        },
      ],
    });
  });

  it.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['no record', { accounts: [] }],
    ['an object instead of a list', { accounts: { name: 'A' } }],
    ['text for a record', { accounts: ['A'] }],
    ['nothing to know it by', { accounts: [{ description: 'Nameless' }] }],
    ['a name that is a number', { accounts: [{ name: 7 }] }],
    ['a mail address without an at sign', { accounts: [{ emails: [{ value: 'nobody' }] }] }],
    ['a phone number without digits', { accounts: [{ phones: ['call me'] }] }],
    ['emails that are no list', { accounts: [{ name: 'A', emails: 'a@b.example' }] }],
    ['an address without anything in it', { accounts: [{ addresses: [{ value: {} }] }] }],
    ['an owner who does not exist', { accounts: [{ name: 'A', links: { owner: '999-users' } }] }],
    ['an owner of another type', { accounts: [{ name: 'A', links: { owner: '3-contacts' } }] }],
    ['a relation it does not have', { accounts: [{ name: 'A', links: { friends: [] } }] }],
    ['a tag for people', { accounts: [{ name: 'A', links: { tags: ['11-tags'] } }] }],
    ['links that are no object', { accounts: [{ name: 'A', links: ['3-contacts'] }] }],
    ['a custom field it does not have', { accounts: [{ name: 'A', customFields: { Height: '2m' } }] }],
    ['a choice the custom field does not have', { accounts: [{ name: 'A', customFields: { Region: 'Moon' } }] }],
    ['an amount that is none', { accounts: [{ name: 'A', customFields: { 'Annual freight spend': 'lots' } }] }],
    ['a date that is none', { accounts: [{ name: 'A', customFields: { 'Contract renewal': 'someday' } }] }],
  ])('refuses %s, and makes nothing', async (_what, body) => {
    const before = (await client.get('/accounts')).json.meta.total;
    const { status, json } = await client.post('/accounts', body);
    expect(status).toBe(400);
    expect(json.accounts).toEqual([]);
    expect(json.errors[0].title).toBeTypeOf('string');
    expect((await client.get('/accounts')).json.meta.total).toBe(before);
  });

  it('counts ids on in fours, as the demonstration data does', async () => {
    const numbers = [];
    for (const name of ['One', 'Two']) {
      const { json } = await client.post('/accounts', { accounts: [{ name }] });
      numbers.push(Number.parseInt(json.accounts[0].id, 10));
    }
    expect(numbers[1]! - numbers[0]!).toBe(4);
    expect(numbers[0]! % 4).toBe(3);
  });
});

describe('making a person', () => {
  it('splits the name and answers 200', async () => {
    const { status, json } = await client.post('/contacts', {
      contacts: [
        {
          name: 'Priya Lakshmi Nandakumar',
          description: 'Ops lead',
          emails: [{ value: 'priya@harbourline.example', isPrimary: true, name: 'work' }],
          links: {
            accounts: ['3-accounts', '7-accounts'],
            owner: '4-users',
            tags: ['11-tags'],
            emAudiences: ['1-emAudiences'],
          },
          customFields: { Region: 'Lakes' },
        },
      ],
    });
    expect(status).toBe(200);
    expect(json.contacts[0]).toMatchObject({
      firstName: 'Priya Lakshmi',
      lastName: 'Nandakumar',
      jobTitle: null,
      mcfxContactId: null,
      initials: 'PN',
      jobs: { '3-accounts': { title: null }, '7-accounts': { title: null } },
      links: {
        accounts: ['3-accounts', '7-accounts'],
        owner: '4-users',
        tags: ['11-tags'],
        emAudiences: ['1-emAudiences'],
      },
    });
    expect((await client.one('/accounts/3-accounts')).links.contacts).toContain(json.contacts[0].id);
  });

  it.each([
    ['Cher', 'Cher', null],
    ['Ada Byron', 'Ada', 'Byron'],
    ['  Anna  Maria  Luisa ', 'Anna Maria', 'Luisa'],
  ])('reads “%s”', async (name, firstName, lastName) => {
    const { json } = await client.post('/contacts', { contacts: [{ name }] });
    expect(json.contacts[0]).toMatchObject({ firstName, lastName });
  });

  it('is possible with a phone number alone', async () => {
    const { status, json } = await client.post('/contacts', { contacts: [{ phones: ['734-555-0100'] }] });
    expect(status).toBe(200);
    expect(json.contacts[0]).toMatchObject({ name: '', firstName: null, lastName: null, initials: '' });
  });
});

describe('reading companies', () => {
  it('brings related records along when read by id, and not in lists', async () => {
    const account = (await client.all('/accounts')).find(
      ({ links }) => links.contacts.length > 1 && links.industry !== null,
    );
    const { json } = await client.get(`/accounts/${account.id}`);
    const ids = (key: string) => json[key].map(({ id }: { id: string }) => id);
    expect(ids('contacts')).toEqual(account.links.contacts);
    expect(ids('industries')).toEqual([account.links.industry]);
    expect(ids('accountTypes')).toEqual([account.links.accountType]);
    expect(ids('owners')).toEqual([account.links.owner]);
    expect([...ids('creators'), ...ids('origins')]).toEqual([account.links.creator]);
    expect(json.accounts[0]).toMatchObject({ createdTime: expect.any(Number), deletedTime: null });
    expect(account).not.toHaveProperty('createdTime');
    expect((await client.get('/accounts')).json).not.toHaveProperty('contacts');
  });

  it('takes several ids, in their order, and leaves out what does not exist', async () => {
    const { json } = await client.get('/accounts/7-accounts,3,99999-accounts,3-accounts');
    expect(json.accounts.map(({ id }: { id: string }) => id)).toEqual(['7-accounts', '3-accounts']);
    expect((await client.get('/accounts/99998-accounts,99999-accounts')).status).toBe(404);
    expect((await client.get('/accounts/3-contacts')).status).toBe(404);
  });

  it('names where related records are found', async () => {
    const { links } = (await client.get('/accounts')).json;
    expect(links['accounts.contacts']).toEqual({
      href: expect.stringMatching(/\/sandbox\/nutshell\/contacts\/\{accounts\.contacts\}$/),
      type: 'contacts',
    });
    expect(Object.keys(links)).toContain('accounts.industry');
  });

  it('shows a recurring task that is still open', async () => {
    const { json } = await client.post('/tasks', {
      title: 'Weekly call',
      recurrenceRule: { rule: 'FREQ=WEEKLY;BYDAY=MO', mode: 'completion' },
      links: { relatedEntity: '11-accounts' },
    });
    expect((await client.one('/accounts/11-accounts')).links.recurringTask).toBe(json.tasks[0].id);
  });
});
