import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
// biome-ignore lint/suspicious/noExplicitAny: records of every shape
const all: Record<string, any[]> = {};
beforeAll(async () => {
  client = await serveNutshell();
  for (const type of ['accounts', 'contacts', 'leads', 'activities', 'tasks']) all[type] = await client.all(`/${type}`);
});
afterAll(() => client.close());

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort();

/** The records a filter finds must be those that a look at each record finds. */
async function expectSame(
  type: string,
  parameters: Record<string, string>,
  // biome-ignore lint/suspicious/noExplicitAny: records of every shape
  test: (row: any) => boolean,
): Promise<number> {
  const found = await client.all(`/${type}`, parameters);
  expect(idsOf(found)).toEqual(idsOf(all[type]!.filter(test)));
  return found.length;
}

describe('filters of companies', () => {
  it.each([
    ['filter[accountType]', '2-accountTypes', (row) => row.links.accountType === '2-accountTypes'],
    ['filter[accountTypes][]', '2', (row) => row.links.accountType === '2-accountTypes'],
    ['filter[industry]', '4-industries', (row) => row.links.industry === '4-industries'],
    ['filter[owner]', '2-users', (row) => row.links.owner === '2-users'],
    ['filter[owners][]', '1-teams', (row) => row.links.owner === '1-teams'],
    ['filter[territories]', '3', (row) => row.links.territory === '3-territories'],
    ['filter[tags]', '21-tags', (row) => row.links.tags.includes('21-tags')],
    ['filter[creator]', '2-origins', (row) => row.links.creator === '2-origins'],
    ['filter[name]', 'FREIGHT', (row) => /freight/i.test(row.name)],
    [
      'filter[address][state]',
      'mi',
      (row) => row.addresses.some((address: { value: { state: string } }) => address.value.state === 'MI'),
    ],
    ['filter[numberOfEmployees]', '>1000', (row) => row.employeeCount > 1000],
    ['filter[numberOfEmployees]', '100 TO 500', (row) => row.employeeCount >= 100 && row.employeeCount <= 500],
    ['filter[revenue]', '<10000000', (row) => row.revenue !== null && Number(row.revenue.amount) < 10_000_000],
    ['filter[numberOfContacts]', '0', (row) => row.links.contacts.length === 0],
    [
      'filter[phone]',
      '734-555',
      (row) => row.phones.some((phone: { value: { number: string } }) => phone.value.number.includes('734555')),
    ],
    // biome-ignore lint/suspicious/noExplicitAny: records of every shape
  ] as [string, string, (row: any) => boolean][])('%s=%s', async (name, value, test) => {
    expect(await expectSame('accounts', { [name]: value }, test)).toBeGreaterThan(0);
  });

  it('combine: several keys must all hold, several values of one key any', async () => {
    const both = await client.request(
      'GET',
      '/accounts?filter[accountType][]=2-accountTypes&filter[accountType][]=3-accountTypes&filter[territory]=1',
    );
    const expected = all['accounts']!.filter(
      ({ links }) =>
        ['2-accountTypes', '3-accountTypes'].includes(links.accountType) && links.territory === '1-territories',
    );
    expect(both.json.meta.total).toBe(expected.length);
    expect(expected.length).toBeGreaterThan(0);
  });

  it('count company types among what was found', async () => {
    const { json } = await client.get('/accounts', { 'filter[accountType]': '3-accountTypes', 'page[limit]': 1 });
    expect(json.meta.facets.accountType).toEqual({
      '1-accountTypes': 0,
      '2-accountTypes': 0,
      '3-accountTypes': json.meta.total,
      '4-accountTypes': 0,
      '5-accountTypes': 0,
    });
  });

  it('know the user’s own fields by their names', async () => {
    const found = await client.all('/accounts', { 'filter[Region]': 'gulf' });
    const values = await Promise.all(found.slice(0, 5).map(({ id }) => client.all(`/accounts/${id}/customfields`)));
    expect(found.length).toBeGreaterThan(20);
    for (const fields of values) expect(fields.find(({ name }) => name === 'Region').value).toBe('Gulf');
    const rich = await client.all('/accounts', { 'filter[Annual freight spend]': '>3000000' });
    expect(rich.length).toBeGreaterThan(0);
    expect(rich.length).toBeLessThan(found.length);
  });
});

describe('filters of people', () => {
  it('by company, audience and what their company is', async () => {
    const account = all['accounts']!.find(({ links }) => links.contacts.length > 2);
    expect(
      await expectSame('contacts', { 'filter[accounts]': account.id }, ({ links }) =>
        links.accounts.includes(account.id),
      ),
    ).toBeGreaterThan(2);
    await expectSame('contacts', { 'filter[audiences][]': '2-emAudiences' }, ({ links }) =>
      links.emAudiences.includes('2-emAudiences'),
    );
    const partners = new Set(
      all['accounts']!.filter(({ links }) => links.accountType === '4-accountTypes').map(({ id }) => id),
    );
    const found = await client.all('/contacts', { 'filter[accountType]': '4-accountTypes' });
    for (const { links } of found) expect(links.accounts.some((id: string) => partners.has(id))).toBe(true);
    expect(found.length).toBeGreaterThan(0);
  });

  it('by the exact address in `email`, in any case', async () => {
    const [person] = all['contacts']!;
    const email: string = person.emails[0].value;
    expect(idsOf(await client.all('/contacts', { email: email.toUpperCase() }))).toEqual([person.id]);
    expect(await client.all('/contacts', { email: email.slice(1) })).toEqual([]);
    expect((await client.all('/accounts', { email: 'info@nowhere.example' })).length).toBe(0);
  });
});

describe('filters of leads', () => {
  it.each([
    ['filter[number]', '>2990', (row) => Number(row.number) > 2990],
    ['filter[number]', '1005', (row) => row.number === '1005'],
    ['filter[status]', 'won', (row) => row.status === 'won'],
    ['filter[priority]', '1', (row) => row.priority === 1],
    ['filter[isOverdue]', 'true', (row) => row.isOverdue],
    ['filter[confidence]', '>=80', (row) => row.confidence >= 80],
    ['filter[value]', '>50000', (row) => Number(row.value.amount) > 50_000],
    ['filter[stageset]', '2-stagesets', (row) => row.links.stageset === '2-stagesets'],
    ['filter[milestones][]', '103-stages', (row) => row.links.stage === '103-stages'],
    ['filter[outcomes]', '2', (row) => row.links.outcome === '2-outcomes'],
    ['filter[sources][]', '3-sources', (row) => row.links.sources.includes('3-sources')],
    ['filter[products]', '1-products', (row) => row.links.products.includes('1-products')],
    ['filter[competitors]', '1-competitors', (row) => row.links.competitors.includes('1-competitors')],
    ['filter[markets]', '2-markets', (row) => row.links.market === '2-markets'],
    ['filter[watchers]', '1-users', (row) => row.links.watchers.includes('1-users')],
    ['filter[omittedId]', '1003-leads', (row) => row.id !== '1003-leads'],
    // biome-ignore lint/suspicious/noExplicitAny: records of every shape
  ] as [string, string, (row: any) => boolean][])('%s=%s', async (name, value, test) => {
    expect(await expectSame('leads', { [name]: value }, test)).toBeGreaterThan(0);
  });

  it('by channel of their sources', async () => {
    const sources = await client.all('/sources');
    const social = sources.filter(({ channel }) => channel.value === 3).map(({ id }) => id);
    await expectSame('leads', { 'filter[channels]': '3' }, ({ links }) =>
      links.sources.some((id: string) => social.includes(id)),
    );
  });

  it('by number find a lead whose id is another one', async () => {
    const [lead] = await client.all('/leads', { 'filter[number]': '1003' });
    expect([lead.number, lead.id]).toEqual(['1003', '1015-leads']);
    expect((await client.one('/leads/1003-leads')).number).toBe('1000');
  });
});

describe('spans of time', () => {
  const spans: [string, string][] = [
    ['2025-03-01T00:00:00 TO 2025-03-15T23:59:59', 'TO'],
    ['2025-03-01T00:00:00Z 2025-03-15T23:59:59Z', 'a space'],
    ['2025-03-01 TO 2025-03-15', 'dates'],
    ['1740787200 TO 1742083199', 'Unix seconds'],
    ['2025-03-01T02:00:00+02:00 TO 2025-03-15T23:59:59Z', 'offsets'],
  ];

  it.each(spans)('are read from %s (%s)', async (span) => {
    const count = await expectSame(
      'leads',
      { 'filter[createdTime]': span },
      ({ createdTime }) => createdTime.timestamp >= 1_740_787_200 && createdTime.timestamp <= 1_742_083_199,
    );
    expect(count).toBeGreaterThan(20);
  });

  it('with one end only last until now', async () => {
    const from = Date.parse('2026-02-20T00:00:00Z') / 1000;
    await expectSame(
      'leads',
      { 'filter[createdTime]': '2026-02-20' },
      ({ createdTime }) => createdTime.timestamp >= from,
    );
  });
});

describe('filters that make no sense', () => {
  it.each([
    ['/accounts', 'filter[shoeSize]', '43', 'Unknown filter: shoeSize'],
    ['/accounts', 'filter[__proto__]', '1', undefined],
    ['/accounts', 'filter[createdTime]', 'yesterday', 'Invalid value for createdTime: yesterday'],
    ['/accounts', 'filter[owner]', 'me', 'Invalid value for owner: me'],
    ['/accounts', 'filter[tags]', '5-users', 'Invalid value for tags: 5-users'],
    ['/accounts', 'filter[address]', 'US', 'An address is filtered by its parts, such as filter[address][country].'],
    ['/accounts', 'filter[address][planet]', 'Earth', 'Unknown part of an address: planet'],
    ['/leads', 'filter[value]', 'much', 'Invalid value for value: much'],
    ['/leads', 'filter[status]', 'pending', 'Invalid value for status: pending'],
    ['/leads', 'filter[isOverdue]', 'perhaps', 'Invalid value for isOverdue: perhaps'],
    ['/leads/list', 'filter[nothing]', '1', 'Unknown filter: nothing'],
    ['/activities', 'filter[mood]', 'good', 'Unknown filter: mood'],
    ['/activities', 'filter[status][]', 'done', 'Invalid value for status: done'],
    ['/activities', 'filter[participant][]', '1-tags', 'Invalid value for participant: 1-tags'],
    ['/activities', 'filter[dateMin]', 'soon', 'Invalid value for dateMin: soon'],
    ['/tasks', 'filter[colour]', 'red', 'Unknown filter: colour'],
    ['/tasks', 'filter[assignee][]', 'me', 'Invalid value for assignee: me'],
    ['/quotes', 'filter[lead]', 'big', 'Invalid value for lead'],
    ['/tags', 'filter[tagType]', 'users', 'Invalid value for tagType: users'],
  ])('%s?%s=%s answers 400', async (path, name, value, detail) => {
    const { status, json } = await client.get(path, { [name]: value });
    if (detail === undefined) {
      expect(status).toBe(200);
      return;
    }
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([{ title: 'Invalid filter', detail, status: '400' }]);
  });
});

describe('the other lists', () => {
  it('filter activities by status, participant, type, importance, priority and date', async () => {
    const statusOf = ({ isCancelled, isLogged }: { isCancelled: boolean; isLogged: boolean }) =>
      isCancelled ? 'cancelled' : isLogged ? 'logged' : 'scheduled';
    await expectSame('activities', { 'filter[status][]': 'scheduled' }, (row) => statusOf(row) === 'scheduled');
    await expectSame('activities', { 'filter[status][]': 'cancelled' }, (row) => statusOf(row) === 'cancelled');
    await expectSame('activities', { 'filter[participant][]': '2-users' }, ({ links }) =>
      links.users.includes('2-users'),
    );
    await expectSame(
      'activities',
      { 'filter[activityType]': '2' },
      ({ links }) => links.activityType === '2-activityTypes',
    );
    await expectSame('activities', { 'filter[flagged]': 'true' }, ({ isFlagged }) => isFlagged);
    await expectSame('activities', { 'filter[isImportant]': '0' }, ({ isFlagged }) => !isFlagged);
    const hot = new Set(all['leads']!.filter(({ priority }) => priority === 1).map(({ id }) => id));
    await expectSame('activities', { 'filter[leadPriority][]': 'hot' }, ({ links }) =>
      links.leads.some((id: string) => hot.has(id)),
    );
    const [from, to] = [Date.parse('2026-01-01T00:00:00Z') / 1000, Date.parse('2026-02-01T00:00:00Z') / 1000];
    const count = await expectSame(
      'activities',
      { 'filter[dateMin]': '2026-01-01', 'filter[dateMax]': '2026-01-31' },
      ({ startTime }) => startTime >= from && startTime < to,
    );
    expect(count).toBeGreaterThan(10);
  });

  it('filter tasks by assignee, related record and due date', async () => {
    await expectSame('tasks', { 'filter[assignee][]': '2-users' }, ({ links }) => links.assignee === '2-users');
    const related = all['tasks']!.find(({ links }) => links.relatedEntity?.endsWith('-leads')).links.relatedEntity;
    await expectSame('tasks', { 'filter[relatedEntity]': related }, ({ links }) => links.relatedEntity === related);
    const to = Date.parse('2026-03-04T23:59:59Z') / 1000;
    await expectSame('tasks', { 'filter[dateMax]': '2026-03-04' }, ({ dueTime }) => dueTime !== null && dueTime <= to);
  });

  it('filter quotes and invoices by lead and date', async () => {
    for (const type of ['quotes', 'invoices']) {
      const documents = await client.all(`/${type}`);
      const { lead } = documents[0].links;
      expect((await client.all(`/${type}`, { 'filter[lead]': lead })).map(({ links }) => links.lead)).toEqual([lead]);
      const late = await client.all(`/${type}`, { 'filter[dateMin]': '2025-09-01' });
      expect(idsOf(late)).toEqual(idsOf(documents.filter(({ createdTime }) => createdTime >= '2025-09-01')));
    }
  });

  it('filter tags by what they are for', async () => {
    const tags = await client.all('/tags', { 'filter[tagType]': 'contacts' });
    expect(tags).toHaveLength(10);
    expect(new Set(tags.map(({ tagType }) => tagType))).toEqual(new Set(['contacts']));
  });
});

describe('q', () => {
  it('finds companies by name, address of mail, and people of theirs', async () => {
    const account = all['accounts']!.find(({ links }) => links.contacts.length > 0);
    const person = all['contacts']!.find(({ id }) => id === account.links.contacts[0]);
    for (const q of [account.name.toUpperCase(), account.emails[0].value, person.name]) {
      const found = await client.all('/accounts', { q });
      expect(idsOf(found)).toContain(account.id);
    }
  });

  it('needs every word, anywhere in a word', async () => {
    const account = all['accounts']![0];
    const [first, ...rest] = account.name.split(' ');
    expect(idsOf(await client.all('/accounts', { q: `${rest.join(' ')} ${first.slice(1)}` }))).toContain(account.id);
    expect(await client.all('/accounts', { q: `${account.name} zzz` })).toEqual([]);
  });

  it('finds people by phone, leads by number and company, and works on lookups', async () => {
    const person = all['contacts']!.find(({ phones }) => phones.length > 0);
    expect(idsOf(await client.all('/contacts', { q: person.phones[0].value.number }))).toContain(person.id);
    expect(idsOf(await client.all('/leads', { q: '1234' }))).toContain(
      all['leads']!.find(({ number }) => number === '1234').id,
    );
    expect((await client.all('/products', { q: 'scanner' })).map(({ name }) => name)).toEqual(['Handheld Scanner']);
    expect((await client.all('/sources', { q: 'linked' })).length).toBe(2);
    expect((await client.all('/tags', { q: 'vip' })).length).toBe(1);
    expect((await client.all('/competitors', { q: 'yard' })).length).toBe(1);
    expect((await client.all('/tasks', { q: 'demo' })).every(({ title }) => title === 'Prepare demo')).toBe(true);
    expect((await client.all('/activities', { q: 'site visit' })).length).toBeGreaterThan(0);
  });
});
