import { json, type Migration, text, time } from './tables.ts';

/** What agents and people said about tools. */
export const toolFeedback: Migration = {
  name: '0011-tool-feedback',
  async up({ createTable }) {
    await createTable('tool_feedback', {
      columns: {
        project_id: text,
        id: text,
        account_id: text,
        tool_names: json,
        feedback: text,
        api_key_id: text,
        trace_id: text,
        submitted_at: time,
      },
      primaryKey: ['project_id', 'id'],
      indexes: [{ columns: ['project_id', 'submitted_at'] }],
    });
  },
};
