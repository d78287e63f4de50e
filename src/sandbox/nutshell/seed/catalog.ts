import { samplePeople } from '../../kit/index.ts';
import { DEMO_USERS } from '../keys.ts';
import { type CustomField, PERMISSIONS, type Permission, TAG_TYPES } from '../model/catalog.ts';
import { amountOf } from '../values/money.ts';
import type { Seeder } from './seeder.ts';
import { COMPETITORS, INDUSTRIES, PRODUCTS, SOURCES, TAGS, TEAMS, TERRITORIES } from './words.ts';

const DOMAIN = 'lakeshorelogistics.example';

/** Rights that ordinary users lack. */
const ORDINARY: readonly Permission[] = [
  'canAccessSetup',
  'canBulkEdit',
  'canExport',
  'canImport',
  'canMergeEntities',
  'canDeleteEntities',
  'canAssignEntities',
  'canAccessBilling',
];
const MARKETING: readonly Permission[] = ['canAccessMarketing', 'canAccessFullCampaigns', 'canManageEmailTemplates'];

const USERS = 23;

function seedUsers(seeder: Seeder): void {
  const demo = [
    { ...DEMO_USERS.administrator, lacks: [], isAdministrator: true },
    { ...DEMO_USERS.salesRep, lacks: [...ORDINARY, ...MARKETING] },
    { ...DEMO_USERS.restricted, lacks: [...ORDINARY, ...MARKETING], isViewingRestricted: true },
    { ...DEMO_USERS.marketer, lacks: PERMISSIONS.filter((permission) => !MARKETING.includes(permission)) },
    { ...DEMO_USERS.disabled, lacks: ORDINARY, isEnabled: false },
  ];
  for (const [index, user] of demo.entries()) {
    const { email, ...given } = user;
    seeder.add(
      'users',
      index + 1,
      {
        firstName: given.name.split(' ')[0]!,
        emails: [email],
        isEnabled: true,
        isAdministrator: false,
        isViewingRestricted: false,
        ...given,
      },
      { links: { teams: index === 1 ? ['1-teams'] : [] } },
    );
  }
  const people = samplePeople('nutshell/users', USERS - demo.length, ['US']);
  for (const [index, { firstName, lastName, handle }] of people.entries()) {
    const isManager = index < 3;
    seeder.add(
      'users',
      demo.length + index + 1,
      {
        name: `${firstName} ${lastName}`,
        firstName,
        emails: [`${handle}@${DOMAIN}`],
        isEnabled: index !== people.length - 1,
        isAdministrator: isManager,
        isViewingRestricted: false,
        lacks: isManager ? [] : ORDINARY,
      },
      { links: { teams: [`${(index % TEAMS.length) + 1}-teams`] } },
    );
  }
}

/** Stages of each pipeline; their ids begin at 101, 201 and 301. */
const PIPELINES: readonly { readonly name: string; readonly status: 1 | 2; readonly stages: readonly string[] }[] = [
  { name: 'New business', status: 1, stages: ['Qualify', 'Discover', 'Demo', 'Propose', 'Negotiate', 'Close'] },
  { name: 'Renewals', status: 1, stages: ['Review', 'Offer', 'Confirm'] },
  { name: 'Partner deals', status: 2, stages: ['Register', 'Co-sell', 'Close'] },
];

function seedPipelines(seeder: Seeder): void {
  for (const [index, { name, status, stages }] of PIPELINES.entries()) {
    seeder.add('stagesets', index + 1, { name, isDefault: index === 0, status });
    for (const [position, stage] of stages.entries())
      seeder.add(
        'stages',
        (index + 1) * 100 + position + 1,
        {
          name: stage,
          description: `${stage} the opportunity before it moves on.`,
          position: position + 1,
          numSteps: 1 + (position % 3),
        },
        { links: { stageset: `${index + 1}-stagesets` } },
      );
  }
}

const OUTCOMES: readonly (readonly [string, 'won' | 'lost' | 'cancelled'])[] = [
  ['Won', 'won'],
  ['Lost to competitor', 'lost'],
  ['Too expensive', 'lost'],
  ['Missing feature', 'lost'],
  ['No decision', 'lost'],
  ['Cancelled by customer', 'cancelled'],
  ['Duplicate', 'cancelled'],
];

const CUSTOM_FIELDS: readonly Pick<CustomField, 'entity' | 'name' | 'fieldType' | 'choices' | 'isMultiple'>[] = [
  ...(['accounts', 'contacts', 'leads'] as const).map((entity) => ({
    entity,
    name: 'Region',
    fieldType: 'Decision' as const,
    choices: ['Lakes', 'Gulf', 'Coast', 'Plains'],
    isMultiple: false,
  })),
  { entity: 'accounts', name: 'Contract renewal', fieldType: 'Date', choices: [], isMultiple: false },
  { entity: 'accounts', name: 'Annual freight spend', fieldType: 'Currency', choices: [], isMultiple: false },
  { entity: 'accounts', name: 'Background', fieldType: 'LongText', choices: [], isMultiple: false },
  { entity: 'contacts', name: 'Preferred contact time', fieldType: 'Text', choices: [], isMultiple: false },
  { entity: 'contacts', name: 'Birthday', fieldType: 'Date', choices: [], isMultiple: false },
  {
    entity: 'leads',
    name: 'Budget approved',
    fieldType: 'Decision',
    choices: ['Yes', 'No', 'Pending'],
    isMultiple: false,
  },
  {
    entity: 'leads',
    name: 'Sites in scope',
    fieldType: 'Decision',
    choices: ['North', 'South', 'East', 'West'],
    isMultiple: true,
  },
  { entity: 'leads', name: 'Go-live date', fieldType: 'Date', choices: [], isMultiple: false },
  { entity: 'leads', name: 'Billing email', fieldType: 'Email', choices: [], isMultiple: false },
  { entity: 'leads', name: 'Legacy system', fieldType: 'Text', choices: [], isMultiple: false },
];

function seedProducts(seeder: Seeder): void {
  const categories = [...new Set(PRODUCTS.map(([, , , , , category]) => category))];
  for (const [index, name] of categories.entries()) seeder.add('productCategories', index + 1, { name });
  for (const [index, [name, sku, productType, unit, price, category]] of PRODUCTS.entries())
    seeder.add(
      'products',
      index + 1,
      {
        name,
        sku,
        productType,
        unit,
        description: `${name}, priced per ${unit}.`,
        prices: { '1-markets': amountOf(price), '2-markets': amountOf(price * 0.92) },
      },
      {
        links: { category: `${categories.indexOf(category) + 1}-productCategories` },
        deletedTime: index === PRODUCTS.length - 1 ? seeder.midnight - 6 * 86_400 : null,
      },
    );
}

function seedMarketing(seeder: Seeder): void {
  for (const [index, name] of [
    'All customers',
    'Newsletter',
    'Trade fair visitors',
    'Renewals this year',
    'Partners',
  ].entries())
    seeder.add('emAudiences', index + 1, { name, isWebFX: false });
  for (const [index, name] of [
    'Spring release',
    'Peak season checklist',
    'Customer story: Bluestem',
    'Price list update',
  ].entries())
    seeder.add('editions', index + 1, { name });
  const fields = ['Name', 'Email', 'Company', 'Phone', 'Message'];
  for (const [index, name] of ['Request a demo', 'Contact us', 'Download the guide'].entries()) {
    seeder.add('wfForms', index + 1, { name });
    for (const [position, label] of fields.entries())
      seeder.add(
        'wfFields',
        index * fields.length + position + 1,
        {
          name: label.toLowerCase(),
          label,
          fieldType: label === 'Message' ? 'textarea' : label === 'Email' ? 'email' : 'text',
          entityName: label === 'Company' ? 'accounts' : label === 'Message' ? 'leads' : 'contacts',
        },
        { links: { form: `${index + 1}-wfForms` } },
      );
  }
}

/** Saved lists and reports: name, kind, query, owner. */
const SAVED_FILTERS: readonly (readonly [string, string, string, number])[] = [
  ['Open leads', 'entity_list_leads', 'filter[status]=open', 1],
  ['Hot leads', 'entity_list_leads', 'filter[priority]=1', 1],
  ['My people', 'entity_list_contacts', 'filter[owner]=1-users', 1],
  ['Enterprise companies', 'entity_list_accounts', 'filter[accountType]=3-accountTypes', 1],
  ['Sales this year', 'report_sales', 'gap=m&reportType=sales', 1],
  ['My pipeline', 'entity_list_leads', 'filter[owner]=2-users', 2],
];

/** Everything that is looked up: users, pipelines, products, tags and so on. */
export function seedCatalog(seeder: Seeder): void {
  const plain = (
    type: 'teams' | 'territories' | 'industries' | 'accountTypes' | 'competitors',
    names: readonly string[],
  ) => {
    for (const [index, name] of names.entries()) seeder.add(type, index + 1, { name });
  };
  plain('teams', TEAMS);
  seedUsers(seeder);
  plain('territories', TERRITORIES);
  plain('industries', INDUSTRIES);
  plain('accountTypes', ['Prospect', 'Customer', 'Enterprise', 'Partner', 'Vendor']);
  plain('competitors', COMPETITORS);
  seeder.add('markets', 1, { name: 'United States', currency: 'USD', currencySymbol: '$', isDefault: true });
  seeder.add('markets', 2, { name: 'Europe', currency: 'EUR', currencySymbol: '€', isDefault: false });
  for (const [index, name] of ['Phone Call', 'Meeting', 'Email', 'Site Visit', 'Demo'].entries())
    seeder.add('activityTypes', index + 1, { name, isBenchmarkable: index < 3 });
  seedPipelines(seeder);
  for (const [index, [name, status]] of OUTCOMES.entries()) seeder.add('outcomes', index + 1, { name, status });
  for (const [index, [name, channel]] of SOURCES.entries()) seeder.add('sources', index + 1, { name, channel });
  const origins = ['form', 'import', 'apiKey', 'email', 'scheduler'];
  for (const [index, name] of [
    'Request a demo',
    'Spreadsheet import',
    'Reporting job',
    'Email drop box',
    'Scheduler',
  ].entries())
    seeder.add('origins', index + 1, { name, originType: origins[index]! });
  for (const [group, tagType] of TAG_TYPES.entries())
    for (const [index, name] of TAGS[tagType].entries())
      seeder.add('tags', group * 10 + index + 1, { name, tagType, colorType: ((group * 10 + index) % 14) + 1 });
  for (const [index, field] of CUSTOM_FIELDS.entries()) seeder.add('customFields', index + 1, field);
  seedProducts(seeder);
  seedMarketing(seeder);
  for (const [index, [name, reportType, value, owner]] of SAVED_FILTERS.entries())
    seeder.add(
      'filters',
      index + 1,
      { name, reportType, value, isShared: index === 0 || index === 4, isImmutable: index === 0 },
      { links: { user: `${owner}-users`, usersAndTeams: [] } },
    );
}
