import { serveEmulator, type TestAnswer, type TestEmulator } from '../../testing/serve.ts';
import { nutshell } from '../index.ts';

/** `Authorization` of a demo credential set. @throws Error when there is no such set */
export function authorization(set: string): string {
  const fields = nutshell.credentialSets.find(({ name }) => name === set)?.fields;
  if (fields === undefined) throw new Error(`There is no credential set ${set}`);
  return basic(fields['username'] ?? '', fields['apiKey'] ?? '');
}

/** An `Authorization` header of Basic authentication. */
export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** A query string from parameters, brackets and all. */
export const queryOf = (parameters: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();

/** The emulator as one demo credential set sees it. */
export class Client {
  readonly served: TestEmulator;
  readonly #authorization: string;

  constructor(served: TestEmulator, set = 'Full access') {
    this.served = served;
    this.#authorization = authorization(set);
  }

  /** The same emulator, seen by another set. */
  as(set: string): Client {
    return new Client(this.served, set);
  }

  request(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestAnswer> {
    return this.served.send(method, path, { headers: { authorization: this.#authorization, ...headers }, body });
  }

  /** @param parameters query string */
  get(path: string, parameters: Readonly<Record<string, string | number>> = {}): Promise<TestAnswer> {
    const query = queryOf(parameters);
    return this.request('GET', query === '' ? path : `${path}?${query}`);
  }

  post(path: string, body?: unknown): Promise<TestAnswer> {
    return this.request('POST', path, body);
  }

  put(path: string, body: unknown): Promise<TestAnswer> {
    return this.request('PUT', path, body);
  }

  patch(path: string, operations: unknown): Promise<TestAnswer> {
    return this.request('PATCH', path, operations, { 'content-type': 'application/json-patch+json' });
  }

  delete(path: string): Promise<TestAnswer> {
    return this.request('DELETE', path);
  }

  /** The one record of an answer to `GET path`. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
  async one(path: string): Promise<any> {
    const { json } = await this.get(path);
    return json[keyOf(json)][0];
  }

  /** Every record of a list, in one page. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
  async all(path: string, parameters: Readonly<Record<string, string | number>> = {}): Promise<any[]> {
    const { json } = await this.get(path, { 'page[limit]': 10000, ...parameters });
    return json[keyOf(json)];
  }

  /** Restores the demonstration data. */
  reset(): Promise<TestAnswer> {
    return this.served.send('POST', '/__admin/reset');
  }

  close(): Promise<void> {
    return this.served.close();
  }
}

/** Name of the record array of an answer. */
export const keyOf = (json: Readonly<Record<string, unknown>>): string =>
  Object.keys(json).find((key) => key !== 'meta' && key !== 'links' && Array.isArray(json[key])) ?? '';

/** Serves the emulator and returns its full-access client. */
export const serveNutshell = async (): Promise<Client> => new Client(await serveEmulator(nutshell));
