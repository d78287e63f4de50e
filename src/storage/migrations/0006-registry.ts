import { json, type Migration, type Reference, text, time } from './tables.ts';

const ofProject: Reference = { columns: ['project_id'], table: 'projects', to: ['id'], onDelete: 'cascade' };

/** Connectors that projects brought themselves, and which connectors a project was once given an auth config for. */
export const registry: Migration = {
  name: '0006-registry',
  async up({ createTable }) {
    await createTable('connector_versions', {
      columns: {
        project_id: text,
        connector_key: text,
        version: text,
        title: text,
        files: json,
        hash: text,
        pushed_by: text,
        created_at: time,
      },
      primaryKey: ['project_id', 'connector_key', 'version'],
      references: [ofProject],
    });

    await createTable('offered_connectors', {
      columns: { project_id: text, connector_key: text, environment: text },
      primaryKey: ['project_id', 'connector_key', 'environment'],
      references: [ofProject],
    });
  },
};
