import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, hub } from '../support/linking.ts';
import { type OperatorBrowser, OWNER_ENV, openBrowser, signedIn } from '../support/operators.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: OperatorBrowser;
let projectId: string;

beforeAll(async () => {
  server = await startTestServer({ env: OWNER_ENV });
  owner = await signedIn(server);
  projectId = (await server.platform.projects.ensureDefault()).id;
});
afterAll(() => server.dispose());

const at = (path = '', project = projectId) => `/operator/projects/${project}${path}`;
const lastEntry = async () => (await server.platform.audit.list({}, { limit: 1 }))[0]!;

describe('a new project', () => {
  it('begins with the connectors that need no set-up, and is noted', async () => {
    const made = await owner.call('POST', '/operator/projects', { name: ' Second shop ' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^second-shop-\d{5}$/),
        name: 'Second shop',
        role: 'owner',
        settings: { ip_allow_list: [], log_retention_days: 90, body_logging: 'off', body_retention_days: 7 },
      },
    });
    const { id } = made.body;
    expect(await lastEntry()).toMatchObject({
      projectId: id,
      action: 'project.created',
      actor: { type: 'operator', name: 'owner@example.com', ip: '127.0.0.1' },
      target: { type: 'project', id },
    });
    const connectors = async (project: string) =>
      (await server.platform.authConfigs.list(project)).map(({ connectorKey }) => connectorKey).sort();
    expect(await connectors(id)).toEqual(await connectors(projectId));
    expect((await connectors(id)).length).toBeGreaterThan(0);
    expect((await owner.call('GET', '/operator/projects')).body.data.map(({ id: one }: { id: string }) => one)).toEqual(
      [projectId, id],
    );
  });

  it('needs a name', async () => {
    for (const body of [{}, { name: '' }, { name: '  ' }, { name: 'x', id: 'y' }])
      expect((await owner.call('POST', '/operator/projects', body)).status).toBe(400);
  });
});

describe('settings', () => {
  it('are changed one by one, take effect at once, and are noted', async () => {
    const settings = { ip_allow_list: ['10.0.0.1', '10.0.0.1-10.0.0.9', ' 10.0.0.0/8', '::1', 'fe80::/10', '::1-::9'] };
    const changed = await owner.call('PATCH', at(), { settings });
    expect(changed.body.settings).toEqual({
      ip_allow_list: ['10.0.0.1', '10.0.0.1-10.0.0.9', '10.0.0.0/8', '::1', 'fe80::/10', '::1-::9'],
      log_retention_days: 90,
      body_logging: 'off',
      body_retention_days: 7,
      branding: { accent: null, white_label: false },
    });
    expect((await server.platform.projects.get(projectId))?.settings.ipAllowList).toHaveLength(6);
    expect(await lastEntry()).toMatchObject({ action: 'project.updated', projectId, details: { settings: {} } });
    await owner.call('PATCH', at(), { settings: { ip_allow_list: [] } });
    const logging = { body_logging: 'errors', log_retention_days: 30, body_retention_days: 30 };
    const renamed = await owner.call('PATCH', at(), { name: 'Main', settings: logging });
    expect(renamed.body).toMatchObject({ name: 'Main', settings: { ...logging, ip_allow_list: [] } });
    expect((await owner.call('GET', at())).body).toEqual(renamed.body);
  });

  it('choose the looks of the page behind auth links', async () => {
    const branding = { accent: '#3457D5', white_label: true };
    const changed = await owner.call('PATCH', at(), { settings: { branding } });
    expect(changed.body.settings.branding).toEqual(branding);
    const { token } = await createSession(server);
    const { body } = await hub(server, token, 'GET', '/hub/settings');
    expect(body.project.branding).toEqual({ ...branding, on_accent: '#ffffff' });
    for (const accent of ['red', '#fff', '#3457d5;}'])
      expect((await owner.call('PATCH', at(), { settings: { branding: { accent, white_label: false } } })).status).toBe(
        400,
      );
    await owner.call('PATCH', at(), { settings: { branding: { accent: null, white_label: false } } });
  });

  it('that make no sense are refused, and nothing is changed or noted', async () => {
    const before = [(await owner.call('GET', at())).body, await lastEntry()];
    const entries = [
      '10.0.0',
      '10.0.0.9-10.0.0.1',
      '10.0.0.1-::1',
      '10.0.0.0/33',
      '::/129',
      'host',
      '1.1.1.1/8-1.1.1.2',
    ];
    for (const entry of [...entries, 'fe80::1%eth0', '10.0.0.0/', '', '10.0.0.1-10.0.0.2-10.0.0.3']) {
      const answer = await owner.call('PATCH', at(), { settings: { ip_allow_list: ['10.0.0.1', entry] } });
      expect(answer, entry).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    }
    const others = [
      {},
      { settings: {} },
      { settings: { log_retention_days: 0 } },
      { settings: { log_retention_days: 10, body_retention_days: 11 } },
      { settings: { body_retention_days: 3_000 } },
      { settings: { body_logging: 'some' } },
      { settings: { ipAllowList: [] } },
    ];
    for (const body of others)
      expect(await owner.call('PATCH', at(), body), JSON.stringify(body)).toMatchObject({ status: 400 });
    expect([(await owner.call('GET', at())).body, await lastEntry()]).toEqual(before);
  });
});

describe('members', () => {
  it('are let in with a one-time password, which opens nothing until it is changed', async () => {
    const added = await owner.call('POST', at('/members'), { email: 'Vera@example.com', role: 'viewer' });
    expect(added).toMatchObject({ status: 201, body: { email: 'vera@example.com', role: 'viewer' } });
    const login = { email: 'vera@example.com', password: added.body.one_time_password };
    const vera = await signedIn(server, login);
    expect((await vera.call('GET', '/operator/me')).body.operator.must_change_password).toBe(true);
    for (const path of ['/operator/projects', at()])
      expect(await vera.call('GET', path)).toMatchObject({ status: 403, body: { code: 'password_change_required' } });
    const change = { current_password: login.password, new_password: 'a password of veras' };
    expect((await vera.call('POST', '/operator/password', change)).status).toBe(200);
    expect((await openBrowser(server).signIn(login)).status).toBe(401);
    expect((await vera.call('GET', at())).body).toMatchObject({ id: projectId, role: 'viewer' });
    expect((await vera.call('GET', '/operator/projects')).body.data).toHaveLength(1);

    const id = added.body.operator_id;
    expect(await vera.call('PATCH', at(`/members/${id}`), { role: 'admin' })).toMatchObject({
      status: 403,
      body: { code: 'operator_role_missing' },
    });
    expect((await owner.call('PATCH', at(`/members/${id}`), { role: 'admin' })).body.role).toBe('admin');
    expect((await vera.call('PATCH', at(), { name: 'Renamed by Vera' })).status).toBe(200);
    expect(await lastEntry()).toMatchObject({ action: 'project.updated', actor: { name: 'vera@example.com' } });
    expect((await vera.call('POST', '/operator/projects', { name: 'x' })).body.code).toBe('operator_role_missing');

    expect((await owner.call('DELETE', at(`/members/${id}`))).status).toBe(204);
    expect(await vera.call('GET', at())).toMatchObject({ status: 404, body: { code: 'project_not_found' } });
    expect((await owner.call('DELETE', at(`/members/${id}`))).body.code).toBe('member_not_found');
  });

  it('are added once, and only with a role there is', async () => {
    const body = { email: 'max@example.com', role: 'viewer' };
    expect((await owner.call('POST', at('/members'), body)).status).toBe(201);
    expect(await owner.call('POST', at('/members'), body)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    for (const wrong of [{ ...body, role: 'owner' }, { ...body, email: 'max' }, { email: 'moritz@example.com' }])
      expect((await owner.call('POST', at('/members'), wrong)).status).toBe(400);
    expect((await owner.call('GET', at('/members'))).body.data).toMatchObject([{ email: 'max@example.com' }]);
  });

  it('get a new one-time password from the owner alone', async () => {
    const { body } = await owner.call('POST', at('/members'), { email: 'lost@example.com', role: 'admin' });
    const path = `/operator/operators/${body.operator_id}/one_time_password`;
    const reset = await owner.call('POST', path);
    expect(reset).toMatchObject({ status: 201, body: { email: 'lost@example.com' } });
    const login = (password: string) => openBrowser(server).signIn({ email: 'lost@example.com', password });
    expect((await login(body.one_time_password)).status).toBe(401);
    expect((await login(reset.body.one_time_password)).status).toBe(200);
    expect((await owner.call('POST', '/operator/operators/nobody/one_time_password')).body.code).toBe(
      'operator_not_found',
    );
  });
});

describe('an API key', () => {
  it('cannot manage projects, whatever its scopes', async () => {
    const { value } = await server.platform.apiKeys.create({ projectId, name: 'x', scopes: ['platform:write'] });
    const headers = { authorization: basic(value), origin: server.url };
    expect(await server.call('GET', at(), undefined, headers)).toMatchObject({
      status: 401,
      body: { code: 'operator_session_missing' },
    });
  });
});
