import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anAccount } from '../testing/builders.ts';
import { HubClient } from './client.ts';
import { RequestError } from './problem.ts';

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

const reply = (status: number, body: unknown = {}) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });

/** A client whose requests are answered in order; an Error is thrown. */
const client = (...answers: (Response | Error)[]) => {
  const sent: Sent[] = [];
  const fake = async (url: string | URL | Request, init: RequestInit = {}) => {
    sent.push({ url: String(url), init });
    const answer = answers.shift() ?? new Error('No more answers.');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return {
    hub: new HubClient({ baseUrl: 'https://hub.example.com/', token: 'secret', fetch: fake as typeof fetch }),
    sent,
  };
};

const problemOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RequestError);
  return (error as RequestError).problem;
};

describe('a request', () => {
  it('carries the session token in its header and nothing else of the page', async () => {
    const { hub, sent } = client(reply(200, {}));
    await hub.settings();
    expect(sent[0]?.url).toBe('https://hub.example.com/hub/settings');
    expect(sent[0]?.init).toMatchObject({
      method: 'GET',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { 'content-type': 'application/json', 'x-hub-session-token': 'secret' },
    });
  });

  it('escapes ids in the path', async () => {
    const { hub, sent } = client(reply(200, {}), reply(200, {}), reply(200, {}));
    await hub.connector('a/../b?c');
    await hub.account('x y');
    await hub.connectors('a&b');
    expect(sent.map(({ url }) => url.slice('https://hub.example.com'.length))).toEqual([
      '/hub/connectors/a%2F..%2Fb%3Fc',
      '/hub/accounts/x%20y',
      '/hub/connectors?provider=a%26b',
    ]);
  });
});

describe('a reading that fails', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is tried again twice before it is given up', async () => {
    const { hub, sent } = client(new TypeError('net'), reply(503), reply(200, { integrations: [] }));
    const list = hub.connectors();
    await vi.runAllTimersAsync();
    expect((await list).rows).toEqual([]);
    expect(sent).toHaveLength(3);
  });

  it('ends in a network problem when no answer ever comes', async () => {
    const { hub, sent } = client();
    const problem = problemOf(hub.settings());
    await vi.runAllTimersAsync();
    expect((await problem).kind).toBe('network');
    expect(sent).toHaveLength(3);
  });

  it.each([401, 403, 404, 429])('is not tried again after %i', async (status) => {
    const { hub, sent } = client(reply(status, { statusCode: status, message: 'No.' }));
    expect((await problemOf(hub.settings())).status).toBe(status);
    expect(sent).toHaveLength(1);
  });
});

describe('linking', () => {
  it('sends the values under the keys of the contract and reads the account', async () => {
    const { hub, sent } = client(reply(201, { id: 'account-1', provider: 'acme', connected_as: 'ada' }));
    const account = await hub.link('p1', 'acme', { apiKey: 'k' });
    expect(account).toMatchObject({ id: 'account-1', connectedAs: 'ada' });
    expect(sent[0]?.init.method).toBe('POST');
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ integration_id: 'p1', credentials: { apiKey: 'k' } });
  });

  it('is never repeated by itself', async () => {
    const { hub, sent } = client(new TypeError('net'), reply(201, { id: 'a' }));
    expect((await problemOf(hub.link('p1', 'acme', {}))).kind).toBe('network');
    expect(sent).toHaveLength(1);
  });

  it('that is answered without an account is a failure', async () => {
    const { hub } = client(reply(201, ''));
    expect((await problemOf(hub.link('p1', 'acme', {}))).kind).toBe('unreadable');
  });

  it('changes an account by PATCH and takes an empty answer as done', async () => {
    const { hub, sent } = client(reply(200, ''));
    expect(await hub.relink(anAccount(), 'p1', { region: 'eu' })).toMatchObject({ id: 'account-1', provider: 'acme' });
    expect(sent[0]).toMatchObject({ url: 'https://hub.example.com/hub/accounts/account-1', init: { method: 'PATCH' } });
  });
});

describe('an answer', () => {
  it('that is not JSON is unreadable, even with a good status', async () => {
    const { hub } = client(reply(200, '<html>'));
    expect((await problemOf(hub.connectors())).kind).toBe('unreadable');
  });

  it('that takes too long is a timeout', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
    const { hub } = client(new DOMException('aborted', 'AbortError'));
    expect((await problemOf(hub.link('p1', 'acme', {}))).kind).toBe('timeout');
    timeout.mockRestore();
  });
});

describe('a sign-in', () => {
  it('is started with the token and answered with an id', async () => {
    const { hub, sent } = client(reply(201, { id: 42 }), reply(201, {}));
    expect(await hub.startAttempt()).toBe('42');
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ token: 'secret' });
    expect((await problemOf(hub.startAttempt())).kind).toBe('unreadable');
  });

  it('has an address with everything escaped', () => {
    const { hub } = client();
    const url = new URL(hub.signInUrl('p 1', 'a&b', 'https://app.example.com/back', { subdomain: 'x=y' }));
    expect(url.pathname).toBe('/connect/oauth2/p%201');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      redirect_uri: 'https://app.example.com/back',
      token: 'secret',
      connection_attempt_id: 'a&b',
      subdomain: 'x=y',
    });
  });

  it('does not let a field take the place of the token', () => {
    const { hub } = client();
    const url = new URL(
      hub.signInUrl('p1', 'a', 'https://app.example.com', { token: 'other', redirect_uri: 'https://evil.example' }),
    );
    expect(url.searchParams.get('token')).toBe('secret');
    expect(url.searchParams.get('redirect_uri')).toBe('https://app.example.com');
  });
});
