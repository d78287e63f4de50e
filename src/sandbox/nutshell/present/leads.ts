import type { Lead } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { leadMoney } from '../values/money.ts';
import { APP, pageLinks } from '../values/names.ts';
import { duration, timeObject } from '../values/times.ts';
import type { View } from '../view.ts';

/** What a lead is worth: the amount set by hand, else the sum of its products. */
export function leadValue(lead: Lead, view: View): number {
  if (lead.manualValue !== null) return Number(lead.manualValue);
  const maps = view.state.referring('productMaps', 'lead', lead.id);
  return maps.reduce((sum, id) => {
    const map = view.row('productMaps', id);
    return map === undefined || map.deletedTime !== null ? sum : sum + Number(map.price) * map.quantity;
  }, 0);
}

export const currencyOf = (lead: Lead, view: View): string =>
  view.row('markets', linkOf(lead, 'market'))?.currency ?? 'USD';

/** What people call a lead: its description, else its first company or person, else its number. */
export function leadName(lead: Lead, view: View): string {
  if (lead.description !== null && lead.description !== '') return lead.description;
  const account = view.row('accounts', view.links(lead, 'accounts')[0] ?? null);
  const contact = view.row('contacts', view.links(lead, 'contacts')[0] ?? null);
  return account?.name ?? contact?.name ?? `Lead-${lead.number}`;
}

export const isOverdue = (lead: Lead, view: View): boolean =>
  lead.status === 'open' && lead.dueTime !== null && lead.dueTime < view.now;

/** When the last logged activity with a record took place; null when there was none. */
export function lastContacted(relation: 'accounts' | 'contacts' | 'leads', id: string, view: View): number | null {
  let last: number | null = null;
  for (const other of view.state.referring('activities', relation, id)) {
    const activity = view.row('activities', other);
    if (activity?.isLogged && activity.deletedTime === null && activity.startTime > (last ?? 0))
      last = activity.startTime;
  }
  return last;
}

/** Two digits: how far along the lead is. */
function pieStateOf(lead: Lead, view: View): string {
  const stage = view.row('stages', linkOf(lead, 'stage'));
  return String(lead.status === 'open' ? (stage?.position ?? 0) : 10).padStart(2, '0');
}

/** A lead. */
export function presentLead(lead: Lead, view: View): Readonly<Record<string, unknown>> {
  const at = (seconds: number | null) => (seconds === null ? null : timeObject(seconds, view.now));
  const overdue = isOverdue(lead, view);
  const productMaps = view.referring('productMaps', 'lead', lead.id);
  const competitorMaps = view.referring('competitorMaps', 'lead', lead.id);
  const owner = view.link(lead, 'owner');
  const pieState = pieStateOf(lead, view);
  const watchers = view.links(lead, 'watchers');
  return {
    id: lead.id,
    type: 'leads',
    isCurrentUserWatching: watchers.includes(view.caller.user.id),
    deletedTime: lead.deletedTime,
    name: leadName(lead, view),
    value: leadMoney(leadValue(lead, view), currencyOf(lead, view)),
    number: String(lead.number),
    description: lead.description,
    createdTime: at(lead.createdTime),
    closedTime: at(lead.closedTime),
    dueTime: at(lead.dueTime),
    anticipatedClosedTime: at(lead.dueTime),
    ownerType: owner?.endsWith('-teams') ? 'teams' : 'users',
    mcfxContactIds: [],
    status: lead.status,
    lastContactedTime: at(lastContacted('leads', lead.id, view)),
    pieState,
    isOverdue: overdue,
    overdueTime: overdue
      ? {
          fromNowLocalizedString: `${duration(view.now - lead.dueTime!)} ago`,
          timestamp: lead.dueTime,
          value: duration(view.now - lead.dueTime!),
        }
      : null,
    href: view.href(lead),
    confidence: lead.confidence,
    priority: lead.priority,
    ...pageLinks(`/lead/${lead.number}`),
    avatarUrl: `${APP}/avatar/leads/v1/${pieState[0]}/${pieState[1]}/3/0`,
    initials: null,
    links: {
      accounts: view.links(lead, 'accounts'),
      contacts: view.links(lead, 'contacts'),
      tags: view.links(lead, 'tags'),
      sources: view.links(lead, 'sources'),
      owner,
      files: [],
      relatedFiles: [],
      territory: view.link(lead, 'territory'),
      destinations: [],
      stage: view.link(lead, 'stage'),
      stageset: view.link(lead, 'stageset'),
      creator: view.link(lead, 'creator'),
      products: [...new Set(productMaps.flatMap((map) => view.readableLink(map, 'product') ?? []))],
      productMaps: productMaps.map(({ id }) => id),
      competitors: [...new Set(competitorMaps.map((map) => linkOf(map, 'competitor')!))],
      competitorMaps: competitorMaps.map(({ id }) => id),
      outcome: view.link(lead, 'outcome'),
      watchers,
      market: view.link(lead, 'market'),
    },
  };
}
