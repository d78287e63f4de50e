import { describe, expect, it } from 'vitest';
import { fail } from '../../../kernel/index.ts';
import { loadConnector } from '../../compile/load-connector.ts';
import type { StepExchange } from '../../program.ts';
import type { TransportRequest, TransportResponse } from '../../transport.ts';
import { type ProxyRequest, runProxyRequest } from './request.ts';

const YAML = (authorization: string): string => `StackOne: 1.0.0
info: { title: Acme, key: acme, version: 1.0.0 }
baseUrl: "{{context.environment == 'sandbox' ? context.sandboxUrl : 'https://api.acme.example/v1'}}"
authentication:
  - custom:
      type: custom
      label: API Key
      environments: [{ key: production, name: Production }, { key: sandbox, name: Sandbox }]
      authorization: ${authorization}
      configFields:
        - { key: apiKey, label: API Key, type: password, required: true, secret: true }
actions:
  - actionId: get_file
    label: Get file
    description: Gets a file.
    actionType: get
    categories: [hris]
    steps:
      - stepId: fetch
        description: Fetch.
        stepFunction: { functionName: request, parameters: { url: 'https://files.acme.example/f', method: get } }
  - actionId: get_public
    label: Get public
    description: Gets without credentials.
    actionType: get
    categories: [hris]
    steps:
      - stepId: fetch
        description: Fetch.
        stepFunction:
          functionName: request
          parameters: { url: 'https://cdn.example/f', method: get, authorization: { type: none } }
`;

const SECRET = 'the-secret-of-this-account';

async function proxied(
  request: Partial<ProxyRequest>,
  {
    authorization = '{ type: bearer, token: $.credentials.apiKey }',
    environment = 'production',
    answer = {},
    credentials = { apiKey: SECRET },
  }: {
    authorization?: string;
    environment?: string;
    answer?: Partial<TransportResponse> | Error;
    credentials?: Record<string, string>;
  } = {},
) {
  const { connector, diagnostics } = loadConnector({ 'acme.connector.s1.yaml': YAML(authorization) });
  if (connector === undefined) throw new Error(JSON.stringify(diagnostics));
  const sent: TransportRequest[] = [];
  const exchanges: StepExchange[] = [];
  const result = await runProxyRequest(
    connector,
    { method: 'get', ...request },
    {
      credentials,
      authenticationType: 'custom',
      environment,
      context: { sandboxUrl: 'http://127.0.0.1:4400/sandbox/acme' },
      onExchange: (exchange) => exchanges.push(exchange),
      transport: async (out) => {
        sent.push(out);
        if (answer instanceof Error) throw answer;
        return {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from('{"ok":true}'),
          url: out.url,
          ...answer,
        };
      },
    },
  );
  return { result, sent, exchanges };
}

describe('a proxied request', () => {
  it('goes to the provider with the credentials of the account, and is told to the log', async () => {
    const { result, sent, exchanges } = await proxied({ path: '/people?limit=1', headers: { 'X-Own': 'yes' } });
    expect(sent).toMatchObject([
      {
        method: 'GET',
        url: 'https://api.acme.example/v1/people?limit=1',
        headers: { authorization: `Bearer ${SECRET}`, 'x-own': 'yes' },
      },
    ]);
    expect(sent[0]?.maxRedirects).toBeUndefined();
    expect(sent[0]?.body).toBeUndefined();
    expect(result).toMatchObject({ answered: true, status: 200, data: { ok: true } });
    expect(exchanges).toMatchObject([{ stepId: 'proxy', response: { status: 200 } }]);
  });

  it('sends a body as JSON, or as the form its content type says', async () => {
    const json = await proxied({ method: 'POST', path: '/people', body: { a: [1] } });
    expect(json.sent[0]).toMatchObject({ body: '{"a":[1]}', headers: { 'content-type': 'application/json' } });
    const form = await proxied({
      method: 'put',
      body: { a: 'b c' },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(form.sent[0]).toMatchObject({ method: 'PUT', body: 'a=b%20c' });
    expect((await proxied({ body: { a: 1 } })).result).toMatchObject({ answered: false, failure: { blame: 'caller' } });
  });

  it('carries no header of the caller that says who calls, whom, or how', async () => {
    const forged = Object.fromEntries(
      [
        'Authorization',
        'AUTHORIZATION',
        'Cookie',
        'Host',
        'Content-Length',
        'Transfer-Encoding',
        'Connection',
        'Proxy-Authorization',
        'X-Forwarded-For',
        'Forwarded',
        'x-account-id',
        'Upgrade',
        'Expect',
      ].map((name) => [name, 'forged']),
    );
    const { sent } = await proxied({ path: '/x', headers: forged });
    expect(Object.values(sent[0]?.headers ?? {})).not.toContain('forged');
    expect(sent[0]?.headers['authorization']).toBe(`Bearer ${SECRET}`);
  });

  it('keeps the stored credential where the connector puts it, whatever the caller puts there', async () => {
    const header = await proxied(
      { headers: { 'X-Api-Key': 'forged' } },
      { authorization: '{ type: apiKey, in: header, key: X-Api-Key, value: $.credentials.apiKey }' },
    );
    expect(header.sent[0]?.headers['x-api-key']).toBe(SECRET);
    const query = await proxied(
      { path: '/x?api_key=forged&a=1' },
      { authorization: '{ type: apiKey, in: query, key: api_key, value: $.credentials.apiKey }' },
    );
    expect(new URL(query.sent[0]?.url ?? '').searchParams.getAll('api_key')).toEqual([SECRET]);
    expect(JSON.stringify(query.result)).not.toContain(SECRET);
  });

  it.each([
    [{ path: '/x', headers: { 'bad name': 'x' } }],
    [{ path: '/x', headers: { a: 'b\r\nhost: evil.example' } }],
    [{ path: '/x', headers: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`x-${at}`, '1'])) }],
    [{ url: 'https://evil.example/' }],
    [{ url: 'https://cdn.example/f' }],
    [{ url: 'http://127.0.0.1:4400/sandbox/acme' }],
    [{ method: 'CONNECT' }],
  ])('is not sent: %j', async (request) => {
    const { result, sent } = await proxied(request as Partial<ProxyRequest>);
    expect(sent).toEqual([]);
    expect(result.answered).toBe(false);
  });

  it('may go where the connector itself sends these credentials, in production only', async () => {
    const url = 'https://files.acme.example/f/2';
    expect((await proxied({ url })).sent[0]?.url).toBe(url);
    expect((await proxied({ url }, { environment: 'sandbox' })).sent).toEqual([]);
    const emulated = await proxied({ path: '/people' }, { environment: 'sandbox' });
    expect(emulated.sent[0]?.url).toBe('http://127.0.0.1:4400/sandbox/acme/people');
    expect((await proxied({ url: 'http://127.0.0.1:4400/accounts' }, { environment: 'sandbox' })).sent).toEqual([]);
  });

  it('follows no redirect: the answer says where to', async () => {
    const { result, sent } = await proxied(
      { path: '/x' },
      { answer: { status: 302, headers: { location: 'https://evil.example/' }, body: Buffer.alloc(0) } },
    );
    expect(sent).toHaveLength(1);
    expect(result).toMatchObject({ status: 302, headers: { location: 'https://evil.example/' }, data: null });
  });

  it('returns neither cookies, headers of the connection, nor the credentials that a provider echoes', async () => {
    const { result } = await proxied(
      { path: '/echo' },
      {
        answer: {
          status: 418,
          headers: {
            'content-type': 'application/json',
            'set-cookie': ['a=b', 'c=d'],
            connection: 'keep-alive',
            'x-echo': `Bearer ${SECRET}`,
            'x-kept': 'yes',
          },
          body: Buffer.from(JSON.stringify({ deep: [{ headers: `Bearer ${SECRET}` }] })),
        },
      },
    );
    expect(result).toMatchObject({ answered: true, status: 418, headers: { 'x-kept': 'yes' } });
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(JSON.stringify(result)).not.toMatch(/set-cookie|keep-alive/);
  });

  it('returns a file as Base64 and says so, and text as text', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]);
    const file = await proxied({}, { answer: { headers: { 'content-type': 'image/png' }, body: bytes } });
    expect(file.result).toMatchObject({
      data: bytes.toString('base64'),
      headers: { 'content-transfer-encoding': 'base64', 'content-type': 'image/png' },
    });
    const text = await proxied({}, { answer: { headers: { 'content-type': 'text/csv' }, body: Buffer.from('a,é') } });
    expect(text.result).toMatchObject({ data: 'a,é', headers: { 'content-type': 'text/csv' } });
    expect(JSON.stringify(text.result)).not.toContain('content-transfer-encoding');
  });

  it('ends with the reason where there is no answer or no credential', async () => {
    const blocked = fail('egress_blocked', { host: 'x', reason: 'y' });
    expect((await proxied({}, { answer: blocked })).result).toMatchObject({
      answered: false,
      failure: { kind: 'transport', cause: { code: 'egress_blocked' } },
    });
    expect((await proxied({}, { credentials: {} })).result).toMatchObject({
      answered: false,
      failure: { kind: 'engine' },
    });
  });
});
