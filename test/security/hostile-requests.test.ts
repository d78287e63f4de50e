import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenApiDocument } from '../support/contract.ts';
import { basic, TEST_KEY } from '../support/server.ts';
import { faultOf, type Stage, setStage } from './fixtures/stage.ts';

let stage: Stage;
let document: OpenApiDocument;
let other: string;

beforeAll(async () => {
  stage = await setStage();
  document = (await stage.server.call('GET', '/openapi.json')).body;
  const { token } = await stage.server
    .call('POST', '/connect_sessions', {
      origin_owner_id: 'b',
      origin_owner_name: 'B',
      provider: 'humaans',
      type: 'test',
    })
    .then(({ body }) => body);
  const linked = await stage.server.call(
    'POST',
    '/hub/accounts',
    { integration_id: stage.authConfig, credentials: stage.fields },
    { authorization: '', 'x-hub-session-token': token },
  );
  other = linked.body.id;
});
afterAll(() => stage.server.dispose());

const ask = async (method: string, path: string, headers: Readonly<Record<string, string>> = {}) => {
  const response = await fetch(`${stage.server.url}${path}`, { method, headers: { ...stage.headers, ...headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** Sends the lines as they are and reads the status of the answer; `fetch` would not let them out. */
const sendRaw = (lines: readonly string[], body = ''): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(stage.server.url);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text }));
    socket.write(
      Buffer.from(
        `${[...lines, `Host: ${hostname}:${port}`, 'Connection: close', `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`,
        'latin1',
      ),
    );
  });

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
const filled = (path: string): string =>
  path
    .replace('{project_id}', stage.projectId)
    .replace('/accounts/{id}', `/accounts/${stage.account}`)
    .replace('/webhooks/{id}', `/webhooks/${stage.webhook}`)
    .replace(/\{\w+\}/g, 'nobody');

const PARAMS = [
  '%00',
  'a%00b',
  '%2F..%2F..%2Fetc%2Fpasswd',
  '..%2f',
  '%2e%2e',
  '__proto__',
  'constructor',
  'toString',
  '%',
  '%zz',
  '%c0%af',
  '%ff%fe',
  '%ed%a0%80',
  '%E2%80%AE',
  '-1',
  '0',
  '1e999',
  '99999999999999999999999',
  '9007199254740993',
  'NaN',
  "'%20OR%201=1--",
  'x'.repeat(500),
  'x'.repeat(6_000),
];

const QUERIES = [
  '__proto__[polluted]=1',
  '__proto__.polluted=1',
  'constructor[prototype][polluted]=1',
  'filter[__proto__][polluted]=1',
  'filter[account_ids][__proto__]=1',
  'filter[]=1&filter[a]=2&filter=3',
  `filter${'[a]'.repeat(500)}=1`,
  'a[0]=1&a[99999999]=2&a[-1]=3',
  Array.from({ length: 3_000 }, (_, index) => `k${index}=1`)
    .join('&')
    .slice(0, 12_000),
  'page_size=1e999',
  'page_size=-1&page=0',
  'page_size[]=1&page_size[]=2',
  'page=9007199254740993&page_size=9007199254740993',
  'next=%00&cursor=%00',
  'account_ids=%00&origin_owner_id=%00&connector_key=%00&provider=%00&label=%00&status=%00',
  'request_ids=%00&source_ids=%00&actions=%00&providers=%00&start_date=%00&end_date=%00',
  'start_date=+275760-09-13T00:00:00.001Z&end_date=nonsense',
  'account_ids[__proto__]=1',
  'version=%00',
  'include=__proto__&exclude=constructor',
  '%ff=%fe',
  '%=%',
  '=&&==&',
  'a=%ed%a0%80',
  `account_ids=${'a,'.repeat(5_000)}`,
  'toString=1&hasOwnProperty=1&valueOf=1',
];

describe('every operation', () => {
  it('bears hostile path parameters', async () => {
    const found: string[] = [];
    let asked = 0;
    for (const { method, path } of operations()) {
      const names = [...path.matchAll(/\{\w+\}/g)].map(([mark]) => mark);
      for (const mark of names)
        for (const value of PARAMS) {
          const fault = faultOf(await ask(method, filled(path.replace(mark, value))));
          asked += 1;
          if (fault !== undefined) found.push(`${method} ${path} ${mark}=${value.slice(0, 40)}: ${fault}`);
        }
    }
    expect(found).toEqual([]);
    expect(asked).toBeGreaterThan(500);
  });

  it('bears hostile queries', async () => {
    const found: string[] = [];
    for (const { method, path } of operations().filter((one) => one.method === 'GET')) {
      for (const query of QUERIES) {
        const fault = faultOf(await ask(method, `${filled(path)}?${query}`));
        if (fault !== undefined) found.push(`${method} ${path}?${query.slice(0, 80)}: ${fault}`);
      }
    }
    expect(found).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('bears hostile queries where it writes', async () => {
    const found: string[] = [];
    for (const { method, path } of operations().filter((one) => one.method !== 'GET')) {
      for (const query of QUERIES.slice(0, 8)) {
        const fault = faultOf(
          await ask(method, `${filled(path).replace(stage.account, 'nobody').replace(stage.webhook, '0')}?${query}`),
        );
        if (fault !== undefined) found.push(`${method} ${path}?${query.slice(0, 80)}: ${fault}`);
      }
    }
    expect(found).toEqual([]);
  });
});

describe('pages that take a query', () => {
  it('bear hostile ones', async () => {
    const found: string[] = [];
    for (const path of [
      `/connect/oauth2/${stage.authConfig}`,
      '/connect/oauth2/nobody',
      '/connect/oauth2/humaans/callback',
      '/connect/oauth2/__proto__/callback',
      '/guides',
      '/guides/humaans',
      '/guides/__proto__',
      '/link/',
      '/reference',
      '/sandbox',
    ])
      for (const query of [...QUERIES, 'state=%00&code=%00', 'redirect_uri=%00&token=%00&connection_attempt_id=%00']) {
        const { status, text, headers } = await ask('GET', `${path}?${query}`);
        if (status >= 500) found.push(`${path}?${query.slice(0, 80)}: ${status} ${text.slice(0, 200)}`);
        if (headers.get('x-content-type-options') !== 'nosniff') found.push(`${path}: sniffable`);
      }
    expect(found).toEqual([]);
  });

  it('give out no file besides their own', async () => {
    for (const path of [
      '/link/..%2f..%2fpackage.json',
      '/link/%2e%2e/package.json',
      '/link/.%2e%5cpackage.json',
      '/link/%00',
      '/link//etc/passwd',
      '/icons/..%2fx',
      '/link/../../../etc/passwd',
    ]) {
      const { status, text } = await sendRaw([`GET ${path} HTTP/1.1`]);
      expect([400, 403, 404], `${path} ${text.slice(0, 300)}`).toContain(status);
    }
  });
});

describe('the account of a request', () => {
  const rpc = JSON.stringify({ action: 'humaans_get_me' });
  const mcp = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'humaans_get_me', arguments: {} },
  });
  const doors = [
    ['/actions/rpc', rpc],
    ['/mcp', mcp],
    ['/unified/proxy', JSON.stringify({ path: '/me' })],
  ] as const;
  const raw = (path: string, body: string, ...headers: string[]) =>
    sendRaw(
      [
        `POST ${path} HTTP/1.1`,
        `Authorization: ${basic(TEST_KEY)}`,
        'Content-Type: application/json',
        'Accept: application/json',
        ...headers,
      ],
      body,
    );

  it.each(doors)('at %s is one of this project', async (path, body) => {
    const { account } = stage;
    expect((await raw(path, body, `X-Account-Id: ${account}`)).status).toBe(200);
    for (const headers of [
      [],
      ['X-Account-Id:'],
      ['X-Account-Id: ,'],
      ['X-Account-Id: nobody'],
      ['X-Account-Id: __proto__'],
      [`X-Account-Id: ${account}, ${other}`],
      [`X-Account-Id: ${account}`, `X-Account-Id: ${other}`],
      [`X-Account-Id: ${other}`, `x-account-id: ${account}`],
      [`X-Account-Id: ${account}`, 'X-ACCOUNT-ID: nobody'],
      [`X-Account-Id: ${account.toUpperCase()}x`],
    ]) {
      const { status, text } = await raw(path, body, ...headers);
      expect([400, 404], `${headers.join(' | ')} → ${text}`).toContain(status);
    }
  });

  it('is never one of two that a request names', async () => {
    const { account } = stage;
    for (const path of [
      `/mcp?x-account-id=${other}`,
      `/mcp?account_id=${other}`,
      `/mcp?x-account-id=${account}&x-account-id=${other}`,
      `/mcp?x-account-id=${account}&account_id=${other}`,
      `/mcp?x-account-id=nobody`,
    ]) {
      const { status, text } = await raw(path, mcp, `X-Account-Id: ${account}`);
      expect(status, `${path} ${text}`).toBe(400);
    }
    for (const name of ['x-account-id', 'X-Account-Id', 'x-Account-ID']) {
      const body = JSON.stringify({ action: 'humaans_get_me', headers: { [name]: other } });
      expect((await raw('/actions/rpc', body, `X-Account-Id: ${account}`)).status, name).toBe(400);
    }
  });
});

describe('malformed HTTP', () => {
  it('is refused, and the server goes on', async () => {
    for (const lines of [
      ['GARBAGE'],
      ['GET / HTTP/9.9'],
      ['GET /accounts HTTP/1.1', 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
      ['GET /accounts HTTP/1.1', `X-Long: ${'x'.repeat(40_000)}`],
      ['GET /accounts HTTP/1.1', 'Bad Header: x'],
      ['GET /accounts HTTP/1.1', 'X-Nul: a\0b'],
      [`GET /${'x'.repeat(40_000)} HTTP/1.1`],
      ['GET /accounts HTTP/1.1', ...Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1`)],
    ]) {
      const { status } = await sendRaw(lines);
      expect([400, 401, 414, 431, 505], lines[0]!.slice(0, 60)).toContain(status);
    }
    expect((await stage.server.call('GET', '/ready')).status).toBe(200);
  });
});
