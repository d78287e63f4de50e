import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

describe('tags', () => {
  it.each([
    ['1', 'leads', '1003-leads'],
    ['2', 'contacts', '3-contacts'],
    ['3', 'accounts', '3-accounts'],
  ])('of type %s are for %s, and can be put on some at once', async (tagType, type, entity) => {
    const { status, json } = await client.post('/tags', {
      tags: [{ name: `Made for ${type}`, colorType: '5', tagType, links: { entities: [entity] } }],
    });
    expect(status).toBe(200);
    expect(json.tags[0]).toMatchObject({ tagType: type, colorType: 'COLOR_ORANGE', count: 1, deletedTime: null });
    expect((await client.one(`/${type}/${entity}`)).links.tags).toContain(json.tags[0].id);
  });

  it('count what carries them', async () => {
    const leads = await client.all('/leads');
    for (const { id, count } of await client.all('/tags', { 'filter[tagType]': 'leads' }))
      expect([id, count]).toEqual([id, leads.filter(({ links }) => links.tags.includes(id)).length]);
  });

  it('may share a name across types, not within one', async () => {
    const tag = (tagType: number) => client.post('/tags', { tags: [{ name: 'Twice', tagType }] });
    expect([(await tag(1)).status, (await tag(2)).status, (await tag(1)).status]).toEqual([200, 200, 409]);
  });

  it.each([
    [{ name: 'X' }],
    [{ name: 'X', tagType: 'leads' }],
    [{ name: 'X', tagType: '4' }],
    [{ name: '', tagType: '1' }],
    [{ name: 'X', tagType: '1', colorType: '15' }],
    [{ name: 'X', tagType: '1', links: { entities: ['3-accounts'] } }],
    [{ name: 'X', tagType: '1', links: { entities: 'all' } }],
  ])('are refused: %j', async (tag) => {
    expect((await client.post('/tags', { tags: [tag] })).status).toBe(400);
  });
});

describe('sources', () => {
  it('belong to a channel', async () => {
    const { json } = await client.post('/sources', { sources: [{ name: 'Billboard', channel: 7 }] });
    expect(json.sources[0]).toMatchObject({
      name: 'Billboard',
      channel: { value: 7, display: 'Traditional' },
      deletedTime: null,
    });
    expect((await client.post('/sources', { sources: [{ name: 'Plain' }] })).json.sources[0].channel).toEqual({
      value: 0,
      display: 'None',
    });
  });

  it.each([
    [{ name: 'X', channel: 9 }, 400],
    [{ channel: 1 }, 400],
    [{ name: 'google' }, 409],
  ])('are refused: %j', async (source, status) => {
    expect((await client.post('/sources', { sources: [source] })).status).toBe(status);
  });
});

describe('other entries that can be made', () => {
  it('are audiences, wrapped as emAudiences', async () => {
    const { status, json } = await client.post('/audiences', { emAudiences: [{ name: 'Autumn' }] });
    expect(status).toBe(201);
    expect(json.emAudiences[0]).toEqual({
      id: expect.stringMatching(/-emAudiences$/),
      type: 'emAudiences',
      name: 'Autumn',
      isWebFX: false,
    });
    expect((await client.post('/audiences', { emAudiences: [{ name: 'autumn' }] })).status).toBe(409);
    expect((await client.post('/audiences', { audiences: [{ name: 'Winter' }] })).status).toBe(400);
    expect(
      (await client.post('/audiences', { emAudiences: [{ name: 'A' }, { name: 'B' }] })).json.errors[0].title,
    ).toBe('You may only create one emAudiences resource per request.');
  });

  it('are product categories', async () => {
    const { status, json } = await client.post('/productcategories', { productCategories: [{ name: 'Rentals' }] });
    expect([status, json.productCategories[0].name]).toEqual([201, 'Rentals']);
    expect((await client.post('/productcategories', { productCategories: [{}] })).status).toBe(400);
  });
});

describe('custom fields', () => {
  it.each([
    ['accounts', 'Text'],
    ['contacts', 'LongText'],
    ['leads', 'Currency'],
    ['leads', 'Email'],
    ['leads', 'URL'],
  ])('can be made for %s as %s, set, and filtered by', async (type, fieldType) => {
    const name = `My ${fieldType}`;
    const { status, json } = await client.post(`/${type}/customfield`, { name, type: fieldType });
    expect(status).toBe(200);
    expect(json.customFields[0]).toMatchObject({ name, title: name, type: fieldType });
    const [row] = await client.all(`/${type}`);
    const value = fieldType === 'Email' ? 'a@b.example' : '12.50';
    await client.patch(`/${type}/${row.id}`, [{ op: 'add', path: `/${type}/0/${name}`, value }]);
    expect((await client.all(`/${type}`, { [`filter[${name}]`]: value })).map(({ id }) => id)).toEqual([row.id]);
    expect((await client.get(`/${type}/list/fields`)).json.properties[name]).toMatchObject({
      isFilterable: true,
      isAddable: true,
    });
  });

  it('can be choices, one or several', async () => {
    const { json } = await client.post('/leads/customfield', {
      name: 'Sizes',
      type: 'Decision',
      choices: ['S', 'M', 'L'],
      isMultiple: true,
    });
    expect(json.customFields[0]).toMatchObject({ type: 'Decision', enum: ['S', 'M', 'L'], isMultiple: true });
    const lead = (value: string) => client.post('/leads', { leads: [{ customFields: { Sizes: value } }] });
    expect((await lead('S, L')).status).toBe(201);
    expect((await lead('S, XL')).status).toBe(400);
  });

  it.each([
    ['accounts', { name: 'Mail', type: 'Email' }, 400],
    ['accounts', { name: 'Lower', type: 'text' }, 400],
    ['accounts', { type: 'Text' }, 400],
    ['accounts', { name: '__proto__', type: 'Text' }, 400],
    ['accounts', { name: 'a/b', type: 'Text' }, 400],
    ['accounts', { name: 'Choices', type: 'Decision' }, 400],
    ['accounts', { name: 'Choices', type: 'Decision', choices: [1] }, 400],
    ['accounts', { name: 'region', type: 'Text' }, 409],
    ['accounts', { name: 'Name', type: 'Text' }, 409],
  ])('for %s are refused: %j', async (type, body, status) => {
    expect((await client.post(`/${type}/customfield`, body)).status).toBe(status);
  });

  it('named like members of objects do no harm', async () => {
    await client.post('/contacts/customfield', { name: 'constructor', type: 'Text' });
    expect(
      (await client.all('/contacts/3-contacts/customfields')).find(({ name }) => name === 'constructor').value,
    ).toBeNull();
    expect((await client.get('/contacts/list', { 'page[limit]': 1 })).json.listItems[0].fields.constructor).toEqual({
      value: null,
    });
    expect(await client.all('/contacts', { 'filter[constructor]': 'function' })).toEqual([]);
  });
});

describe('what is looked up', () => {
  it('names users with rights and teams', async () => {
    const { json } = await client.get('/users');
    expect(json.meta).toMatchObject({ total: json.users.length, next: null, previous: null });
    const [admin, rep, restricted] = json.users;
    expect(admin).toMatchObject({
      id: '1-users',
      isAdministrator: true,
      isEnabled: true,
      emails: ['marguerite.osei@lakeshorelogistics.example'],
    });
    expect(Object.values(admin.permissions).every(Boolean)).toBe(true);
    expect(rep).toMatchObject({
      isViewingRestricted: false,
      permissions: { canDeleteEntities: false, canAccessCrm: true },
      links: { teams: ['1-teams'] },
    });
    expect(restricted.isViewingRestricted).toBe(true);
    expect(json.users.some(({ isEnabled }: { isEnabled: boolean }) => !isEnabled)).toBe(true);
  });

  it('names pipelines with their stages, one of them the default', async () => {
    const pipelines = await client.all('/stagesets');
    const stages = await client.all('/stages');
    expect(pipelines.map((row) => [row.name, row.default, row.status])).toEqual([
      ['New business', true, 1],
      ['Renewals', false, 1],
      ['Partner deals', false, 2],
    ]);
    for (const { id, links } of pipelines)
      expect(stages.filter((stage) => stage.links.stageset === id).map((stage) => stage.id)).toEqual(links.stages);
    expect(pipelines[0].links.stages[0]).toBe('101-stages');
  });

  it('names outcomes with the status they give a lead', async () => {
    const statuses = new Set((await client.all('/outcomes')).map(({ status }) => status));
    expect(statuses).toEqual(new Set(['won', 'lost', 'cancelled']));
  });

  it('prices products in every market', async () => {
    const product = await client.one('/products/1-products');
    expect(product.price).toEqual(product.prices['1-markets']);
    expect(product.prices).toEqual({
      '1-markets': { amount: '890.00', currency: 'USD', formatted: '$890.00', currencySymbol: '$' },
      '2-markets': { amount: '818.80', currency: 'EUR', formatted: '€818.80', currencySymbol: '€' },
    });
    expect((await client.all('/markets')).filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  it('tells forms from their fields by the id', async () => {
    const { wfForms, wfFields } = (await client.get('/forms/1-wfForms')).json;
    expect(wfFields.map(({ id }: { id: string }) => id)).toEqual(wfForms[0].links.fields);
    expect((await client.get(`/forms/${wfFields[1].id}`)).json.wfFields).toEqual([wfFields[1]]);
    expect((await client.get('/forms/1')).json.wfForms[0].id).toBe('1-wfForms');
    expect((await client.get('/forms/999-wfFields')).status).toBe(404);
  });

  it('shows saved lists of the caller and shared ones, by kind or user', async () => {
    const names = async (as: Client, parameters = {}) => (await as.all('/filters', parameters)).map(({ name }) => name);
    const rep = client.as('Read and edit only');
    expect(await names(rep)).toEqual(['Open leads', 'Sales this year', 'My pipeline']);
    expect(await names(client, { userId: '2-users' })).toEqual(['My pipeline']);
    expect(await names(client, { reportType: 'report_sales' })).toEqual(['Sales this year']);
    expect(await names(client, { filter: 'hot' })).toEqual(['Hot leads']);
    expect((await client.get('/filters', { reportType: 'nonsense' })).status).toBe(400);
    expect((await client.get('/filters', { userId: '999-users' })).status).toBe(404);
  });
});

describe('list items', () => {
  it.each(['accounts', 'contacts', 'leads'])('of %s show the fields that /list/fields describes', async (type) => {
    const { properties } = (await client.get(`/${type}/list/fields`)).json;
    const { listItems } = (await client.get(`/${type}/list`, { 'page[limit]': 20 })).json;
    const shown = Object.keys(properties).filter((key) => properties[key].isDisplayable);
    for (const item of listItems) {
      expect(Object.keys(item.fields)).toEqual(shown);
      expect(item).toMatchObject({ type: 'listItems', isDeleted: false, links: { entity: { id: item.id, type } } });
      for (const field of Object.values(item.fields)) expect(field).toHaveProperty('value');
    }
    for (const property of Object.values(properties) as Record<string, unknown>[])
      expect(property).toMatchObject({ type: expect.any(String), title: expect.any(String), isFilterable: true });
  });

  it('agree with the records they stand for', async () => {
    const { listItems } = (await client.get('/leads/list', { 'page[limit]': 20 })).json;
    for (const item of listItems) {
      const lead = await client.one(`/leads/${item.id}`);
      expect(item.primaryName).toBe(lead.name);
      expect(item.fields.status.value.value).toBe(lead.status);
      expect(item.fields.owner.value?.id ?? null).toBe(lead.links.owner);
      expect(item.fields.accounts.value.map(({ value }: { value: { id: string } }) => value.id)).toEqual(
        lead.links.accounts,
      );
      expect(Number(item.fields.value.value)).toBeCloseTo(Number(lead.value.amount), 2);
    }
  });

  it('count a company’s people and leads', async () => {
    const { listItems } = (await client.get('/accounts/list')).json;
    const leads = await client.all('/leads');
    for (const item of listItems.slice(0, 30)) {
      const own = leads.filter(({ links }) => links.accounts.includes(item.id));
      expect(item.fields.numberOfLeads.value).toBe(own.length);
      expect(item.fields.numberOfWonLeads.value).toBe(own.filter(({ status }) => status === 'won').length);
    }
  });

  it.each(['accounts', 'contacts', 'leads'])(
    'of %s can be sorted and filtered by what is said to be sortable and filterable',
    async (type) => {
      const { properties } = (await client.get(`/${type}/list/fields`)).json;
      for (const [key, { isSortable, type: kind }] of Object.entries(properties) as [
        string,
        { isSortable: boolean; type: string },
      ][]) {
        expect((await client.get(`/${type}`, { sort: key, 'page[limit]': 1 })).status).toBe(isSortable ? 200 : 400);
        const value = { number: '1', 'date-time': '2025-01-01', boolean: 'true', relationship: '1' }[kind] ?? '1';
        const name = kind === 'object' ? `filter[${key}][country]` : `filter[${key}]`;
        const { status } = await client.get(`/${type}`, { [name]: value, 'page[limit]': 1 });
        if (kind !== 'enum') expect([key, status]).toEqual([key, 200]);
      }
    },
  );
});
