import { sql } from 'kysely';
import type { Migration } from './tables.ts';

const DAY_MS = 86_400_000;

/** How long log rows and the bodies in them are kept, and who made a request, as it was called then. */
export const logs: Migration = {
  name: '0007-logs',
  async up({ kind, kysely }) {
    const time = sql.raw(kind === 'sqlite' ? 'integer' : 'bigint');
    const text = sql.raw(kind === 'sqlite' ? 'text' : 'text collate "C"');
    for (const table of ['request_logs', 'step_logs']) {
      const name = sql.table(table);
      await sql`alter table ${name} add column expires_at ${time}`.execute(kysely);
      await sql`alter table ${name} add column bodies_expire_at ${time}`.execute(kysely);
      // Rows from before were promised 90 days.
      await sql`update ${name} set expires_at = started_at + ${90 * DAY_MS}`.execute(kysely);
      await sql`create index ${sql.raw(`${table}_expires_at_index`)} on ${name} (expires_at)`.execute(kysely);
      // Few rows have bodies, so only those are in the index.
      await sql`create index ${sql.raw(`${table}_bodies_expire_at_index`)} on ${name} (bodies_expire_at)
        where bodies_expire_at is not null`.execute(kysely);
    }
    await sql`alter table request_logs add column source_name ${text}`.execute(kysely);
  },
};
