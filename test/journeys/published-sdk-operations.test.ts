import { StackOne } from '@stackone/stackone-client-ts';
import * as errors from '@stackone/stackone-client-ts/sdk/models/errors/index.js';
import { Include } from '@stackone/stackone-client-ts/sdk/models/operations/stackonelistactionsmeta.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, linkDemoAccount } from '../support/linking.ts';
import { startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

let server: TestServer;
let sdk: StackOne;
let account: string;
let requestId: string;

const security = { username: TEST_KEY, password: '' };
const client = (username = TEST_KEY): StackOne =>
  new StackOne({ serverURL: server.url, security: { username, password: '' }, retryConfig: { strategy: 'none' } });

beforeAll(async () => {
  server = await startTestServer();
  sdk = client();
  account = await linkDemoAccount(server, 'humaans');
  const ran = await server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account });
  requestId = ran.headers.get('x-request-id') ?? '';
});
afterAll(() => server.dispose());

/** The groups of the client that belong to the platform; the others are unified categories. */
const GROUPS = ['accounts', 'actions', 'connectSessions', 'connectors', 'mcp', 'proxy', 'requestLogs'] as const;

const operationsOf = (one: StackOne): string[] =>
  GROUPS.flatMap((group) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(one[group]))
      .filter((name) => name !== 'constructor' && typeof (one[group] as never)[name] === 'function')
      .map((name) => `${group}.${name}`),
  );

/** What each operation of the client comes to, read through the client's own models. */
const OUTCOMES: Readonly<Record<string, () => Promise<void>>> = {
  async 'accounts.listLinkedAccounts'() {
    const { classes } = await sdk.accounts.listLinkedAccounts({ accountIds: [account], status: ['active' as never] });
    expect(classes).toMatchObject([{ id: account, provider: 'humaans', status: 'active', type: 'test' }]);
    expect(classes?.[0]?.createdAt).toBeInstanceOf(Date);
  },
  async 'accounts.getAccount'() {
    const { linkedAccount } = await sdk.accounts.getAccount({ id: account });
    expect(linkedAccount).toMatchObject({ id: account, originOwnerId: 'owner-1', statusReasons: [] });
  },
  async 'accounts.updateAccount'() {
    const { linkedAccount } = await sdk.accounts.updateAccount({
      id: account,
      patchAccountExternalDto: { originOwnerName: 'Renamed', originUsername: 'ada' },
    });
    expect(linkedAccount).toMatchObject({ originOwnerName: 'Renamed', originUsername: 'ada' });
  },
  async 'accounts.deleteAccount'() {
    const spare = await linkDemoAccount(server, 'nutshell');
    const { linkedAccount } = await sdk.accounts.deleteAccount({ id: spare });
    expect(linkedAccount).toMatchObject({ id: spare, provider: 'nutshell' });
  },
  async 'accounts.getAccountMetaInfo'() {
    const { linkedAccountMeta } = await sdk.accounts.getAccountMetaInfo({ id: account });
    expect(linkedAccountMeta).toMatchObject({ provider: 'humaans', category: 'hris' });
    expect(Object.keys(linkedAccountMeta?.models ?? {})).toContain('employees');
  },
  async 'actions.listActionsMeta'() {
    const pages = await sdk.actions.listActionsMeta({
      filter: { accountIds: account, connectors: 'humaans', actionKey: 'humaans_list_people' },
      include: [Include.OperationDetails],
    });
    const [entry] = pages.actionsMetaPaginated?.data ?? [];
    expect(entry).toMatchObject({ key: 'humaans', actions: [{ id: 'humaans_list_people' }] });
    expect(entry?.actions?.[0]?.operationDetails).toHaveProperty('input_schema');
    const keys: unknown[] = [];
    for await (const page of await sdk.actions.listActionsMeta({ pageSize: '1' }))
      keys.push(...(page.actionsMetaPaginated?.data ?? []).map(({ key }) => key));
    expect(keys.length).toBeGreaterThanOrEqual(4);
    expect(new Set(keys).size).toBe(keys.length);
  },
  async 'actions.rpcAction'() {
    const { actionsRpcResponse } = await sdk.actions.rpcAction({
      action: 'humaans_list_people',
      headers: { 'x-account-id': account } as never,
      query: { page_size: 3 } as never,
    });
    expect(actionsRpcResponse?.data).toHaveLength(3);
  },
  async 'connectSessions.createConnectSession'() {
    const { connectSessionTokenAuthLink: made, statusCode } = await sdk.connectSessions.createConnectSession({
      originOwnerId: 'sdk',
      originOwnerName: 'SDK',
      provider: 'humaans',
      categories: ['hris'] as never,
      metadata: { plan: 'gold' },
      multiple: true,
    });
    expect(statusCode).toBe(201);
    expect(made).toMatchObject({ provider: 'humaans', categories: ['hris'], organizationId: expect.any(Number) });
    expect(made?.authLinkUrl).toContain(made?.token);
  },
  async 'connectSessions.authenticateConnectSession'() {
    const { token, id } = await createSession(server);
    const { connectSession } = await sdk.connectSessions.authenticateConnectSession({ token });
    expect(connectSession).toMatchObject({ id, originOwnerId: 'owner-1' });
  },
  async 'connectors.listConnectorsMeta'() {
    const { classes } = await sdk.connectors.listConnectorsMeta({
      include: 'field_path,unmapped_fields,resources,inactive,webhooks,static_fields',
    });
    expect(classes?.map(({ provider }) => provider)).toEqual(expect.arrayContaining(['humaans', 'nutshell']));
  },
  async 'connectors.getConnectorMeta'() {
    const { connectorsMeta } = await sdk.connectors.getConnectorMeta({ provider: 'humaans', include: 'resources' });
    expect(connectorsMeta).toMatchObject({ provider: 'humaans', providerName: 'Humaans', active: true });
    expect(connectorsMeta?.resources?.images?.logoUrl).toMatch(/^http/);
  },
  async 'mcp.mcpPost'() {
    const answer = await sdk.mcp.mcpPost(
      { basic: security },
      { xAccountId: account, jsonRpcMessageDto: { jsonrpc: '2.0', method: 'tools/list', id: {} } },
    );
    expect(answer.statusCode).toBe(200);
  },
  async 'mcp.mcpGet'() {
    const asked = sdk.mcp.mcpGet({ basic: security }, { mcpSessionId: 'none', xAccountId: account });
    await expect(asked).rejects.toMatchObject({ statusCode: 405, body: expect.stringContaining('-32000') });
  },
  async 'mcp.mcpDelete'() {
    const asked = sdk.mcp.mcpDelete({ basic: security }, { mcpSessionId: 'none', xAccountId: account });
    await expect(asked).rejects.toMatchObject({ statusCode: 405 });
  },
  async 'proxy.proxyRequest'() {
    const answer = await sdk.proxy.proxyRequest({
      xAccountId: account,
      proxyRequestBody: { path: '/people?$limit=1', headers: { 'x-own': 'yes' } as never },
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.rawResponse.headers.get('content-type')).toMatch(/^application\/json/);
  },
  async 'requestLogs.listLogs'() {
    const { unifiedLogsPaginated } = await sdk.requestLogs.listLogs({
      filter: { accountIds: account, success: true },
      include: 'step_logs' as never,
      pageSize: 5,
    });
    expect(unifiedLogsPaginated?.data[0]).toMatchObject({ accountId: account, provider: 'humaans' });
    expect(unifiedLogsPaginated?.data[0]?.stepRequests?.length).toBeGreaterThan(0);
  },
  async 'requestLogs.getLog'() {
    const { unifiedLogResult } = await sdk.requestLogs.getLog({ id: requestId, include: 'step_logs' as never });
    expect(unifiedLogResult?.data).toMatchObject({ requestId, action: 'humaans_get_me', success: true });
  },
  async 'requestLogs.listStepLogs'() {
    const { stepLogsPaginated } = await sdk.requestLogs.listStepLogs({ filter: { providers: 'humaans' } });
    expect(stepLogsPaginated?.data[0]).toMatchObject({ provider: 'humaans', httpMethod: 'GET' });
  },
  async 'requestLogs.listPlatformLogs'() {
    const { platformLogsPaginated } = await sdk.requestLogs.listPlatformLogs({
      pageSize: 3,
      orderDirection: 'asc' as never,
    });
    expect(platformLogsPaginated?.data).toHaveLength(3);
    expect(platformLogsPaginated?.next).toEqual(expect.any(String));
  },
};

describe('the published client, version 4.28.0 (the newest that can be installed here)', () => {
  it('is driven through every platform operation it has', () => {
    expect(Object.keys(OUTCOMES).sort()).toEqual(operationsOf(sdk).sort());
  });

  it.each(Object.entries(OUTCOMES))('%s', async (_name, outcome) => {
    await outcome();
  });

  it.each([
    ['a wrong key', () => client('nobody').accounts.listLinkedAccounts({}), errors.UnauthorizedResponse, 401],
    ['an unknown account', () => sdk.accounts.getAccount({ id: 'nobody' }), errors.NotFoundResponse, 404],
    ['an unknown log', () => sdk.requestLogs.getLog({ id: 'nobody' }), errors.NotFoundResponse, 404],
    [
      'a wrong input',
      () =>
        sdk.actions.rpcAction({
          action: 'humaans_get_person',
          path: {} as never,
          headers: { 'x-account-id': account } as never,
        }),
      errors.BadRequestResponse,
      400,
    ],
    [
      'an address that is not the provider’s',
      () => sdk.proxy.proxyRequest({ xAccountId: account, proxyRequestBody: { url: 'https://evil.example' } }),
      errors.BadRequestResponse,
      400,
    ],
  ] as const)('gets the typed error for %s', async (_name, ask, type, statusCode) => {
    const error = await ask().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ statusCode });
  });

  it('gets the typed error for a key without the scope, and for a disabled auth config', async () => {
    const project = await server.platform.projects.ensureDefault();
    const { value } = await server.platform.apiKeys.create({
      projectId: project.id,
      name: 'weak',
      scopes: ['unified:read'],
    });
    await expect(client(value).accounts.listLinkedAccounts({})).rejects.toBeInstanceOf(errors.ForbiddenResponse);
    const lattice = await linkDemoAccount(server, 'lattice');
    const { body } = await server.call('GET', `/accounts/${lattice}`);
    await server.call('PATCH', `/auth_configs/${body.integration_id}`, { enabled: false });
    const asked = sdk.proxy.proxyRequest({ xAccountId: lattice, proxyRequestBody: { path: '/v1/me' } });
    await expect(asked).rejects.toBeInstanceOf(errors.PreconditionFailedResponse);
  });
});

describe('requests as version 4.34.1 sends and reads them', () => {
  const AGENT = { 'user-agent': 'speakeasy-sdk/typescript 4.34.1 2.836.4 1.0.0 @stackone/stackone-client-ts' };
  const ask = (method: string, path: string, body?: unknown) => server.call(method, path, body, AGENT);

  it('gets the organization of a connect session as text', async () => {
    const made = await ask('POST', '/connect_sessions', {
      origin_owner_id: 'new',
      origin_owner_name: 'New',
      expires_in: 1_800,
      multiple: false,
      type: 'production',
      categories: ['scheduling', 'hris'],
    });
    expect(made).toMatchObject({ status: 201, body: { organization_id: expect.any(String), id: expect.any(Number) } });
    const checked = await ask('POST', '/connect_sessions/authenticate', { token: made.body.token });
    expect(checked).toMatchObject({ status: 201, body: { organization_id: made.body.organization_id } });
  });

  it('searches and builds', async () => {
    const found = await ask('POST', '/actions/search', { query: 'who is on holiday', top_k: 100 });
    expect(found).toMatchObject({ status: 200, body: { query: 'who is on holiday', total_count: expect.any(Number) } });
    for (const hit of found.body.results)
      expect(hit).toMatchObject({
        action_name: expect.any(String),
        connector_key: expect.any(String),
        similarity_score: expect.any(Number),
        label: expect.any(String),
        description: expect.any(String),
        project_id: expect.any(String),
      });
    const built = await ask('POST', '/actions/build', { force_refresh: false });
    expect(built.body).toMatchObject({ status: 'success', actions_indexed: expect.any(Number) });
  });

  it('lists actions with action_details and guides, and without actions', async () => {
    const path = '/actions?group_by=connector&page_size=25&filter%5Bconnectors%5D=humaans';
    const { body } = await ask('GET', `${path}&include=action_details&include=authentication_guides`);
    const [connector] = body.data;
    expect(connector.actions[0].action_details).toHaveProperty('input_schema');
    expect(connector.authentication[0].support.guides.config).toMatchObject({
      sections: [
        { title: expect.any(String), content: expect.any(String) },
        ...connector.authentication[0].support.guides.config.sections.slice(1),
      ],
    });
    const bare = await ask('GET', `${path}&exclude=actions`);
    expect(bare.body.data[0]).not.toHaveProperty('actions');
    expect(bare.body.data[0].authentication[0]).not.toHaveProperty('support');
  });

  it('asks MCP without a session and without an account', async () => {
    const answer = await server.call(
      'POST',
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { ...AGENT, accept: 'application/json' },
    );
    expect(answer.status).toBe(200);
    expect(answer.body.result.tools.length).toBeGreaterThan(0);
  });

  it('proxies with the defaults it fills in', async () => {
    const answer = await server.call(
      'POST',
      '/unified/proxy',
      { url: null, method: 'get', path: '/me', headers: null, body: null },
      { ...AGENT, 'x-account-id': account, prefer: 'heartbeat' },
    );
    expect(answer).toMatchObject({ status: 200, body: { status: 200, data: { id: expect.any(String) } } });
  });
});
