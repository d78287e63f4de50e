import type { Row } from '../kit/index.ts';
import { notFound } from './errors.ts';
import { EMEA, regionOf } from './hosts.ts';
import type { Goal } from './model/goals.ts';
import type { User } from './model/people.ts';
import type { Rows, TableName } from './model/tables.ts';
import type { Feedback, Update } from './model/talk.ts';
import type { LatticeCall } from './state.ts';

/** What one person sees during one call. Look-ups are grouped once and kept for the call. */
export class View {
  readonly call: LatticeCall;
  readonly user: User;
  readonly #groups = new Map<string, Map<unknown, unknown[]>>();

  constructor(call: LatticeCall, user: User) {
    this.call = call;
    this.user = user;
  }

  /** The time of the call in whole seconds. */
  get seconds(): number {
    return Math.floor(this.call.now / 1000);
  }

  rows<Name extends TableName>(name: Name): Rows[Name][] {
    return this.call.state.database.table(name).all();
  }

  get<Name extends TableName>(name: Name, id: string | null): Rows[Name] | undefined {
    return id === null ? undefined : this.call.state.database.table(name).get(id);
  }

  /** The record of the path's id. @throws Refusal 404 when there is none */
  find<Name extends TableName>(name: Name): Rows[Name] {
    const row = this.get(name, this.call.params['id'] ?? null);
    if (row === undefined) throw notFound(this.call);
    return row;
  }

  /** The records of a table whose member holds a value, or a list with it, oldest first. */
  having<Name extends TableName>(name: Name, field: keyof Rows[Name] & string, value: string): readonly Rows[Name][] {
    const key = `${name}.${field}`;
    let groups = this.#groups.get(key);
    if (groups === undefined) {
      groups = new Map();
      for (const row of this.rows(name) as (Row & Rows[Name])[])
        for (const held of Array.isArray(row[field]) ? row[field] : [row[field]]) {
          const list = groups.get(held);
          if (list === undefined) groups.set(held, [row]);
          else list.push(row);
        }
      this.#groups.set(key, groups);
    }
    return (groups.get(value) ?? []) as Rows[Name][];
  }

  /** Absolute address of something of the Talent API on the host that the client used. */
  url(path: string): string {
    const { baseUrl, path: asked } = this.call;
    return `${baseUrl}${regionOf(asked) === 'emea' ? EMEA : ''}/v1/${path}`;
  }

  /** True for people whose private things the caller sees: everybody for admins, else oneself and one's reports. */
  reaches(userId: string): boolean {
    return this.user.isAdmin || userId === this.user.id || this.get('users', userId)?.managerId === this.user.id;
  }

  sees({ isPrivate, ownerIds }: Goal): boolean {
    return !isPrivate || ownerIds.some((id) => this.reaches(id));
  }

  hears({ isPublic, authorId, targetIds }: Feedback): boolean {
    return isPublic || authorId === this.user.id || targetIds.some((id) => this.reaches(id));
  }

  reads({ isPublic, authorId }: Update): boolean {
    return isPublic || this.reaches(authorId);
  }
}
