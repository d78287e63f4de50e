import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AuthMethod,
  authorizeRequest,
  exchangeCode,
  readCallback,
  refreshCredentials,
  runAction,
  type Transport,
  validateAuthFields,
} from '../../src/engine/index.ts';
import type { Fields, Inputs } from './conformance/sheet.ts';
import { sheet } from './conformance/sheets/lattice.ts';
import { compileFolder, openWorld, type World } from './conformance/world.ts';

const connector = compileFolder('lattice').connector!;
const actionOf = (name: string) => connector.actions.get(`lattice_${name}`)!;
const methodOf = (key: string, environment = 'sandbox'): AuthMethod =>
  connector.authentication.find((method) => method.key === key && method.environment.key === environment)!;
const ids = (data: unknown) => (data as { id: string }[]).map(({ id }) => id);
let world: World;

beforeAll(async () => {
  world = await openWorld('lattice', sheet);
});
afterAll(() => world.close());
beforeEach(() => world.clean());

const play = async (name: string, inputs: Inputs = {}, fields?: Fields, authenticationType?: string) =>
  world.run(actionOf(name), inputs, {
    ...(fields === undefined ? {} : { fields }),
    ...(authenticationType === undefined ? {} : { authenticationType }),
  });

/** Credentials of a shared HRIS. */
const hrisFields = () => sheet.actions['list_employees']!.way!.fields(world, 'full');

const overHttp: Transport = async ({ method, url, headers, body }) => {
  const response = await fetch(url, { method, headers, body: body as string, redirect: 'manual' });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body: bytes, url };
};

/** The address an action calls outside the sandbox. */
async function addressFor(region: string | undefined, authenticationType: string): Promise<string | undefined> {
  const urls: string[] = [];
  await runAction(actionOf('get_current_user'), {
    inputs: {},
    credentials: { apiKey: 'k', accessToken: 't', ...(region === undefined ? {} : { region }) },
    authenticationType,
    environment: 'production',
    transport: async ({ url }) => {
      urls.push(url);
      return { status: 200, headers: {}, body: new Uint8Array(), url };
    },
  });
  return urls[0];
}

describe('the region', () => {
  it.each([
    [undefined, 'https://api.latticehq.com/v1/me'],
    ['us', 'https://api.latticehq.com/v1/me'],
    ['emea', 'https://api.emea.latticehq.com/v1/me'],
  ])('%s decides which host is called', async (region, address) => {
    expect(await addressFor(region, 'custom')).toBe(address);
    expect(await addressFor(region, 'oauth2')).toBe(address);
  });

  it('is the United States unless chosen, and no other address', () => {
    const check = (values: Fields) => validateAuthFields(methodOf('custom'), 'config', values);
    expect(check({ apiKey: ' key ' })).toEqual({ ok: true, values: { apiKey: 'key', region: 'us' } });
    expect(check({ apiKey: 'key', region: 'evil.example' })).toMatchObject({ ok: false, issues: [{ key: 'region' }] });
  });
});

describe('linking with a key', () => {
  it('accepts one that is not made by an admin, and knows what is missing', async () => {
    const manager = world.fields('Manager');
    expect((await play('check_key', {}, manager)).result.successful).toBe(true);
    const { result } = await play('check_privileges', {}, manager);
    expect(result).toMatchObject({ successful: false, message: expect.stringContaining('review cycles are refused') });
    expect((await play('check_privileges')).result.successful).toBe(true);
    expect(methodOf('custom').testActions.map(({ required }) => required)).toEqual([true, false]);
  });
});

describe('linking with OAuth 2.0', () => {
  const method = methodOf('oauth2');
  const redirectUri = 'http://localhost:4400/connect/callback';
  const context = () => ({ sandboxUrl: world.base });
  const setup = (values: Fields = {}): Fields => {
    const checked = validateAuthFields(method, 'setup', { ...world.fields('HRIS partner application'), ...values });
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    return checked.values as Fields;
  };
  const parts = (credentials: Readonly<Record<string, unknown>>) => ({
    credentials,
    apiHostUri: 'http://localhost:4400',
    transport: overHttp,
    context: context(),
    clock: world.clock,
  });

  /** Goes where the browser of an admin goes who allows everything that is asked for. */
  async function agree(credentials: Fields) {
    const state = 'a-state-nobody-guesses';
    const { url, codeVerifier } = authorizeRequest(method, {
      ...{ credentials, state, redirectUri, apiHostUri: 'http://localhost:4400', context: context() },
    });
    const asked = (new URL(url).searchParams.get('scope') ?? '').split(' ');
    const body = new URLSearchParams({ decision: 'allow' });
    for (const scope of asked) body.append('grant_scope', scope);
    expect((await fetch(url)).status).toBe(200);
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    const query = Object.fromEntries(new URL(answer.headers.get('location')!).searchParams);
    const callback = readCallback(method, query, { state, credentials });
    if (!callback.ok) throw new Error(callback.failure.message);
    const tokens = await exchangeCode(method, {
      ...parts(credentials),
      ...{ code: callback.code, redirectUri, codeVerifier: codeVerifier! },
    });
    if (!tokens.ok) throw new Error(tokens.failure.message);
    return { credentials: { ...credentials, ...tokens.credentials } as Fields, tokens };
  }

  it('gives an account that reads employees and passes its test', async () => {
    const { credentials, tokens } = await agree(setup());
    expect(tokens.scopes).toEqual(connector.scopeDefinitions.map(({ name }) => name));
    expect((await play('check_employees', {}, credentials, 'oauth2')).result.successful).toBe(true);
    const { result } = await play('list_employees', { query: { page_size: 1 } }, credentials, 'oauth2');
    expect(Object.keys((result.data as object[])[0]!)).toEqual(
      expect.arrayContaining(['id', 'personal', 'contact_information', 'employment_details', 'role_details']),
    );
  });

  it('asks for no more than the set-up says', async () => {
    const { credentials } = await agree(setup({ scopes: 'openid offline employees:role_details.read' }));
    const { result } = await play('list_employees', { query: { page_size: 1 } }, credentials, 'oauth2');
    expect(Object.keys((result.data as object[])[0]!)).toEqual(['id', 'role_details']);
  });

  it('says when nothing about employees was shared', async () => {
    const { credentials } = await agree(setup({ scopes: 'openid offline' }));
    const { result } = await play('check_employees', {}, credentials, 'oauth2');
    expect(result).toMatchObject({ statusCode: 403, message: expect.stringContaining('share at least one group') });
  });

  it('is renewed again and again, each time with the newest refresh token', async () => {
    expect(method.refresh?.schedule).toBe('*/30 * * * *');
    const { credentials } = await agree(setup());
    let current: Readonly<Record<string, unknown>> = credentials;
    for (let count = 0; count < 3; count++) {
      world.clock.advance(5_400_000);
      expect((await play('list_employees', {}, current as Fields, 'oauth2')).result).toMatchObject({
        statusCode: 401,
        message: expect.stringContaining('Connect it again'),
      });
      const renewed = await refreshCredentials(method, parts(current));
      if (!renewed.ok) throw new Error(renewed.failure.message);
      expect(renewed.changed).toEqual(expect.arrayContaining(['accessToken', 'refreshToken']));
      expect(renewed.expiresAt).toBe(world.clock.now() + 3_600_000);
      current = renewed.credentials;
      expect((await play('list_employees', {}, current as Fields, 'oauth2')).result.successful).toBe(true);
    }
    const stale = await refreshCredentials(method, parts(credentials));
    expect(stale.ok).toBe(false);
    expect(JSON.stringify(stale)).not.toContain(credentials['refreshToken']);
  });

  it('uses the addresses of Lattice outside the sandbox', async () => {
    const production = methodOf('oauth2', 'production');
    const credentials = { clientId: 'client', clientSecret: 'secret', scopes: 'offline', refreshToken: 'rt' };
    const { url } = authorizeRequest(production, {
      ...{ credentials, state: 's', redirectUri, apiHostUri: 'http://localhost:4400' },
    });
    expect(url).toMatch(/^https:\/\/api-auth\.latticehq\.com\/oauth2\/auth\?.*code_challenge_method=S256/);
    const urls: string[] = [];
    const transport: Transport = async (request) => {
      urls.push(request.url);
      const body = Buffer.from('{"access_token":"new","refresh_token":"newer","expires_in":3600}');
      return { status: 200, headers: { 'content-type': 'application/json' }, body, url: request.url };
    };
    const more = { apiHostUri: 'http://localhost:4400', transport };
    await exchangeCode(production, { credentials, ...more, code: 'c', redirectUri, codeVerifier: 'v' });
    expect(await refreshCredentials(production, { credentials, ...more })).toMatchObject({
      ok: true,
      credentials: { accessToken: 'new', refreshToken: 'newer', expiresIn: 3600, clientId: 'client' },
    });
    expect(urls).toEqual(Array.from({ length: 2 }, () => 'https://api-auth.latticehq.com/oauth2/token'));
  });
});

describe('an action of the other side', () => {
  it('says which kind of account it needs', async () => {
    const { result } = await play('list_employees');
    expect(result).toMatchObject({ statusCode: 403, message: expect.stringContaining('linked with OAuth 2.0;') });
    const other = await play('list_users', {}, await hrisFields(), 'oauth2');
    expect(other.result).toMatchObject({ statusCode: 401, message: expect.stringContaining('with an API key') });
  });
});

describe('lists', () => {
  it.each(['list_users', 'list_employees'])(
    'go on where they were although the page size changes on the way: %s',
    async (name) => {
      const isHris = name === 'list_employees';
      const query = isHris ? {} : { status: 'NULL' };
      const found: string[] = [];
      let next: string | null | undefined;
      for (let size = 3; next !== null; size = Math.min(100, size * 5)) {
        const inputs = { query: { ...query, page_size: size, ...(next ? { next } : {}) } };
        const ran = await (isHris ? play(name, inputs, await hrisFields(), 'oauth2') : play(name, inputs));
        expect(ran.result.successful).toBe(true);
        found.push(...ids(ran.result.data));
        next = ran.result.next ?? null;
      }
      const url = new URL(`${world.base}${isHris ? '/v2/employees' : '/v1/users?status=NULL'}`);
      expect(found).toEqual((await sheet.readAll(world, url, undefined)).map(({ id }) => id));
    },
  );

  it('end at an empty page where the HRIS does not repeat the offset', async () => {
    const rows = ['a', 'b', 'c'].map((id) => ({ id }));
    const offsets: number[] = [];
    const read = (next?: string | null) =>
      runAction(actionOf('list_employees'), {
        inputs: { page_size: 2, ...(next ? { next } : {}) },
        credentials: { accessToken: 't' },
        authenticationType: 'oauth2',
        environment: 'production',
        transport: async ({ url }) => {
          const offset = Number(new URL(url).searchParams.get('offset'));
          offsets.push(offset);
          const body = Buffer.from(JSON.stringify({ data: rows.slice(offset, offset + 2), total: 3 }));
          return { status: 200, headers: { 'content-type': 'application/json' }, body, url };
        },
      });
    const first = await read();
    const second = await read(first.next);
    expect([ids(first.data), ids(second.data), second.next]).toEqual([['a', 'b'], ['c'], null]);
    expect(offsets).toEqual([0, 2, 3]);
  });
});

describe('refused bodies', () => {
  it('name every reason the HRIS gives', async () => {
    const body = {
      personal: { legal_first_name: 'Runa', legal_last_name: 'Vik' },
      contact_information: { work_email: 'runa@conformance.example' },
      employment_details: { start_date: '2026-09-01', employment_type: { id: 'sometimes' } },
      role_details: { manager: { id: 'nobody' } },
    };
    const { result } = await play('create_employee', { body }, await hrisFields(), 'oauth2');
    expect(result).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(/employment_type must be one of .+; role_details\.manager must be an employee/),
    });
  });

  it('of goals are told in the words of Lattice', async () => {
    const id = (await world.ask('/v1/goals?state=active')).data[0].id;
    const { result } = await play('update_goal', {
      path: { id },
      body: { startDate: '2026-06-01', dueDate: '2026-01-01' },
    });
    expect(result).toMatchObject({ statusCode: 422, message: 'dueDate must not be before startDate' });
  });
});
