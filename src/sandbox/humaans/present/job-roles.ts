import { addDays } from '../../kit/index.ts';
import { type Item, textOf } from '../item.ts';
import type { View } from '../view.ts';

const byDate = (a: Item, b: Item): number => (textOf(a, 'effectiveDate') < textOf(b, 'effectiveDate') ? -1 : 1);

/** The job role of a person in force on a date: the latest that is effective by then. */
export function currentJobRole(personId: string, view: View, date: string): Item | undefined {
  return [...view.having('jobRoles', 'personId', personId)]
    .sort(byDate)
    .findLast((role) => textOf(role, 'effectiveDate') <= date);
}

/** A job role ends the day before the next one of the same person begins. */
export function deriveJobRole(item: Item, view: View): { endDate: string | null } {
  const roles = [...view.having('jobRoles', 'personId', textOf(item, 'personId'))].sort(byDate);
  const next = roles[roles.findIndex((role) => role.id === item.id) + 1];
  return { endDate: next === undefined ? null : addDays(textOf(next, 'effectiveDate'), -1) };
}

/** Of each person, the role in force on a date. */
export function jobRolesAsOf(items: readonly Item[], date: string): Item[] {
  const current = new Map<string, Item>();
  for (const item of items) {
    const effective = textOf(item, 'effectiveDate');
    const known = current.get(textOf(item, 'personId'));
    if (effective <= date && (known === undefined || effective >= textOf(known, 'effectiveDate')))
      current.set(textOf(item, 'personId'), item);
  }
  return items.filter((item) => current.get(textOf(item, 'personId')) === item);
}
