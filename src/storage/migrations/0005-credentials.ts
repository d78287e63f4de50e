import { sql } from 'kysely';
import type { Migration } from './tables.ts';

/** When credentials of accounts end and are renewed, and which accounts are due for a check. */
export const credentialsLife: Migration = {
  name: '0005-credentials',
  async up({ schema, kysely, kind }) {
    const time = kind === 'sqlite' ? sql`integer` : sql`bigint`;
    for (const column of ['credentials_expire_at', 'renew_at', 'renewal_started_at'])
      await schema.alterTable('accounts').addColumn(column, time).execute();
    await sql`create index accounts_renew_at_index on accounts (renew_at) where renew_at is not null`.execute(kysely);
    await schema.createIndex('accounts_last_checked_at_index').on('accounts').column('last_checked_at').execute();
  },
};
