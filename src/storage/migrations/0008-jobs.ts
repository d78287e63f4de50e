import { integer, json, type Migration, sequence, text, time } from './tables.ts';

/** Work to be done later, noted in the transaction of the change that causes it. */
export const jobs: Migration = {
  name: '0008-jobs',
  async up({ createTable }) {
    const unfinished = `state in ('waiting', 'running')`;
    await createTable('jobs', {
      columns: {
        // Rises: the order of the jobs of one key. Jobs are claimed across projects, so none leads the key.
        id: sequence,
        kind: text,
        payload: json,
        order_key: text.optional,
        lane: text.optional,
        unique_key: text.optional,
        priority: integer,
        state: text,
        attempts: integer,
        due_at: time,
        worker: text.optional,
        last_error: text.optional,
        created_at: time,
        finished_at: time.optional,
      },
      primaryKey: ['id'],
      indexes: [
        // The order in which jobs are taken.
        { name: 'jobs_next_index', columns: ['priority desc', 'due_at', 'id'], where: unfinished },
        { columns: ['order_key', 'id'], where: unfinished },
        { columns: ['lane'], where: unfinished },
        { columns: ['unique_key'], unique: true, where: unfinished },
        // Of closed jobs only, so that it is never taken for the one above.
        { columns: ['state', 'finished_at'], where: `state in ('done', 'dead')` },
      ],
    });
  },
};
