import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CompiledConnector, runAction, type TransportRequest } from '../../src/engine/index.ts';
import type { Inputs } from './conformance/sheet.ts';
import { sheet } from './conformance/sheets/nutshell.ts';
import { compileFolder, openWorld, type Ran, type World } from './conformance/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
type Any = any;
type Row = Readonly<Record<string, Any>>;

const connector: CompiledConnector = compileFolder('nutshell').connector!;
let world: World;

beforeAll(async () => {
  world = await openWorld('nutshell', sheet);
});
afterAll(() => world.close());
beforeEach(() => world.clean());

const actionOf = (name: string) => connector.actions.get(`nutshell_${name}`)!;

async function run(name: string, inputs: Inputs): Promise<Ran & { readonly data: Any }> {
  const ran = await world.run(actionOf(name), inputs);
  if (!ran.result.successful) throw new Error(`${name} failed: ${ran.result.message}`);
  return { ...ran, data: ran.result.data };
}

const bodyOf = (request: TransportRequest | undefined): Any => JSON.parse(String(request?.body));
const queryOf = (request: TransportRequest | undefined): string => decodeURIComponent(new URL(request!.url).search);
const everything = async (path: string): Promise<Row[]> =>
  Object.values(await world.ask(`${path}${path.includes('?') ? '&' : '?'}page[limit]=5000`)).find(Array.isArray)!;

/** Runs an action against a provider that answers every request with one body. */
const answeredWith = (
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  body: unknown,
  type = 'application/json',
) =>
  runAction(actionOf(name), {
    inputs,
    credentials: { username: 'a@b.example', apiKey: 'k' },
    authenticationType: 'custom',
    environment: 'production',
    transport: async ({ url }) => ({
      status: 200,
      headers: { 'content-type': type },
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      url,
    }),
  });

describe('lists of companies, people and leads', () => {
  it('send each condition of filter as a parameter of its own', async () => {
    const filter = { owner: '1-users', tags: ['20-tags', '21-tags'], 'address[country]': 'US', Region: 'Lakes & Co' };
    const { requests } = await run('list_accounts', { query: { filter } });
    expect(queryOf(requests[0])).toBe(
      '?page[limit]=100&page[page]=0&filter[owner]=1-users&filter[tags][]=20-tags&filter[tags][]=21-tags&filter[address][country]=US&filter[Region]=Lakes & Co',
    );
  });

  it('keep to the conditions', async () => {
    const tag = (await everything('/tags?filter[tagType]=leads'))[0]!['id'];
    const { data } = await run('list_leads', { query: { page_size: 500, filter: { tags: tag, owner: '3-users' } } });
    const leads = await everything('/leads');
    const wanted = leads.filter(({ links }) => links.tags.includes(tag) && links.owner === '3-users');
    expect(wanted.length).toBeGreaterThan(0);
    expect(data.map(({ id }: Row) => id)).toEqual(wanted.map(({ id }) => id));
  });

  it('take no more conditions than they can send', async () => {
    const conditions = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, 'x']));
    const sent = await world.run(actionOf('list_contacts'), { query: { filter: conditions(8) } });
    expect(queryOf(sent.requests[0])).toContain('filter[f7]=x');
    const tooMany = await world.run(actionOf('list_contacts'), { query: { filter: conditions(9) } });
    expect(tooMany.result.successful).toBe(false);
    expect(tooMany.requests).toEqual([]);
  });

  it.each([
    [{ created_after: '2025-11-01T00:00:00Z', created_before: '2026-01-31T23:59:59Z' }, 1761955200, 1769903999],
    [{ created_after: '2025-12-01' }, 1764547200, Number.POSITIVE_INFINITY],
    [{ created_before: '2025-03-01T00:00:00Z' }, 0, 1740787200],
  ])('select records by when they were made: %j', async (query, from, to) => {
    const { data } = await run('list_leads', { query: { page_size: 500, ...query } });
    const made = (await everything('/leads'))
      .filter(({ createdTime: { timestamp } }) => timestamp >= from && timestamp <= to)
      .map(({ id }) => id);
    expect(made.length).toBeGreaterThan(0);
    expect(data.map(({ id }: Row) => id)).toEqual(made.slice(0, 500));
  });

  it('go on where they were although the page size changes on the way', async () => {
    const ids: string[] = [];
    let next: string | null | undefined;
    for (const page_size of [7, 30, 90, 1, 300]) {
      const ran = await run('list_accounts', { query: { page_size, ...(next ? { next } : {}) } });
      ids.push(...ran.data.map(({ id }: Row) => id));
      next = ran.result.next;
    }
    expect(next).toBeNull();
    expect(ids).toEqual((await everything('/accounts')).map(({ id }) => id));
  });

  it('ask once where everything fits into one page', async () => {
    const { requests, result } = await run('list_contacts', { query: { q: 'Aarav', page_size: 100 } });
    expect(requests).toHaveLength(1);
    expect(result.next).toBeNull();
  });

  it('refuse a cursor that is none', async () => {
    const { result } = await world.run(actionOf('list_contacts'), { query: { next: '3' } });
    expect(result).toMatchObject({ successful: false, statusCode: 400 });
  });
});

describe('list_activities', () => {
  it('asks for no more than the first page needs, and reaches everything when followed', async () => {
    const first = await run('list_activities', { query: { page_size: 2 } });
    expect(queryOf(first.requests[0])).toBe('?limit=3');
    const { requests } = await run('list_activities', { query: { page_size: 2, next: first.result.next! } });
    expect(queryOf(requests[0])).toBe('?limit=10000');
  });

  it('can be kept to those with hot leads', async () => {
    const { requests } = await run('list_activities', { query: { hot_leads_only: true, page_size: 1 } });
    expect(queryOf(requests[0])).toContain('filter[leadPriority][]=hot');
  });
});

describe('list_events', () => {
  it('goes forward from a moment and tells every event since then once', async () => {
    const since_time = 1_771_000_000;
    const ids: string[] = [];
    let next: string | null | undefined;
    do {
      const ran = await run('list_events', { query: { since_time, page_size: 150, ...(next ? { next } : {}) } });
      ids.push(...ran.data.map(({ id }: Row) => id));
      next = ran.result.next;
    } while (next);
    const { events } = await world.ask(`/events?since_time=${since_time}&limit=10000`);
    expect(events.length).toBeGreaterThan(200);
    expect([...ids].sort()).toEqual(events.map(({ id }: Row) => id).sort());
  });

  it('goes back from a moment', async () => {
    const before_time = 1_750_000_000;
    const { data } = await run('list_events', { query: { before_time, page_size: 120 } });
    const { events } = await world.ask(`/events?max_time=${before_time}&limit=120`);
    expect(data.map(({ id }: Row) => id)).toEqual(events.map(({ id }: Row) => id));
  });

  it('takes one direction at a time, and nothing for an id that could be more than one', () => {
    const check = (query: Inputs['query']) => actionOf('list_events').validateInputs({ query: query! });
    expect(check({ since_time: 1, before_time: 2 })).toMatchObject({
      ok: false,
      issues: [
        { path: 'query.since_time', message: 'since_time goes forward and before_time back: give one of them.' },
      ],
    });
    expect(check({ entity_id: '1-leads&limit=1' }).ok).toBe(false);
    expect(check({ creator_ids: ['1-users', '#'] }).ok).toBe(false);
  });

  it('ends where a link has no place in it', async () => {
    const answer = {
      meta: { previous: 'https://app.nutshell.com/rest/events?limit=100' },
      events: [{ id: '1-events' }],
    };
    expect(await answeredWith('list_events', {}, answer)).toMatchObject({ data: [{ id: '1-events' }], next: null });
  });
});

describe('updates by patch', () => {
  const path = { id: '' };
  beforeEach(async () => {
    path.id = (await everything('/contacts')).find(({ links }) => links.accounts.length === 1)!['id'];
  });

  it('send plain fields, relations, custom fields and further operations in this order', async () => {
    const [account] = (await world.ask(`/contacts/${path.id}`)).contacts[0].links.accounts;
    const patch = [{ op: 'replace', path: '/contacts/0/links/owner', value: '2-users' }];
    const body = { job_title: 'Dock lead', custom_fields: { 'a/b~c': 1 }, remove_account_ids: [account], patch };
    const { requests } = await world.run(actionOf('update_contact'), { path, body });
    expect(requests[0]?.headers['content-type']).toBe('application/json-patch+json');
    expect(bodyOf(requests[0])).toEqual([
      { op: 'replace', path: '/contacts/0/jobTitle', value: 'Dock lead' },
      { op: 'replace', path: '/contacts/0/a~1b~0c', value: 1 },
      { op: 'remove', path: `/contacts/0/links/accounts/${account}` },
      ...patch,
    ]);
  });

  it('answer with the record as it is afterwards', async () => {
    const body = { description: 'Prefers mail', custom_fields: { Region: 'Gulf' }, emails: [] };
    const { data } = await run('update_contact', { path, body });
    expect(data).toMatchObject({ id: path.id, description: 'Prefers mail', emails: [] });
    const own = await run('get_contact_custom_fields', { path });
    expect(own.data).toContainEqual(expect.objectContaining({ name: 'Region', value: 'Gulf' }));
  });

  it.each([null, ''])('empty a text with %j', async (description) => {
    await run('update_contact', { path, body: { description: 'Something' } });
    const { data } = await run('update_contact', { path, body: { description } });
    expect(data.description ?? '').toBe('');
  });

  it('have done their work although the record cannot be read afterwards', async () => {
    const ran = await world.run(
      actionOf('update_contact'),
      { path, body: { job_title: 'Gone' } },
      { fault: (count) => (count === 1 ? 'server_error' : undefined) },
    );
    expect(ran.result).toMatchObject({ successful: true, data: { id: path.id } });
    expect((await world.ask(`/contacts/${path.id}`)).contacts[0].jobTitle).toBe('Gone');
  });

  it('change nothing where one operation is refused', async () => {
    const body = { job_title: 'Never', add_account_ids: ['99999999-accounts'] };
    const { result } = await world.run(actionOf('update_contact'), { path, body });
    expect(result).toMatchObject({ successful: false, statusCode: 400, message: expect.stringContaining('99999999') });
    expect((await world.ask(`/contacts/${path.id}`)).contacts[0].jobTitle).not.toBe('Never');
  });

  it('say so where there is nothing to change', async () => {
    const { result } = await world.run(actionOf('update_contact'), { path, body: {} });
    expect(result).toMatchObject({ successful: false, statusCode: 400, message: 'No patches sent' });
  });

  it('complete a task and open it again', async () => {
    const id = (await everything('/tasks')).find(({ completedTime }) => completedTime === null)!['id'];
    const done = await run('update_task', { path: { id }, body: { completed_time: 1_770_000_000 } });
    expect(done.data.completedTime).toBe(1_770_000_000);
    const open = await run('update_task', { path: { id }, body: { completed_time: null } });
    expect(open.data.completedTime).toBeNull();
  });

  it('take the value of a lead from its products again', async () => {
    const lead = (await everything('/leads')).find(
      ({ status, links }) => status === 'open' && links.productMaps.length > 1,
    );
    const inputs = { path: { id: lead!['id'] } };
    const own = await run('update_lead', { ...inputs, body: { value: '1.00' } });
    expect(own.data.value.amount).toBe('1.00');
    const { data } = await run('update_lead', { ...inputs, body: { use_product_value: true } });
    expect(Number(data.value.amount)).toBeGreaterThan(1);
  });
});

describe('update_activity', () => {
  const path = { id: '' };
  beforeEach(async () => {
    const { activities } = await world.ask('/activities?limit=200');
    path.id = activities.find(({ links }: Row) => links.contacts.length > 0 && links.leads.length > 0).id;
  });

  it('sends the whole activity, as it was where nothing else is asked for', async () => {
    const before = (await world.ask(`/activities/${path.id}`)).activities[0];
    const { requests, data } = await run('update_activity', { path, body: { name: 'Second call' } });
    const { users, contacts, accounts, leads } = before.links;
    expect(bodyOf(requests[1])).toEqual({
      activities: [
        {
          name: 'Second call',
          description: before.agenda,
          location: before.location,
          activityType: before.links.activityType,
          startTime: before.startTime,
          endTime: before.endTime,
          isAllDay: before.isAllDay,
          isLogged: before.isLogged,
          isFlagged: before.isFlagged,
          transcription: before.transcription,
          links: { participants: expect.arrayContaining([...users, ...contacts, ...accounts, ...leads]) },
        },
      ],
    });
    expect(data).toMatchObject({ name: 'Second call', links: before.links });
  });

  it('keeps the length when the start moves', async () => {
    const { startTime, endTime } = (await world.ask(`/activities/${path.id}`)).activities[0];
    const { data } = await run('update_activity', { path, body: { start_time: startTime + 86_400 } });
    expect([data.startTime, data.endTime]).toEqual([startTime + 86_400, endTime + 86_400]);
  });

  it('empties texts and sets flags to false', async () => {
    await run('update_activity', { path, body: { description: 'Agenda', is_flagged: true } });
    const { data } = await run('update_activity', { path, body: { description: '', is_flagged: false } });
    expect(data).toMatchObject({ agenda: '', isFlagged: false });
  });

  it('leaves participants alone that it cannot find in the answer', async () => {
    const requests: TransportRequest[] = [];
    await runAction(actionOf('update_activity'), {
      inputs: { id: '3-activities', name: 'x' },
      credentials: {},
      authenticationType: 'custom',
      environment: 'production',
      transport: async (request) => {
        requests.push(request);
        const body = Buffer.from('{"activities":[{"id":"3-activities","name":"y","links":{}}]}');
        return { status: 200, headers: { 'content-type': 'application/json' }, body, url: request.url };
      },
    });
    expect(bodyOf(requests[1]).activities[0].links).toEqual({});
  });
});

describe('writes that speak the provider’s numbers', () => {
  it('create_tag sends types and colours as numbers', async () => {
    const { requests, data } = await run('create_tag', {
      body: { name: 'Cold storage', tag_type: 'accounts', color: 'light_green' },
    });
    expect(bodyOf(requests[0])).toEqual({
      tags: [{ name: 'Cold storage', tagType: '3', colorType: '12', links: {} }],
    });
    expect(data).toMatchObject({ tagType: 'accounts', colorType: 'COLOR_LIGHT_GREEN' });
  });

  it('create_source sends channels as numbers', async () => {
    const { data } = await run('create_source', { body: { name: 'Fair in Erie', channel: 'organic_social' } });
    expect(data.channel).toMatchObject({ value: 3 });
    const without = await run('create_source', { body: { name: 'Word of mouth in Erie' } });
    expect(bodyOf(without.requests[0])).toEqual({ sources: [{ name: 'Word of mouth in Erie' }] });
  });

  it('create_lead puts products on the lead with quantity and price', async () => {
    const products = [{ product_id: '2-products', quantity: 3, price: '10.00' }, { product_id: '3-products' }];
    const { requests, data } = await run('create_lead', {
      body: { description: 'Racks', products, due_time: 1_790_000_000 },
    });
    expect(bodyOf(requests[0]).leads[0]).toMatchObject({
      dueTime: { timestamp: 1_790_000_000 },
      links: {
        productMaps: [
          { quantity: 3, price: { amount: '10.00' }, links: { product: '2-products' } },
          { quantity: 1, links: { product: '3-products' } },
        ],
      },
    });
    const { data: map } = await run('get_lead_product', { path: { id: data.links.productMaps[0] } });
    expect(map).toMatchObject({ quantity: 3, price: { amount: '10.00' } });
  });

  it('update_lead_installments says for each payment whether it failed, and can take all away', async () => {
    const id = (await everything('/leads'))[0]!['id'];
    const installments = [{ dueTime: '2026-06-01T00:00:00+0000', value: '5.00' }];
    const { requests, data } = await run('update_lead_installments', { path: { id }, body: { installments } });
    expect(bodyOf(requests[0])).toEqual([{ ...installments[0], isFailed: false }]);
    expect(data).toHaveLength(1);
    const none = await run('update_lead_installments', { path: { id }, body: { installments: [] } });
    expect(none.data).toEqual([]);
  });
});

describe('answers', () => {
  it('hold one record for one id and a list for several', async () => {
    const [first, second] = await everything('/contacts');
    const one = await run('get_contact', { path: { id: first!['id'] } });
    expect(one.data).toMatchObject({ id: first!['id'] });
    const two = await run('get_contact', { path: { id: `${first!['id']},${second!['id']}` } });
    expect(two.data.map(({ id }: Row) => id)).toEqual([first!['id'], second!['id']]);
  });

  it.each([
    ['list_industries', { industries: [{ id: '1-industries' }] }],
    ['list_industries', [{ id: '1-industries' }]],
    ['list_markets', { id: '1-industries', name: 'Home' }],
    ['list_outcomes', { id: '1-industries', status: 'won' }],
    ['list_editions', { id: '1-industries' }],
    ['get_account_custom_fields', [{ id: '1-industries' }]],
    ['get_account_custom_fields', { customFields: [{ id: '1-industries' }] }],
  ])('of %s are a list whether they come as %j', async (name, body) => {
    const { data } = await answeredWith(name, { id: '1' }, body);
    expect(data).toMatchObject([{ id: '1-industries' }]);
  });

  it.each([
    ['get_market', { markets: [{ id: '1-markets' }] }],
    ['get_market', { id: '1-markets' }],
    ['get_market', [{ id: '1-markets' }]],
    ['create_account', { accounts: [{ id: '1-markets' }] }],
    ['create_account', { id: '1-markets' }],
    ['get_lead_report', { reports: [{ report: { id: '1-markets' } }] }],
    ['get_lead_report', { reports: [{ id: '1-markets' }] }],
  ])('of %s are a record whether they come as %j', async (name, body) => {
    expect((await answeredWith(name, { id: '1', name: 'x' }, body)).data).toEqual({ id: '1-markets' });
  });

  it('of an empty list are an empty list', async () => {
    expect((await answeredWith('list_markets', {}, { markets: [] })).data).toEqual([]);
    expect((await answeredWith('get_lead_custom_fields', { id: '1' }, { customFields: [] })).data).toEqual([]);
  });

  it('of export_pipeline hold the table as text', async () => {
    const { data } = await run('export_pipeline', { path: { id: '1-stagesets' } });
    expect(data).toMatchObject({ id: '1-stagesets', csv: expect.stringMatching(/^Position,/) });
  });

  it('of get_form hold its fields', async () => {
    const { data } = await run('get_form', { path: { id: '1-wfForms' } });
    expect(data).toMatchObject({ id: '1-wfForms', name: expect.any(String) });
    expect(data.fields.length).toBeGreaterThan(1);
  });

  it('of deletions name what is gone', async () => {
    const id = (await everything('/leads'))[0]!['id'];
    const { data, result } = await run('delete_lead', { path: { id } });
    expect(data).toEqual({ id });
    expect(result.message).toContain('30 days');
    const { data: deletions } = await run('list_deleted_events', { query: { type: 'leads', latest_first: true } });
    expect(deletions[0].links.payloads).toEqual([id]);
  });
});

describe('refusals', () => {
  const messageFor = async (credentials: string, name = 'list_contacts', inputs: Inputs = {}) =>
    (await world.run(actionOf(name), inputs, { fields: world.fields(credentials) })).result.message;

  it('tell a wrong key, a key for something else, and a user who may not', async () => {
    expect(await messageFor('Revoked key')).toMatch(/does not accept the username and API key/);
    expect(await messageFor('API access missing')).toMatch(/does not have the permission API access/);
    const id = (await everything('/leads'))[0]!['id'];
    expect(await messageFor('Read and edit only', 'delete_lead', { path: { id } })).toMatch(/canDeleteEntities/);
  });

  it('tell a record that is not there from the page of the provider', async () => {
    expect(await messageFor('Full access', 'get_lead', { path: { id: '1-leads' } })).toBe(
      'Nutshell has no such record, or the user of this account may not see it.',
    );
  });

  it('pass on what the provider says about an input', async () => {
    expect(await messageFor('Full access', 'list_contacts', { query: { filter: { shoeSize: '9' } } })).toBe(
      'Unknown filter: shoeSize',
    );
  });
});
