import { send, type TestAnswer, type TestServer } from './server.ts';

/** Login of the first operator of test servers that are started with {@link OWNER_ENV}. */
export const OWNER = { email: 'owner@example.com', password: 'the password of the owner' };

/** Settings that make {@link OWNER} the first operator. */
export const OWNER_ENV = { PATCHBAY_ADMIN_EMAIL: OWNER.email, PATCHBAY_ADMIN_PASSWORD: OWNER.password };

/** A browser on a page of the server: it keeps the cookie and says where its requests come from. */
export interface OperatorBrowser {
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  signIn(login: { readonly email: string; readonly password: string }): Promise<TestAnswer>;
  /** The cookie as it is sent; empty while nobody is signed in. */
  cookie(): string;
}

/** Opens a browser on which nobody is signed in. */
export function openBrowser({ url }: Pick<TestServer, 'url'>): OperatorBrowser {
  let cookie = '';
  const call: OperatorBrowser['call'] = async (method, path, body, headers = {}) => {
    const answer = await send(`${url}${path}`, {
      method,
      headers: {
        origin: new URL(url).origin,
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const [set] = answer.headers.getSetCookie();
    if (set !== undefined) cookie = set.includes('Max-Age=0') ? '' : set.split(';', 1)[0]!;
    return answer;
  };
  return { call, signIn: (login) => call('POST', '/operator/sign-in', login), cookie: () => cookie };
}

/** A browser on which the operator is signed in. */
export async function signedIn(server: TestServer, login = OWNER): Promise<OperatorBrowser> {
  const browser = openBrowser(server);
  const { status } = await browser.signIn(login);
  if (status !== 200) throw new Error(`Signing in as ${login.email} answered ${status}.`);
  return browser;
}
