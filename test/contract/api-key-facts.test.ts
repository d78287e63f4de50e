import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SCOPES, SCOPES } from '../../src/platform/api-keys/index.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { type OperatorBrowser, OWNER_ENV, signedIn } from '../support/operators.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';

const source = readFileSync(resolve(import.meta.dirname, '../../docs/api-keys.md'), 'utf8');
const text = source.replace(/[*`]/g, '').replace(/\s+/g, ' ');

/** What the page must tell whoever makes and uses API keys, one line for each fact. */
const TOLD: Readonly<Record<string, RegExp>> = {
  'what keys are for': /Everything that calls Patchbay for your product .* shows an API key/i,
  'where keys are made': /keys create --name my-agent-key[\s\S]*operator\/projects\/<project id>\/api_keys/i,
  'a name is given, for example': /Name it [^.]*such as my-agent-key or production-hris-sync/i,
  'the name is fixed': /name is a label and cannot be changed later/i,
  'scopes are a choice with defaults': /Choose its scopes, or leave them out and get the default ones/i,
  'what the platform scopes open':
    /platform:read .*accounts, auth configs \(connector profiles\).*platform:write .*connect sessions/i,
  'what the actions scope opens': /actions:execute .*running and finding actions: RPC, MCP/i,
  'connectors:read downloads': /connectors:read \| yes \| downloading connectors from the registry/i,
  'connectors:write pushes and deletes':
    /connectors:write \| no \| pushing connectors to the registry and deleting them/i,
  'credentials are read only': /credentials:read \| no \| .*to call its provider directly; there is no writing/i,
  'the unified scopes': /unified:read \| yes .*unified:write \| yes/i,
  'what an agent needs':
    /For an AI agent[\s\S]*platform:read to list the linked accounts[\s\S]*actions:execute[\s\S]*RPC and MCP[\s\S]*connectors:read[\s\S]*credentials:read/i,
  'copy it at once': /Copy it at once and keep it in a safe place/i,
  'it is shown once': /It is shown this once/i,
  'a lost key is replaced': /whoever loses a key makes a new one/i,
  'where to keep it': /a password manager or a vault for secrets, never a repository of code/i,
  'keys are listed with their scopes': /list, with scopes, state and last use/i,
  'keys are enabled and disabled': /disable, enable \| keys disable, keys enable/i,
  'keys are deleted': /Delete a key that is no longer needed/i,
  'last use finds stale keys': /list says when each made its last call[\s\S]*delete what nobody has used for long/i,
  'the use of keys is tracked': /The use of keys is tracked/i,
  'the list is to be reviewed': /Look through the list regularly/i,
  'how to send it':
    /as the user name of Basic authentication\. No password is needed: sh curl -u "\$KEY:" \S+\/accounts/i,
  'every call needs it': /Send the key with every request/i,
};

let server: TestServer;
let owner: OperatorBrowser;
let keys: string;
let account: string;
beforeAll(async () => {
  server = await startTestServer({ env: OWNER_ENV });
  owner = await signedIn(server);
  keys = `/operator/projects/${(await server.platform.projects.ensureDefault()).id}/api_keys`;
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

const make = async (choice: object = {}) =>
  (await owner.call('POST', keys, { name: 'my-agent-key', ...choice })).body as { id: string; value: string };
const listed = async (id: string) => {
  const { body } = await owner.call('GET', keys);
  return body.data.find((key: { id: string }) => key.id === id);
};
const accounts = (authorization: string) => server.call('GET', '/accounts', undefined, { authorization });
const base64 = (value: string) => Buffer.from(value).toString('base64');
const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('the page about API keys', () => {
  it.each(Object.entries(TOLD))('tells: %s', (_fact, pattern) => {
    expect(text).toMatch(pattern);
  });

  it('lists every scope there is, and says truly which ones a new key has', () => {
    const rows = [...source.matchAll(/^\|[^|]*\| `([a-z]+:[a-z]+)` \| (yes|no) \|/gm)];
    expect(rows.map(([, scope]) => scope)).toEqual([...SCOPES]);
    expect(rows.filter(([, , given]) => given === 'yes').map(([, scope]) => scope)).toEqual([...DEFAULT_SCOPES]);
  });

  it('speaks of no screens that are not there', () => {
    expect(text).not.toMatch(/dashboard|dialog|toggle|click|press |left navigation|stackone/i);
  });
});

describe('an API key is as the page tells', () => {
  it('has a name and scopes that stay as they were made', async () => {
    const { id } = await make();
    for (const change of [{ name: 'other' }, { scopes: ['platform:read'] }, { enabled: true, name: 'other' }])
      expect((await owner.call('PATCH', `${keys}/${id}`, change)).status).toBe(400);
    expect(await listed(id)).toMatchObject({ name: 'my-agent-key', scopes: [...DEFAULT_SCOPES] });
  });

  it('is shown once, and known by its beginning afterwards', async () => {
    const { id, value } = await make();
    const found = await listed(id);
    expect(JSON.stringify(found)).not.toContain(value);
    expect(value.startsWith(found.prefix)).toBe(true);
    expect(found.prefix).toMatch(/^v1\.local\.\S{4}$/);
  });

  it('is sent as the user name of Basic authentication, with or without a colon, and to /mcp also as a bearer', async () => {
    const { value } = await make();
    const header = { accept: 'application/json, text/event-stream', 'x-account-id': account };
    for (const authorization of [basic(value), `Basic ${base64(value)}`, `Basic ${base64(`${value}:ignored`)}`]) {
      expect((await accounts(authorization)).status).toBe(200);
      expect((await server.call('POST', '/mcp', ping, { ...header, authorization })).status).toBe(200);
    }
    expect((await accounts(`Bearer ${value}`)).body.code).toBe('api_key_malformed');
    expect((await accounts(`Basic ${value}`)).body.code).toBe('api_key_malformed');
    const asBearer = await server.call('POST', '/mcp', ping, { ...header, authorization: `Bearer ${value}` });
    expect(asBearer.status).toBe(200);
  });

  it('does not work while it is disabled, nor once it is deleted', async () => {
    const { id, value } = await make();
    await owner.call('PATCH', `${keys}/${id}`, { enabled: false });
    expect((await accounts(basic(value))).body).toMatchObject({ statusCode: 401, code: 'api_key_disabled' });
    await owner.call('PATCH', `${keys}/${id}`, { enabled: true });
    expect((await accounts(basic(value))).status).toBe(200);
    expect((await owner.call('DELETE', `${keys}/${id}`)).status).toBe(204);
    expect((await accounts(basic(value))).body).toMatchObject({ statusCode: 401, code: 'api_key_unknown' });
    expect(await listed(id)).toBeUndefined();
  });

  it('is listed with its scopes and its last use', async () => {
    const { id, value } = await make({ scopes: ['platform:read'] });
    expect(await listed(id)).toMatchObject({ scopes: ['platform:read'], last_used_at: null });
    const before = Date.now();
    await accounts(basic(value));
    expect(Date.parse((await listed(id)).last_used_at)).toBeGreaterThanOrEqual(before - 1);
  });

  it.each<[scope: string, method: string, path: string, body?: object]>([
    ['platform:read', 'GET', '/accounts'],
    ['platform:read', 'GET', '/connector_profiles'],
    ['platform:read', 'GET', '/webhooks'],
    ['platform:read', 'GET', '/requests/logs'],
    ['platform:write', 'POST', '/connect_sessions', { origin_owner_id: 'o', origin_owner_name: 'O' }],
    ['actions:execute', 'POST', '/actions/rpc', { action: 'humaans_list_people' }],
    ['actions:execute', 'POST', '/mcp', ping],
    ['connectors:read', 'GET', '/connectors/humaans'],
    ['connectors:write', 'DELETE', '/connectors/nothing'],
    ['credentials:read', 'GET', '/accounts/{account}/credentials'],
    ['unified:write', 'POST', '/unified/proxy', { path: '/people' }],
  ])('with %s opens %s %s, and without it and its like does not', async (scope, method, path, body) => {
    const others: Readonly<Record<string, readonly string[]>> = { 'unified:write': ['actions:execute'] };
    const opening = [scope, ...(others[scope] ?? [])];
    const [holder, stranger] = await Promise.all([
      make({ scopes: [scope] }),
      make({ scopes: SCOPES.filter((one) => !opening.includes(one)) }),
    ]);
    const call = ({ value }: { value: string }) =>
      server.call(method, path.replace('{account}', account), body, {
        authorization: basic(value),
        'x-account-id': account,
        accept: 'application/json, text/event-stream',
      });
    expect((await call(stranger)).body).toMatchObject({ statusCode: 403, code: 'scope_missing' });
    expect((await call(holder)).status).not.toBe(403);
  });
});
