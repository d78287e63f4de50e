import { integer, json, type Migration, text, time } from './tables.ts';

/** What people and keys did that somebody may have to answer for, in one chain. */
export const auditLog: Migration = {
  name: '0002-audit-log',
  async up({ createTable }) {
    await createTable('audit_log', {
      columns: {
        // Counted by the writer, not by the database: the chain may have no gaps.
        position: integer,
        project_id: text.optional,
        at: time,
        actor_type: text,
        actor_id: text,
        actor_name: text,
        source_ip: text.optional,
        action: text,
        target_type: text.optional,
        target_id: text.optional,
        details: json,
        previous_hash: text,
        hash: text,
      },
      primaryKey: ['position'],
      indexes: [{ columns: ['project_id', 'position'] }],
    });
  },
};
