import { notFound } from './errors.ts';
import type { EntityType } from './model/ids.ts';
import { numberOf, readId, typeOf } from './model/ids.ts';
import type { Stored } from './model/records.ts';
import { linkOf, linksOf, type Rows } from './model/tables.ts';
import type { Caller, NutshellCall, State } from './state.ts';

const TRASH_SECONDS = 30 * 86_400;

/** Types that cannot be brought back, so that a deleted record of theirs is gone. */
const GONE_AT_ONCE: ReadonlySet<EntityType> = new Set([
  'tasks',
  'activities',
  'emails',
  'productMaps',
  'competitorMaps',
]);

/** Records that belong to another one, and are hidden with it. */
const BELONGS_TO: Readonly<Partial<Record<EntityType, string>>> = {
  notes: 'parent',
  productMaps: 'lead',
  competitorMaps: 'lead',
  quotes: 'lead',
  installments: 'lead',
};

/** What one caller sees during one call. */
export class View {
  readonly call: NutshellCall;
  readonly caller: Caller;
  readonly state: State;
  /** Unix seconds. */
  readonly now: number;

  constructor(call: NutshellCall, caller: Caller) {
    this.call = call;
    this.caller = caller;
    this.state = call.state;
    this.now = Math.floor(call.now / 1000);
  }

  /** Address of a record below the base that the client used. */
  href(row: Stored): string {
    return `${this.call.baseUrl}/${typeOf(row.id)}/${row.id}`;
  }

  row<Type extends EntityType>(type: Type, id: string | null): Rows[Type] | undefined {
    return id === null ? undefined : this.state.database.table(type).get(id);
  }

  /** A record of whatever type its id says. */
  any(id: string): Stored | undefined {
    const type = typeOf(id);
    return type === undefined ? undefined : this.state.database.table(type).get(id);
  }

  /** True while a record can still be read by its id: it is not deleted, or lies in the trash for less than 30 days. */
  exists(row: Stored): boolean {
    if (row.deletedTime === null) return true;
    return !GONE_AT_ONCE.has(typeOf(row.id)!) && this.now - row.deletedTime <= TRASH_SECONDS;
  }

  /** True when the caller's user may see a record. */
  sees(row: Stored): boolean {
    if (!this.caller.user.isViewingRestricted) return true;
    switch (typeOf(row.id)) {
      case 'accounts':
      case 'contacts':
      case 'leads':
        return this.#owns(row);
      case 'notes':
        return this.#seesAny(row, ['parent']);
      case 'emails':
        return this.#seesAny(row, ['contact', 'lead']);
      case 'events':
        return this.#seesAny(row, ['payloads']);
      case 'quotes':
      case 'installments':
      case 'productMaps':
      case 'competitorMaps':
        return this.#seesAny(row, ['lead']);
      case 'tasks':
        return linkOf(row, 'assignee') === this.caller.user.id || this.#seesAny(row, ['relatedEntity']);
      case 'activities':
        return (
          linksOf(row, 'users').includes(this.caller.user.id) || this.#seesAny(row, ['accounts', 'contacts', 'leads'])
        );
      default:
        return true;
    }
  }

  #owns(row: Stored): boolean {
    const { user } = this.caller;
    const owner = linkOf(row, 'owner');
    if (owner === user.id || linksOf(row, 'watchers').includes(user.id)) return true;
    return owner !== null && linksOf(user, 'teams').includes(owner);
  }

  #seesAny(row: Stored, relations: readonly string[]): boolean {
    return relations.some((relation) =>
      linksOf(row, relation).some((id) => {
        const other = this.any(id);
        return other !== undefined && this.sees(other);
      }),
    );
  }

  /** True when a record may stand in a list or among links. */
  isLive(row: Stored): boolean {
    if (row.deletedTime !== null || !this.sees(row)) return false;
    const relation = BELONGS_TO[typeOf(row.id)!];
    const owner = relation === undefined ? null : linkOf(row, relation);
    return owner === null || this.any(owner)?.deletedTime === null;
  }

  /** The records of a type that lists show, oldest first. */
  live<Type extends EntityType>(type: Type): Rows[Type][] {
    return this.state.database.table(type).filter((row) => this.isLive(row));
  }

  /** Those of the ids whose records may be shown. */
  shown(ids: readonly string[]): string[] {
    return ids.filter((id) => {
      const row = this.any(id);
      return row !== undefined && this.isLive(row);
    });
  }

  /** The id of a single relation while its record can be read, in the trash or out of it; null after that. */
  readableLink(row: Stored, relation: string): string | null {
    const id = linkOf(row, relation);
    const other = id === null ? undefined : this.any(id);
    return other !== undefined && this.exists(other) ? id : null;
  }

  /** The id of a single relation, or null when its record is not to be shown. */
  link(row: Stored, relation: string): string | null {
    const id = linkOf(row, relation);
    return id !== null && this.shown([id]).length === 1 ? id : null;
  }

  /** The ids of a relation whose records may be shown. */
  links(row: Stored, relation: string): string[] {
    return this.shown(linksOf(row, relation));
  }

  /** Records of a type, as lists show them, whose relation holds an id. */
  referring<Type extends EntityType>(type: Type, relation: string, to: string): Rows[Type][] {
    return this.state
      .referring(type, relation, to)
      .map((id) => this.state.database.table(type).get(id))
      .filter((row): row is Rows[Type] => row !== undefined && this.isLive(row))
      .sort((a, b) => numberOf(a.id) - numberOf(b.id));
  }

  /** The record a path names. @throws Refusal 404 */
  find<Type extends EntityType>(type: Type, given: string | undefined): Rows[Type] {
    const id = readId(given, [type]);
    const row = id === undefined ? undefined : this.state.database.table(type).get(id);
    if (row === undefined || !this.exists(row) || !this.sees(row)) throw notFound();
    return row;
  }

  /** The records of a comma list in a path; what does not exist is left out. @throws Refusal 404 when none exists */
  findList<Type extends EntityType>(type: Type, given: string | undefined): Rows[Type][] {
    const ids = new Set((given ?? '').split(',').map((text) => readId(text.trim(), [type])));
    const rows = [...ids].flatMap((id) => {
      const row = id === undefined ? undefined : this.state.database.table(type).get(id);
      return row !== undefined && this.exists(row) && this.sees(row) ? [row] : [];
    });
    if (rows.length === 0) throw notFound();
    return rows;
  }
}
