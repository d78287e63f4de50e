import type { Stage } from '../model/catalog.ts';
import { typeOf } from '../model/ids.ts';
import type { Change, ChangedValue, Links, Stored } from '../model/records.ts';
import { linkOf } from '../model/tables.ts';
import { nameOf } from '../present/engagements.ts';
import type { View } from '../view.ts';
import { tell, update } from './store.ts';

/** A record as the timeline shows it. */
function inShort(id: string, view: View): ChangedValue {
  const row = view.any(id);
  if (row === undefined) return id;
  const position = typeOf(id) === 'stages' ? { position: (row as Stage).position } : undefined;
  return { id, type: typeOf(id)!, name: nameOf(row, view), ...position };
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value))
    return value.map((item: { readonly value?: unknown }) => asText(item.value ?? item)).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function linkValue(value: Links[string] | undefined, view: View): ChangedValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return inShort(value, view);
  return value.map((id) => nameOf(view.any(id)!, view)).join(', ');
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function fieldChanges(before: Stored, fields: Readonly<Record<string, unknown>>): Change[] {
  return Object.keys(fields)
    .filter((name) => name !== 'customFields')
    .map((name) => ({ name, old: (before as unknown as Record<string, unknown>)[name], now: fields[name] }))
    .filter(({ old, now }) => !same(old, now))
    .map(({ name, old, now }) => ({
      attribute: name === 'manualValue' ? 'value' : name,
      oldValue: asText(old),
      newValue: asText(now),
    }));
}

function customChanges(before: Stored, after: unknown): Change[] {
  if (after === undefined) return [];
  const old = (before as Stored & { readonly customFields: Readonly<Record<string, string>> }).customFields;
  const now = after as Readonly<Record<string, string>>;
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => old[name] !== now[name])
    .map((name) => ({ attribute: name, oldValue: old[name] ?? null, newValue: now[name] ?? null }));
}

function linkChanges(before: Stored, links: Links, view: View): Change[] {
  return Object.keys(links)
    .filter((name) => !same(before.links[name], links[name]))
    .map((name) => ({
      attribute: name,
      oldValue: linkValue(before.links[name], view),
      newValue: linkValue(links[name], view),
    }));
}

/** New values of a record: members and relations that are left out stay as they are. */
export interface NewValues {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly links?: Links;
}

/**
 * Changes a record and tells what changed. Moving a lead to another stage is told on its own.
 * @param action what the timeline calls it
 */
export function change<Row extends Stored>(view: View, before: Row, values: NewValues, action = 'update'): Row {
  const { fields = {}, links = {} } = values;
  const changes = [
    ...fieldChanges(before, fields),
    ...customChanges(before, fields['customFields']),
    ...linkChanges(before, links, view),
  ];
  const after = update(view, before, { ...fields, links: { ...before.links, ...links } } as Partial<Omit<Row, 'id'>>);
  const moved = linkOf(before, 'stage') !== linkOf(after, 'stage');
  const rest = changes.filter(({ attribute }) => !moved || attribute !== 'stage');
  if (rest.length > 0) tell(view, action, before.id, rest);
  if (moved)
    tell(
      view,
      'stagechange',
      before.id,
      changes.filter(({ attribute }) => attribute === 'stage'),
    );
  return after;
}
