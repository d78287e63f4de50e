import { type Answer, json } from '../../kit/index.ts';
import { type Fields, readBodies } from '../body.ts';
import type { Priority } from '../model/check-ins.ts';
import { presentPriority } from '../present/check-ins.ts';
import type { View } from '../view.ts';

const FIELDS: Fields = {
  user_id: { type: 'integer', required: true, table: 'users' },
  text: { type: 'text', required: true, max: 5000 },
};

/** `POST /priority/`: all of the list, or none when one of them is wrong. */
export async function createPriorities(view: View): Promise<Answer> {
  const { state } = view.call;
  const given = (await readBodies(FIELDS, view.call)) as unknown as readonly Priority[];
  const made = given.map(({ user_id, text }) => {
    const open = view.having('reports', 'user_id', user_id).find(({ submit_ts }) => submit_ts === null);
    return state.insert('priorities', {
      id: state.nextId('priorities'),
      user_id,
      manager_id: view.get('users', user_id)?.reviewer_id ?? null,
      report_id: open?.id ?? null,
      text,
      status: 'on_track',
      create_ts: view.now,
      update_ts: view.now,
    });
  });
  return json(201, made.map(presentPriority));
}
