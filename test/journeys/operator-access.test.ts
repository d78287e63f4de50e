import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OperatorBrowser, OWNER_ENV, openBrowser, signedIn } from '../support/operators.ts';
import { startTestServer, type TestAnswer, type TestServer } from '../support/server.ts';

const PEOPLE = ['nobody', 'viewer', 'admin', 'stranger', 'owner'] as const;
type Person = (typeof PEOPLE)[number];
type Needs = 'session' | 'viewer' | 'admin' | 'owner';

let server: TestServer;
let projectId: string;
let keyId: string;
let otherKeyId: string;
let memberId: string;
const other = { id: '' };
const browsers = {} as Record<Person, OperatorBrowser>;

/** Somebody with a role in a project, who has chosen a password. */
async function person(owner: OperatorBrowser, project: string, email: string, role: string): Promise<OperatorBrowser> {
  const { body } = await owner.call('POST', `/operator/projects/${project}/members`, { email, role });
  const browser = await signedIn(server, { email, password: body.one_time_password });
  const change = { current_password: body.one_time_password, new_password: `the password of ${email}` };
  await browser.call('POST', '/operator/password', change);
  return browser;
}

beforeAll(async () => {
  server = await startTestServer({ env: OWNER_ENV });
  const owner = await signedIn(server);
  projectId = (await server.platform.projects.ensureDefault()).id;
  other.id = (await owner.call('POST', '/operator/projects', { name: 'Other' })).body.id;
  browsers.nobody = openBrowser(server);
  browsers.owner = owner;
  browsers.viewer = await person(owner, projectId, 'viewer@example.com', 'viewer');
  browsers.admin = await person(owner, projectId, 'admin@example.com', 'admin');
  browsers.stranger = await person(owner, other.id, 'stranger@example.com', 'admin');
  keyId = (await owner.call('POST', `/operator/projects/${projectId}/api_keys`, { name: 'k' })).body.id;
  otherKeyId = (await owner.call('POST', `/operator/projects/${other.id}/api_keys`, { name: 'k' })).body.id;
  const members = await owner.call('GET', `/operator/projects/${projectId}/members`);
  memberId = members.body.data.find(({ email }: { email: string }) => email === 'viewer@example.com').operator_id;
});
afterAll(() => server.dispose());

const owner = { origin_owner_id: 'acme', origin_owner_name: 'Acme' };

/**
 * Every route of operators: what it needs, a body that is valid where one is needed, and for those that change something
 * what is noted of it. In the order in which all of them can be called one after the other.
 */
const ROUTES: readonly (readonly [method: string, path: string, needs: Needs, noted?: string, body?: object])[] = [
  ['GET', '/operator/me', 'session'],
  ['GET', '/operator/projects', 'session'],
  ['POST', '/operator/projects', 'owner', 'project.created', { name: 'Third' }],
  ['GET', '/operator/projects/:project_id', 'viewer'],
  ['PATCH', '/operator/projects/:project_id', 'admin', 'project.updated', { name: 'Renamed' }],
  ['GET', '/operator/projects/:project_id/members', 'viewer'],
  [
    'POST',
    '/operator/projects/:project_id/members',
    'admin',
    'member.added',
    { email: 'new@example.com', role: 'viewer' },
  ],
  ['PATCH', '/operator/projects/:project_id/members/:operator_id', 'admin', 'member.role_changed', { role: 'viewer' }],
  ['GET', '/operator/projects/:project_id/api_keys', 'admin'],
  ['POST', '/operator/projects/:project_id/api_keys', 'admin', 'api_key.created', { name: 'new' }],
  ['POST', '/operator/projects/:project_id/api_keys/:key_id/rotate', 'admin', 'api_key.rotated', {}],
  ['PATCH', '/operator/projects/:project_id/api_keys/:key_id', 'admin', 'api_key.disabled', { enabled: false }],
  ['POST', '/operator/projects/:project_id/auth_links', 'admin', 'auth_link.created', owner],
  ['POST', '/operator/projects/:project_id/connect_sessions', 'admin', 'connect_session.created', owner],
  ['GET', '/operator/projects/:project_id/audit_log', 'admin'],
  ['GET', '/operator/audit_log', 'owner'],
  ['GET', '/operator/audit_log/verify', 'owner'],
  ['DELETE', '/operator/projects/:project_id/api_keys/:key_id', 'admin', 'api_key.deleted'],
  ['POST', '/operator/operators/:operator_id/one_time_password', 'owner', 'operator.password_set'],
  ['DELETE', '/operator/projects/:project_id/members/:operator_id', 'admin', 'member.removed'],
  [
    'POST',
    '/operator/password',
    'session',
    'operator.password_changed',
    { current_password: 'the password of the owner', new_password: 'the next one of the owner' },
  ],
  ['POST', '/operator/sign-out', 'session', 'operator.signed_out'],
];
const UNGUARDED = ['POST /operator/sign-in'];

const fill = (path: string): string =>
  path.replace(':project_id', projectId).replace(':key_id', keyId).replace(':operator_id', memberId);

/** What somebody is told who may not: 401 without a session, 404 in a project of others, 403 without the role. */
function refusal(who: Person, needs: Needs): string | undefined {
  if (who === 'nobody') return 'operator_session_missing';
  if (needs === 'session' || who === 'owner') return undefined;
  if (needs === 'owner') return 'operator_role_missing';
  if (who === 'stranger') return 'project_not_found';
  return who === 'viewer' && needs === 'admin' ? 'operator_role_missing' : undefined;
}

describe('every route of operators', () => {
  it('is known to this test', async () => {
    const { paths } = (await server.call('GET', '/openapi.json')).body as {
      paths: Record<string, Record<string, { security?: object[] }>>;
    };
    const guarded: string[] = [];
    const open: string[] = [];
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { security = [] }] of Object.entries(methods)) {
        const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
        if (security.some((way) => 'operator' in way)) guarded.push(route);
        else if (path.startsWith('/operator')) open.push(route);
      }
    }
    expect(guarded.sort()).toEqual(ROUTES.map(([method, path]) => `${method} ${path}`).sort());
    expect(open).toEqual(UNGUARDED);
    expect(guarded.filter((route) => !route.includes(' /operator/'))).toEqual([]);
  });

  it('refuses everybody who may not call it, and changes nothing for them', async () => {
    const entries = async () => (await server.platform.audit.verify()) as { entries: number };
    const before = await entries();
    for (const [method, path, needs, , body] of ROUTES) {
      for (const who of PEOPLE) {
        const code = refusal(who, needs);
        if (code === undefined) continue;
        const answer = await browsers[who].call(method, fill(path), body);
        expect(answer.body.code, `${who} on ${method} ${path}`).toBe(code);
      }
    }
    expect(await entries()).toEqual(before);
  });

  it('refuses what another site makes a browser send', async () => {
    for (const [method, path, , , body] of ROUTES.filter(([one]) => one !== 'GET')) {
      const answer = await browsers.owner.call(method, fill(path), body, { origin: 'https://evil.example' });
      expect(answer.body.code, `${method} ${path}`).toBe('cross_site_refused');
    }
  });

  it('lets those read who may', async () => {
    for (const [method, path, needs] of ROUTES.filter(([one]) => one === 'GET')) {
      for (const who of PEOPLE) {
        if (refusal(who, needs) !== undefined) continue;
        expect((await browsers[who].call(method, fill(path))).status, `${who} on ${method} ${path}`).toBe(200);
      }
    }
  });

  it('reaches into no other project by the ids of its records', async () => {
    const strangers = await browsers.owner.call('GET', `/operator/projects/${other.id}/members`);
    const strangerId = strangers.body.data[0].operator_id;
    const { admin } = browsers;
    const mine = `/operator/projects/${projectId}`;
    for (const [method, path, body, code] of [
      ['PATCH', `/api_keys/${otherKeyId}`, { enabled: false }, 'api_key_not_found'],
      ['POST', `/api_keys/${otherKeyId}/rotate`, {}, 'api_key_not_found'],
      ['DELETE', `/api_keys/${otherKeyId}`, undefined, 'api_key_not_found'],
      ['PATCH', `/members/${strangerId}`, { role: 'viewer' }, 'member_not_found'],
      ['DELETE', `/members/${strangerId}`, undefined, 'member_not_found'],
    ] as const)
      expect((await admin.call(method, `${mine}${path}`, body)).body.code, path).toBe(code);
    const log = (await admin.call('GET', `${mine}/audit_log?page_size=500`)).body.data as { project_id: string }[];
    expect(new Set(log.map(({ project_id }) => project_id))).toEqual(new Set([projectId]));
    const projects = (await admin.call('GET', '/operator/projects')).body.data as object[];
    expect(projects).toMatchObject([{ id: projectId, role: 'admin' }]);
  });

  it('changes nothing that cannot be noted', async () => {
    const { kysely } = server.platform.database;
    const tables = [
      'projects',
      'memberships',
      'operators',
      'operator_sessions',
      'api_keys',
      'connect_sessions',
    ] as const;
    const rows = () => Promise.all(tables.map((table) => kysely.selectFrom(table).selectAll().execute()));
    const before = await rows();
    await sql`alter table audit_log rename to audit_log_away`.execute(kysely);
    try {
      for (const [method, path, needs, noted, body] of ROUTES.filter(([one]) => one !== 'GET')) {
        const answer = await browsers[needs === 'admin' ? 'admin' : 'owner'].call(method, fill(path), body);
        expect(answer.status, `${method} ${path} without ${noted}`).toBe(500);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    } finally {
      await sql`alter table audit_log_away rename to audit_log`.execute(kysely);
    }
    expect(await rows()).toEqual(before);
  });

  it('that changes something notes who did what, where and from where', async () => {
    const last = async () => (await server.platform.audit.list({}, { limit: 1 }))[0]!;
    for (const [method, path, needs, noted, body] of ROUTES) {
      const who = needs === 'admin' ? 'admin' : 'owner';
      const before = await last();
      const { status }: TestAnswer = await browsers[who].call(method, fill(path), body);
      expect(status, `${method} ${path}`).toBeLessThan(300);
      const after = await last();
      expect(method === 'GET', `${method} ${path} says whether it changes something`).toBe(noted === undefined);
      if (noted === undefined) expect(after, `${method} ${path}`).toEqual(before);
      else
        expect(after, `${method} ${path}`).toMatchObject({
          position: before.position + 1,
          action: noted,
          actor: { type: 'operator', name: `${who}@example.com`, ip: '127.0.0.1' },
          ...(path.includes(':project_id') ? { projectId } : {}),
        });
    }
    expect(await server.platform.audit.verify()).toMatchObject({ intact: true });
  });
});
