import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';

let company: TestCompany;
let admin: Client;
let owner: string;
let department: string;

beforeAll(async () => {
  company = await openCompany();
  admin = company.admin;
  owner = (await company.as('Employee').get('/v1/me')).json.id;
  department = (await admin.get('/v1/departments')).json.data[2].id;
});
afterAll(() => company.close());

const NOW = Date.parse('2026-03-04T10:00:00Z') / 1000;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

const minimal = () => ({ name: 'Grow beans', startDate: '2026-03-01', dueDate: '2026-06-30', ownerIds: [owner] });
const add = async (more: object = {}) => admin.send('POST', '/v1/goals', { ...minimal(), ...more });

describe('a new goal', () => {
  it('has the least that is needed, and is found afterwards', async () => {
    const { status, json } = await add();
    expect(status).toBe(200);
    expect(json).toMatchObject({
      object: 'goal',
      name: 'Grow beans',
      state: 'Active',
      status: 'NotUpdated',
      goalType: 'Individual',
      okrType: 'objective',
      isPrivate: false,
      startDate: '2026-03-01',
      dueDate: '2026-06-30',
      publishedAt: NOW,
      createdAt: NOW,
      updatedAt: NOW,
      department: null,
      parentGoal: null,
      owners: { object: 'list', data: [{ id: owner, object: 'user' }], hasMore: false },
    });
    expect((await admin.get(`/v1/goal/${json.id}`)).json).toEqual(json);
    expect((await admin.all('/v1/goals')).at(-1)).toEqual(json);
    expect((await admin.all(`/v1/user/${owner}/goals`)).at(-1)).toEqual(json);
  });

  it('is written in other words than it is read', async () => {
    const parent = (await add()).json;
    const { json } = await add({
      description: '**Long** story',
      priority: 3,
      private: true,
      okrType: 'key_result',
      amountType: 'dollar',
      startingAmount: 10,
      goalAmount: 250.5,
      departmentId: department,
      departmentsVisibleToIds: [department],
      goalCycleId: UNKNOWN,
      tagNames: ['Quality', 'beans', 'beans'],
      isDraft: true,
      parentId: parent.id,
      constructor: 'x',
    });
    expect(json).toMatchObject({
      description: '**Long** story',
      priority: 3,
      isPrivate: true,
      okrType: 'key_result',
      amountType: 'Dollar',
      startingAmount: 10,
      endingAmount: 250.5,
      currentAmount: 10,
      goalType: 'Department',
      state: 'Draft',
      publishedAt: null,
      department: { id: department },
      parentGoal: { id: parent.id },
    });
    const tags = await Promise.all(
      json.tags.data.map(async ({ id }: { id: string }) => (await admin.get(`/v1/tag/${id}`)).json.name),
    );
    expect(tags).toEqual(['quality', 'beans']);
    const children = (await admin.get(`/v1/goal/${parent.id}`)).json.childGoals.data;
    expect(children).toMatchObject([{ id: json.id, object: 'goal' }]);
  });

  it('is of the company, of a group or of one person', async () => {
    const type = async (more: object) => (await add(more)).json.goalType;
    const other = (await admin.get('/v1/me')).json.id;
    expect(await type({ companyGoal: true, departmentId: department })).toBe('Company');
    expect(await type({ ownerIds: [owner, other] })).toBe('Group');
  });

  it.each([
    [{ name: undefined }, 400, 'name is required'],
    [{ name: '' }, 400, 'name must be at least 1 characters'],
    [{ name: 5 }, 400, 'name must be a string'],
    [{ ownerIds: [] }, 400, 'ownerIds must be at least 1 items'],
    [{ ownerIds: 'me' }, 400, 'ownerIds must be a list'],
    [{ startDate: '2026-02-30' }, 400, 'startDate must be a date in the format YYYY-MM-DD'],
    [{ priority: 11 }, 400, 'priority must be at most 10'],
    [{ private: null }, 400, 'private must not be null'],
    [{ tagNames: [''] }, 400, 'tagNames[0] must be at least 1 characters'],
    [{ ownerIds: [UNKNOWN] }, 422, 'ownerIds[0] does not exist'],
    [{ parentId: UNKNOWN }, 422, 'parentId does not exist'],
    [{ departmentId: '__proto__' }, 422, 'departmentId does not exist'],
    [{ okrType: 'Objective' }, 422, 'okrType must be one of objective, key_result'],
    [{ amountType: 'euro' }, 422, 'amountType must be one of percent, dollar, digit, binary'],
    [{ dueDate: '2026-02-01' }, 422, 'dueDate must not be before startDate'],
    [{ tagNames: ['a', 'b', 'c', 'd', 'e', 'f'] }, 422, 'tagNames must be at most 5'],
    [{ amountType: 'binary', goalAmount: 7 }, 422, 'goalAmount must be 0 or 1 for a binary goal'],
  ])('with %j is refused', async (change, status, error) => {
    const before = (await admin.all('/v1/goals')).length;
    const answer = await add(change);
    expect([answer.status, answer.json]).toEqual([status, { error }]);
    expect((await admin.all('/v1/goals')).length).toBe(before);
  });

  it('needs owners within reach', async () => {
    const employee = company.as('Employee');
    const other = (await admin.get('/v1/me')).json.id;
    const refused = await employee.send('POST', '/v1/goals', { ...minimal(), ownerIds: [other] });
    expect([refused.status, refused.json]).toEqual([403, { error: 'Forbidden' }]);
    expect((await employee.send('POST', '/v1/goals', minimal())).status).toBe(200);
    expect((await company.as('Manager').send('POST', '/v1/goals', minimal())).status).toBe(200);
  });

  it('is refused when the body is no object', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await admin.send('POST', '/v1/goals', '{"name":', json)).json).toEqual({
      error: 'The request body is not valid JSON',
    });
    for (const body of ['[]', 'null', '"x"', ''])
      expect(await admin.send('POST', '/v1/goals', body, json)).toMatchObject({
        status: 400,
        json: { error: 'The request body must be a JSON object' },
      });
    const deep = `{"name":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect((await admin.send('POST', '/v1/goals', deep, json)).status).toBe(400);
  });
});

describe('a change of a goal', () => {
  it('leaves alone what it does not give', async () => {
    const goal = (await add({ amountType: 'percent', startingAmount: 0, goalAmount: 100, tagNames: ['water'] })).json;
    const { status, json } = await admin.send('PUT', `/v1/goals/${goal.id}`, { name: 'Grow peas', priority: 2 });
    expect(status).toBe(200);
    expect(json).toEqual({ ...goal, name: 'Grow peas', priority: 2 });
    const emptied = (
      await admin.send('PUT', `/v1/goals/${goal.id}`, { tagNames: [], description: null, amountType: null })
    ).json;
    expect([emptied.tags.data, emptied.amountType, emptied.endingAmount]).toEqual([[], null, 100]);
  });

  it('publishes a draft', async () => {
    const draft = (await add({ isDraft: true })).json;
    const { json } = await admin.send('PUT', `/v1/goals/${draft.id}`, { isDraft: false });
    expect([json.state, json.publishedAt]).toEqual(['Active', NOW]);
  });

  it('cannot put a goal below itself', async () => {
    const top = (await add()).json;
    const below = (await add({ parentId: top.id })).json;
    const answer = await admin.send('PUT', `/v1/goals/${top.id}`, { parentId: below.id });
    expect([answer.status, answer.json]).toEqual([
      422,
      { error: 'parentId must not be the goal itself or one below it' },
    ]);
    expect((await admin.send('PUT', `/v1/goals/${below.id}`, { parentId: null })).json.parentGoal).toBeNull();
  });

  it('is refused for goals of others, and of nobody', async () => {
    const other = (await admin.get('/v1/me')).json.id;
    const goal = (await add({ ownerIds: [other] })).json;
    expect((await company.as('Employee').send('PUT', `/v1/goals/${goal.id}`, { name: 'x' })).status).toBe(403);
    expect((await admin.send('PUT', `/v1/goals/${UNKNOWN}`, { name: 'x' })).status).toBe(404);
    expect((await admin.send('PUT', `/v1/goals/${goal.id}`, { dueDate: '2020-01-01' })).status).toBe(422);
  });
});

describe('an update of a goal', () => {
  const amounts = { amountType: 'digit', startingAmount: 5, goalAmount: 20 };
  const update = (id: string, body: unknown) => admin.send('POST', `/v1/goals/${id}/update`, body);

  it('moves it and is remembered', async () => {
    const goal = (await add(amounts)).json;
    const { status, json } = await update(goal.id, { comment: 'Sprouting', status: 'on_track', increment: 4 });
    const me = (await admin.get('/v1/me')).json.id;
    expect(status).toBe(200);
    expect(json).toEqual({
      id: expect.any(String),
      object: 'goalUpdate',
      url: expect.stringContaining(json.id),
      goal: { id: goal.id, object: 'goal', url: goal.url },
      author: { id: me, object: 'user', url: expect.stringContaining(me) },
      comment: 'Sprouting',
      currentAmount: 9,
      status: 'OnTrack',
      createdAt: NOW,
    });
    expect((await admin.get(`/v1/goal/${goal.id}`)).json).toMatchObject({
      currentAmount: 9,
      status: 'OnTrack',
      lastUpdatedAt: NOW,
      updatedAt: NOW,
    });
    expect((await admin.get(`/v1/goals/${goal.id}/updates`)).json.data).toEqual([json]);
    expect((await admin.all('/v1/goals/updates')).at(-1)).toEqual(json);
  });

  it('completes it, and takes that back', async () => {
    const goal = (await add(amounts)).json;
    await update(goal.id, { complete: true });
    const read = async () => (await admin.get(`/v1/goal/${goal.id}`)).json;
    expect(await read()).toMatchObject({ state: 'Ended', completedAt: NOW, currentAmount: 20, status: 'NotUpdated' });
    await update(goal.id, { incomplete: true, increment: -6 });
    expect(await read()).toMatchObject({ state: 'Active', completedAt: null, currentAmount: 14 });
  });

  it('has a second spelling that sets the amount', async () => {
    const goal = (await add(amounts)).json;
    const { status, json } = await admin.send('POST', `/v1/goal/${goal.id}/updates`, { currentAmount: 12 });
    expect([status, json.currentAmount, json.comment, json.status]).toEqual([200, 12, null, null]);
    expect((await admin.get(`/v1/goal/${goal.id}/updates`)).json.data).toEqual([json]);
    expect((await admin.get(`/v1/goal/${goal.id}`)).json.currentAmount).toBe(12);
    await admin.send('POST', `/v1/goal/${goal.id}/updates`, { comment: 'No change' });
    expect((await admin.get(`/v1/goal/${goal.id}`)).json.currentAmount).toBe(12);
  });

  it.each([
    [{ status: 'fine' }, 422, 'status must be one of NotUpdated, OnTrack, Progressing, OffTrack'],
    [{ complete: true, incomplete: true }, 422, 'complete and incomplete exclude each other'],
    [{ increment: 'two' }, 400, 'increment must be a number'],
    [{ comment: 7 }, 400, 'comment must be a string'],
  ])('with %j is refused', async (body, status, error) => {
    const goal = (await add(amounts)).json;
    const answer = await update(goal.id, body);
    expect([answer.status, answer.json]).toEqual([status, { error }]);
    expect((await admin.get(`/v1/goals/${goal.id}/updates`)).json.data).toEqual([]);
  });

  it('is refused for drafts, for goals of others and for none', async () => {
    const draft = (await add({ isDraft: true })).json;
    expect((await update(draft.id, {})).json).toEqual({ error: 'A goal that is draft cannot be updated' });
    const other = (await admin.get('/v1/me')).json.id;
    const goal = (await add({ ownerIds: [other] })).json;
    expect((await company.as('Employee').send('POST', `/v1/goals/${goal.id}/update`, {})).status).toBe(403);
    expect((await update(UNKNOWN, {})).status).toBe(404);
  });
});
