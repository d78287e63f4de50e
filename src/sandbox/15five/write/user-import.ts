import { type Answer, json } from '../../kit/index.ts';
import { readFile } from '../body.ts';
import { parseCsv } from '../csv.ts';
import { invalid } from '../errors.ts';
import type { User } from '../model/people.ts';
import type { View } from '../view.ts';
import { note } from './audit.ts';

const MAX_ROWS = 5000;
const GROUP_COLUMN = /^grouptype(.+)$/i;
const ADDRESS = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/;

/** One line of the file by column name; names are in lower case. */
type Line = ReadonlyMap<string, string>;

function readLines(text: string): Line[] {
  const [header = [], ...rows] = parseCsv(text.replace(/^\uFEFF/, ''));
  const columns = header.map((name) => name.trim());
  if (!columns.some((name) => name.toLowerCase() === 'email'))
    throw invalid({ file: ['The file has no column "email".'] });
  if (rows.length > MAX_ROWS) throw invalid({ file: [`The file has more than ${MAX_ROWS} rows.`] });
  const lines = rows.map(
    (row) => new Map(columns.map((name, index) => [name.toLowerCase(), row[index]?.trim() ?? ''])),
  );
  const bad = lines.findIndex((line) => !ADDRESS.test(line.get('email') ?? ''));
  if (bad !== -1) throw invalid({ file: [`Row ${bad + 2}: enter a valid email address.`] });
  return lines;
}

/** The group a cell names. @param create makes it when there is none */
function groupNamed(name: string, typeName: string, create: boolean, view: View): number | undefined {
  const { state } = view.call;
  const type = view.rows('groupTypes').find((one) => one.name_singular.toLowerCase() === typeName.toLowerCase());
  if (type === undefined) return undefined;
  const known = view.rows('groups').find((group) => group.name === name && group.group_type_id === type.id);
  if (known !== undefined || !create) return known?.id;
  return state.insert('groups', {
    id: state.nextId('groups'),
    name,
    group_type_id: type.id,
    admin_ids: [],
    is_peer_view: false,
    is_peer_drilldown: false,
    skip_company_wide_questions: false,
    create_ts: view.now,
  }).id;
}

function groupsOf(line: Line, create: boolean, view: View): number[] {
  return [...line].flatMap(([column, name]) => {
    const type = GROUP_COLUMN.exec(column)?.[1];
    const id = type === undefined || name === '' ? undefined : groupNamed(name, type, create, view);
    return id === undefined ? [] : [id];
  });
}

/** Adds or changes the person of a line; true when the person is new. */
function apply(line: Line, createGroups: boolean, view: View): boolean {
  const { state } = view.call;
  const users = state.database.table('users');
  const email = line.get('email')!.toLowerCase();
  const known = users.find((user) => user.email === email);
  const manager = users.find((user) => user.email === line.get('reviewer_email')?.toLowerCase());
  const groups = groupsOf(line, createGroups, view);
  const values: Partial<User> = {
    ...Object.fromEntries(
      ['first_name', 'last_name', 'employee_id', 'title', 'location']
        .map((name) => [name, line.get(name)] as const)
        .filter(([, value]) => value !== undefined && value !== ''),
    ),
    ...(manager !== undefined && manager !== known && { reviewer_id: manager.id }),
    company_groups_ids: [...new Set([...(known?.company_groups_ids ?? []), ...groups])],
    update_ts: view.now,
  };
  if (known !== undefined) {
    users.update(known.id, values);
    return false;
  }
  const id = state.nextId('users');
  state.insert('users', {
    id,
    global_id: state.random.fork(`user/${id}`).hex(32),
    first_name: '',
    last_name: '',
    employee_id: null,
    title: null,
    location: null,
    is_active: true,
    is_reporter: true,
    is_reviewer: false,
    is_company_admin: false,
    reviewer_id: null,
    company_groups_ids: [],
    first_login_ts: null,
    last_login_ts: null,
    create_ts: view.now,
    update_ts: view.now,
    ...values,
    email,
  });
  return true;
}

/** `POST /bulk-user-import/`: takes a CSV file with a column `email`; people with a known address are changed. */
export async function importUsers(view: View): Promise<Answer> {
  const { state } = view.call;
  const { form, text } = await readFile(view.call);
  const createGroups = String(form.get('create_missing_groups')) === 'true';
  const made = readLines(text).map((line) => apply(line, createGroups, view));
  const created = made.filter(Boolean).length;
  const { id } = state.insert('userImports', {
    id: state.nextId('userImports'),
    created,
    updated: made.length - created,
  });
  note(view, 'bulk_user_import', { import_id: id, created, updated: made.length - created });
  return json(201, { id, status: 'pending' });
}
