import type { Row } from '../kit/index.ts';
import type { Caller } from './access.ts';
import { notFound } from './errors.ts';
import type { Rows, TableName } from './model/tables.ts';
import { stamp } from './moments.ts';
import type { FifteenFiveCall } from './state.ts';

/** What one caller sees during one call. Look-ups are grouped once and kept for the call. */
export class View {
  readonly call: FifteenFiveCall;
  readonly caller: Caller;
  readonly #groups = new Map<string, Map<unknown, unknown[]>>();

  constructor(call: FifteenFiveCall, caller: Caller) {
    this.call = call;
    this.caller = caller;
  }

  /** The time of the call as records write it. */
  get now(): string {
    return stamp(this.call.now);
  }

  rows<Name extends TableName>(name: Name): Rows[Name][] {
    return this.call.state.database.table(name).all();
  }

  get<Name extends TableName>(name: Name, id: number | null): Rows[Name] | undefined {
    return id === null ? undefined : this.call.state.database.table(name).get(id);
  }

  /** The record of a path's id. @throws Refusal 404 when there is none */
  find<Name extends TableName>(name: Name, text: string | undefined): Rows[Name] {
    const row = /^\d{1,15}$/.test(text ?? '') ? this.get(name, Number(text)) : undefined;
    if (row === undefined) throw notFound();
    return row;
  }

  /** The records of a table whose member holds a value, oldest first. */
  having<Name extends TableName>(name: Name, field: keyof Rows[Name] & string, value: unknown): readonly Rows[Name][] {
    const key = `${name}.${field}`;
    let groups = this.#groups.get(key);
    if (groups === undefined) {
      groups = Map.groupBy<unknown, Row>(this.rows(name), (row) => (row as Rows[Name])[field]);
      this.#groups.set(key, groups);
    }
    return (groups.get(value) ?? []) as Rows[Name][];
  }

  /** Groups of the person. */
  groupsOf(userId: number | null): readonly number[] {
    return this.get('users', userId)?.company_groups_ids ?? [];
  }

  /** Absolute address of a resource on the host that the client used. */
  url(path: string, id: number): string;
  url(path: string, id: number | null): string | null;
  url(path: string, id: number | null): string | null {
    return id === null ? null : `${this.call.baseUrl}/${path}/${id}/`;
  }
}
