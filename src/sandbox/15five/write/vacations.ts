import { type Answer, empty, json, ok } from '../../kit/index.ts';
import { type Fields, readBody } from '../body.ts';
import { invalid } from '../errors.ts';
import type { Vacation } from '../model/people.ts';
import { presentVacation } from '../present/people.ts';
import type { View } from '../view.ts';

const FIELDS: Fields = {
  user: { type: 'integer', required: true, table: 'users' },
  start_dt: { type: 'date', required: true },
  end_dt: { type: 'date', required: true },
  note: { type: 'text', blank: true, max: 1000 },
};

type Given = Partial<Omit<Vacation, 'id'>>;

/** The body's values as they are stored. @param before the vacation to be changed */
async function read(view: View, partial: boolean, before?: Vacation): Promise<Given> {
  const { user, ...rest } = (await readBody(FIELDS, view.call, partial)) as Given & { readonly user?: number };
  const values = { ...rest, ...(user !== undefined && { user_id: user }) };
  const { start_dt, end_dt } = { ...before, ...values };
  if (start_dt !== undefined && end_dt !== undefined && end_dt < start_dt)
    throw invalid({ non_field_errors: ['The end date must not be before the start date.'] });
  return values;
}

const found = (view: View): Vacation => view.find('vacations', view.call.params['id']);

/** `POST /vacation/` */
export async function createVacation(view: View): Promise<Answer> {
  const { state } = view.call;
  const values = (await read(view, false)) as Omit<Vacation, 'id' | 'note'>;
  const row = { note: '', ...values, id: state.nextId('vacations'), create_ts: view.now };
  return json(201, presentVacation(state.insert('vacations', row)));
}

async function change(view: View, partial: boolean): Promise<Answer> {
  const before = found(view);
  const values = await read(view, partial, before);
  return ok(presentVacation(view.call.state.database.table('vacations').update(before.id, values)!));
}

/** `PUT /vacation/:id/` */
export const replaceVacation = (view: View): Promise<Answer> => change(view, false);

/** `PATCH /vacation/:id/` */
export const changeVacation = (view: View): Promise<Answer> => change(view, true);

/** `DELETE /vacation/:id/` */
export function deleteVacation(view: View): Answer {
  view.call.state.database.table('vacations').delete(found(view).id);
  return empty();
}
