import { expect } from 'vitest';
import type { ActionCase, ConnectorSheet, Values } from '../sheet.ts';
import type { World } from '../world.ts';

type Row = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly links: Readonly<Record<string, string[]>>;
};
type Find = NonNullable<ActionCase['values']>;

// Demo credentials by what they lack: access to the CRM, the rights to delete, export and define, the API altogether.
const NO_CRM = 'Marketing only';
const NO_DELETE = 'Read and edit only';
const NO_API = 'API access missing';

const PAGE = ['page[limit]', 'page[page]'];
/** Inputs that reach the provider in another shape than they are given; the tests of the connector look at them. */
const RESHAPED = ['page_size', 'filter', 'created_after', 'created_before', 'hot_leads_only', 'latest_first'];

/** The record array of an answer, whatever it is called. */
const rowsOf = (answer: Readonly<Record<string, unknown>>): Row[] =>
  Object.values(answer).find((member) => Array.isArray(member)) as Row[];

const first = async (world: World, path: string, passes: (row: Row) => boolean = () => true): Promise<Row> => {
  const found = rowsOf(await world.ask(path)).find(passes);
  if (found === undefined) throw new Error(`${path} holds no record that fits`);
  return found;
};

/** Finds something once: the data is the same after every reset. */
function once<T>(find: (world: World) => Promise<T>): (world: World) => Promise<T> {
  const found = new WeakMap<World, Promise<T>>();
  return (world) => {
    const known = found.get(world) ?? find(world);
    found.set(world, known);
    return known;
  };
}

const firstOf = (path: string, passes?: (row: Row) => boolean): Find =>
  once(async (world) => ({ id: (await first(world, path, passes)).id }));
const leadWhere = (passes: (row: Row) => boolean): Find => firstOf('/leads?page[limit]=500', passes);
const isOpen = ({ status }: Row): boolean => status === 'open';

/** A record in the trash: one of the timeline's deletions. */
const deleted = (type: string): Find =>
  once(async (world) => {
    const { links } = await first(world, `/events/deleted?filter[types]=${type}`);
    return { id: links['payloads']![0]! };
  });

/** Puts the last record of a list into the trash, to be brought back. */
const justDeleted =
  (path: string): Find =>
  async (world) => {
    const { id } = rowsOf(await world.ask(path)).at(-1)!;
    await world.ask(`${path}/${id}`, { method: 'DELETE' });
    return { id };
  };

/** A lead with payments agreed; there are some where a quote was accepted. */
const withInstallments = once(async (world: World): Promise<Values> => {
  for (const { links, displayStatus } of rowsOf(await world.ask('/quotes?page[limit]=500'))) {
    const id = links['lead'];
    if (displayStatus === 'ACCEPTED' && rowsOf(await world.ask(`/leads/${id}/installments`)).length > 0) return { id };
  }
  throw new Error('no lead has installments');
});

const list = (path: string, query: readonly string[] = [], more: Partial<ActionCase> = {}): ActionCase => ({
  requests: [`GET ${path}`],
  query,
  lacking: NO_CRM,
  omit: RESHAPED,
  ...more,
});
const paged = (path: string, query: readonly string[] = []): ActionCase => list(path, [...PAGE, ...query]);
const get = (path: string, values: Find, more: Partial<ActionCase> = {}): ActionCase => ({
  requests: [`GET ${path}/:id`],
  lacking: NO_CRM,
  values,
  ...more,
});
const create = (path: string, body: readonly string[], more: Partial<ActionCase> = {}): ActionCase => ({
  requests: [`POST ${path}`],
  body,
  lacking: NO_CRM,
  ...more,
});
const update = (path: string, operations: number, values: Find, more: Partial<ActionCase> = {}): ActionCase => ({
  requests: [`PATCH ${path}/:id`, `GET ${path}/:id`],
  body: Array.from({ length: operations }, (_, index) => String(index)),
  lacking: NO_CRM,
  values,
  keep: ['description'],
  omit: ['custom_fields', 'patch', 'use_product_value'],
  ...more,
});
const remove = (path: string, values: Find): ActionCase => ({
  requests: [`DELETE ${path}/:id`],
  lacking: NO_DELETE,
  values,
});
const undelete = (path: string, values: Find): ActionCase => ({
  requests: [`POST ${path}/:id/undelete`],
  lacking: NO_DELETE,
  values,
});
const change = (path: string, values: Find, body: readonly string[] = []): ActionCase => ({
  requests: [`POST ${path}`],
  body,
  lacking: NO_CRM,
  values,
});

const aCompany = firstOf('/accounts');
const aPerson = firstOf('/contacts');
const aLead = leadWhere(isOpen);
const aProductMap = firstOf('/productmaps');
const aCompetitorMap = firstOf('/competitormaps');
const aTask = firstOf('/tasks');
const aNote = firstOf('/notes');
const anActivity = firstOf('/activities');
const aQuote = firstOf('/quotes?page[limit]=200', ({ displayStatus }) => displayStatus === 'SENT');
const anInvoice = firstOf('/invoices');

/** Field actions that companies, people and leads have alike. */
const fieldsOf = (entity: 'account' | 'contact' | 'lead', id: Find): Readonly<Record<string, ActionCase>> => ({
  [`list_${entity}_items`]: paged(`/${entity}s/list`, ['q', 'sort']),
  [`list_${entity}_fields`]: list(`/${entity}s/list/fields`),
  [`get_${entity}_custom_fields`]: {
    ...get(`/${entity}s`, id, { answers: 'list' }),
    requests: [`GET /${entity}s/:id/customfields`],
  },
  [`list_${entity}_custom_field_definitions`]: list(`/${entity}s/customfields/attributes`),
  [`create_${entity}_custom_field`]: create(`/${entity}s/customfield`, ['name', 'type', 'choices', 'isMultiple'], {
    lacking: NO_DELETE,
    values: () => ({ name: 'Conformance', type: 'Text' }),
  }),
});

const tagFor = async (world: World, type: string): Promise<string> =>
  (await first(world, `/tags?filter[tagType]=${type}`)).id;

/** Inputs that create and update actions of one kind of record take. */
const withTags = (type: string, id?: Find, more: Values = {}): Find =>
  once(async (world) => {
    const tags = [await tagFor(world, type)];
    return { ...(await id?.(world)), tag_ids: tags, add_tag_ids: tags, remove_tag_ids: tags, ...more };
  });

/** Ids of records that inputs refer to, and texts the provider takes. */
const values = once(async (world: World): Promise<Values> => {
  const [company, person, product, competitor, source] = await Promise.all(
    ['/accounts', '/contacts', '/products', '/competitors', '/sources'].map((path) => first(world, path)),
  );
  const ids = (name: string, { id }: Row): Values => ({
    [`${name}_ids`]: [id],
    [`add_${name}_ids`]: [id],
    [`remove_${name}_ids`]: [id],
  });
  return {
    ...ids('account', company!),
    ...ids('contact', person!),
    ...ids('product', product!),
    ...ids('competitor', competitor!),
    ...ids('source', source!),
    ...ids('audience', await first(world, '/audiences')),
    owner_id: '1-users',
    assignee_id: '1-users',
    user_id: '1-users',
    related_id: company!.id,
    parent_id: company!.id,
    lead_id: (await first(world, '/leads')).id,
    entity_id: company!.id,
    account_type_id: '2-accountTypes',
    industry_id: '3-industries',
    territory_id: '2-territories',
    activity_type_id: '2-activityTypes',
    creator_ids: ['1-users'],
    participant_ids: ['1-users', person!.id],
    custom_fields: {},
    phones: [{ value: '+1 734-555-0148', name: 'mobile', isPrimary: true }],
    urls: [{ value: 'https://conformance.example', name: 'website', isPrimary: true }],
    value: '18500.00',
    price: '120.00',
    due_time: 1_790_000_000,
    completed_time: 1_780_000_000,
    start_time: 1_790_000_000,
    end_time: 1_790_001_800,
    since_time: 1_770_000_000,
    before_time: 1_770_000_000,
    recurrence_rule: { rule: 'FREQ=WEEKLY;BYDAY=MO', mode: 'completion' },
    report_type: 'sales',
  };
});

const closing: Find = once(async (world) => {
  const lead = await first(
    world,
    '/leads?page[limit]=500',
    (row) => isOpen(row) && row.links['productMaps']!.length > 0 && row.links['competitorMaps']!.length > 0,
  );
  return {
    id: lead.id,
    outcome_id: '1-outcomes',
    competitor_map_ids: lead.links['competitorMaps'],
    products: [{ id: lead.links['productMaps']![0], quantity: 2, price: { amount: '99.00', currency: 'USD' } }],
  };
});

/** Follows `meta.previous` to the beginning of the timeline. */
async function wholeTimeline(world: World, url: URL): Promise<Row[]> {
  const rows: Row[] = [];
  url.searchParams.set('limit', '1000');
  for (let next: string | null = url.href; next !== null; ) {
    const page = await world.ask(next);
    rows.push(...page.events);
    next = page.events.length === 0 ? null : page.meta.previous;
  }
  return rows;
}

export const sheet: ConnectorSheet = {
  headers: ({ username, apiKey }) => ({
    authorization: `Basic ${Buffer.from(`${username}:${apiKey}`).toString('base64')}`,
    accept: expect.stringContaining('json'),
  }),
  statuses: { wrongKey: 401, missingRight: 403, notFound: 404 },
  wrongKey: 'Mistyped key',
  lacking: () => undefined,
  values,
  unknownId: (known) => String(known).replace(/^\d+/, '98765432'),
  identity: ({ id, key }) => id ?? key,
  async readAll(world, url) {
    const path = url.pathname;
    if (path.endsWith('/list/fields')) {
      const { properties } = await world.ask(url.href);
      return Object.keys(properties).map((key) => ({ key }));
    }
    if (path.endsWith('/events')) return wholeTimeline(world, url);
    if (path.endsWith('/activities')) url.searchParams.set('limit', '10000');
    if (!url.searchParams.has('page[limit]')) return rowsOf(await world.ask(url.href));
    const rows: Row[] = [];
    url.searchParams.set('page[limit]', '1000');
    for (let number = 0, page: Row[] = []; number === 0 || page.length > 0; number += 1) {
      url.searchParams.set('page[page]', String(number));
      page = rowsOf(await world.ask(url.href));
      rows.push(...page);
    }
    return rows;
  },
  pageSizes: [1, 500],
  actions: {
    list_accounts: paged('/accounts', ['q', 'email', 'sort']),
    get_account: get('/accounts', aCompany),
    create_account: create('/accounts', ['accounts'], { values: withTags('accounts') }),
    update_account: update('/accounts', 14, withTags('accounts', aCompany)),
    delete_account: remove('/accounts', aCompany),
    undelete_account: undelete('/accounts', deleted('accounts')),
    ...fieldsOf('account', aCompany),
    list_account_types: list('/accounttypes'),
    list_industries: list('/industries'),
    get_industry: get('/industries', firstOf('/industries')),
    list_contacts: paged('/contacts', ['q', 'email', 'sort']),
    get_contact: get('/contacts', aPerson),
    create_contact: create('/contacts', ['contacts'], { values: withTags('contacts') }),
    update_contact: update('/contacts', 15, withTags('contacts', aPerson)),
    delete_contact: remove('/contacts', aPerson),
    undelete_contact: undelete('/contacts', deleted('contacts')),
    ...fieldsOf('contact', aPerson),
    list_crm_contacts: paged('/contacts', ['q', 'email']),
    get_crm_contact: get('/contacts', aPerson),
    list_crm_accounts: { ...paged('/accounts', ['q', 'email']), requests: ['GET /accounts', 'GET /industries'] },
    get_crm_account: { ...get('/accounts', aCompany), requests: ['GET /accounts/:id', 'GET /industries'] },
    list_leads: paged('/leads', ['q', 'sort']),
    get_lead: get('/leads', aLead),
    create_lead: create('/leads', ['leads'], {
      values: async (world) => {
        const { id } = await first(world, '/products');
        return { ...(await withTags('leads')(world)), products: [{ product_id: id, quantity: 2, price: '12.00' }] };
      },
      except: {
        'every input': 'products are sent as productMaps with links, which the tests of the connector look at',
      },
    }),
    update_lead: update('/leads', 20, withTags('leads', aLead, { stage_id: '102-stages', confidence: 70 })),
    delete_lead: remove('/leads', aLead),
    undelete_lead: undelete('/leads', deleted('leads')),
    ...fieldsOf('lead', aLead),
    get_lead_report: {
      requests: ['GET /leads/report'],
      query: ['reportType', 'gap', 'segmentByField', 'groupByField', 'pivotFacet', 'useConfidence', 'q', 'sort'],
      lacking: NO_CRM,
      omit: RESHAPED,
    },
    list_lead_stages: { ...list('/leads/:id/stages'), values: aLead },
    update_lead_status: change('/leads/:id/status', closing, ['outcomeId', 'competitorMaps', 'productMaps']),
    reopen_lead: change(
      '/leads/:id/reopen',
      leadWhere((row) => !isOpen(row)),
    ),
    set_lead_pipeline: change(
      '/leads/:id/stageset',
      async (world) => ({ ...(await aLead(world)), pipeline_id: '2-stagesets' }),
      ['stageset'],
    ),
    watch_lead: change('/leads/:id/watch', aLead),
    list_lead_installments: { ...list('/leads/:id/installments'), values: withInstallments },
    update_lead_installments: {
      ...change('/leads/:id/installments', async (world) => ({
        ...(await aLead(world)),
        installments: [{ dueTime: '2026-04-01T00:00:00+0000', description: 'Half', value: '50.00', isFailed: false }],
      })),
      body: ['0'],
      answers: 'anything',
    },
    list_outcomes: list('/outcomes'),
    get_outcome: get('/outcomes', firstOf('/outcomes')),
    list_lead_products: list('/productmaps'),
    get_lead_product: get('/productmaps', aProductMap),
    update_lead_product: update('/productmaps', 2, aProductMap, { keep: ['quantity'] }),
    delete_lead_product: remove('/productMaps', aProductMap),
    list_competitors: list('/competitors', ['q']),
    get_competitor: get('/competitors', firstOf('/competitors')),
    list_lead_competitors: list('/competitormaps'),
    get_lead_competitor: get('/competitormaps', aCompetitorMap),
    update_lead_competitor: update('/competitormaps', 2, aCompetitorMap, { keep: ['status'] }),
    delete_lead_competitor: remove('/competitormaps', aCompetitorMap),
    list_products: list('/products', ['q', 'sort']),
    get_product: get('/products', firstOf('/products')),
    delete_product: remove('/products', firstOf('/products')),
    undelete_product: undelete('/products', justDeleted('/products')),
    list_product_categories: list('/productcategories'),
    get_product_category: get('/productcategories', firstOf('/productcategories')),
    create_product_category: create('/productcategories', ['productCategories']),
    list_quotes: paged('/quotes', ['filter[lead]', 'filter[dateMin]', 'filter[dateMax]']),
    get_quote: get('/quotes', aQuote),
    update_quote_status: change('/quotes/:id/status', aQuote, ['status', 'acceptedName', 'acceptedEmail']),
    create_invoice_from_quote: { ...change('/quotes/:id/invoice', aQuote), answers: 'anything' },
    list_invoices: paged('/invoices', ['filter[lead]', 'filter[dateMin]', 'filter[dateMax]']),
    get_invoice: get('/invoices', anInvoice),
    update_invoice_status: change(
      '/invoices/:id/status',
      async (world) => ({ ...(await anInvoice(world)), status: 'ARCHIVED' }),
      ['status', 'comment', 'acceptedName', 'acceptedEmail'],
    ),
    list_activities: list('/activities', [
      ...['limit', 'q', 'filter[participant]', 'filter[status]', 'filter[activityType]', 'filter[flagged]'],
      ...['filter[isImportant]', 'filter[dateMin]', 'filter[dateMax]'],
    ]),
    get_activity: get('/activities', anActivity),
    create_activity: create('/activities', ['activities']),
    update_activity: {
      requests: ['GET /activities/:id', 'PUT /activities/:id'],
      body: ['activities'],
      lacking: NO_CRM,
      values: anActivity,
    },
    list_activity_types: list('/activitytypes'),
    list_tasks: paged('/tasks', [
      ...['q', 'filter[assignee]', 'filter[relatedEntity]', 'filter[dateMin]', 'filter[dateMax]'],
    ]),
    get_task: get('/tasks', aTask),
    create_task: create('/tasks', ['title', 'description', 'dueTime', 'recurrenceRule', 'links']),
    update_task: update('/tasks', 7, aTask),
    delete_task: remove('/tasks', aTask),
    list_notes: paged('/notes'),
    get_note: get('/notes', aNote),
    create_note: create('/notes', ['data']),
    delete_note: remove('/notes', aNote),
    undelete_note: undelete('/notes', deleted('notes')),
    list_events: {
      ...list('/events', [
        ...['limit', 'max_time', 'entity_id', 'events', 'filters[payload]', 'filters[creator]'],
        'filters[emailEntityType]',
      ]),
      omit: ['page_size', 'since_time'],
    },
    list_deleted_events: list('/events/deleted', ['filter[types]']),
    list_users: list('/users', [], { lacking: NO_API }),
    get_user: get('/users', firstOf('/users'), { lacking: NO_API }),
    list_pipelines: list('/stagesets'),
    list_stages: list('/stages'),
    export_pipeline: {
      ...get('/stagesets', firstOf('/stagesets'), { lacking: NO_DELETE }),
      requests: ['GET /stagesets/:id/export'],
    },
    list_sources: list('/sources', ['q']),
    create_source: create('/sources', ['sources'], { omit: ['channel'] }),
    delete_source: remove('/sources', firstOf('/sources')),
    undelete_source: undelete('/sources', justDeleted('/sources')),
    list_tags: list('/tags', ['q', 'filter[tagType]']),
    create_tag: create('/tags', ['tags'], {
      omit: ['color'],
      values: async (world) => ({ tag_type: 'leads', entity_ids: [(await first(world, '/leads')).id] }),
      except: { 'every input': 'types and colours are sent as numbers, which the tests of the connector look at' },
    }),
    delete_tag: remove('/tags', firstOf('/tags')),
    undelete_tag: undelete('/tags', justDeleted('/tags')),
    list_audiences: list('/audiences', [], { lacking: NO_DELETE }),
    create_audience: create('/audiences', ['emAudiences'], { lacking: NO_DELETE }),
    list_editions: list('/editions', [], { lacking: NO_DELETE }),
    get_edition: get('/editions', firstOf('/editions'), { lacking: NO_DELETE }),
    list_forms: list('/forms', [], { lacking: NO_DELETE }),
    get_form: get('/forms', firstOf('/forms'), { lacking: NO_DELETE }),
    get_form_field: get(
      '/forms',
      once(async (world) => ({ id: (await first(world, '/forms')).links['fields']![0]! })),
      { lacking: NO_DELETE },
    ),
    list_markets: list('/markets', [], { lacking: NO_API }),
    get_market: get('/markets', firstOf('/markets'), { lacking: NO_API }),
    list_territories: list('/territories', [], { lacking: NO_API }),
    list_saved_filters: list('/filters', ['userId', 'reportType', 'filter'], {
      lacking: NO_API,
      omit: ['page_size'],
      values: () => ({ report_type: 'entity_list_leads', filter: 'leads' }),
    }),
    get_email: get('/emails', () => ({ id: '3-emails' })),
  },
  withoutAction: {
    'DELETE /productmaps/:id': 'delete_lead_product calls it by its documented spelling, /productMaps/:id',
    'POST /api/v1/json': 'the legacy JSON-RPC API has nothing for integrations that the REST API lacks',
    'GET /api/v1/json': 'it describes the legacy JSON-RPC API',
    'POST /v1/json': 'it tells clients of the legacy JSON-RPC API where to go',
  },
  linking: [
    { credentials: 'Full access' },
    { credentials: 'Own records only' },
    { credentials: 'Key without impersonation' },
    ...['Revoked key', 'Disabled user', 'Wrong username', 'Mistyped key'].map((credentials) => ({
      credentials,
      refused: { status: 401, message: /does not know this username and API key/ },
    })),
    { credentials: NO_API, refused: { status: 403, message: /not for API access.*permission API access/ } },
    { credentials: NO_CRM, refused: { status: 403, message: /ines\.quintana@.* has no access to the CRM/ } },
  ],
};
