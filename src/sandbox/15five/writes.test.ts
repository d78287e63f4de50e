import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileForm, type Ids, readIds } from './testing/bodies.ts';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
let admin: Client;
let ids: Ids;

beforeAll(async () => {
  company = await openCompany();
  admin = company.admin;
  ids = await readIds(admin);
});
afterAll(() => company.close());

const required = ['This field is required.'];
const now = '2026-03-04T10:00:00.000000Z';
const audit = async () => (await admin.get('/security-audit/?order_by=-id&page_size=1')).json.results[0];

describe('a user', () => {
  it('is deactivated, which the audit log notes', async () => {
    const { status, json } = await admin.send('PUT', `/user/${ids.user}/`, { is_active: false });
    expect([status, json.is_active, json.update_ts]).toEqual([200, false, now]);
    expect((await admin.get(`/user/${ids.user}/`)).json).toEqual(json);
    expect(await audit()).toMatchObject({ type: 'user_deactivated', extra: { user_id: ids.user } });
    const inactive = await admin.all('/user/?is_active=false');
    expect(inactive.map(({ id }) => id)).toContain(ids.user);
    await admin.send('PUT', `/user/${ids.user}/`, { is_active: 'true' });
    expect(await audit()).toMatchObject({ type: 'user_activated' });
  });

  it('is changed member by member; what is unknown or read-only stays', async () => {
    const before = (await admin.get(`/user/${ids.user}/`)).json;
    const body = { title: ' Skipper ', location: null, id: 5, email: 'x@y.example', constructor: 1 };
    const { json } = await admin.send('PUT', `/user/${ids.user}/`, body);
    expect(json).toEqual({ ...before, title: 'Skipper', location: null, update_ts: now });
  });

  it('is not changed by values that do not fit', async () => {
    const body = { first_name: '', last_name: null, is_active: 'perhaps', title: ['x'], employee_id: 'x'.repeat(300) };
    const { status, json } = await admin.send('PUT', `/user/${ids.user}/`, body);
    expect([status, json]).toEqual([
      400,
      {
        first_name: ['This field may not be blank.'],
        last_name: ['This field may not be null.'],
        is_active: ['Must be a valid boolean.'],
        title: ['Not a valid string.'],
        employee_id: ['Ensure this field has no more than 255 characters.'],
      },
    ]);
    expect((await admin.send('PUT', '/user/1/', { title: 'x' })).status).toBe(404);
  });
});

describe('an import of users', () => {
  const upload = (text: string, fields = {}) => {
    const { type, body } = fileForm(text, fields);
    return admin.send('POST', '/bulk-user-import/', body, { 'content-type': type });
  };

  it('adds people, changes those it knows, and puts them into groups', async () => {
    const [known, manager] = (await admin.get('/user/?page=2')).json.results;
    const file = [
      'email,first_name,last_name,title,reviewer_email,grouptypeDepartment,grouptypeGuild',
      `Nell.New@tidewater.example,Nell,"New, née Old",Rigger,${manager.email},Engineering,Night Watch`,
      `${known.email},,,"Chief ""Knot"" Officer",,,`,
      '',
    ].join('\r\n');
    const answer = await upload(file);
    expect([answer.status, answer.json]).toEqual([201, { id: 1, status: 'pending' }]);
    const [nell] = (await admin.get('/user/?email=nell.new@tidewater.example')).json.results;
    const [engineering] = (await admin.get('/group/?name__in=Engineering')).json.results;
    expect(nell).toMatchObject({
      first_name: 'Nell',
      last_name: 'New, née Old',
      title: 'Rigger',
      reviewer_id: manager.id,
      is_active: true,
      first_login_ts: null,
      company_groups_ids: [engineering.id],
    });
    expect(engineering.members).toContainEqual(expect.stringContaining(`/user/${nell.id}/`));
    expect((await admin.get(`/user/${known.id}/`)).json).toMatchObject({
      ...known,
      title: 'Chief "Knot" Officer',
      update_ts: now,
    });
    expect(await audit()).toMatchObject({ type: 'bulk_user_import', extra: { created: 1, updated: 1 } });
  });

  it('makes groups that are missing when it is told to', async () => {
    const fields = { create_missing_groups: 'true' };
    const file = 'email,grouptypeGuild,grouptypeNothing\nolaf.new@tidewater.example,Night Watch,Whatever\n';
    expect((await upload(file, fields)).json.id).toBe(2);
    const [group] = (await admin.get('/group/?name__in=Night Watch')).json.results;
    expect(group).toMatchObject({ group_type_name: 'Guilds', members_count: 1 });
  });

  it('is refused without a readable file', async () => {
    const refused = async (text: string) => (await upload(text)).json;
    expect(await refused('first_name\nNell\n')).toEqual({ file: ['The file has no column "email".'] });
    expect(await refused('email\na@b.example\nnobody\n')).toEqual({ file: ['Row 3: enter a valid email address.'] });
    const none = fileForm('x').body.replace('name="file"', 'name="other"');
    const form = { 'content-type': fileForm('').type };
    expect((await admin.send('POST', '/bulk-user-import/', none, form)).json).toEqual({
      file: ['No file was submitted.'],
    });
    expect(await admin.send('POST', '/bulk-user-import/', { file: 'email' })).toMatchObject({
      status: 415,
      json: { detail: 'Unsupported media type "application/json" in request.' },
    });
    expect((await admin.send('POST', '/bulk-user-import/', 'broken', form)).status).toBe(400);
  });
});

describe('attributes', () => {
  it('are added with a slug, once', async () => {
    const add = (body: unknown) => admin.send('POST', '/attribute/', body);
    const { status, json } = await add({ name: 'Fähre – bevorzugt', datatype: 'date' });
    expect([status, json]).toEqual([
      201,
      {
        id: expect.any(Number),
        name: 'Fähre – bevorzugt',
        slug: 'fahre-bevorzugt',
        datatype: 'date',
        create_ts: now,
        update_ts: now,
      },
    ]);
    expect((await admin.get(`/attribute/${json.id}/`)).json).toEqual(json);
    expect((await add({ name: 'Fähre  bevorzugt', datatype: 'text' })).json).toEqual({
      name: ['attribute with this name already exists.'],
    });
    expect((await add({ datatype: 'number' })).json).toEqual({
      name: required,
      datatype: ['"number" is not a valid choice.'],
    });
  });

  it('get values of users, by default of the key’s maker, one each', async () => {
    const set = (body: unknown) => admin.send('POST', '/attribute_value/', body);
    const [coffee] = (await admin.all('/attribute/')).filter(({ name }) => name === 'Coffee order');
    const { status, json } = await set({ name: 'Coffee order', value: 'Ristretto', user_id: String(ids.user) });
    expect([status, json.user, json.attribute, json.value]).toEqual([201, ids.user, coffee.id, 'Ristretto']);
    expect((await set({ name: 'Coffee order', value: 'Tea', user_id: ids.user })).json.id).toBe(json.id);
    expect((await admin.get(`/attribute_value/${json.id}/`)).json.value).toBe('Tea');
    const own = (await set({ name: 'Pronouns', value: 'she/her' })).json;
    expect((await admin.get(`/user/${own.user}/`)).json.title).toBe('Chief People Officer');
  });

  it('take no value of an unknown attribute or user, and only dates where dates are due', async () => {
    const refused = async (body: unknown) => (await admin.send('POST', '/attribute_value/', body)).json;
    expect(await refused({ name: 'Nothing', value: 'x' })).toEqual({
      name: ['Object with name=Nothing does not exist.'],
    });
    expect(await refused({ name: 'Start of probation review', value: 'soon' })).toEqual({
      value: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
    });
    expect(await refused({ name: 'Pronouns', value: 'x', user_id: 4 })).toEqual({
      user_id: ['Invalid pk "4" - object does not exist.'],
    });
    expect(await refused({ user_id: 'x' })).toEqual({
      name: required,
      value: required,
      user_id: ['A valid integer is required.'],
    });
  });
});

describe('objectives', () => {
  const objective = () => ({
    description: 'Cross the bay',
    start_ts: '2026-03-01T08:00:00+02:00',
    end_ts: '2026-06-30',
    scope: 'individual',
    user_id: ids.user,
  });

  it('are added by the list, with key results and a history', async () => {
    const key_results = [
      { description: 'Miles', type: 'number', start_value: 10, target_value: 60 },
      { description: 'Arrived' },
    ];
    const parent = (await admin.get('/objective/')).json.results[0].id;
    const given = [
      { ...objective(), key_results, tags: ['sea'], parent_id: parent, visibility: 'report', weight: '2.5' },
      { ...objective(), start_ts: '2026-09-01 00:00:00', end_ts: '2026-12-31', viewable_by_users: [ids.user] },
    ];
    const { status, json } = await admin.send('POST', '/objective/', given);
    expect(status).toBe(201);
    expect(json).toMatchObject([
      {
        start_ts: '2026-03-01T06:00:00.000000Z',
        end_ts: '2026-06-30T00:00:00.000000Z',
        state: 'active',
        percentage: 0,
        parent,
        tags: ['sea'],
        weight: 2.5,
        key_results: [
          { description: 'Miles', current_value: 10, target_value: 60, owner_id: ids.user, sort_order: 1 },
          { description: 'Arrived', type: 'percent', target_value: 100, sort_order: 2 },
        ],
      },
      { state: 'future', key_results: [], visibility: 'public', viewable_by_users: [ids.user] },
    ]);
    for (const one of json) expect((await admin.get(`/objective/${one.id}/`)).json).toEqual(one);
    const history = (await admin.get(`/objective/${json[0].id}/history/`)).json;
    expect(history).toMatchObject([{ objective_id: json[0].id, event: 'created', create_ts: now }]);
  });

  it('move with their key results', async () => {
    const [made] = (
      await admin.send('POST', '/objective/', [
        { ...objective(), key_results: [{ description: 'Sails', type: 'number', target_value: 4 }] },
      ])
    ).json;
    const [{ id }] = made.key_results;
    const answer = await admin.send('POST', `/key-result/${id}/update-value/`, { current_value: '3' });
    expect([answer.status, answer.json]).toMatchObject([200, { id, current_value: 3, target_value: 4 }]);
    expect((await admin.get(`/objective/${made.id}/`)).json).toMatchObject({ percentage: 75, update_ts: now });
    const events = (await admin.get(`/objective/${made.id}/history/?order_by=-create_ts`)).json;
    expect(events.map(({ event }: { event: string }) => event)).toEqual(['created', 'key_result_updated']);
    for (const [value, reached] of [
      [9, 100],
      [-3, 0],
    ]) {
      await admin.send('POST', `/key-result/${id}/update-value/`, { current_value: value });
      expect((await admin.get(`/objective/${made.id}/`)).json.percentage).toBe(reached);
    }
    expect((await admin.send('POST', `/key-result/${id}/update-value/`, {})).json).toEqual({ current_value: required });
    expect((await admin.send('POST', '/key-result/5/update-value/', { current_value: 1 })).status).toBe(404);
  });

  it('are refused together when one of them is wrong', async () => {
    const before = (await admin.get('/objective/')).json.count;
    const bad = { ...objective(), scope: 'planet', user_id: 3, key_results: [{ type: 'boolean' }, 'x'] };
    const answer = await admin.send('POST', '/objective/', [objective(), bad, 5]);
    expect([answer.status, answer.json]).toEqual([
      400,
      [
        {},
        {
          scope: ['"planet" is not a valid choice.'],
          user_id: ['Invalid pk "3" - object does not exist.'],
          key_results: [
            { description: required },
            { non_field_errors: ['Invalid data. Expected a dictionary, but got str.'] },
          ],
        },
        { non_field_errors: ['Invalid data. Expected a dictionary, but got int.'] },
      ],
    ]);
    const late = await admin.send('POST', '/objective/', [{ ...objective(), start_ts: '2026-07-01' }]);
    expect(late.json).toEqual([{ end_ts: ['The end must not be before the start.'] }]);
    const lists = await admin.send('POST', '/objective/', [{ ...objective(), tags: 'sea', viewable_by_users: [1] }]);
    expect(lists.json).toEqual([
      {
        tags: ['Expected a list of items but got type "str".'],
        viewable_by_users: ['Invalid pk "1" - object does not exist.'],
      },
    ]);
    expect((await admin.send('POST', '/objective/', objective())).json).toEqual({
      non_field_errors: ['Expected a list of items but got type "dict".'],
    });
    expect((await admin.get('/objective/')).json.count).toBe(before);
  });
});

describe('a High Five', () => {
  const give = (text: string) => admin.send('POST', '/high-five/', { text, creator_id: ids.user });

  it('goes to those it mentions, by name, mail name or address', async () => {
    const [first, second, third] = (await admin.get('/user/?is_active=true&page=2')).json.results;
    const text = `Thanks @${first.first_name} ${first.last_name}, @${second.email.split('@')[0]}! and ${third.email}, also friend@elsewhere.example.`;
    const { status, json } = await give(text);
    expect(status).toBe(201);
    expect(json.receivers.map(({ id }: { id: number }) => id).sort()).toEqual([first.id, second.id, third.id].sort());
    expect(json).toMatchObject({ text, email_receivers: ['friend@elsewhere.example'], report: null, create_ts: now });
    expect((await admin.get(`/high-five/${json.id}/`)).json).toEqual(json);
    const received = (await admin.get(`/high-five/?receiver_id=${first.id}&order_by=-id`)).json.results;
    expect(received[0].id).toBe(json.id);
  });

  it('takes a first name alone where it is one person’s', async () => {
    const users = await admin.all('/user/?is_active=true');
    const counts = Map.groupBy(users, ({ first_name }) => first_name);
    const single = users.find(({ first_name }) => counts.get(first_name)?.length === 1)!;
    const shared = users.find(({ first_name }) => (counts.get(first_name)?.length ?? 0) > 1)!;
    expect((await give(`Well done @${single.first_name}!`)).json.receivers).toMatchObject([{ id: single.id }]);
    expect((await give(`Well done @${shared.first_name}!`)).status).toBe(400);
  });

  it('needs a text that mentions somebody and a giver', async () => {
    expect((await admin.send('POST', '/high-five/', {})).json).toEqual({ text: required, creator_id: required });
    expect((await give('Thanks everybody')).json).toEqual({
      text: ['Mention at least one person by @name or email address.'],
    });
    expect((await admin.send('POST', '/high-five/', { text: '@x', creator_id: 7 })).json).toEqual({
      creator_id: ['Invalid pk "7" - object does not exist.'],
    });
  });

  it('is taken as a form too', async () => {
    const body = `text=${encodeURIComponent('For a@b.example')}&creator_id=${ids.user}`;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await admin.send('POST', '/high-five/', body, type);
    expect([answer.status, answer.json.email_receivers]).toEqual([201, ['a@b.example']]);
  });
});

describe('priorities', () => {
  it('are added by the list to the open check-in', async () => {
    const { status, json } = await admin.send('POST', '/priority/', [
      { user_id: ids.user, text: 'One' },
      { user_id: ids.user, text: 'Two' },
    ]);
    const { reviewer_id } = (await admin.get(`/user/${ids.user}/`)).json;
    expect(status).toBe(201);
    expect(json).toMatchObject([
      { text: 'One', manager_id: reviewer_id, status: 'on_track' },
      { text: 'Two', user_id: ids.user, create_ts: now },
    ]);
    const current = (await admin.get(`/priority/?user_id=${ids.user}`)).json;
    expect(current.slice(-2)).toEqual(json);
    expect((await admin.send('POST', '/priority/', [{ text: '' }])).json).toEqual([
      { user_id: required, text: ['This field may not be blank.'] },
    ]);
    expect((await admin.send('POST', '/priority/', [])).json).toEqual([]);
  });
});

describe('a vacation', () => {
  it('is added, replaced, changed and deleted, but never read alone', async () => {
    const body = { user: ids.user, start_dt: '2026-08-03', end_dt: '2026-08-14', note: 'Sailing' };
    const { status, json } = await admin.send('POST', '/vacation/', body);
    expect([status, json]).toEqual([201, { id: expect.any(Number), ...body, create_ts: now }]);
    const path = `/vacation/${json.id}/`;
    expect((await admin.get(path)).status).toBe(405);
    expect((await admin.send('PATCH', path, { end_dt: '2026-08-21' })).json).toEqual({ ...json, end_dt: '2026-08-21' });
    expect((await admin.send('PUT', path, { note: 'x' })).json).toEqual({
      user: required,
      start_dt: required,
      end_dt: required,
    });
    expect((await admin.send('PUT', path, body)).json).toEqual(json);
    expect((await admin.get(`/vacation/?user=1,${ids.user}&order_by=-id`)).json.results[0]).toEqual(json);
    const gone = await admin.send('DELETE', path);
    expect([gone.status, gone.text]).toEqual([204, '']);
    expect((await admin.send('DELETE', path)).status).toBe(404);
    expect((await admin.send('PATCH', path, {})).status).toBe(404);
  });

  it('does not end before it begins', async () => {
    const problem = { non_field_errors: ['The end date must not be before the start date.'] };
    const body = { user: ids.user, start_dt: '2026-08-03', end_dt: '2026-08-02' };
    expect((await admin.send('POST', '/vacation/', body)).json).toEqual(problem);
    const { id } = (await admin.send('POST', '/vacation/', { ...body, end_dt: '2026-08-03' })).json;
    expect((await admin.send('PATCH', `/vacation/${id}/`, { start_dt: '2026-08-09' })).json).toEqual(problem);
    expect((await admin.send('POST', '/vacation/', { ...body, start_dt: '3 August' })).json).toEqual({
      start_dt: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
    });
  });
});

describe('a body', () => {
  it('that is no JSON is refused', async () => {
    const json = { 'content-type': 'application/json' };
    const answer = await admin.send('POST', '/attribute/', '{"name":', json);
    expect([answer.status, answer.json]).toEqual([
      400,
      { detail: 'JSON parse error - Expecting value: line 1 column 1 (char 0)' },
    ]);
  });

  it('of another type is refused', async () => {
    const answer = await admin.send('POST', '/attribute/', 'name', { 'content-type': 'text/plain' });
    expect([answer.status, answer.json]).toEqual([415, { detail: 'Unsupported media type "text/plain" in request.' }]);
  });

  it('that is missing has none of the fields', async () => {
    expect((await admin.send('POST', '/attribute/')).json).toEqual({ name: required, datatype: required });
  });

  it('that is hostile changes nothing but the record', async () => {
    const json = { 'content-type': 'application/json' };
    const polluting = '{"__proto__":{"datatype":"text"},"constructor":{"name":"x"},"name":"Polluted"}';
    expect((await admin.send('POST', '/attribute/', polluting, json)).json).toEqual({ datatype: required });
    const deep = `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)},"datatype":"text"}`;
    expect((await admin.send('POST', '/attribute/', deep, json)).json).toEqual({ name: ['Not a valid string.'] });
    expect((await admin.send('POST', '/objective/', '['.repeat(20_000) + ']'.repeat(20_000), json)).status).toBe(400);
    expect(({} as Record<string, unknown>)['datatype']).toBeUndefined();
  });
});
