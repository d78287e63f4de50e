import { flag, integer, json, type Migration, sequence, text, time } from './tables.ts';

/** Where projects want to hear of events, and what was sent there. */
export const webhooks: Migration = {
  name: '0009-webhooks',
  async up({ createTable }) {
    await createTable('webhooks', {
      columns: {
        project_id: text,
        id: sequence,
        url: text,
        description: text.optional,
        events: json,
        enabled: flag,
        disabled_reason: text.optional,
        secret_sealed: text,
        consecutive_failures: integer,
        failing_since: time.optional,
        last_delivered_at: time.optional,
        last_failed_at: time.optional,
        last_error: text.optional,
        created_at: time,
        updated_at: time,
      },
      primaryKey: ['project_id', 'id'],
      references: [{ columns: ['project_id'], table: 'projects', to: ['id'], onDelete: 'cascade' }],
    });

    await createTable('webhook_deliveries', {
      columns: {
        project_id: text,
        id: text,
        webhook_id: integer,
        event_id: text,
        event: text,
        account_id: text.optional,
        payload: json,
        status: text,
        attempts: integer,
        next_attempt_at: time.optional,
        last_attempt_at: time.optional,
        duration_ms: integer.optional,
        response_status: integer.optional,
        response_body: text.optional,
        error: text.optional,
        created_at: time,
        finished_at: time.optional,
      },
      primaryKey: ['project_id', 'id'],
      references: [
        {
          columns: ['project_id', 'webhook_id'],
          table: 'webhooks',
          to: ['project_id', 'id'],
          onDelete: 'cascade',
        },
      ],
      // Ids rise with time, so the first index is the order of lists.
      indexes: [
        { columns: ['project_id', 'webhook_id', 'id'] },
        { columns: ['project_id', 'created_at'] },
        { columns: ['project_id', 'finished_at'] },
        { columns: ['status'] },
      ],
    });
  },
};
