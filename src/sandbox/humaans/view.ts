import type { Item } from './item.ts';
import { textOf } from './item.ts';
import type { Resource } from './resource.ts';
import type { Caller, HumaansCall } from './state.ts';

/** What one caller sees during one call. Look-ups are grouped once and kept for the call. */
export class View {
  readonly call: HumaansCall;
  readonly caller: Caller;
  readonly #groups = new Map<string, Map<string, Item[]>>();

  constructor(call: HumaansCall, caller: Caller) {
    this.call = call;
    this.caller = caller;
  }

  /** True for tokens that may see only what the whole company sees. */
  get reduced(): boolean {
    return !this.caller.token.scopes.includes('private:read');
  }

  item(table: string, id: unknown): Item | undefined {
    return typeof id === 'string' ? this.call.state.database.table(table).get(id) : undefined;
  }

  /** The records of a table whose member holds a value, oldest first. */
  having(table: string, field: string, value: string): readonly Item[] {
    const key = `${table}.${field}`;
    let groups = this.#groups.get(key);
    if (groups === undefined) {
      groups = Map.groupBy(this.call.state.database.table(table).all(), (item) => textOf(item, field));
      this.#groups.set(key, groups);
    }
    return groups.get(value) ?? [];
  }
}

/** A record as the caller sees it. @param one read alone rather than in a list */
export function present(resource: Resource, item: Item, view: View, one: boolean): Item {
  const { createdAt, updatedAt, ...rest } = item;
  const shown: Item = {
    ...(rest as Item),
    ...resource.derive?.(item, view),
    ...(one ? resource.deriveOne?.(item, view) : undefined),
    ...(createdAt !== undefined && { createdAt }),
    ...(updatedAt !== undefined && { updatedAt }),
  };
  return view.reduced && resource.reduce !== undefined ? resource.reduce(shown) : shown;
}
