import { TAG_TYPES, type Tag } from '../model/catalog.ts';
import type { EntityType } from '../model/ids.ts';
import type { CrmType } from '../model/tables.ts';
import type { View } from '../view.ts';
import { isObject, memberOf } from '../write/body.ts';
import { create } from '../write/store.ts';
import { referenceId, typeNamed } from './entity-names.ts';

/** A record as the REST API takes it, so that both APIs share their rules. */
export type RestBody = Readonly<Record<string, unknown>>;

const list = (given: unknown): readonly unknown[] =>
  Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];

const ids = (given: unknown, type: EntityType): unknown[] => list(given).map((item) => referenceId(item, type));

/** Labelled values: a list, an object by label, or one value. `--primary` repeats another one. */
function points(given: unknown): unknown {
  if (!isObject(given)) return list(given).map((value) => ({ value }));
  return Object.entries(given)
    .filter(([label]) => label !== '--primary')
    .map(([label, value]) => ({ value, ...(!/^\d+$/.test(label) && { name: label }) }));
}

/** Tags by name; a name that is new makes a tag. */
function tagIds(view: View, type: CrmType, given: unknown): string[] {
  return list(given)
    .filter((name): name is string => typeof name === 'string' && name !== '')
    .map((name) => {
      const known = view.live('tags').find((tag) => tag.tagType === type && tag.name === name);
      return (known ?? create(view, 'tags', { name: name.slice(0, 255), tagType: type, colorType: 1, links: {} })).id;
    });
}

/** Members of `given` that are there, read into members of the result. */
function translate(
  given: unknown,
  readers: Readonly<Record<string, readonly [string, (value: unknown) => unknown]>>,
): RestBody {
  const entries = Object.entries(readers).flatMap(([name, [target, read]]) => {
    const value = memberOf(given, name);
    return value === undefined ? [] : [[target, read(value)] as const];
  });
  return Object.fromEntries(entries);
}

const same = (value: unknown): unknown => value;

/** A name: text, or its parts. */
function fullName(given: unknown): unknown {
  if (!isObject(given)) return given;
  const display = memberOf(given, 'displayName');
  const parts = [memberOf(given, 'givenName'), memberOf(given, 'familyName')].filter(
    (part) => typeof part === 'string',
  );
  return display ?? parts.join(' ');
}

const PARTY = {
  name: ['name', fullName],
  description: ['description', same],
  email: ['emails', points],
  phone: ['phones', points],
  url: ['urls', points],
  address: ['addresses', points],
  customFields: ['customFields', same],
} as const;

const owner = (value: unknown): unknown => (value === null ? null : referenceId(value, 'users'));

/** A company of the legacy API in the other one's form. */
export const accountBody = (view: View, given: unknown): RestBody => ({
  ...translate(given, PARTY),
  links: {
    ...translate(given, {
      industryId: ['industry', (value) => referenceId(value, 'industries')],
      accountTypeId: ['accountType', (value) => referenceId(value, 'accountTypes')],
      territoryId: ['territory', (value) => referenceId(value, 'territories')],
      contacts: ['contacts', (value) => ids(value, 'contacts')],
      owner: ['owner', owner],
      tags: ['tags', (value) => tagIds(view, 'accounts', value)],
    }),
  },
});

/** A person of the legacy API in the other one's form. */
export const contactBody = (view: View, given: unknown): RestBody => ({
  ...translate(given, { ...PARTY, jobTitle: ['jobTitle', same] }),
  links: {
    ...translate(given, {
      accounts: ['accounts', (value) => ids(value, 'accounts')],
      territoryId: ['territory', (value) => referenceId(value, 'territories')],
      owner: ['owner', owner],
      tags: ['tags', (value) => tagIds(view, 'contacts', value)],
    }),
  },
});

const product = (given: unknown): unknown => ({
  links: { product: referenceId(given, 'products') },
  quantity: memberOf(given, 'quantity') ?? 1,
  price: memberOf(memberOf(given, 'price'), 'amount'),
});

/** A lead of the legacy API in the other one's form. @param isNew products may come with amounts only when it is */
export function leadBody(view: View, given: unknown, isNew: boolean): RestBody {
  const primary = memberOf(given, 'primaryAccount');
  const accounts = memberOf(given, 'accounts');
  const companies = primary === undefined && accounts === undefined ? undefined : [...list(primary), ...list(accounts)];
  return {
    ...translate(given, {
      description: ['description', same],
      value: ['manualValue', (value) => memberOf(value, 'amount') ?? value],
      dueTime: ['dueTime', same],
      customFields: ['customFields', same],
      ...(!isNew && { confidence: ['confidence', same], priority: ['priority', same] }),
    }),
    links: {
      ...(companies !== undefined && { accounts: ids(companies, 'accounts') }),
      ...translate(given, {
        contacts: ['contacts', (value) => ids(value, 'contacts')],
        sources: ['sources', (value) => ids(value, 'sources')],
        assignee: ['owner', owner],
        tags: ['tags', (value) => tagIds(view, 'leads', value)],
        market: ['market', (value) => referenceId(value, 'markets')],
        milestone: ['stage', (value) => referenceId(value, 'stages')],
        milestoneId: ['stage', (value) => referenceId(value, 'stages')],
        stageset: ['stageset', (value) => referenceId(value, 'stagesets')],
        stagesetId: ['stageset', (value) => referenceId(value, 'stagesets')],
        competitors: [isNew ? 'competitorMaps' : 'competitors', (value) => ids(value, 'competitors')],
        products: isNew
          ? ['productMaps', (value) => list(value).map(product)]
          : ['products', (value) => ids(value, 'products')],
      }),
    },
  };
}

const STATUSES: readonly RestBody[] = [
  { isLogged: false, isCancelled: false },
  { isLogged: true, isCancelled: false },
  { isLogged: false, isCancelled: true },
];

/** An activity of the legacy API in the other one's form. */
export function activityBody(given: unknown): RestBody {
  const participants = memberOf(given, 'participants');
  const leads = memberOf(given, 'leads') ?? memberOf(given, 'lead');
  const status = memberOf(given, 'status');
  const everybody = [
    ...list(participants).map((item) => referenceId(item, 'contacts')),
    ...list(leads).map((item) => referenceId(item, 'leads')),
  ];
  return {
    ...translate(given, {
      name: ['name', same],
      description: ['description', same],
      activityTypeId: ['activityType', same],
      startTime: ['startTime', same],
      endTime: ['endTime', same],
      isAllDay: ['isAllDay', same],
      isFlagged: ['isFlagged', same],
      logNote: ['note', (value) => memberOf(value, 'note') ?? value],
    }),
    ...(typeof status === 'number' ? STATUSES[status] : {}),
    ...((participants !== undefined || leads !== undefined) && { links: { participants: everybody } }),
  };
}

/** A task of the legacy API in the other one's form. */
export const taskBody = (given: unknown): RestBody => ({
  ...translate(given, { title: ['title', same], description: ['description', same], dueTime: ['dueTime', same] }),
  links: translate(given, {
    assignee: ['assignee', (value) => referenceId(value, 'users')],
    entity: ['relatedEntity', (value) => referenceId(value, 'leads')],
  }),
});

/** The kind of tag that an `entityType` stands for. */
export const tagTypeOf = (name: unknown): Tag['tagType'] | undefined => {
  const type = typeNamed(name);
  return TAG_TYPES.find((tagType) => tagType === type);
};

/** A record's new values as patch operations. */
export function operationsFor(type: string, body: RestBody): { op: string; path: string; value: unknown }[] {
  const { links, customFields, ...fields } = body;
  const replace = (path: string, value: unknown) => ({ op: 'replace', path: `/${type}/0/${path}`, value });
  const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
  return [
    ...Object.entries(fields).map(([name, value]) => replace(name, value)),
    ...(isObject(customFields)
      ? Object.entries(customFields).map(([name, value]) => replace(escaped(name), value))
      : []),
    ...Object.entries(links as RestBody).map(([name, value]) => replace(`links/${name}`, value)),
  ];
}
