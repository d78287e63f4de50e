import { type Answer, json } from '../../kit/index.ts';
import { type Fields, readBody } from '../body.ts';
import { invalid } from '../errors.ts';
import type { HighFive } from '../model/check-ins.ts';
import { presentHighFive } from '../present/check-ins.ts';
import type { View } from '../view.ts';

const FIELDS: Fields = {
  text: { type: 'text', required: true, max: 5000 },
  creator_id: { type: 'integer', required: true, table: 'users' },
};
const ADDRESS = /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g;
const MENTION = /(?<![\w.])@([\p{L}\p{N}][\p{L}\p{N}._’'-]*)(?: ([\p{L}’'-]+))?/gu;

interface Receivers {
  readonly ids: readonly number[];
  readonly addresses: readonly string[];
}

/** Who a text is for: people by mail address, `@First Last`, `@mail.name`, or `@First` where that is one person. */
function receiversOf(text: string, view: View): Receivers {
  const users = view.rows('users').filter(({ is_active }) => is_active);
  const ids = new Set<number>();
  const outside = new Set<string>();
  for (const [address] of text.matchAll(ADDRESS)) {
    const user = users.find(({ email }) => email === address.toLowerCase());
    if (user === undefined) outside.add(address.toLowerCase());
    else ids.add(user.id);
  }
  for (const [, word = '', next] of text.matchAll(MENTION)) {
    const name = word.replace(/[.'’]+$/, '');
    const named = users.filter(({ first_name }) => first_name === name);
    const full = named.find(({ last_name }) => last_name === next);
    const user =
      full ??
      users.find(({ email }) => email.split('@')[0] === name.toLowerCase()) ??
      (named.length === 1 ? named[0] : undefined);
    if (user !== undefined) ids.add(user.id);
  }
  return { ids: [...ids], addresses: [...outside] };
}

/** `POST /high-five/` */
export async function createHighFive(view: View): Promise<Answer> {
  const { state } = view.call;
  const { text, creator_id } = (await readBody(FIELDS, view.call)) as unknown as HighFive;
  const { ids, addresses } = receiversOf(text, view);
  if (ids.length + addresses.length === 0)
    throw invalid({ text: ['Mention at least one person by @name or email address.'] });
  const row: HighFive = {
    id: state.nextId('highFives'),
    text,
    creator_id,
    receiver_ids: ids,
    email_receivers: addresses,
    report_id: null,
    create_ts: view.now,
  };
  return json(201, presentHighFive(state.insert('highFives', row), view));
}
