import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAction, validateAuthFields } from '../../src/engine/index.ts';
import type { Inputs } from './conformance/sheet.ts';
import { sheet } from './conformance/sheets/15five.ts';
import { compileFolder, openWorld, type World } from './conformance/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
type Any = any;

const connector = compileFolder('15five').connector!;
const [method] = connector.authentication;
const actionOf = (name: string) => connector.actions.get(`15five_${name}`)!;
let world: World;

beforeAll(async () => {
  world = await openWorld('15five', sheet);
});
afterAll(() => world.close());

const play = async (name: string, inputs: Inputs = {}, credentials?: string) =>
  world.run(actionOf(name), inputs, credentials === undefined ? {} : { fields: world.fields(credentials) });

/** The address an action calls for a company, outside the sandbox. */
async function addressFor(credentials: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const urls: string[] = [];
  await runAction(actionOf('get_feature_status'), {
    inputs: {},
    credentials: { apiKey: 'k'.repeat(32), ...credentials },
    authenticationType: method!.key,
    environment: 'production',
    transport: async ({ url }) => {
      urls.push(url);
      return { status: 200, headers: {}, body: new Uint8Array(), url };
    },
  });
  return urls[0];
}

describe('the fields of an account', () => {
  const key = '15f1ede0a11000000000000000000000';
  const check = (values: Readonly<Record<string, unknown>>) => validateAuthFields(method!, 'config', values);

  it('take a key with whatever was copied around it', () => {
    expect(check({ apiKey: ` ${key}\n` })).toEqual({ ok: true, values: { apiKey: key, access: 'everything' } });
  });

  it.each([key.slice(2), `${key}0`, `${key.slice(1)} x`])('tell what a key looks like: %s', (apiKey) => {
    expect(check({ apiKey })).toMatchObject({
      ok: false,
      issues: [{ key: 'apiKey', message: expect.stringMatching(/32 characters.*30 characters is a SCIM key/s) }],
    });
  });

  it.each(['acme.15five.com', 'https://acme', 'a/b', 'acme@evil', '-acme', 'evil.example/#'])(
    'take the first part of an address only: %s',
    (subdomain) => {
      expect(check({ apiKey: key, subdomain })).toMatchObject({ ok: false, issues: [{ key: 'subdomain' }] });
    },
  );

  it('say which host is called', async () => {
    const path = '.15five.com/api/public/feature-status/';
    expect(await addressFor({})).toBe(`https://my${path}`);
    expect(await addressFor({ subdomain: '' })).toBe(`https://my${path}`);
    expect(await addressFor({ subdomain: 'acme' })).toBe(`https://acme${path}`);
  });
});

describe('linking', () => {
  const link = async (set: string, more = {}) =>
    (await world.run(actionOf('check_key'), {}, { fields: { ...world.fields(set), ...more } })).result;

  it('takes a key for High Fives only where that is wanted', async () => {
    expect(await link('High Fives only', { access: 'everything' })).toMatchObject({ successful: false });
    expect(await link('High Fives only', { access: 'high_fives' })).toMatchObject({ successful: true });
    expect(await link('Disabled key', { access: 'high_fives' })).toMatchObject({ successful: false, statusCode: 401 });
  });

  it('knows why review cycles are empty, and takes the key all the same', async () => {
    const { result } = await play('check_review_cycles', {}, 'Not a review admin');
    expect(result).toMatchObject({ successful: false, message: expect.stringContaining('not a Review Admin') });
    expect((await play('check_review_cycles')).result.successful).toBe(true);
    const [required, optional] = method!.testActions;
    expect([required!.required, optional!.required]).toEqual([true, false]);
    const account = { credentials: { access: 'high_fives' }, authenticationType: 'custom', environment: 'sandbox' };
    expect(optional!.applies(account)).toBe(false);
  });
});

describe('lists', () => {
  it('go on where they were although the page size changes on the way', async () => {
    const ids: number[] = [];
    let next: string | null | undefined;
    for (const page_size of [7, 110, 83, 1, 500]) {
      const { result } = await play('list_users', { query: { page_size, ...(next ? { next } : {}) } });
      ids.push(...(result.data as { id: number }[]).map(({ id }) => id));
      next = result.next;
    }
    expect(next).toBeNull();
    const all = await sheet.readAll(world, new URL(`${world.base}/user/`), undefined);
    expect(ids).toEqual(all.map(({ id }) => id));
  });

  it('say why there are no review cycles, and nothing where there are some', async () => {
    const { id } = (await world.ask('/review-cycle/')).results[0];
    for (const name of ['list_review_cycles', 'list_review_cycle_participants', 'list_review_cycle_answers']) {
      const inputs = name === 'list_review_cycles' ? {} : { path: { id } };
      expect((await play(name, inputs, 'Not a review admin')).result.message).toMatch(/Company Admin and Review Admin/);
      expect((await play(name, inputs)).result).not.toHaveProperty('message');
    }
  });
});

describe('answers of a review cycle', () => {
  it('come page by page to the end, also when the page size changes', async () => {
    const { id } = (await world.ask('/review-cycle/?order_by=-id')).results[1];
    const manager_id = (await world.ask('/user/')).results[0].id;
    const { count } = await world.ask(`/review-cycle/${id}/results/answers/?manager_id=${manager_id}`);
    let next: string | null | undefined;
    let seen = 0;
    let calls = 0;
    do {
      const query = { manager_id, page_size: calls === 0 ? 6 : 90, ...(next ? { next } : {}) };
      const { result } = await play('list_review_cycle_answers', { path: { id }, query });
      for (const { answers } of (result.data as Any).questions) seen += answers.length;
      next = result.next;
      calls += 1;
    } while (next);
    expect(seen).toBe(count);
    expect(calls).toBe(Math.ceil(count / 6));
    expect(calls).toBeGreaterThan(1);
  });
});

describe('refused bodies', () => {
  it('name the members and what is wrong with them', async () => {
    const { result } = await play('create_attribute_value', { body: { name: 'Unheard of', value: 'x' } });
    expect(result).toMatchObject({ statusCode: 400, message: expect.stringMatching(/^15Five refuses name: .+exist/) });
  });

  it('name what is wrong with the items of a list', async () => {
    const priorities = [
      { user_id: 11_770_000, text: 'Sail' },
      { user_id: 1, text: 'Row' },
    ];
    const { result } = await play('create_priorities', { body: { priorities } });
    expect(result).toMatchObject({ statusCode: 400, message: expect.stringContaining('does not exist') });
  });
});
