import { describe, expect, it } from 'vitest';
import { play, step } from '../execute/testing/harness.ts';

const credentials = { user: 'ann@example.com', apiKey: 'key-000001', token: 'tok-000001', accessToken: 'acc-000001' };

const sent = async (authorization: unknown, parameters: Record<string, unknown> = {}) => {
  const { result, requests } = await play({
    steps: [step('s', 'request', { url: '/x', method: 'get', authorization, ...parameters })],
    credentials,
  });
  return { headers: requests[0]?.headers ?? {}, url: requests[0]?.url, result };
};

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('authorization', () => {
  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['none', { type: 'none' }, undefined],
    [
      'basic',
      { type: 'basic', username: '$.credentials.user', password: '$.credentials.apiKey' },
      basic('ann@example.com:key-000001'),
    ],
    [
      'basic with an empty password written out',
      { type: 'basic', username: '$.credentials.apiKey', password: '' },
      basic('key-000001:'),
    ],
    ['basic without a password', { type: 'basic', username: '$.credentials.apiKey' }, basic('key-000001:')],
    ['basic with a missing password', { type: 'basic', username: 'u', password: '$.credentials.gone' }, basic('u:')],
    ['bearer', { type: 'bearer', token: '$.credentials.token' }, 'Bearer tok-000001'],
    ['bearer without the word', { type: 'bearer', token: '$.credentials.token', includeBearer: false }, 'tok-000001'],
    [
      'bearer in text',
      { type: 'bearer', token: 'Token ${credentials.token}', includeBearer: false },
      'Token tok-000001',
    ],
    ['oauth2', { type: 'oauth2', token: '$.credentials.token' }, 'Bearer tok-000001'],
    ['oauth2 without a token of its own', { type: 'oauth2' }, 'Bearer acc-000001'],
  ])('%s', async (_name, authorization, expected) => {
    expect((await sent(authorization)).headers['authorization']).toBe(expected);
  });

  it('puts an API key into a header or a query parameter', async () => {
    const key = { type: 'apiKey', key: 'X-Api-Key', value: '$.credentials.apiKey' };
    expect((await sent({ ...key, in: 'header' })).headers).toMatchObject({ 'x-api-key': 'key-000001' });
    expect((await sent({ ...key, key: 'api_key', in: 'query' })).url).toBe(
      'https://api.demo.example/x?api_key=key-000001',
    );
  });

  it('wins over an argument of the same name', async () => {
    const args = [
      { name: 'Authorization', value: 'mine', in: 'headers' },
      { name: 'api_key', value: 'mine', in: 'query' },
    ];
    expect((await sent({ type: 'bearer', token: 't' }, { args })).headers['authorization']).toBe('Bearer t');
    expect((await sent({ type: 'apiKey', key: 'api_key', value: 'k', in: 'query' }, { args })).url).toMatch(
      /\?api_key=k$/,
    );
  });

  it.each([
    { type: 'bearer', token: '$.credentials.gone' },
    { type: 'apiKey', key: 'x', value: '$.credentials.gone', in: 'header' },
  ])('fails the step when a credential it needs is missing: %j', async (authorization) => {
    const { result } = await sent(authorization);
    expect(result).toMatchObject({ successful: false, failure: { kind: 'engine' } });
    expect(result.message).toContain('is not stored for this account');
  });

  it('fails the step without naming a credential that no header can hold', async () => {
    const { result } = await play({
      steps: [
        step('s', 'request', { url: '/x', method: 'get', authorization: { type: 'bearer', token: '$.credentials.k' } }),
      ],
      credentials: { k: 'line\nbreak' },
    });
    expect(result.message).toBe('The value of header "authorization" holds characters that headers cannot hold.');
    expect(result.failure).not.toHaveProperty('blame');
  });

  it("is that of the account's auth config where the step has none of its own", async () => {
    const { requests } = await play({
      steps: [step('s', 'request', { url: '/x', method: 'get' })],
      credentials,
      connector: {
        authentication: [
          { first: { type: 'custom', label: 'A', authorization: { type: 'bearer', token: 'a' } } },
          {
            second: {
              type: 'custom',
              label: 'B',
              authorization: { type: 'bearer', token: '$.credentials.token' },
              environments: [
                { key: 'production', name: 'Production' },
                { key: 'sandbox', name: 'Sandbox' },
              ],
            },
          },
        ],
      },
      run: { authenticationType: 'second', environment: 'sandbox' },
    });
    expect(requests[0]?.headers['authorization']).toBe('Bearer tok-000001');
  });
});

describe('client certificates', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  const inBase64 = Buffer.from(pem).toString('base64');

  it('come from the step or the auth config, in PEM or in Base64', async () => {
    const certificates = { certs: ['$.credentials.cert'], keys: ['$.credentials.key'] };
    const scenario = { credentials: { cert: inBase64, key: pem } };
    const own = await play({ ...scenario, steps: [step('s', 'request', { url: '/x', method: 'get', certificates })] });
    expect(own.requests[0]?.clientCertificate).toEqual({ certs: [pem], keys: [pem] });
    const shared = await play({
      ...scenario,
      steps: [step('s', 'paginated_request', { url: '/x', method: 'get', iterator: { key: 'p', in: 'query' } })],
      connector: {
        authentication: [{ custom: { type: 'custom', label: 'C', authorization: { type: 'none' }, certificates } }],
      },
      provider: { json: [] },
    });
    expect(shared.requests[0]?.clientCertificate).toEqual({ certs: [pem], keys: [pem] });
  });

  it('are not shown to observers of the call', async () => {
    const { exchanges } = await play({
      credentials: { cert: pem },
      steps: [
        step('s', 'request', {
          url: '/x',
          method: 'get',
          certificates: { certs: ['$.credentials.cert'], keys: ['$.credentials.cert'] },
        }),
      ],
    });
    expect(JSON.stringify(exchanges)).not.toContain('CERTIFICATE');
  });
});
