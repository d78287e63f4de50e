import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/index.ts';
import { createSession, hub } from '../support/linking.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let now = systemClock.now();

beforeAll(async () => {
  server = await startTestServer({ clock: { ...systemClock, now: () => now } });
});
afterAll(() => server.dispose());

const PATH = '/hub/connection_attempts';

async function begin(more: Readonly<Record<string, unknown>> = {}) {
  const { token } = await createSession(server, more);
  const { status, body } = await hub(server, token, 'POST', PATH, { token });
  expect(status).toBe(201);
  return { token, id: body.id as string };
}

describe('a connection attempt of the hub', () => {
  it('is begun with a session token, asked about and given up', async () => {
    const { token, id } = await begin();
    expect((await hub(server, token, 'GET', `${PATH}/${id}`)).body).toEqual({
      id,
      status: 'pending',
      account: null,
      error: null,
    });
    expect((await hub(server, token, 'DELETE', `${PATH}/${id}`)).body.status).toBe('cancelled');
    expect((await hub(server, token, 'GET', `${PATH}/${id}`)).body.status).toBe('cancelled');
  });

  it('expires', async () => {
    const { token, id } = await begin({ expires_in: 3_600 });
    now += 10 * 60_000;
    expect((await hub(server, token, 'GET', `${PATH}/${id}`)).body.status).toBe('expired');
  });

  it('is refused without a token, and when the body names another one', async () => {
    expect(await send(`${server.url}${PATH}`, { method: 'POST' })).toMatchObject({ status: 401 });
    const [one, other] = [await createSession(server), await createSession(server)];
    expect(await hub(server, one.token, 'POST', PATH, { token: other.token })).toMatchObject({
      status: 400,
      body: { code: 'connection_attempt_foreign' },
    });
    expect(await hub(server, one.token, 'POST', PATH, { token: 'nobody' })).toMatchObject({ status: 401 });
  });

  it('is nobody else’s', async () => {
    const { id } = await begin();
    const { token } = await createSession(server);
    for (const method of ['GET', 'DELETE'])
      expect(await hub(server, token, method, `${PATH}/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'connection_attempt_not_found' },
      });
  });

  it('can be begun by a script of any website', async () => {
    const { status, headers } = await send(`${server.url}${PATH}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://shop.example', 'access-control-request-method': 'DELETE' },
    });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(headers.get('access-control-allow-methods')).toContain('DELETE');
    const { token, id } = await begin();
    expect((await hub(server, token, 'GET', `${PATH}/${id}`)).headers.get('access-control-allow-origin')).toBe('*');
  });
});
