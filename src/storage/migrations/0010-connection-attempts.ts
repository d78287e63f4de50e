import { integer, type Migration, text, time } from './tables.ts';

/** Sign-ins at providers that are under way, and how they ended. Rows are removed soon after they expire. */
export const connectionAttempts: Migration = {
  name: '0010-connection-attempts',
  async up({ createTable }) {
    await createTable('connection_attempts', {
      columns: {
        project_id: text,
        id: text,
        session_id: integer,
        status: text,
        auth_config_id: text.optional,
        connector_key: text.optional,
        account_id: text.optional,
        error_code: text.optional,
        error_description: text.optional,
        // One hash for each attempt: a sign-in that is started again replaces it.
        state_hash: text.optional,
        state_used_at: time.optional,
        pending_sealed: text.optional,
        created_at: time,
        expires_at: time,
      },
      primaryKey: ['project_id', 'id'],
      references: [
        {
          columns: ['project_id', 'session_id'],
          table: 'connect_sessions',
          to: ['project_id', 'id'],
          onDelete: 'cascade',
        },
      ],
      indexes: [
        { columns: ['state_hash'], unique: true, where: 'state_hash is not null' },
        { columns: ['expires_at'] },
        { columns: ['project_id', 'session_id'] },
      ],
    });
  },
};
