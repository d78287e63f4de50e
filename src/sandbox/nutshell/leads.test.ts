import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, serveNutshell } from './testing/client.ts';

let client: Client;
beforeAll(async () => {
  client = await serveNutshell();
});
afterAll(() => client.close());

// biome-ignore lint/suspicious/noExplicitAny: records of every shape
const makeLead = async (lead: unknown, as = client): Promise<any> =>
  (await as.post('/leads', { leads: [lead] })).json.leads[0];

describe('making a lead', () => {
  it('begins at the first stage of the default pipeline, open, with the next number', async () => {
    const [before, lead] = [await makeLead({ description: 'First' }), await makeLead({ description: 'Dock rollout' })];
    expect(lead).toMatchObject({
      type: 'leads',
      name: 'Dock rollout',
      description: 'Dock rollout',
      status: 'open',
      value: { amount: 0, currency: 'USD', formatted: '' },
      closedTime: null,
      priority: 0,
      ownerType: 'users',
      isOverdue: false,
      overdueTime: null,
      lastContactedTime: null,
      pieState: '01',
      isCurrentUserWatching: false,
      mcfxContactIds: [],
      links: {
        accounts: [],
        contacts: [],
        owner: '1-users',
        creator: '1-users',
        stage: '101-stages',
        stageset: '1-stagesets',
        market: '1-markets',
        outcome: null,
        watchers: [],
      },
    });
    expect(Number(lead.number)).toBe(Number(before.number) + 1);
    expect(lead.htmlUrl).toBe(`https://app.nutshell.com/lead/${lead.number}`);
    expect(lead.createdTime).toMatchObject({ absoluteLocalizedString: 'March 4, 2026', value: 'Today' });
  });

  it('takes companies and people as ids or as records to be made on the way', async () => {
    const lead = await makeLead({
      description: 'Inline',
      links: { accounts: ['3-accounts', { name: 'Fresh Freight' }], contacts: [{ name: 'Fay Fresh' }, '3'] },
    });
    const [, made] = lead.links.accounts;
    expect(lead.links.accounts[0]).toBe('3-accounts');
    expect((await client.one(`/accounts/${made}`)).name).toBe('Fresh Freight');
    expect(lead.links.contacts[1]).toBe('3-contacts');
    expect((await client.one(`/contacts/${lead.links.contacts[0]}`)).name).toBe('Fay Fresh');
  });

  it('takes value, due time, products, competitors and custom fields', async () => {
    const lead = await makeLead({
      description: 'Everything',
      dueTime: { timestamp: 1_780_000_000 },
      customFields: { 'Budget approved': 'Yes', 'Billing email': 'bills@example.com' },
      links: {
        sources: ['2-sources'],
        tags: ['1-tags'],
        owner: '2-teams',
        stage: '103-stages',
        productMaps: [{ links: { product: '1-products' }, quantity: 2, price: { amount: '100.00' } }, '7-products'],
        competitorMaps: ['1-competitors'],
      },
    });
    expect(lead).toMatchObject({
      ownerType: 'teams',
      dueTime: { timestamp: 1_780_000_000 },
      value: { amount: '4100.00' },
    });
    expect(lead.links).toMatchObject({
      sources: ['2-sources'],
      stage: '103-stages',
      stageset: '1-stagesets',
      products: ['1-products', '7-products'],
      competitors: ['1-competitors'],
    });
    expect((await makeLead({ manualValue: '18500' })).value).toEqual({
      amount: '18500.00',
      currency: 'USD',
      formatted: '$18,500.00',
    });
  });

  it('is called after its company, its person or its number when it has no description', async () => {
    const account = await client.one('/accounts/3-accounts');
    expect((await makeLead({ links: { accounts: ['3-accounts'] } })).name).toBe(account.name);
    const person = await client.one('/contacts/3-contacts');
    expect((await makeLead({ links: { contacts: ['3-contacts'] } })).name).toBe(person.name);
    const bare = await makeLead({});
    expect(bare.name).toBe(`Lead-${bare.number}`);
  });

  it('prices products in the lead’s market', async () => {
    const lead = await makeLead({ description: 'Euro', links: { market: '2-markets', productMaps: ['1-products'] } });
    expect(lead.value).toEqual({ amount: '818.80', currency: 'EUR', formatted: '€818.80' });
  });

  it.each([
    ['an amount that is none', { manualValue: 'much' }],
    ['an amount below nothing', { manualValue: '-1' }],
    ['a time that is none', { dueTime: 'soon' }],
    ['a company that does not exist', { links: { accounts: ['999999-accounts'] } }],
    ['a product that does not exist', { links: { productMaps: ['999-products'] } }],
    ['a quantity of nothing', { links: { productMaps: [{ links: { product: '1-products' }, quantity: 0 }] } }],
    ['links that are no object', { links: 'all' }],
    ['a tag for companies', { links: { tags: ['21-tags'] } }],
    ['an outcome, which only closing sets', { links: { outcome: '1-outcomes' } }],
  ])('refuses %s', async (_what, lead) => {
    const { status } = await client.post('/leads', { leads: [lead] });
    expect(status).toBe(400);
  });
});

describe('closing a lead', () => {
  it.each([
    ['1-outcomes', 'won', 100],
    ['3-outcomes', 'lost', 0],
    ['6-outcomes', 'cancelled', 0],
  ])('with %s makes it %s', async (outcomeId, status, confidence) => {
    const { id } = await makeLead({ description: 'To close' });
    const { json } = await client.post(`/leads/${id}/status`, { outcomeId });
    expect(json.leads[0]).toMatchObject({ status, confidence, links: { outcome: outcomeId } });
    expect(json.leads[0].closedTime.timestamp).toBe(Date.parse('2026-03-04T10:00:00Z') / 1000);
  });

  it('says what was sold, and to whom it was lost', async () => {
    const lead = await makeLead({
      description: 'With maps',
      links: { productMaps: ['1-products'], competitorMaps: ['1-competitors', '2-competitors'] },
    });
    const [productMap] = lead.links.productMaps;
    const [first] = lead.links.competitorMaps;
    await client.post(`/leads/${lead.id}/status`, {
      outcomeId: 2,
      productMaps: [{ id: productMap, quantity: 5, price: '10.00' }],
      competitorMaps: [first],
    });
    expect(await client.one(`/productmaps/${productMap}`)).toMatchObject({ quantity: 5, price: { amount: '10.00' } });
    expect((await client.one(`/competitormaps/${first}`)).status).toBe('stole');
    expect((await client.one(`/leads/${lead.id}`)).value.amount).toBe('50.00');
  });

  it('refuses outcomes and maps that are not there', async () => {
    const { id } = await makeLead({ description: 'Open' });
    for (const body of [undefined, {}, { outcomeId: '99-outcomes' }, { outcomeId: '1-stages' }])
      expect((await client.post(`/leads/${id}/status`, body)).status).toBe(400);
    expect(
      (await client.post(`/leads/${id}/status`, { outcomeId: '1-outcomes', productMaps: [{ id: '1-productMaps' }] }))
        .status,
    ).toBe(400);
    expect((await client.one(`/leads/${id}`)).status).toBe('open');
  });

  it('is undone by reopening, once', async () => {
    const { id } = await makeLead({ description: 'Again' });
    await client.post(`/leads/${id}/status`, { outcomeId: '1-outcomes' });
    const { json } = await client.post(`/leads/${id}/reopen`);
    expect(json.leads[0]).toMatchObject({ status: 'open', closedTime: null, links: { outcome: null } });
    expect((await client.post(`/leads/${id}/reopen`)).status).toBe(400);
  });
});

describe('a lead', () => {
  it('moves to the first stage of another pipeline, if that one is active', async () => {
    const { id } = await makeLead({ description: 'Moving', links: { stage: '104-stages' } });
    const { json } = await client.post(`/leads/${id}/stageset`, { stageset: '2-stagesets' });
    expect(json.leads[0].links).toMatchObject({ stageset: '2-stagesets', stage: '201-stages' });
    for (const stageset of ['3-stagesets', '9-stagesets', 'x', undefined])
      expect((await client.post(`/leads/${id}/stageset`, { stageset })).status).toBe(400);
  });

  it('lists the stages of its pipeline in order', async () => {
    const { id } = await makeLead({ description: 'Stages' });
    const stages = await client.all(`/leads/${id}/stages`);
    expect(stages.map(({ name, position }) => [name, position])).toEqual([
      ['Qualify', 1],
      ['Discover', 2],
      ['Demo', 3],
      ['Propose', 4],
      ['Negotiate', 5],
      ['Close', 6],
    ]);
  });

  it('is watched and left again by each user for itself', async () => {
    const { id } = await makeLead({ description: 'Watched', links: { owner: '2-users' } });
    const rep = client.as('Read and edit only');
    expect((await client.post(`/leads/${id}/watch`)).json.leads[0]).toMatchObject({
      isCurrentUserWatching: true,
      links: { watchers: ['1-users'] },
    });
    expect((await rep.one(`/leads/${id}`)).isCurrentUserWatching).toBe(false);
    await rep.post(`/leads/${id}/watch`);
    await client.post(`/leads/${id}/watch`);
    expect((await client.one(`/leads/${id}`)).links.watchers).toEqual(['2-users']);
  });

  it('is overdue once its due time has passed, and says for how long', async () => {
    const { id } = await makeLead({ description: 'Late', dueTime: '2026-03-01T10:00:00Z' });
    expect(await client.one(`/leads/${id}`)).toMatchObject({
      isOverdue: true,
      overdueTime: {
        fromNowLocalizedString: '3 days ago',
        value: '3 days',
        timestamp: Date.parse('2026-03-01T10:00:00Z') / 1000,
      },
    });
  });

  it('was last contacted when its last logged activity took place', async () => {
    const { id } = await makeLead({ description: 'Contacted' });
    const activity = (name: string, isLogged: boolean, startTime: number) =>
      client.post('/activities', { activities: [{ name, isLogged, startTime, links: { participants: [id] } }] });
    await activity('Call', true, 1_772_000_000);
    await activity('Earlier', true, 1_771_000_000);
    await activity('Planned', false, 1_780_000_000);
    expect((await client.one(`/leads/${id}`)).lastContactedTime.timestamp).toBe(1_772_000_000);
  });
});

describe('installments of a lead', () => {
  const input = (value: string, more: object = {}) => ({
    dueTime: '2026-04-01',
    description: 'Part',
    value,
    isFailed: false,
    ...more,
  });

  it('are replaced as a whole: entries with an id stay, others are new, the rest goes', async () => {
    const { id } = await makeLead({ description: 'Payments' });
    const path = `/leads/${id}/installments`;
    const { json } = await client.post(path, [input('100.00'), input('200.00', { isFailed: true })]);
    expect(json.installments).toMatchObject([
      { dueTime: '2026-04-01T00:00:00+0000', value: { currency: 'USD', amount: 100 }, failedTime: null, isPaid: false },
      { value: { amount: 200 }, failedTime: '2026-03-04T10:00:00+0000' },
    ]);
    const [first, second] = json.installments;
    await client.post(path, [input('250.00', { id: second.id, dueTime: 1_775_000_000 }), input('50.00')]);
    const after = await client.all(path);
    expect(after.map((row) => [row.id === second.id, row.value.amount])).toEqual([
      [true, 250],
      [false, 50],
    ]);
    expect(after.some((row) => row.id === first.id)).toBe(false);
    expect((await client.post(path, [])).json.installments).toEqual([]);
  });

  it.each([
    ['no list', { value: '1' }],
    ['an entry that is no object', ['100']],
    ['no due time', [{ value: '1', isFailed: false }]],
    ['no amount', [{ dueTime: '2026-04-01', isFailed: false }]],
    ['no word on failure', [{ dueTime: '2026-04-01', value: '1' }]],
    ['an installment of another lead', [{ id: '1-installments', dueTime: '2026-04-01', value: '1', isFailed: false }]],
  ])('are refused with %s, and stay as they were', async (_what, body) => {
    const { id } = await makeLead({ description: 'Strict' });
    await client.post(`/leads/${id}/installments`, [input('100.00')]);
    expect((await client.post(`/leads/${id}/installments`, body)).status).toBe(400);
    expect(await client.all(`/leads/${id}/installments`)).toHaveLength(1);
  });
});

describe('the report on leads', () => {
  // biome-ignore lint/suspicious/noExplicitAny: reports of several shapes
  const report = async (parameters: Record<string, string> = {}): Promise<any> =>
    (await client.get('/leads/report', parameters)).json.reports[0];

  it('counts new leads by month, and in sum all of them', async () => {
    const { data, summary, key, prefix } = await report({ 'filter[createdTime]': '2025-01-01 TO 2025-12-31' });
    expect([key, prefix]).toEqual(['newleads', '$']);
    expect(data.map(({ bucket }: { bucket: string }) => bucket)).toEqual(
      Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}-01`),
    );
    const counted = data.reduce((sum: number, { count }: { count: { value: number } }) => sum + count.value, 0);
    expect(counted).toBe(summary.count.value);
    expect(counted).toBe((await client.all('/leads', { 'filter[createdTime]': '2025-01-01 TO 2025-12-31' })).length);
    expect(data[0]).toMatchObject({
      bucketType: 'm',
      filters: { createdTime: '2025-01-01T00:00:00Z TO 2025-01-31T23:59:59Z' },
    });
    const same = await client.all('/leads', { 'filter[createdTime]': data[0].filters.createdTime });
    expect(same).toHaveLength(data[0].count.value);
  });

  it.each([
    ['d', /^\d{4}-\d{2}-\d{2}$/],
    ['w', /^\d{4}-\d{2}-\d{2}$/],
    ['q', /^\d{4}-(01|04|07|10)-01$/],
    ['y', /^\d{4}-01-01$/],
  ])('goes by %s', async (gap, pattern) => {
    const { data } = await report({ gap });
    for (const { bucket } of data) expect(bucket).toMatch(pattern);
    if (gap === 'w') for (const { bucket } of data) expect(new Date(bucket).getUTCDay()).toBe(1);
  });

  it('sums up sales, losses, the forecast, and the forecast by confidence', async () => {
    const leads = await client.all('/leads');
    const worth = (status: string) =>
      leads.filter((lead) => lead.status === status).reduce((sum, { value }) => sum + Number(value.amount), 0);
    for (const [reportType, status] of [
      ['sales', 'won'],
      ['losses', 'lost'],
      ['forecast', 'open'],
    ] as const)
      expect((await report({ reportType })).summary.total.value).toBeCloseTo(worth(status), 1);
    const forecast = await report({ reportType: 'forecast' });
    const weighed = await report({ reportType: 'forecast', useConfidence: 'true' });
    expect(weighed.summary.total.value).toBeLessThan(forecast.summary.total.value);
    expect(weighed.summary.count).toEqual(forecast.summary.count);
  });

  it.each([
    'outcomes',
    'competitors',
    'products',
    'productCategories',
    'assignees',
    'territories',
    'sources',
    'tags',
    'channels',
  ])('splits buckets by %s', async (segmentByField) => {
    const { summary } = await report({ reportType: 'losses', segmentByField });
    expect(summary.segments.length).toBeGreaterThan(1);
    for (const segment of summary.segments)
      expect(segment).toMatchObject({
        bucket: expect.any(String),
        bucketType: segmentByField,
        count: { value: expect.any(Number) },
      });
  });

  it('goes by source for attribution', async () => {
    const { data } = await report({ reportType: 'attribution' });
    expect(data.map(({ bucket }: { bucket: string }) => bucket)).toContain('Google Ads');
  });

  it('comes as CSV too', async () => {
    const { headers, text } = await client.get('/leads/report', { format: 'csv', reportType: 'sales' });
    expect(headers['content-type']).toBe('text/csv; charset=UTF-8');
    const [first, second] = text.split('\r\n');
    expect(first).toBe('Bucket,Leads,Value');
    expect(second).toMatch(/^\d{4}-\d{2}-01,\d+,[\d.]+$/);
  });

  it.each([
    ['reportType', 'dreams'],
    ['gap', 'h'],
    ['format', 'pdf'],
    ['segmentByField', 'mood'],
    ['filter[mood]', 'good'],
  ])('refuses %s=%s', async (name, value) => {
    expect((await client.get('/leads/report', { [name]: value })).status).toBe(400);
  });

  it('exports a pipeline stage by stage', async () => {
    const { headers, text } = await client.get('/stagesets/1-stagesets/export');
    expect(headers['content-type']).toBe('text/csv; charset=UTF-8');
    const rows = text.trim().split('\r\n');
    expect(rows[0]).toBe('Position,Stage,Description,Steps,Open leads,Value');
    expect(rows).toHaveLength(7);
    const open = await client.all('/leads', { 'filter[status]': 'open', 'filter[stage]': '101-stages' });
    expect(rows[1]).toContain(`,${open.length},`);
  });
});
