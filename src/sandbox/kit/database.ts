import { Collection, type Row } from './collection.ts';

/** A member of one table that holds the id, or a list of ids, of another table's records. */
export interface Relation<Name extends string = string> {
  readonly from: Name;
  readonly field: string;
  readonly to: Name;
  /** What becomes of the referring record when the other is removed: it goes too, its member is cleared, or removal is refused. */
  readonly onDelete: 'cascade' | 'clear' | 'refuse';
  /** Values of the member that are no reference (a word such as `remote`). */
  readonly except?: readonly unknown[];
}

/** A reference that leads nowhere. */
export interface Dangling {
  readonly table: string;
  readonly id: Row['id'];
  readonly field: string;
  readonly target: string;
  readonly value: unknown;
}

/** Outcome of a removal: what went, or the relation that stands against it. */
export type Removal =
  | { readonly removed: readonly { readonly table: string; readonly id: Row['id'] }[] }
  | { readonly refusedBy: Relation };

const memberOf = (row: object, field: string): unknown => (row as Record<string, unknown>)[field];
const idsIn = (value: unknown): unknown[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Named tables with relations between them. `Rows` maps each table's name to its record type. */
export class Database<Rows extends { [Name in keyof Rows]: Row }> {
  readonly relations: readonly Relation<keyof Rows & string>[];
  readonly #tables: { [Name in keyof Rows]: Collection<Rows[Name]> };

  constructor(names: readonly (keyof Rows & string)[], relations: readonly Relation<keyof Rows & string>[] = []) {
    this.relations = relations;
    this.#tables = Object.fromEntries(names.map((name) => [name, new Collection<Row>(name)])) as unknown as {
      [Name in keyof Rows]: Collection<Rows[Name]>;
    };
  }

  table<Name extends keyof Rows>(name: Name): Collection<Rows[Name]> {
    return this.#tables[name];
  }

  /** The members of a record (stored or about to be) that refer to a record which does not exist. */
  unresolved(name: keyof Rows & string, row: object): Dangling[] {
    return this.relations
      .filter((relation) => relation.from === name)
      .flatMap(({ field, to, except = [] }) =>
        idsIn(memberOf(row, field))
          .filter((id) => !except.includes(id) && !this.table(to).has(id as Row['id']))
          .map((value) => ({ table: name, id: (row as Row).id, field, target: to, value })),
      );
  }

  /** Every dangling reference of every table; empty for a sound state. */
  dangling(): Dangling[] {
    const names = [...new Set(this.relations.map((relation) => relation.from))];
    return names.flatMap((name) =>
      this.table(name)
        .all()
        .flatMap((row) => this.unresolved(name, row)),
    );
  }

  /** Removes a record and does what the relations ask for. Nothing changes when a relation refuses. */
  remove(name: keyof Rows & string, id: Row['id']): Removal {
    const doomed = new Map<string, { table: keyof Rows & string; id: Row['id'] }>();
    const queue = [{ table: name, id }];
    const cleared: (() => void)[] = [];
    const objections: { relation: Relation; row: string }[] = [];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const target = next;
      if (doomed.has(`${target.table}/${target.id}`)) continue;
      doomed.set(`${target.table}/${target.id}`, target);
      for (const relation of this.relations.filter((candidate) => candidate.to === target.table)) {
        const { from, field, onDelete } = relation;
        for (const row of this.table(from).filter((other) => idsIn(memberOf(other, field)).includes(target.id))) {
          if (onDelete === 'refuse') objections.push({ relation, row: `${from}/${row.id}` });
          else if (onDelete === 'cascade') queue.push({ table: from, id: row.id });
          else cleared.push(() => this.#clear(from, row.id, field, target.id));
        }
      }
    }
    const objection = objections.find(({ row }) => !doomed.has(row));
    if (objection !== undefined) return { refusedBy: objection.relation };
    for (const clear of cleared) clear();
    for (const { table, id: gone } of doomed.values()) this.table(table).delete(gone);
    return { removed: [...doomed.values()] };
  }

  #clear(name: keyof Rows & string, id: Row['id'], field: string, gone: Row['id']): void {
    const row = this.table(name).get(id);
    if (row === undefined) return;
    const value = memberOf(row, field);
    const rest = Array.isArray(value) ? value.filter((item) => item !== gone) : null;
    this.table(name).update(id, { [field]: rest } as Partial<Omit<Rows[keyof Rows & string], 'id'>>);
  }
}
