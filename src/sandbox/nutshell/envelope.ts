import { type Answer, json } from '../kit/index.ts';
import type { NutshellCall } from './state.ts';

/** A number with its printed form, as counts and report values come. */
export interface FormattedNumber {
  readonly formatted: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly value: number;
}

const PLAIN = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** @param prefix put before the printed number (`$`) */
export const formatNumber = (value: number, prefix = ''): FormattedNumber => ({
  formatted: `${prefix}${PLAIN.format(value)}`,
  prefix,
  suffix: '',
  value,
});

/** `meta` of every answer. */
export const metaOf = ({ state }: NutshellCall): { readonly instanceId: string; readonly siteId: string } => ({
  instanceId: state.instanceId,
  siteId: state.siteId,
});

/** `meta` of a page of a list. */
export const countMeta = (count: number, total: number): Readonly<Record<string, unknown>> => ({
  count,
  countFormatted: formatNumber(count),
  total,
  totalFormatted: formatNumber(total),
});

/** Relation names of the document-level `links`, with the type that the provider prints for each. */
const TEMPLATES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accounts: {
    creator: 'creators',
    owner: 'owners',
    territory: 'territories',
    tags: 'tags',
    files: 'files',
    relatedFiles: 'files',
    followup: 'followups',
    recurringTask: 'tasks',
    contacts: 'contacts',
    accountType: 'accountTypes',
    industry: 'industries',
  },
  contacts: {
    accounts: 'accounts',
    emAudiences: 'audiences',
    creator: 'creators',
    owner: 'owners',
    territory: 'territories',
    tags: 'tags',
    files: 'files',
    relatedFiles: 'files',
    followup: 'followups',
    recurringTask: 'tasks',
  },
  leads: {
    accounts: 'accounts',
    contacts: 'contacts',
    tags: 'tags',
    sources: 'sources',
    owner: 'owners',
    files: 'files',
    relatedFiles: 'files',
    territory: 'territories',
    stage: 'stages',
    stageset: 'stagesets',
    creator: 'creators',
    products: 'products',
    productMaps: 'productMaps',
    competitors: 'competitors',
    competitorMaps: 'competitorMaps',
    outcome: 'outcomes',
    watchers: 'users',
  },
  events: { comments: 'comments', actor: 'actors', payloads: 'payloads' },
};

const EVENT_PATHS: Readonly<Record<string, string>> = {
  comments: 'comments?parent_id={events.id}',
  actor: '{events.actorType}/{events.actor}',
  payloads: '{events.payloadType}/{events.payloads}',
};

function pathOf(entity: string, relation: string, type: string): string {
  if (entity === 'events') return EVENT_PATHS[relation] ?? type;
  if (type === 'files') return `${entity}/{${entity}.id}/${relation.toLowerCase()}`;
  if (relation === 'owner' && entity === 'leads') return '{leads.ownerType}/{leads.owner}';
  return `${type}/{${entity}.${relation}}`;
}

/** The document-level `links`: where related records are found, with placeholders for ids. */
function linkTemplates(call: NutshellCall, entity: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(TEMPLATES[entity] ?? {}).map(([relation, type]) => [
      `${entity}.${relation}`,
      { href: `${call.baseUrl}/${pathOf(entity, relation, type)}`, type },
    ]),
  );
}

/** What an answer holds besides its records. */
export interface Extras {
  readonly status?: number;
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Arrays of further records, by key. */
  readonly companions?: Readonly<Record<string, readonly unknown[]>>;
}

/** Records in the envelope. @param key name of the record array */
export function envelope(call: NutshellCall, key: string, records: readonly unknown[], extras: Extras = {}): Answer {
  const { status = 200, meta, companions } = extras;
  return json(status, {
    meta: { ...meta, ...metaOf(call) },
    links: linkTemplates(call, key),
    [key]: records,
    ...companions,
  });
}
