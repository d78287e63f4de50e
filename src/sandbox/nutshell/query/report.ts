import { asText } from '../../kit/index.ts';
import { formatNumber } from '../envelope.ts';
import { badRequest } from '../errors.ts';
import { CHANNELS } from '../model/catalog.ts';
import type { Lead, Named } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { leadValue } from '../present/leads.ts';
import { isoTime } from '../values/times.ts';
import type { View } from '../view.ts';
import { rowsOf } from './field.ts';
import { readFilter } from './filters.ts';
import { search } from './search.ts';

type Shown = Readonly<Record<string, unknown>>;

/** What each report counts, and by which of a lead's times. */
const REPORTS: Readonly<
  Record<string, { readonly name: string; readonly filter: string; readonly time: (lead: Lead) => number | null }>
> = {
  newleads: { name: 'New leads', filter: 'createdTime', time: ({ createdTime }) => createdTime },
  sales: { name: 'Sales', filter: 'closedTime', time: (lead) => (lead.status === 'won' ? lead.closedTime : null) },
  losses: { name: 'Losses', filter: 'closedTime', time: (lead) => (lead.status === 'lost' ? lead.closedTime : null) },
  forecast: { name: 'Forecast', filter: 'dueTime', time: (lead) => (lead.status === 'open' ? lead.dueTime : null) },
  attribution: { name: 'Attribution', filter: 'createdTime', time: ({ createdTime }) => createdTime },
  custom: { name: 'Custom report', filter: 'createdTime', time: ({ createdTime }) => createdTime },
};

/** Names of what a lead is split by, for each field that reports can be split by. */
const SEGMENTS: Readonly<Record<string, (lead: Lead, view: View) => string[]>> = {
  outcomes: (lead, view) => namesOf([linkOf(lead, 'outcome')], view),
  assignees: (lead, view) => namesOf([linkOf(lead, 'owner')], view),
  territories: (lead, view) => namesOf([linkOf(lead, 'territory')], view),
  sources: (lead, view) => namesOf(view.links(lead, 'sources'), view),
  tags: (lead, view) => namesOf(view.links(lead, 'tags'), view),
  channels: (lead, view) => [
    ...new Set(rowsOf('sources', view.links(lead, 'sources'), view).map(({ channel }) => CHANNELS[channel] ?? '')),
  ],
  competitors: (lead, view) => namesOf(mapped('competitorMaps', 'competitor', lead, view), view),
  products: (lead, view) => namesOf(mapped('productMaps', 'product', lead, view), view),
  productCategories: (lead, view) => {
    const products = rowsOf('products', mapped('productMaps', 'product', lead, view), view);
    return [...new Set(products.flatMap((product) => namesOf([linkOf(product, 'category')], view)))];
  },
};

const mapped = (maps: 'competitorMaps' | 'productMaps', relation: string, { id }: Lead, view: View): string[] => [
  ...new Set(view.referring(maps, 'lead', id).map((map) => linkOf(map, relation)!)),
];

const namesOf = (ids: readonly (string | null)[], view: View): string[] =>
  ids.flatMap((id) => {
    const row = id === null ? undefined : (view.any(id) as Named | undefined);
    return row === undefined ? [] : [row.name];
  });

const DAY = 86_400_000;

/** First day of the day, week (from Monday), month, quarter or year around a time. */
function bucketStart(seconds: number, gap: string): number {
  const date = new Date(seconds * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const day = Math.floor(date.getTime() / DAY) * DAY;
  if (gap === 'd') return day;
  if (gap === 'w') return day - ((date.getUTCDay() + 6) % 7) * DAY;
  if (gap === 'y') return Date.UTC(year, 0, 1);
  return Date.UTC(year, gap === 'q' ? month - (month % 3) : month, 1);
}

const MONTHS: Readonly<Record<string, number>> = { m: 1, q: 3, y: 12 };

function bucketEnd(start: number, gap: string): number {
  const months = MONTHS[gap];
  if (months === undefined) return start + (gap === 'w' ? 7 : 1) * DAY;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

/** One choice out of several. @throws Refusal 400 */
function choice(view: View, name: string, initial: string, known: readonly string[]): string {
  const value = asText(view.call.query[name]) ?? initial;
  if (!known.includes(value))
    throw badRequest(view.call, `Invalid ${name}`, { detail: `Use one of ${known.join(', ')}`, field: name });
  return value;
}

/** A report on leads as JSON and as rows of a table. */
export interface Report {
  readonly format: string;
  readonly shown: Shown;
  readonly rows: readonly (readonly string[])[];
}

/**
 * Counts leads and their value by day, week, month, quarter or year, as `reportType`, `gap`, `segmentByField`,
 * `useConfidence`, `q` and `filter[…]` say; attribution goes by source instead.
 * @throws Refusal 400
 */
export function makeReport(view: View): Report {
  const { query } = view.call;
  const reportType = choice(view, 'reportType', 'newleads', Object.keys(REPORTS));
  const gap = choice(view, 'gap', 'm', ['d', 'w', 'm', 'q', 'y']);
  const format = choice(view, 'format', 'json', ['json', 'csv']);
  const segmentBy = asText(query['segmentByField']);
  if (segmentBy !== undefined) choice(view, 'segmentByField', '', Object.keys(SEGMENTS));
  const useConfidence = ['true', '1'].includes(asText(query['useConfidence']) ?? '');
  const { name, filter, time } = REPORTS[reportType]!;
  const passes = readFilter('leads', view);
  const leads = search(
    view.live('leads').filter((lead) => passes(lead) && time(lead) !== null),
    asText(query['q']),
    view,
  );
  const worth = (lead: Lead) => leadValue(lead, view) * (useConfidence ? lead.confidence / 100 : 1);
  const figures = (some: readonly Lead[]) => ({
    count: formatNumber(some.length),
    total: formatNumber(Math.round(some.reduce((sum, lead) => sum + worth(lead), 0) * 100) / 100, '$'),
  });
  const split = (some: readonly Lead[], namesFor: (lead: Lead, view: View) => string[]) => {
    const groups = new Map<string, Lead[]>();
    for (const lead of some)
      for (const key of namesFor(lead, view)) groups.set(key, [...(groups.get(key) ?? []), lead]);
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const segments = (some: readonly Lead[]) =>
    segmentBy === undefined
      ? []
      : split(some, SEGMENTS[segmentBy]!).map(([bucket, inside]) => ({
          bucket,
          bucketType: segmentBy,
          ...figures(inside),
        }));
  const byTime = () =>
    [...Map.groupBy(leads, (lead) => bucketStart(time(lead)!, gap))]
      .sort(([a], [b]) => a - b)
      .map(([start, inside]) => ({
        bucket: isoTime(start / 1000).slice(0, 10),
        bucketType: gap,
        filters: { [filter]: `${isoTime(start / 1000)} TO ${isoTime(bucketEnd(start, gap) / 1000 - 1)}` },
        segments: segments(inside),
        ...figures(inside),
      }));
  const bySource = () =>
    split(leads, SEGMENTS['sources']!).map(([bucket, inside]) => ({
      bucket,
      bucketType: 'sources',
      filters: {},
      segments: segments(inside),
      ...figures(inside),
    }));
  const data = reportType === 'attribution' ? bySource() : byTime();
  const summary = {
    bucket: 'summary',
    bucketType: 'summary',
    filters: {},
    segments: segments(leads),
    ...figures(leads),
  };
  const shown = { id: `${reportType}-reports`, type: 'reports', key: reportType, name, prefix: '$', data, summary };
  const rows = data.map(({ bucket, count, total }) => [bucket, String(count.value), String(total.value)]);
  return { format, shown, rows: [['Bucket', 'Leads', 'Value'], ...rows] };
}
