import type { Arrival } from '../support/webhook-receiver.ts';
import type { Ledger } from './writers.ts';

/** One event of an account as a receiver learned it; redeliveries count once, at their first arrival. */
interface Told {
  readonly event: string;
  readonly label: string | null;
}

/** The events of each account in the order in which they first arrived. */
export function toldEvents(arrivals: readonly Arrival[]): Map<string, Told[]> {
  const seen = new Set<unknown>();
  const told = new Map<string, Told[]>();
  for (const { headers, json } of arrivals) {
    const id = headers['webhook-id'];
    if (seen.has(id)) continue;
    seen.add(id);
    const events = told.get(json.record_id) ?? [];
    events.push({ event: json.event, label: json.label ?? null });
    told.set(json.record_id, events);
  }
  return told;
}

/** What receivers should have been told by now and were not, or in the wrong order. Empty when all is well. */
export function untoldEvents(arrivals: readonly Arrival[], { accounts }: Ledger): string[] {
  const told = toldEvents(arrivals);
  const wrong: string[] = [];
  for (const { id, changes, deletion } of accounts.values()) {
    const names = (told.get(id) ?? []).map(({ event }) => event);
    const updates = names.filter((name) => name === 'account.updated').length;
    const ends = names.filter((name) => name === 'account.deleted').length;
    if (names.filter((name) => name === 'account.created').length !== 1) wrong.push(`${id}: created told ${names}`);
    else if (names[0] !== 'account.created') wrong.push(`${id}: told ${names[0]} before its creation`);
    else if (updates < changes) wrong.push(`${id}: told ${updates} of ${changes} changes`);
    else if (deletion === 'done' ? ends !== 1 : deletion === 'none' && ends > 0)
      wrong.push(`${id}: ended ${ends} times`);
    else if (ends === 1 && names.at(-1) !== 'account.deleted') wrong.push(`${id}: told ${names.at(-1)} after its end`);
  }
  return wrong;
}
