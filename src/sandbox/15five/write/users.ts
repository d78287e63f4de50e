import { type Answer, ok } from '../../kit/index.ts';
import { type Fields, readBody } from '../body.ts';
import type { View } from '../view.ts';
import { note } from './audit.ts';

const FIELDS: Fields = {
  first_name: { type: 'text', max: 100 },
  last_name: { type: 'text', max: 100 },
  title: { type: 'text', nullable: true, blank: true, max: 255 },
  location: { type: 'text', nullable: true, blank: true, max: 255 },
  employee_id: { type: 'text', nullable: true, max: 255 },
  is_active: { type: 'boolean' },
};

/** `PUT /user/:id/`: changes what is given and leaves the rest alone. */
export async function changeUser(view: View): Promise<Answer> {
  const { state, params } = view.call;
  const before = view.find('users', params['id']);
  const values = await readBody(FIELDS, view.call, true);
  const after = state.database.table('users').update(before.id, { ...values, update_ts: view.now })!;
  if (before.is_active !== after.is_active)
    note(view, after.is_active ? 'user_activated' : 'user_deactivated', { user_id: after.id, source: 'public_api' });
  return ok(after);
}
