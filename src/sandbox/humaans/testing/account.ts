import { serveEmulator, type TestAnswer, type TestEmulator } from '../../testing/serve.ts';
import { humaans } from '../index.ts';
import { SCOPES } from '../scopes.ts';

/** Requests of one token. */
export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  post(path: string, body?: unknown): Promise<TestAnswer>;
  patch(path: string, body?: unknown): Promise<TestAnswer>;
  delete(path: string): Promise<TestAnswer>;
  /** Every record of a list, read page by page. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
  all(path: string, limit?: number): Promise<any[]>;
}

/** A served account with clients for its demo tokens. */
export interface TestAccount extends TestEmulator {
  /** A client with the token of a demo credential set. */
  as(credentialSet: string): Client;
  /** A client with a new token. @param personId default: the owner */
  withScopes(scopes: readonly string[], personId?: string): Promise<Client>;
  readonly owner: Client;
}

/** Serves the emulator with its demonstration data. */
export async function openAccount(): Promise<TestAccount> {
  const served = await serveEmulator(humaans);
  const client = (secret: string): Client => {
    const headers = { authorization: `Bearer ${secret}` };
    const get: Client['get'] = (path, more) => served.send('GET', path, { headers: { ...headers, ...more } });
    return {
      get,
      post: (path, body) => served.send('POST', path, { headers, body }),
      patch: (path, body) => served.send('PATCH', path, { headers, body }),
      delete: (path) => served.send('DELETE', path, { headers }),
      async all(path, limit = 250) {
        const rows: unknown[] = [];
        for (;;) {
          const glue = path.includes('?') ? '&' : '?';
          const { status, json, text } = await get(`${path}${glue}$limit=${limit}&$skip=${rows.length}`);
          if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
          rows.push(...json.data);
          if (rows.length >= json.total || json.data.length === 0) return rows;
        }
      },
    };
  };
  const as = (name: string): Client => {
    const set = humaans.credentialSets.find((one) => one.name === name);
    if (set === undefined) throw new Error(`There is no credential set "${name}"`);
    return client(set.fields['apiKey']!);
  };
  return {
    ...served,
    as,
    owner: as('Full access'),
    async withScopes(scopes, personId) {
      const body = { label: 'Test', scopes, ...(personId !== undefined && { personId }) };
      const { status, json, text } = await served.send('POST', '/__admin/tokens', { body });
      if (status !== 201) throw new Error(text);
      return client(json.token);
    },
  };
}

export { SCOPES };
