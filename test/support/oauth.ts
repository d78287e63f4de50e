import { createSession, hub } from './linking.ts';
import type { TestServer } from './server.ts';

const marks = new Map<string, string>();

/** Follows no redirect: each address of a sign-in is looked at. Keeps the cookie of sign-ins, as one browser would. */
export async function visit(url: string, init: RequestInit = {}): Promise<Response> {
  const { host } = new URL(url);
  const headers = new Headers(init.headers);
  const cookies = [headers.get('cookie'), marks.get(host)].filter((one) => one !== null && one !== undefined);
  if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
  const answer = await fetch(url, { redirect: 'manual', ...init, headers });
  const mark = answer.headers.getSetCookie().find((one) => one.startsWith('patchbay_sign_in='));
  if (mark !== undefined) marks.set(host, mark.split(';', 1)[0]!);
  return answer;
}

/** Where an answer sends the browser. */
export const locationOf = (response: Response): URL => new URL(response.headers.get('location') ?? '', response.url);

/** A sign-in that the hub has begun, up to the window. */
export interface BegunSignIn {
  readonly token: string;
  readonly attemptId: string;
  /** Address of the window. */
  readonly address: string;
  /** What the hub learns when it asks about the attempt. */
  status(): Promise<{
    readonly status: string;
    readonly account: { readonly id: string } | null;
    readonly error: { readonly code: string; readonly description: string | null } | null;
  }>;
}

/** Begins a sign-in as the hub does: session, attempt, address of the window. */
export async function beginSignIn(
  server: TestServer,
  authConfigId: string,
  options: {
    readonly fields?: Readonly<Record<string, string>>;
    readonly session?: Readonly<Record<string, unknown>>;
    readonly token?: string;
  } = {},
): Promise<BegunSignIn> {
  const token =
    options.token ?? (await createSession(server, { integration_id: authConfigId, ...options.session })).token;
  const { status, body } = await hub(server, token, 'POST', '/hub/connection_attempts', { token });
  if (status !== 201) throw new Error(`attempt: ${status} ${JSON.stringify(body)}`);
  const query = new URLSearchParams({
    redirect_uri: 'https://app.example/embedded/accounts/callback',
    token,
    connection_attempt_id: body.id,
    ...options.fields,
  });
  return {
    token,
    attemptId: body.id,
    address: `${server.publicUrl}/connect/oauth2/${authConfigId}?${query}`,
    status: async () => (await hub(server, token, 'GET', `/hub/connection_attempts/${body.id}`)).body,
  };
}

/** The project that test servers begin with. */
export const defaultProject = async (server: TestServer): Promise<string> =>
  (await server.platform.projects.ensureDefault()).id;
