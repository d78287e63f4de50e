import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../src/platform/connect-sessions/index.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { basic, startTestServer, type TestServer } from '../support/server.ts';
import { strangerKey } from '../support/stranger.ts';

let server: TestServer;
let account: string;
let stranger: string;

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
  stranger = await strangerKey(server);
});
afterAll(() => server.dispose());

describe('GET /connectors/meta', () => {
  it('answers a bare array with the members that clients require', async () => {
    const { status, body } = await server.call('GET', '/connectors/meta');
    expect(status).toBe(200);
    expect(body.map(({ provider }: { provider: string }) => provider)).toContain('humaans');
    for (const one of body) {
      expect(one).toEqual({
        provider: expect.any(String),
        provider_name: expect.any(String),
        category: expect.any(String),
        active: true,
        models: expect.any(Object),
      });
      expect(CATEGORIES).toContain(one.category);
    }
  });

  it('adds pictures that can be fetched when asked for resources', async () => {
    const { body } = await server.call('GET', '/connectors/meta?include=resources');
    for (const { resources } of body) {
      const { status, headers } = await server.call('GET', new URL(resources.images.logo_url).pathname);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toContain('image/svg+xml');
    }
  });

  it('leaves out connectors that are not enabled in the project, unless asked for them', async () => {
    const as = (path: string) => server.call('GET', path, undefined, { authorization: basic(stranger) });
    expect((await as('/connectors/meta')).body).toEqual([]);
    const { body } = await as('/connectors/meta?include=inactive');
    expect(body.length).toBeGreaterThan(0);
    expect(body.every(({ active }: { active: boolean }) => !active)).toBe(true);
    expect((await as('/connectors/meta/humaans')).body).toMatchObject({ provider: 'humaans', active: false });
  });

  it('takes the include list with commas or repeated, and names what it does not know', async () => {
    const known = 'field_path,unmapped_fields,resources,inactive,webhooks,static_fields';
    expect((await server.call('GET', `/connectors/meta?include=${known}`)).status).toBe(200);
    const repeated = await server.call('GET', '/connectors/meta/humaans?include=webhooks&include=resources');
    expect(repeated.body.resources.images.logo_url).toMatch(/humaans/);
    const wrong = await server.call('GET', '/connectors/meta?include=resource');
    expect(wrong).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(wrong.body.message).toContain('include resource is not known');
  });

  it('answers 404 with the known keys for a connector that does not exist', async () => {
    const { status, body } = await server.call('GET', '/connectors/meta/__proto__');
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'connector_not_found' });
    expect(body.message).toContain('humaans');
  });
});

describe('GET /accounts/:id/meta', () => {
  it('tells provider, category and models', async () => {
    const { status, body } = await server.call('GET', `/accounts/${account}/meta`);
    expect(status).toBe(200);
    expect(body).toEqual({ provider: 'humaans', category: 'hris', models: expect.any(Object) });
  });

  it('knows no account of another project', async () => {
    const headers = { authorization: basic(stranger) };
    expect(await server.call('GET', `/accounts/${account}/meta`, undefined, headers)).toMatchObject({
      status: 404,
      body: { code: 'account_not_found' },
    });
  });
});
