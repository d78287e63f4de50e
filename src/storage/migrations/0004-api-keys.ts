import { sql } from 'kysely';
import type { Migration } from './tables.ts';

/** Rotation: a key that got a successor knows it. */
export const apiKeys: Migration = {
  name: '0004-api-keys',
  async up({ kind, schema }) {
    await schema
      .alterTable('api_keys')
      .addColumn('replaced_by', kind === 'sqlite' ? 'text' : sql`text collate "C"`)
      .execute();
  },
};
