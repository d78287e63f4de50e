import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Inputs } from './conformance/sheet.ts';
import { sheet } from './conformance/sheets/15five.ts';
import { compileFolder, openWorld, type World } from './conformance/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: records of every shape are looked into
type Row = Readonly<Record<string, any>>;

const connector = compileFolder('15five').connector!;
const actionOf = (name: string) => connector.actions.get(`15five_${name}`)!;
let world: World;

beforeAll(async () => {
  world = await openWorld('15five', sheet);
});
afterAll(() => world.close());
beforeEach(() => world.clean());

const play = (name: string, inputs: Inputs = {}) => world.run(actionOf(name), inputs);
const readAll = async (path: string): Promise<readonly Row[]> =>
  sheet.readAll(world, new URL(`${world.base}${path}`), undefined);
const moment = (text: string | null) => (text === null ? null : new Date(text).toISOString());

const KINDS: Readonly<Record<string, string>> = { Departments: 'department', Teams: 'team' };

/** What a person's record comes to in the unified model, by the provider's own groups. */
function expected(user: Row, groups: readonly Row[]): Row {
  const own = groups.filter(({ id }) => user['company_groups_ids'].includes(id));
  const department = own.find(({ group_type_name }) => group_type_name === 'Departments');
  const name = [user['first_name'], user['last_name']].filter(Boolean).join(' ');
  return {
    id: String(user['id']),
    employee_number: user['employee_id'],
    first_name: user['first_name'],
    last_name: user['last_name'] || null,
    name,
    display_name: name,
    work_email: user['email'],
    job_title: user['title'],
    employment_status: { value: user['is_active'] ? 'active' : 'inactive', source_value: user['is_active'] },
    manager_id: user['reviewer_id'] === null ? null : String(user['reviewer_id']),
    ...(department && { department: department['name'], department_id: String(department['id']) }),
    groups: own.map((group) => ({
      id: String(group['id']),
      name: group['name'],
      type: { value: KINDS[group['group_type_name']] ?? 'group', source_value: group['group_type_name'] },
    })),
    work_location: { name: user['location'] },
    created_at: moment(user['create_ts']),
    updated_at: moment(user['update_ts']),
    unified_custom_fields: {
      global_id: user['global_id'],
      is_company_admin: user['is_company_admin'],
      is_reviewer: user['is_reviewer'],
      is_reporter: user['is_reporter'],
      last_login_at: moment(user['last_login_ts']),
    },
  };
}

describe('employees of the unified model', () => {
  it('have every field of the people they stand for, whoever it is', async () => {
    const [users, groups] = await Promise.all([readAll('/user/'), readAll('/group/')]);
    const { result } = await play('list_employees', { query: { page_size: 500 } });
    expect(result.data).toEqual(users.map((user) => expected(user, groups)));
    // The comparison is worth something only where all kinds of people are there.
    const all = result.data as Row[];
    for (const status of ['active', 'inactive'])
      expect(all.some(({ employment_status }) => employment_status.value === status)).toBe(true);
    expect(all.some(({ manager_id }) => manager_id === null)).toBe(true);
    const kinds = new Set(all.flatMap((one) => one['groups'].map(({ type }: Row) => type.value)));
    expect([...kinds].sort()).toEqual(['department', 'group', 'team']);
  });

  it('are the same one by one, by number or by the text that a list gave', async () => {
    const { result } = await play('list_employees', { query: { page_size: 3 } });
    const [, employee] = result.data as Row[];
    for (const id of [employee!['id'], Number(employee!['id'])])
      expect((await play('get_employee', { path: { id } })).result.data).toEqual(employee);
  });

  it('are narrowed by the provider', async () => {
    const users = await readAll('/user/?is_active=false');
    const { result } = await play('list_employees', { query: { is_active: false, page_size: 500 } });
    expect((result.data as Row[]).map(({ id }) => Number(id))).toEqual(users.map(({ id }) => id));
    const since = '2199-01-01';
    expect((await play('list_employees', { query: { updated_after: since } })).result.data).toEqual([]);
  });

  it('have the names of all groups of a company that has hundreds', async () => {
    const lines = Array.from({ length: 210 }, (_, index) => `crew${index}@tidewater.example,Crew,Crew ${index}`);
    const content = btoa(['email,first_name,grouptypeTeam', ...lines].join('\n'));
    await play('bulk_import_users', { body: { content, create_missing_groups: true } });
    const [users, groups] = await Promise.all([readAll('/user/'), readAll('/group/')]);
    expect(groups.length).toBeGreaterThan(200);

    const late = users.findLast(({ email }) => email === 'crew209@tidewater.example')!;
    const { result, requests } = await play('get_employee', { path: { id: late['id'] } });
    expect(result.data).toMatchObject({ groups: [{ name: 'Crew 209', type: { value: 'team' } }] });
    expect(requests.length).toBe(1 + Math.ceil(groups.length / 100));
    const { data } = (await play('list_employees', { query: { page_size: 500 } })).result;
    expect(data).toEqual(users.slice(0, 500).map((user) => expected(user, groups)));
  });

  it('go on page by page although each answer reads the groups again', async () => {
    const first = (await play('list_employees', { query: { page_size: 7 } })).result;
    const second = (await play('list_employees', { query: { page_size: 7, next: first.next! } })).result;
    const ids = [...(first.data as Row[]), ...(second.data as Row[])].map(({ id }) => Number(id));
    expect(ids).toEqual((await readAll('/user/')).slice(0, 14).map(({ id }) => id));
  });

  it('are not told from half an answer: without the groups there is no record', async () => {
    const { result } = await world.run(
      actionOf('list_employees'),
      {},
      { fault: (count) => (count === 1 ? 'server_error' : undefined) },
    );
    expect(result).toMatchObject({ successful: false, statusCode: 500 });
    expect(result).not.toHaveProperty('data');
  });
});
