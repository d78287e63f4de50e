import type { TestServer } from './server.ts';

/** A demo credential set of an emulator. */
export interface DemoSet {
  readonly name: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The demo credential sets of a provider, full access first. */
export async function demoSets(server: TestServer, provider: string): Promise<DemoSet[]> {
  const { body } = await server.call('GET', '/sandbox', undefined, { accept: 'application/json' });
  return (body as { key: string; credentials: DemoSet[] }[]).find(({ key }) => key === provider)!.credentials;
}

/** Makes a test connect session. @returns its token and more */
export async function createSession(server: TestServer, more: Readonly<Record<string, unknown>> = {}) {
  const { status, body } = await server.call('POST', '/connect_sessions', {
    origin_owner_id: 'owner-1',
    origin_owner_name: 'Owner One',
    type: 'test',
    ...more,
  });
  if (status !== 201) throw new Error(`connect session: ${status} ${JSON.stringify(body)}`);
  return body as { token: string; id: number; auth_link_url: string };
}

/** Calls a hub route with a session token and nothing else. */
export const hub = (server: TestServer, token: string, method: string, path: string, body?: unknown) =>
  server.call(method, path, body, { authorization: '', 'x-hub-session-token': token });

/** Links an account of an emulated provider with its full-access demo credentials. @returns the account's id */
export async function linkDemoAccount(
  server: TestServer,
  provider: string,
  options: {
    readonly session?: Readonly<Record<string, unknown>>;
    readonly fields?: Readonly<Record<string, string>>;
  } = {},
): Promise<string> {
  const { token } = await createSession(server, { provider, ...options.session });
  const offers = await hub(server, token, 'GET', '/hub/connectors');
  const fields = options.fields ?? (await demoSets(server, provider))[0]!.fields;
  const { status, body } = await hub(server, token, 'POST', '/hub/accounts', {
    integration_id: offers.body.integrations[0].integration_id,
    credentials: fields,
  });
  if (status !== 201) throw new Error(`link: ${status} ${JSON.stringify(body)}`);
  return body.id;
}
