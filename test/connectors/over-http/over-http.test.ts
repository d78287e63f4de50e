import { describe, expect, it } from 'vitest';
import { authorizeRequest, exchangeCode, readCallback, refreshCredentials } from '../../../src/engine/index.ts';
import { type Asked, startProvider, type Told } from '../../support/mock-provider.ts';
import { localTransport } from '../../support/node-transport.ts';
import { fixture, run } from './world.ts';

const variablesOf = ({ json }: Asked): Record<string, unknown> =>
  (json as { variables?: Record<string, unknown> }).variables ?? {};

describe('GraphQL', () => {
  const treehouse = fixture('graphql');
  const credentials = { token: 'tok-000001' };
  const board = (answer: Told | ((asked: Asked) => Told)) =>
    run(treehouse, 'get_board', { routes: { 'POST /graphql': answer }, inputs: { path: { id: 'b1' } }, credentials });

  it('sends query and variables, reads what is asked for', async () => {
    const cards = [
      { id: 1, title: 'One' },
      { id: 2, title: 'Two' },
    ];
    const { result, asked } = await board({ json: { data: { board: { name: 'Plans', cards } } } });
    expect(result).toEqual({ successful: true, statusCode: 200, data: { name: 'Plans', titles: ['One', 'Two'] } });
    expect(asked[0]?.json).toMatchObject({ variables: { id: 'b1' } });
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer tok-000001', 'content-type': 'application/json' });
  });

  it('takes errors that come with status 200 as what they are', async () => {
    const missing = { json: { errors: [{ message: 'No such board', extensions: { code: 'NOT_FOUND' } }], data: null } };
    expect((await board(missing)).result).toMatchObject({
      successful: false,
      statusCode: 404,
      message: 'No such board',
    });
    const wrong = { json: { errors: [{ message: 'Bad query' }] } };
    expect((await board(wrong)).result).toMatchObject({ successful: false, statusCode: 400, message: 'Bad query' });
  });

  it('walks pages whose cursor travels in the body', async () => {
    const routes = {
      'POST /graphql': (asked: Asked): Told => {
        const after = Number(variablesOf(asked)['after'] ?? 0);
        const nodes = [1, 2].map((offset) => ({ id: after + offset }));
        return {
          json: { data: { cards: { nodes, pageInfo: { hasNextPage: after < 4, endCursor: String(after + 2) } } } },
        };
      },
    };
    const first = await run(treehouse, 'list_cards', { routes, credentials, inputs: { query: { page_size: '3' } } });
    expect(first.result.data).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    const rest = await run(treehouse, 'list_cards', {
      routes,
      credentials,
      inputs: { query: { cursor: first.result.next } },
    });
    expect(rest.result).toMatchObject({ data: [{ id: 4 }, { id: 5 }, { id: 6 }], next: null });
    expect(rest.asked.map(variablesOf)).toEqual([{ after: '2' }, { after: '4' }]);
  });
});

describe('many steps', () => {
  const desk = fixture('onboarding');
  const credentials = { key: 'desk-key-01' };
  const people = {
    1: { id: 1, hired: '31/12/2020', state: 'on', country: 'france', shoe: '42' },
    2: { id: '2', state: 'away', country: 'Nowhere' },
  };
  const routes = {
    'GET /v1/people/1': { json: people[1] },
    'GET /v1/people/2': { json: people[2] },
    'GET /v1/pay': { json: { rows: [{ amount: '1000.50' }] } },
  };
  const inputs = { query: { ids: ['1', '2'] } };

  it('look up, join, map and cast', async () => {
    const { result, asked } = await run(desk, 'list_people_with_pay', { routes, credentials, inputs });
    expect(result.data).toEqual([
      {
        id: '1',
        hire_date: '2020-12-31T00:00:00.000Z',
        salary: 1000.5,
        employment_status: { value: 'active', source_value: 'on' },
        home: { country: { value: 'FR', source_value: 'france' } },
        unified_custom_fields: { shoe_size: 42 },
      },
      {
        id: '2',
        employment_status: { value: 'unmapped_value', source_value: 'away' },
        home: { country: { value: 'unmapped_value', source_value: 'Nowhere' } },
      },
    ]);
    expect(asked.every(({ headers }) => headers['x-desk-key'] === 'desk-key-01')).toBe(true);
    expect(asked.at(-1)?.query.getAll('ids')).toEqual(['1', '2']);
  });

  it('go on without a step that may fail', async () => {
    const { result } = await run(desk, 'list_people_with_pay', {
      routes: { ...routes, 'GET /v1/pay': { status: 403, json: {} } },
      credentials,
      inputs,
    });
    expect(result).toMatchObject({ successful: true, data: [{ id: '1' }, { id: '2' }] });
    expect(JSON.stringify(result.data)).not.toContain('salary');
  });

  it('upload what there is, and skip the step where there is nothing', async () => {
    const welcome = {
      'POST /v1/people': { status: 201, json: { id: 'p9' } },
      'POST /v1/people/p9/files': { status: 201, json: {} },
      'GET /v1/people/p9': { json: { id: 'p9', name: 'Ann' } },
    };
    const contract = Buffer.from('%PDF-1.7').toString('base64');
    const full = await run(desk, 'welcome', {
      routes: welcome,
      credentials,
      inputs: { body: { name: 'Ann', contract } },
    });
    expect(full.result).toMatchObject({ successful: true, data: { id: 'p9' }, message: 'with contract' });
    const form = full.asked[1]?.body.toString('latin1');
    expect(form).toContain('name="file"; filename="contract of Ann.pdf"');
    expect(form).toContain('%PDF-1.7');
    const bare = await run(desk, 'welcome', { routes: welcome, credentials, inputs: { body: { name: 'Ann' } } });
    expect(bare.result.message).toBe('no contract');
    expect(bare.asked.map(({ path }) => path)).toEqual(['/v1/people', '/v1/people/p9']);
  });
});

describe('every kind of authorization', () => {
  const gatehouse = fixture('auth-kinds');
  const routes = {
    'GET /who': ({ headers, query }: Asked): Told => ({
      json: { authorization: headers.authorization, key: headers['x-key'], query: query.get('key') },
    }),
  };
  const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['open', {}, { query: null }],
    ['basic', { user: 'ann', password: 'päss' }, { authorization: basic('ann:päss'), query: null }],
    ['basic', { user: 'ann' }, { authorization: basic('ann:'), query: null }],
    ['key_only', { user: 'key', password: 'ignored' }, { authorization: basic('key:'), query: null }],
    ['bearer', { token: 't' }, { authorization: 'Bearer t', query: null }],
    ['raw', { token: 't' }, { authorization: 't', query: null }],
    ['header_key', { token: 't' }, { key: 't', query: null }],
    ['query_key', { token: 'a b' }, { query: 'a b' }],
    ['oauth2', { accessToken: 't' }, { authorization: 'Bearer t', query: null }],
  ])('%s with %j', async (auth, credentials, expected) => {
    expect((await run(gatehouse, 'who', { routes, auth, credentials })).result.data).toEqual(expected);
  });

  it('OAuth 2.0 from consent to renewal', async () => {
    const method = gatehouse.authentication.find(({ key }) => key === 'oauth2');
    if (method === undefined) throw new Error('no method');
    const tokens = (asked: Asked): Told => {
      const form = new URLSearchParams(asked.body.toString());
      if (form.get('client_secret') !== 'secret-0001') return { status: 401, json: { error: 'invalid_client' } };
      if (form.get('grant_type') === 'refresh_token') return { json: { access_token: 'at-2', expires_in: 60 } };
      return {
        json: { access_token: 'at-1', refresh_token: 'rt-1', expires_in: 30, org: 'o-1', scope: 'read offline' },
      };
    };
    const provider = await startProvider({ 'POST id.gatehouse.example/token': tokens });
    try {
      const setup = { clientId: 'c-1', clientSecret: 'secret-0001' };
      const there = { redirectUri: 'https://hub.example/callback', apiHostUri: 'https://hub.example' };
      const { url, codeVerifier = '' } = authorizeRequest(method, { credentials: setup, state: 's-1', ...there });
      expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
        client_id: 'c-1',
        scope: 'read offline',
        prompt: 'consent',
        state: 's-1',
      });
      const back = readCallback(method, { code: 'code-1', state: 's-1' }, { state: 's-1', credentials: setup });
      if (!back.ok) throw new Error(back.failure.message);
      const transport = localTransport(provider.port);
      const got = await exchangeCode(method, {
        ...there,
        credentials: setup,
        transport,
        code: back.code,
        codeVerifier,
      });
      if (!got.ok) throw new Error(got.failure.message);
      expect(got).toMatchObject({
        credentials: { accessToken: 'at-1', refreshToken: 'rt-1', expiresIn: 30, orgId: 'o-1' },
        scopes: ['read', 'offline'],
      });
      const renewed = await refreshCredentials(method, {
        credentials: { ...setup, ...got.credentials },
        transport,
        apiHostUri: there.apiHostUri,
      });
      expect(renewed).toMatchObject({
        ok: true,
        credentials: { accessToken: 'at-2', refreshToken: 'rt-1', orgId: 'o-1', expiresIn: 60 },
      });
      const sent = provider.asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body.toString())));
      expect(sent).toMatchObject([
        { code: 'code-1', code_verifier: codeVerifier },
        { grant_type: 'refresh_token', refresh_token: 'rt-1' },
      ]);
    } finally {
      await provider.close();
    }
  });
});
