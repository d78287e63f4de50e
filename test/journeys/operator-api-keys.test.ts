import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SCOPES, SCOPES } from '../../src/platform/api-keys/index.ts';
import { keptLog } from '../support/log-lines.ts';
import { type OperatorBrowser, OWNER_ENV, signedIn } from '../support/operators.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let owner: OperatorBrowser;
let keys: string;
let projectId: string;
const { logger, lines } = keptLog();

beforeAll(async () => {
  server = await startTestServer({ env: OWNER_ENV, logger });
  owner = await signedIn(server);
  projectId = (await server.platform.projects.ensureDefault()).id;
  keys = `/operator/projects/${projectId}/api_keys`;
});
afterAll(() => server.dispose());

const use = (value: string) => server.call('GET', '/accounts', undefined, { authorization: basic(value) });
const entries = () => server.platform.audit.list({}, { limit: 100 });

describe('an API key made by an operator', () => {
  it('works at once with the default scopes, and its value is shown this once', async () => {
    const made = await owner.call('POST', keys, { name: ' production-hris-sync ' });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'production-hris-sync', enabled: true, expires_at: null, last_used_at: null },
    });
    expect(made.body.scopes.sort()).toEqual([...DEFAULT_SCOPES].sort());
    const { value, ...shown } = made.body;
    expect(value.startsWith(shown.prefix)).toBe(true);
    expect((await use(value)).status).toBe(200);

    const list = await owner.call('GET', keys);
    expect(list.body.default_scopes).toEqual(DEFAULT_SCOPES);
    const row = list.body.data.find(({ id }: { id: string }) => id === shown.id);
    expect(row).toEqual({ ...shown, scopes: expect.arrayContaining(shown.scopes), last_used_at: expect.any(String) });
    expect(JSON.stringify(list.body)).not.toContain(value);
    expect((await entries())[0]).toMatchObject({
      action: 'api_key.created',
      projectId,
      target: { type: 'api_key', id: shown.id },
      details: { name: 'production-hris-sync', prefix: shown.prefix },
    });
    expect(JSON.stringify(await entries())).not.toContain(value);
    expect(lines.join('\n')).not.toContain(value);
    expect(lines).not.toEqual([]);
  });

  it('has the scopes and the end that its maker chose', async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await owner.call('POST', keys, { name: 'agent', scopes: ['actions:execute'], expires_at });
    expect(body).toMatchObject({ scopes: ['actions:execute'], expires_at });
    expect((await use(body.value)).body.code).toBe('scope_missing');
    const all = await owner.call('POST', keys, { name: 'all', scopes: SCOPES, expires_at: null });
    expect(all.body.scopes).toEqual(SCOPES);
    for (const wrong of [
      {},
      { name: ' ' },
      { name: 'x', scopes: [] },
      { name: 'x', scopes: ['everything'] },
      { name: 'x', expires_at: '2020-01-01T00:00:00Z' },
      { name: 'x', expires_at: 'tomorrow' },
      { name: 'x', value: 'mine' },
    ])
      expect(await owner.call('POST', keys, wrong), JSON.stringify(wrong)).toMatchObject({ status: 400 });
  });

  it('is disabled, enabled and deleted with effect at once', async () => {
    const { id, value } = (await owner.call('POST', keys, { name: 'short-lived' })).body;
    expect((await use(value)).status).toBe(200);
    expect((await owner.call('PATCH', `${keys}/${id}`, { enabled: false })).body.enabled).toBe(false);
    expect((await use(value)).body.code).toBe('api_key_disabled');
    expect((await owner.call('PATCH', `${keys}/${id}`, { enabled: true })).body.enabled).toBe(true);
    expect((await use(value)).status).toBe(200);
    expect((await owner.call('PATCH', `${keys}/${id}`, { enabled: true, name: 'other' })).status).toBe(400);
    expect((await owner.call('DELETE', `${keys}/${id}`)).status).toBe(204);
    expect((await use(value)).body.code).toBe('api_key_unknown');
    for (const [method, body] of [['PATCH', { enabled: true }], ['DELETE']] as const)
      expect((await owner.call(method, `${keys}/${id}`, body)).body.code).toBe('api_key_not_found');
    const noted = (await entries()).filter(({ target }) => target?.id === id).map(({ action }) => action);
    expect(noted).toEqual(['api_key.deleted', 'api_key.enabled', 'api_key.disabled', 'api_key.created']);
  });

  it('is rotated: its successor has its name and scopes, and the old value works until the overlap ends', async () => {
    const { body: old } = await owner.call('POST', keys, { name: 'to rotate', scopes: ['platform:read'] });
    const made = await owner.call('POST', `${keys}/${old.id}/rotate`, { overlap_hours: 2 });
    const { value, replaces, ...next } = made.body;
    expect(made.status).toBe(201);
    expect(next).toMatchObject({ name: 'to rotate', scopes: ['platform:read'], enabled: true, expires_at: null });
    expect(replaces).toMatchObject({ id: old.id, replaced_by: next.id });
    const left = Date.parse(replaces.expires_at) - Date.now();
    expect(Math.round(left / 60_000)).toBe(120);
    for (const one of [old.value, value]) expect((await use(one)).status).toBe(200);
    expect(JSON.stringify((await owner.call('GET', keys)).body)).not.toContain(value);

    const again = await owner.call('POST', `${keys}/${old.id}/rotate`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 'api_key_not_rotatable' } });
    const last = (await owner.call('POST', `${keys}/${next.id}/rotate`, { overlap_hours: 0 })).body;
    expect((await use(value)).body.code).toBe('api_key_disabled');
    expect((await use(last.value)).status).toBe(200);
    for (const wrong of [{ overlap_hours: -1 }, { overlap_hours: 9_999 }, { expires_at: 'soon' }, { name: 'other' }])
      expect((await owner.call('POST', `${keys}/${last.id}/rotate`, wrong)).status, JSON.stringify(wrong)).toBe(400);

    const noted = (await entries()).filter(({ action }) => action === 'api_key.rotated');
    expect(noted.map(({ target, details }) => [target?.id, details['successor']])).toEqual([
      [next.id, last.id],
      [old.id, next.id],
    ]);
    for (const one of [value, last.value]) {
      expect(JSON.stringify(noted)).not.toContain(one);
      expect(lines.join('\n')).not.toContain(one);
    }
  });

  it('belongs to its project: another one neither lists nor changes it', async () => {
    const { id, value } = (await owner.call('POST', keys, { name: 'mine' })).body;
    const other = (await owner.call('POST', '/operator/projects', { name: 'Other' })).body.id;
    const theirs = `/operator/projects/${other}/api_keys`;
    expect((await owner.call('GET', theirs)).body.data).toEqual([]);
    expect((await owner.call('PATCH', `${theirs}/${id}`, { enabled: false })).body.code).toBe('api_key_not_found');
    expect((await owner.call('DELETE', `${theirs}/${id}`)).body.code).toBe('api_key_not_found');
    expect((await owner.call('POST', `${theirs}/${id}/rotate`, {})).body.code).toBe('api_key_not_found');
    expect((await use(value)).status).toBe(200);
  });
});
