/** One documented operation with an example of its use. */
export interface Operation {
  readonly method: string;
  /** As documented, with `{parameters}`. */
  readonly path: string;
  /** What stands for the parameter. */
  readonly id?: string;
  readonly body?: unknown;
  /** Status of the example. */
  readonly status: number;
  /** Name of the record array, where the answer has one. */
  readonly key?: string;
}

const get = (path: string, key: string, id?: string): Operation => ({
  method: 'GET',
  path,
  status: 200,
  key,
  ...(id !== undefined && { id }),
});

/** What companies, people and leads have in common. */
const crm = (type: string, id: string, deleteStatus: number): Operation[] => [
  get(`/${type}`, type),
  get(`/${type}/{id}`, type, id),
  get(`/${type}/list`, 'listItems'),
  { method: 'GET', path: `/${type}/list/fields`, status: 200 },
  get(`/${type}/{id}/customfields`, 'customFields', id),
  get(`/${type}/customfields/attributes`, 'customFields'),
  {
    method: 'POST',
    path: `/${type}/customfield`,
    body: { name: 'Shoe size', type: 'Text' },
    status: 200,
    key: 'customFields',
  },
  {
    method: 'PATCH',
    path: `/${type}/{id}`,
    id,
    body: [{ op: 'replace', path: `/${type}/0/description`, value: 'Changed' }],
    status: 204,
  },
  { method: 'DELETE', path: `/${type}/{id}`, id, status: deleteStatus, ...(deleteStatus === 200 && { key: type }) },
  { method: 'POST', path: `/${type}/{id}/undelete`, id, status: 200, key: type },
];

const product = [{ op: 'replace', path: '/productMaps/0/quantity', value: 3 }];

/**
 * Every operation of the published description, in an order in which the examples work one after the other: what is
 * deleted is restored, what is closed is opened again.
 */
export const OPERATIONS: readonly Operation[] = [
  { method: 'POST', path: '/accounts', body: { accounts: [{ name: 'Blueberry' }] }, status: 201, key: 'accounts' },
  ...crm('accounts', '3-accounts', 200),
  get('/accounttypes', 'accountTypes'),
  get('/industries', 'industries'),
  get('/industries/{id}', 'industries', '2-industries'),

  get('/activities', 'activities'),
  {
    method: 'POST',
    path: '/activities',
    body: {
      activities: [{ name: 'Intro call', activityType: '1-activityTypes', links: { participants: ['3-contacts'] } }],
    },
    status: 201,
    key: 'activities',
  },
  get('/activities/{id}', 'activities', '3-activities'),
  {
    method: 'PUT',
    path: '/activities/{id}',
    id: '3-activities',
    body: { activities: [{ name: 'Renamed' }] },
    status: 200,
    key: 'activities',
  },
  get('/activitytypes', 'activityTypes'),

  get('/audiences', 'emAudiences'),
  { method: 'POST', path: '/audiences', body: { emAudiences: [{ name: 'Spring' }] }, status: 201, key: 'emAudiences' },

  get('/competitors', 'competitors'),
  get('/competitors/{id}', 'competitors', '1-competitors'),
  get('/competitormaps', 'competitorMaps'),
  get('/competitormaps/{id}', 'competitorMaps', '1-competitorMaps'),
  {
    method: 'PATCH',
    path: '/competitormaps/{id}',
    id: '1-competitorMaps',
    body: [{ op: 'replace', path: '/competitorMaps/0/status', value: 'beat' }],
    status: 204,
  },
  { method: 'DELETE', path: '/competitormaps/{id}', id: '2-competitorMaps', status: 204 },

  {
    method: 'POST',
    path: '/contacts',
    body: { contacts: [{ name: 'Priya Nandakumar' }] },
    status: 200,
    key: 'contacts',
  },
  ...crm('contacts', '7-contacts', 204),

  get('/editions', 'editions'),
  get('/editions/{id}', 'editions', '1-editions'),
  get('/emails/{id}', 'emails', '3-emails'),
  get('/events', 'events'),
  get('/events/deleted', 'events'),
  get('/filters', 'filters'),
  get('/forms', 'wfForms'),
  get('/forms/{id}', 'wfForms', '1-wfForms'),
  get('/forms/{fieldId}', 'wfFields', '1-wfFields'),

  { method: 'POST', path: '/leads', body: { leads: [{ description: 'Dock rollout' }] }, status: 201, key: 'leads' },
  ...crm('leads', '1003-leads', 200),
  get('/leads/report', 'reports'),
  {
    method: 'POST',
    path: '/leads/{id}/installments',
    id: '1003-leads',
    body: [{ dueTime: '2026-05-01', description: 'First half', value: '100.00', isFailed: false }],
    status: 200,
    key: 'installments',
  },
  get('/leads/{id}/installments', 'installments', '1003-leads'),
  get('/leads/{id}/stages', 'stages', '1003-leads'),
  {
    method: 'POST',
    path: '/leads/{id}/status',
    id: '1003-leads',
    body: { outcomeId: '1-outcomes' },
    status: 200,
    key: 'leads',
  },
  { method: 'POST', path: '/leads/{id}/reopen', id: '1003-leads', status: 200, key: 'leads' },
  {
    method: 'POST',
    path: '/leads/{id}/stageset',
    id: '1003-leads',
    body: { stageset: '2-stagesets' },
    status: 200,
    key: 'leads',
  },
  { method: 'POST', path: '/leads/{id}/watch', id: '1003-leads', status: 200, key: 'leads' },
  get('/outcomes', 'outcomes'),
  get('/outcomes/{id}', 'outcomes', '1-outcomes'),
  get('/markets', 'markets'),
  get('/markets/{id}', 'markets', '1-markets'),

  get('/notes', 'notes'),
  {
    method: 'POST',
    path: '/notes',
    body: { data: { body: 'Called', links: { parent: '1003-leads' } } },
    status: 201,
    key: 'notes',
  },
  get('/notes/{id}', 'notes', '3-notes'),
  { method: 'DELETE', path: '/notes/{id}', id: '3-notes', status: 200, key: 'notes' },
  { method: 'POST', path: '/notes/{id}/undelete', id: '3-notes', status: 200, key: 'notes' },

  get('/products', 'products'),
  get('/products/{id}', 'products', '1-products'),
  { method: 'DELETE', path: '/products/{id}', id: '1-products', status: 200, key: 'products' },
  { method: 'POST', path: '/products/{id}/undelete', id: '1-products', status: 200, key: 'products' },
  get('/productmaps', 'productMaps'),
  get('/productmaps/{id}', 'productMaps', '1-productMaps'),
  { method: 'PATCH', path: '/productmaps/{id}', id: '1-productMaps', body: product, status: 204 },
  { method: 'DELETE', path: '/productMaps/{id}', id: '2-productMaps', status: 200, key: 'productMaps' },
  get('/productcategories', 'productCategories'),
  {
    method: 'POST',
    path: '/productcategories',
    body: { productCategories: [{ name: 'Rentals' }] },
    status: 201,
    key: 'productCategories',
  },
  get('/productcategories/{id}', 'productCategories', '1-productCategories'),

  get('/quotes', 'quotes'),
  get('/quotes/{id}', 'quotes', 'a quote'),
  { method: 'POST', path: '/quotes/{id}/invoice', id: 'a quote', status: 201, key: 'invoices' },
  {
    method: 'POST',
    path: '/quotes/{id}/status',
    id: 'a quote',
    body: { status: 'ARCHIVED' },
    status: 200,
    key: 'quotes',
  },
  get('/invoices', 'invoices'),
  get('/invoices/{id}', 'invoices', 'an invoice'),
  {
    method: 'POST',
    path: '/invoices/{id}/status',
    id: 'an invoice',
    body: { status: 'ACCEPTED', comment: 'Paid' },
    status: 200,
    key: 'invoices',
  },

  get('/sources', 'sources'),
  {
    method: 'POST',
    path: '/sources',
    body: { sources: [{ name: 'Billboard', channel: 7 }] },
    status: 201,
    key: 'sources',
  },
  { method: 'DELETE', path: '/sources/{id}', id: '1-sources', status: 200, key: 'sources' },
  { method: 'POST', path: '/sources/{id}/undelete', id: '1-sources', status: 200, key: 'sources' },

  get('/stages', 'stages'),
  get('/stagesets', 'stagesets'),
  { method: 'GET', path: '/stagesets/{id}/export', id: '1-stagesets', status: 200 },

  get('/tags', 'tags'),
  {
    method: 'POST',
    path: '/tags',
    body: { tags: [{ name: 'Fresh', colorType: '5', tagType: '1' }] },
    status: 200,
    key: 'tags',
  },
  { method: 'DELETE', path: '/tags/{id}', id: '1-tags', status: 200, key: 'tags' },
  { method: 'POST', path: '/tags/{id}/undelete', id: '1-tags', status: 200, key: 'tags' },

  get('/tasks', 'tasks'),
  { method: 'POST', path: '/tasks', body: { title: 'Send quote', dueTime: '1743200000' }, status: 200, key: 'tasks' },
  get('/tasks/{id}', 'tasks', '3-tasks'),
  {
    method: 'PATCH',
    path: '/tasks/{id}',
    id: '3-tasks',
    body: [{ op: 'replace', path: '/tasks/0/title', value: 'Call' }],
    status: 204,
  },
  { method: 'DELETE', path: '/tasks/{id}', id: '3-tasks', status: 200, key: 'tasks' },

  get('/territories', 'territories'),
  get('/users', 'users'),
  get('/users/{id}', 'users', '1-users'),
];
