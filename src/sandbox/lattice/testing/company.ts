import { serveEmulator, type TestAnswer, type TestEmulator } from '../../testing/serve.ts';
import { lattice } from '../index.ts';
import { DEMO_CLIENTS } from '../oauth/clients.ts';

type Headers = Readonly<Record<string, string>>;

/** Requests of one key or token. */
export interface Client {
  get(path: string, headers?: Headers): Promise<TestAnswer>;
  send(method: string, path: string, body?: unknown, headers?: Headers): Promise<TestAnswer>;
  /** Every record of a list of the Talent API, following the cursors. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
  all(path: string, limit?: number): Promise<any[]>;
  /** Every record of a list of the HRIS API. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
  every(path: string, limit?: number): Promise<any[]>;
}

/** A served company with clients for its demo keys. */
export interface TestCompany extends TestEmulator {
  /** A client with the key of a demo credential set. */
  as(credentialSet: string): Client;
  /** A client with any bearer token. */
  with(token: string): Client;
  readonly admin: Client;
  /** Sends a form. */
  form(path: string, members: Headers, headers?: Headers): Promise<TestAnswer>;
  /** A client with a fresh token of a service account. */
  service(id?: string): Promise<Client>;
}

/** Values of a demo credential set. */
export function fieldsOf(name: string): Headers {
  const set = lattice.credentialSets.find((one) => one.name === name);
  if (set === undefined) throw new Error(`There is no credential set "${name}"`);
  return set.fields;
}

const BASE = '/sandbox/lattice';

/** Path and query of an address of the served emulator. */
export const pathIn = (address: string): string => address.slice(address.indexOf(BASE) + BASE.length);

const glued = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

function checked({ status, json, text }: TestAnswer, path: string) {
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
  return json;
}

/** Serves the emulator with its demonstration data. */
export async function openCompany(): Promise<TestCompany> {
  const served = await serveEmulator(lattice);
  const client = (token: string): Client => {
    const send: Client['send'] = (method, path, body, headers = {}) =>
      served.send(method, path, { headers: { authorization: `Bearer ${token}`, ...headers }, body });
    const get: Client['get'] = (path, headers) => send('GET', path, undefined, headers);
    return {
      get,
      send,
      async all(path, limit = 100) {
        const rows: unknown[] = [];
        for (let cursor = ''; ; ) {
          const asked = glued(path, `limit=${limit}${cursor && `&startingAfter=${encodeURIComponent(cursor)}`}`);
          const { data, hasMore, endingCursor } = checked(await get(asked), asked);
          rows.push(...data);
          if (!hasMore) return rows;
          cursor = endingCursor;
        }
      },
      async every(path, limit = 100) {
        const rows: unknown[] = [];
        for (;;) {
          const asked = glued(path, `limit=${limit}&offset=${rows.length}`);
          const { data, total } = checked(await get(asked), asked);
          rows.push(...data);
          if (rows.length >= total || data.length === 0) return rows;
        }
      },
    };
  };
  const form: TestCompany['form'] = (path, members, headers = {}) =>
    served.send('POST', path, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(members).toString(),
    });
  return {
    ...served,
    with: client,
    as: (name) => client(fieldsOf(name)['apiKey']!),
    admin: client(fieldsOf('Full access')['apiKey']!),
    form,
    async service(id = 'latticeDemoServiceAccount') {
      const { secret } = DEMO_CLIENTS.find((one) => one.id === id)!;
      const answer = await form('/oauth2/token', {
        grant_type: 'client_credentials',
        client_id: id,
        client_secret: secret,
      });
      return client(checked(answer, '/oauth2/token').access_token);
    },
  };
}
