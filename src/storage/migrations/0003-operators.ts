import { flag, integer, type Migration, type Reference, text, time } from './tables.ts';

const ofOperator: Reference = { columns: ['operator_id'], table: 'operators', to: ['id'], onDelete: 'cascade' };

/** People who run this installation: who they are, where they are signed in, and what they may do in which project. */
export const operators: Migration = {
  name: '0003-operators',
  async up({ createTable }) {
    await createTable('operators', {
      columns: {
        id: text,
        email: text,
        password_hash: text,
        one_time_until: time.optional,
        is_owner: flag,
        created_at: time,
        updated_at: time,
        last_sign_in_at: time.optional,
      },
      primaryKey: ['id'],
      indexes: [{ columns: ['email'], unique: true }],
    });

    await createTable('operator_sessions', {
      columns: { token_hash: text, operator_id: text, created_at: time, expires_at: time, last_seen_at: time },
      primaryKey: ['token_hash'],
      references: [ofOperator],
      indexes: [{ columns: ['operator_id'] }, { columns: ['expires_at'] }],
    });

    await createTable('memberships', {
      columns: { project_id: text, operator_id: text, role: text, created_at: time },
      primaryKey: ['project_id', 'operator_id'],
      references: [{ columns: ['project_id'], table: 'projects', to: ['id'], onDelete: 'cascade' }, ofOperator],
      indexes: [{ columns: ['operator_id'] }],
    });

    // Counted for addresses nobody has, too, so it refers to nothing.
    await createTable('operator_sign_in_attempts', {
      columns: { subject: text, attempts: integer, began_at: time },
      primaryKey: ['subject'],
      indexes: [{ columns: ['began_at'] }],
    });
  },
};
