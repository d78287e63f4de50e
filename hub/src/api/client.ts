import type { Connector, ConnectorList, LinkedAccount, Session, StoredAccount } from '../model/connector.ts';
import { type Problem, problemWithoutAnswer, RequestError, readProblem } from './problem.ts';
import {
  type ConnectionAttempt,
  readConnectionAttempt,
  readConnectorList,
  readLinkedAccount,
  readSession,
  readStoredAccount,
} from './read.ts';
import { readConnector } from './read-connector.ts';

/** Where and as whom the hub talks to the server. */
export interface ClientOptions {
  /** Address of the server, with or without a trailing slash. */
  readonly baseUrl: string;
  /** Connect session token. */
  readonly token: string;
  readonly fetch?: typeof fetch;
  /** Pauses before a failed reading is tried again, in milliseconds. */
  readonly retryAfter?: readonly number[];
}

/** Longest wait for a reading and for a linking, in milliseconds. A linking is tested at the provider before it is answered. */
const READ_LIMIT = 20_000;
const LINK_LIMIT = 75_000;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const worthAgain = (problem: Problem): boolean =>
  problem.kind === 'network' ||
  problem.kind === 'timeout' ||
  (problem.kind === 'unavailable' && problem.status !== 429);

/** The hub API of one connect session. Every method throws {@link RequestError} and nothing else. */
export class HubClient {
  readonly baseUrl: string;
  readonly #token: string;
  readonly #fetch: typeof fetch;
  readonly #retryAfter: readonly number[];

  /** @param options address, token and, for tests, the means of transport */
  constructor(options: ClientOptions) {
    this.baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.#token = options.token;
    this.#fetch = options.fetch ?? ((...args) => globalThis.fetch(...args));
    this.#retryAfter = options.retryAfter ?? [400, 1200];
  }

  /** What the session allows. */
  async settings(): Promise<Session> {
    return readSession(await this.#read('/hub/settings'));
  }

  /** The tools on offer; with a provider, those of an account being edited, its own first. */
  async connectors(provider?: string): Promise<ConnectorList> {
    const query = provider === undefined ? '' : `?provider=${encodeURIComponent(provider)}`;
    return readConnectorList(await this.#read(`/hub/connectors${query}`));
  }

  /** The form and guide of one connector. */
  async connector(integrationId: string): Promise<Connector> {
    return readConnector(await this.#read(`/hub/connectors/${encodeURIComponent(integrationId)}`));
  }

  /** The stored values of an account. */
  async account(id: string): Promise<StoredAccount> {
    return readStoredAccount(id, await this.#read(`/hub/accounts/${encodeURIComponent(id)}`));
  }

  /** Links a new account; the server asks the provider first. */
  async link(integrationId: string, provider: string, credentials: Record<string, string>): Promise<LinkedAccount> {
    const body = await this.#send('POST', '/hub/accounts', { integration_id: integrationId, credentials }, LINK_LIMIT);
    const account = readLinkedAccount(body, { id: '', provider });
    if (account.id === '') throw new RequestError(problemWithoutAnswer('unreadable'));
    return account;
  }

  /** Changes the values of a linked account. Keys left out keep their value. */
  async relink(
    account: StoredAccount,
    integrationId: string,
    credentials: Record<string, string>,
  ): Promise<LinkedAccount> {
    const path = `/hub/accounts/${encodeURIComponent(account.id)}`;
    const body = await this.#send('PATCH', path, { integration_id: integrationId, credentials }, LINK_LIMIT);
    return readLinkedAccount(body, account);
  }

  /** Starts a sign-in at the provider and answers its id. */
  async startAttempt(): Promise<string> {
    const body = await this.#send('POST', '/hub/connection_attempts', { token: this.#token }, READ_LIMIT);
    const id = (body as { id?: unknown } | null)?.id;
    if (typeof id !== 'string' && typeof id !== 'number') throw new RequestError(problemWithoutAnswer('unreadable'));
    return String(id);
  }

  /** Where a sign-in stands. */
  async attempt(id: string): Promise<ConnectionAttempt> {
    return readConnectionAttempt(
      await this.#send('GET', `/hub/connection_attempts/${encodeURIComponent(id)}`, undefined, READ_LIMIT),
    );
  }

  /** Gives up a sign-in. */
  async dropAttempt(id: string): Promise<void> {
    await this.#send('DELETE', `/hub/connection_attempts/${encodeURIComponent(id)}`, undefined, READ_LIMIT);
  }

  /** Address of the window in which the end user signs in at the provider. */
  signInUrl(integrationId: string, attemptId: string, returnTo: string, values: Record<string, string>): string {
    const query = new URLSearchParams({
      ...values,
      redirect_uri: returnTo,
      token: this.#token,
      connection_attempt_id: attemptId,
    });
    return `${this.baseUrl}/connect/oauth2/${encodeURIComponent(integrationId)}?${query}`;
  }

  async #read(path: string): Promise<unknown> {
    for (const pause of this.#retryAfter) {
      try {
        return await this.#send('GET', path, undefined, READ_LIMIT);
      } catch (error) {
        if (!(error instanceof RequestError) || !worthAgain(error.problem)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return this.#send('GET', path, undefined, READ_LIMIT);
  }

  async #send(method: Method, path: string, body: unknown, limit: number): Promise<unknown> {
    const signal = AbortSignal.timeout(limit);
    const headers = { 'content-type': 'application/json', 'x-hub-session-token': this.#token };
    let response: Response;
    let written: string;
    try {
      response = await this.#fetch(`${this.baseUrl}${path}`, {
        method,
        headers,
        signal,
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      written = await response.text();
    } catch {
      throw new RequestError(problemWithoutAnswer(signal.aborted ? 'timeout' : 'network'));
    }
    const parsed = readJson(written);
    if (!response.ok) {
      throw new RequestError(readProblem(response.status, parsed, response.headers.get('x-request-id') ?? ''));
    }
    if (parsed === undefined) throw new RequestError(problemWithoutAnswer('unreadable', { status: response.status }));
    return parsed;
  }
}

/** The parsed body; null for an empty one, undefined for one that is not JSON. */
const readJson = (body: string): unknown => {
  if (body.trim() === '') return null;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
