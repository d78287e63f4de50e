import { type Answer, isDate, json } from '../../kit/index.ts';
import { type Fields, readBody } from '../body.ts';
import { invalid } from '../errors.ts';
import type { Attribute, AttributeValue } from '../model/people.ts';
import { presentAttributeValue } from '../present/people.ts';
import type { View } from '../view.ts';
import { note } from './audit.ts';

const ATTRIBUTE: Fields = {
  name: { type: 'text', required: true, max: 100 },
  datatype: { type: 'text', required: true, choices: ['text', 'date'] },
};
const VALUE: Fields = {
  name: { type: 'text', required: true, max: 100 },
  value: { type: 'text', required: true, max: 1000 },
  user_id: { type: 'integer', table: 'users' },
};

/** A name as addresses hold it. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/[\s-]+/g, '-');

/** `POST /attribute/` */
export async function createAttribute(view: View): Promise<Answer> {
  const { state } = view.call;
  const { name, datatype } = (await readBody(ATTRIBUTE, view.call)) as unknown as Attribute;
  const slug = slugOf(name);
  if (view.rows('attributes').some((one) => one.slug === slug))
    throw invalid({ name: ['attribute with this name already exists.'] });
  const [id, now] = [state.nextId('attributes'), view.now];
  const attribute = state.insert('attributes', { id, name, slug, datatype, create_ts: now, update_ts: now });
  note(view, 'attribute_created', { attribute_id: id });
  return json(201, attribute);
}

/** `POST /attribute_value/`: sets the value of the user, by default the key's maker. */
export async function createAttributeValue(view: View): Promise<Answer> {
  const { state } = view.call;
  const body = await readBody(VALUE, view.call);
  const { name, value, user_id = view.caller.user.id } = body as unknown as AttributeValue & { name: string };
  const attribute = view.rows('attributes').find((one) => one.name === name);
  if (attribute === undefined) throw invalid({ name: [`Object with name=${name} does not exist.`] });
  if (attribute.datatype === 'date' && !isDate(value))
    throw invalid({ value: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'] });
  const known = view
    .rows('attributeValues')
    .find((one) => one.user_id === user_id && one.attribute_id === attribute.id);
  const now = view.now;
  const id = known?.id ?? state.nextId('attributeValues');
  const row: AttributeValue = { id, value, user_id, attribute_id: attribute.id, create_ts: now, update_ts: now };
  const stored =
    known === undefined
      ? state.insert('attributeValues', row)
      : state.database.table('attributeValues').update(id, { value, update_ts: now })!;
  return json(201, presentAttributeValue(stored));
}
