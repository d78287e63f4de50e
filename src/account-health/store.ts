import type { Database, Schema } from '../storage/index.ts';

/** What an account is due for. */
export type DueKind = 'check' | 'renewal';

/** An account that something is due for. */
export interface DueAccount {
  readonly projectId: string;
  readonly id: string;
  /** Since when, as it is stored. */
  readonly since: number | null;
}

const COLUMN = { check: 'last_checked_at', renewal: 'renew_at' } as const satisfies Record<
  DueKind,
  keyof Schema['accounts']
>;

/** Which accounts are due. Taking one is one statement that only one process can win, on both databases. */
export interface DueStore {
  /** Accounts in use whose mark lies before a time, longest first; those that were never checked before all others. */
  list(kind: DueKind, before: number, limit: number): Promise<DueAccount[]>;
  /** Moves the mark. @returns whether nobody else has moved it meanwhile */
  take(kind: DueKind, account: DueAccount, mark: number): Promise<boolean>;
}

/** Makes the store. */
export const createDueStore = ({ kysely }: Pick<Database, 'kysely'>): DueStore => ({
  async list(kind, before, limit) {
    const column = COLUMN[kind];
    const rows = await kysely
      .selectFrom('accounts')
      .innerJoin('auth_configs', (join) =>
        join
          .onRef('auth_configs.project_id', '=', 'accounts.project_id')
          .onRef('auth_configs.id', '=', 'accounts.auth_config_id'),
      )
      .select(['accounts.project_id', 'accounts.id', `accounts.${column} as since`])
      .where('accounts.status', 'in', ['active', 'error'])
      .where('auth_configs.enabled', '=', 1)
      .where((eb) =>
        kind === 'renewal'
          ? eb(`accounts.${column}`, '<=', before)
          : eb.or([eb(`accounts.${column}`, '<=', before), eb(`accounts.${column}`, 'is', null)]),
      )
      // A renewal always has its time; PostgreSQL finds it by an index that has nulls last.
      .orderBy(`accounts.${column}`, (order) => (kind === 'renewal' ? order.asc() : order.asc().nullsFirst()))
      .limit(limit)
      .execute();
    return rows.map((row) => ({ projectId: row.project_id, id: row.id, since: row.since }));
  },
  async take(kind, { projectId, id, since }, mark) {
    const column = COLUMN[kind];
    const { numUpdatedRows } = await kysely
      .updateTable('accounts')
      .set({ [column]: mark })
      .where('project_id', '=', projectId)
      .where('id', '=', id)
      .where((eb) => (since === null ? eb(column, 'is', null) : eb(column, '=', since)))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  },
});
