import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

const proxy = (body: object, id = account) => server.call('POST', '/unified/proxy', body, { 'x-account-id': id });

describe('POST /unified/proxy', () => {
  it('sends any request to the provider with the credentials of the account', async () => {
    const { status, body } = await proxy({ path: '/people?$limit=2' });
    expect({ status, provider: body.status }).toEqual({ status: 200, provider: 200 });
    expect(body.data.data.length).toBeGreaterThan(0);
    expect(body.headers['content-type']).toMatch(/json/);
    expect(body).not.toHaveProperty('provider_errors');
  });

  it('writes at the provider, too', async () => {
    const made = await proxy({
      method: 'post',
      path: '/locations',
      body: {
        label: 'Proxy town',
        address: '1 Cable Street',
        city: 'Ghent',
        country: 'BE',
      },
    });
    expect(made).toMatchObject({ status: 200, body: { status: 201, data: { label: 'Proxy town' } } });
  });

  it('answers 200 with what the provider says, even when that is a refusal', async () => {
    const { status, body } = await proxy({ path: '/people/nobody' });
    expect(status).toBe(200);
    expect(body.status).toBe(404);
    expect(body.provider_errors).toMatchObject([{ status: 404, url: expect.stringContaining('/people/nobody') }]);
  });

  it('never sends credentials anywhere else', async () => {
    for (const url of [
      'https://evil.example/collect',
      'https://app.humaans.io@evil.example/',
      `${server.url}/accounts`,
      `${server.url}/sandbox/nutshell`,
      'https://app.humaans.io/api/people',
      'http://169.254.169.254/',
    ]) {
      const answer = await proxy({ url });
      expect(answer, url).toMatchObject({ status: 400, body: { code: 'inputs_invalid' } });
    }
    for (const path of ['//evil.example', '/../../accounts', '/%2e%2e/nutshell', 'https://evil.example/'])
      expect((await proxy({ path })).status, path).toBe(400);
  });

  it('keeps to the same rules about accounts as every door', async () => {
    expect((await server.call('POST', '/unified/proxy', {})).body.code).toBe('account_header_missing');
    expect((await proxy({}, 'nobody')).body.code).toBe('account_not_found');
    const other = await linkDemoAccount(server, 'humaans', { session: { origin_owner_id: 'other' } });
    await server.call('PATCH', `/accounts/${other}`, { status: 'suspended' });
    expect(await proxy({}, other)).toMatchObject({ status: 412, body: { code: 'account_suspended' } });
  });

  it('is in the logs, with the call to the provider', async () => {
    const { headers } = await proxy({ path: '/me' });
    const { body } = await server.call('GET', `/requests/logs/${headers.get('x-request-id')}?include=step_logs`);
    expect(body.data).toMatchObject({ account_id: account, action: 'humaans_proxy_request', status: 200 });
    expect(body.data.step_requests).toMatchObject([{ step_id: 'proxy', http_method: 'GET', status: 200 }]);
  });
});
