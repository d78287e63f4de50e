import { serveEmulator, type TestAnswer, type TestEmulator, type TestRequest } from '../../testing/serve.ts';
import { fifteenFive } from '../index.ts';

/** Requests of one key. */
export interface Client {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<TestAnswer>;
  /** Every record of a list, following `next`. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
  all(path: string): Promise<any[]>;
}

/** A served company with clients for its demo keys. */
export interface TestCompany extends TestEmulator {
  /** A client with the key of a demo credential set. */
  as(credentialSet: string): Client;
  /** A client with any Authorization header. */
  with(authorization: string): Client;
  readonly admin: Client;
}

/** The key of a demo credential set. */
export function keyOf(name: string): string {
  const set = fifteenFive.credentialSets.find((one) => one.name === name);
  if (set === undefined) throw new Error(`There is no credential set "${name}"`);
  return set.fields['apiKey']!;
}

/** Path and query of an address of the served emulator. */
export const pathIn = (address: string): string =>
  address.slice(address.indexOf('/sandbox/15five') + '/sandbox/15five'.length);

/** Serves the emulator with its demonstration data. */
export async function openCompany(): Promise<TestCompany> {
  const served = await serveEmulator(fifteenFive);
  const client = (authorization: string): Client => {
    const send: Client['send'] = (method, path, body, more = {}) => {
      const request: TestRequest = { headers: { authorization, ...more }, body };
      return served.send(method, path, request);
    };
    const get: Client['get'] = (path, more) => send('GET', path, undefined, more);
    return {
      get,
      send,
      async all(path) {
        const rows: unknown[] = [];
        for (let next: string | null = path; next !== null; ) {
          const { status, json, text }: TestAnswer = await get(next);
          if (status !== 200) throw new Error(`${next} answered ${status}: ${text}`);
          rows.push(...json.results);
          next = json.next === null ? null : pathIn(json.next);
        }
        return rows;
      },
    };
  };
  const as = (name: string): Client => client(keyOf(name));
  return { ...served, as, with: client, admin: as('Full access') };
}
