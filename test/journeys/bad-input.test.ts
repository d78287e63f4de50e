import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, demoSets, hub, linkDemoAccount } from '../support/linking.ts';
import { basic, send, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

const rpc = (body: unknown, headers: Record<string, string> = { 'x-account-id': account }) =>
  server.call('POST', '/actions/rpc', body, headers);
const envelope = (status: number, code: string) => ({
  status,
  body: {
    statusCode: status,
    code,
    message: expect.any(String),
    timestamp: expect.stringMatching(/Z$/),
    request_id: expect.any(String),
  },
});

describe('a request with a bad key', () => {
  const withAuth = (authorization: string) =>
    send(`${server.url}/accounts`, { headers: authorization === '' ? {} : { authorization } });

  it('is refused without a key', async () => {
    const answer = await withAuth('');
    expect(answer).toMatchObject(envelope(401, 'api_key_missing'));
    expect(answer.body.message).toBe('Unauthorized');
    expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id);
  });

  it.each(['Basic', 'Basic %%%', 'Digest abc', `Bearer ${TEST_KEY}`, 'Basic a b c'])(
    'is refused with the header "%s"',
    async (header) => {
      expect(await withAuth(header)).toMatchObject(envelope(401, 'api_key_malformed'));
    },
  );

  it('is refused with a key nobody made', async () => {
    expect(await withAuth(basic('v1.local.unknownunknownunknownunknown'))).toMatchObject(
      envelope(401, 'api_key_unknown'),
    );
  });

  it('is accepted in every spelling that clients use', async () => {
    const spellings = [`${TEST_KEY}:`, TEST_KEY, `${TEST_KEY}:anything`].map((text) =>
      Buffer.from(text).toString('base64'),
    );
    for (const value of spellings) {
      expect(await withAuth(`Basic ${value}`)).toMatchObject({ status: 200 });
      expect(await withAuth(`basic ${value.replace(/=+$/, '')}`)).toMatchObject({ status: 200 });
    }
  });

  it('gets the body that MCP clients know, on /mcp', async () => {
    const answer = await send(`${server.url}/mcp`, {
      method: 'POST',
      headers: { authorization: basic('nobodynobody') },
    });
    expect(answer).toMatchObject({ status: 401, body: { error: 'Invalid authentication token', statusCode: 401 } });
  });
});

describe('an action call', () => {
  it('needs an account', async () => {
    const answer = await rpc({ action: 'humaans_list_people' }, {});
    expect(answer).toMatchObject(envelope(400, 'account_header_missing'));
    expect(answer.body.message).toBe('Missing x-account-id header in request');
  });

  it('never falls back from an unknown account', async () => {
    expect(await rpc({ action: 'humaans_list_people' }, { 'x-account-id': 'nobody' })).toMatchObject(
      envelope(404, 'account_not_found'),
    );
  });

  it('refuses two different accounts in header and body', async () => {
    const answer = await rpc({ action: 'humaans_list_people', headers: { 'X-Account-Id': 'other' } });
    expect(answer).toMatchObject(envelope(400, 'account_header_conflict'));
  });

  it('names the nearest action for an unknown one', async () => {
    const answer = await rpc({ action: 'humaans_list_poeple' });
    expect(answer).toMatchObject(envelope(404, 'action_not_found'));
    expect(answer.body.message).toContain('humaans_list_people');
  });

  it.each([
    ['a missing input', { action: 'humaans_get_person', path: {} }, /id/],
    ['an input of the wrong type', { action: 'humaans_list_people', query: { page_size: 'many' } }, /page_size/],
    ['a value outside an enum', { action: 'humaans_list_people', query: { status: 'retired' } }, /offboarded/],
    [
      'an unknown input',
      {
        action: 'humaans_create_person',
        body: {
          firstname: 'A',
          firstName: 'A',
          lastName: 'B',
          email: 'a@b.example',
          employmentStartDate: '2026-01-01',
        },
      },
      /firstname/,
    ],
  ])('says which input is wrong: %s', async (_name, body, expected) => {
    const answer = await rpc(body);
    expect(answer).toMatchObject(envelope(400, 'inputs_invalid'));
    expect(answer.body.errors.join(' ')).toMatch(expected);
    expect(answer.body.errorCode).toBe('ValidationError');
  });

  it('passes on that the provider does not know the record', async () => {
    const answer = await rpc({ action: 'humaans_get_person', path: { id: 'aaaaaaaaaaaaaaaaaaaaaaaa' } });
    expect(answer).toMatchObject(envelope(404, 'provider_not_found'));
    expect(answer.body.provider_errors[0]).toMatchObject({ status: 404 });
  });

  it('refuses a body that is no JSON, of another type, or too large', async () => {
    const raw = (body: string, type: string) =>
      send(`${server.url}/actions/rpc`, {
        method: 'POST',
        body,
        headers: { authorization: basic(TEST_KEY), 'content-type': type, 'x-account-id': account },
      });
    expect(await raw('{"action":', 'application/json')).toMatchObject(envelope(400, 'body_malformed'));
    expect(await raw('{"__proto__": {"a": 1}, "action": "x"}', 'application/json')).toMatchObject(
      envelope(400, 'body_malformed'),
    );
    expect(await raw('', 'application/json')).toMatchObject(envelope(400, 'body_malformed'));
    expect(await raw('action=x', 'application/x-www-form-urlencoded')).toMatchObject(
      envelope(415, 'content_type_unsupported'),
    );
    expect(await raw(JSON.stringify({ action: 'x'.repeat(1_100_000) }), 'application/json')).toMatchObject(
      envelope(413, 'body_too_large'),
    );
    expect(await rpc({})).toMatchObject(envelope(400, 'validation_failed'));
    expect(await rpc({ action: 7 })).toMatchObject(envelope(400, 'validation_failed'));
  });

  it.each([
    [
      'POST',
      '/connect_sessions',
      (deep: string) => `{"origin_owner_id":"o","origin_owner_name":"O","metadata":${deep}}`,
    ],
    ['PATCH', '/accounts/:id', (deep: string) => `{"metadata":${deep}}`],
    ['POST', '/actions/rpc', (deep: string) => `{"action":"humaans_list_people","body":${deep}}`],
    ['POST', '/unified/proxy', (deep: string) => `{"method":"post","path":"/people","body":${deep}}`],
  ])('blames the caller for a body without a bottom: %s %s', async (method, path, bodyWith) => {
    const depth = 100_000;
    const answer = await send(`${server.url}${path.replace(':id', account)}`, {
      method,
      headers: { authorization: basic(TEST_KEY), 'content-type': 'application/json', 'x-account-id': account },
      body: bodyWith(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
    });
    expect(answer).toMatchObject({ status: 400 });
  });

  it('says what may be done with a path', async () => {
    expect(await server.call('GET', '/nothing/here')).toMatchObject(envelope(404, 'route_not_found'));
    const wrong = await server.call('PUT', '/accounts');
    expect(wrong).toMatchObject(envelope(405, 'method_not_allowed'));
    expect(wrong.headers.get('allow')).toContain('GET');
  });
});

describe('linking with bad credentials', () => {
  const offer = async (token: string) =>
    (await hub(server, token, 'GET', '/hub/connectors')).body.integrations[0].integration_id as string;
  const count = async (owner: string) =>
    (await server.call('GET', `/accounts?origin_owner_id=${owner}`)).body.length as number;

  it('says what the provider said, stores nothing, and lets the user try again', async () => {
    const { token } = await createSession(server, { provider: 'humaans', origin_owner_id: 'refused' });
    const integrationId = await offer(token);
    const refused = await hub(server, token, 'POST', '/hub/accounts', {
      integration_id: integrationId,
      credentials: { apiKey: 'x'.repeat(32) },
    });
    expect(refused).toMatchObject(envelope(422, 'credentials_rejected'));
    expect(JSON.parse(refused.body.provider_response)).toMatchObject({ code: 401 });
    expect(refused.body.message).toMatch(/Humaans.*401/);
    expect(await count('refused')).toBe(0);
    const [full] = await demoSets(server, 'humaans');
    const linked = await hub(server, token, 'POST', '/hub/accounts', {
      integration_id: integrationId,
      credentials: full!.fields,
    });
    expect(linked.status).toBe(201);
    expect(await count('refused')).toBe(1);
  });

  it('names the field that is missing', async () => {
    const { token } = await createSession(server, { provider: 'humaans' });
    const answer = await hub(server, token, 'POST', '/hub/accounts', {
      integration_id: await offer(token),
      credentials: { apiKey: '  ' },
    });
    expect(answer).toMatchObject(envelope(400, 'credentials_invalid'));
    expect(answer.body.field_errors.apiKey).toContain('API Token');
  });

  it('refuses a session that has linked its account', async () => {
    const { token } = await createSession(server, { provider: 'humaans', origin_owner_id: 'used' });
    const integrationId = await offer(token);
    const [full] = await demoSets(server, 'humaans');
    const body = { integration_id: integrationId, credentials: full!.fields };
    expect(await hub(server, token, 'POST', '/hub/accounts', body)).toMatchObject({ status: 201 });
    expect(await hub(server, token, 'POST', '/hub/accounts', body)).toMatchObject(envelope(401, 'session_token_used'));
    expect(await hub(server, token, 'GET', '/hub/settings')).toMatchObject({
      status: 200,
      body: { session: { used: true } },
    });
  });

  it('links once when the form is sent twice at the same moment', async () => {
    const { token } = await createSession(server, { provider: 'humaans', origin_owner_id: 'twice' });
    const body = { integration_id: await offer(token), credentials: (await demoSets(server, 'humaans'))[0]!.fields };
    const answers = await Promise.all([1, 2, 3].map(() => hub(server, token, 'POST', '/hub/accounts', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401]);
    expect(await count('twice')).toBe(1);
  });

  it('refuses tokens that are missing, unknown or another session’s business', async () => {
    expect(await hub(server, '', 'GET', '/hub/settings')).toMatchObject(envelope(401, 'session_token_missing'));
    expect(await hub(server, 'nonsense', 'GET', '/hub/settings')).toMatchObject(envelope(401, 'session_token_unknown'));
    const { token } = await createSession(server, { origin_owner_id: 'stranger', origin_owner_name: 'Stranger' });
    expect(await hub(server, token, 'GET', `/hub/accounts/${account}`)).toMatchObject(
      envelope(404, 'account_not_found'),
    );
    expect(
      await hub(server, token, 'PATCH', `/hub/accounts/${account}`, { credentials: { apiKey: 'y'.repeat(32) } }),
    ).toMatchObject(envelope(404, 'account_not_found'));
  });

  it('refuses a session for what does not exist', async () => {
    const create = (more: object) =>
      server.call('POST', '/connect_sessions', { origin_owner_id: 'a', origin_owner_name: 'A', ...more });
    expect(await create({ provider: 'nobody' })).toMatchObject(envelope(404, 'connector_not_found'));
    expect(await create({ integration_id: 'nobody' })).toMatchObject(envelope(404, 'auth_config_not_found'));
    expect(await create({ account_id: 'nobody' })).toMatchObject(envelope(404, 'account_not_found'));
    expect(await create({ categories: ['weather'] })).toMatchObject(envelope(400, 'validation_failed'));
    expect(await create({ expires_in: 0 })).toMatchObject(envelope(400, 'validation_failed'));
  });
});
