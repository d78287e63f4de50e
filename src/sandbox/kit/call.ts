import { dateOf } from './dates.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { JournalEntry } from './journal.ts';
import { parseQuery, type Query } from './query.ts';
import type { Tasks } from './tasks.ts';

/** A request as the server received it. */
export interface Incoming {
  readonly method: string;
  /** Path and query below the emulator's base, as sent (`/people?$limit=2`). */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Remote address. */
  readonly address: string;
  /** Base address on the host the client used, without trailing slash (`http://localhost:4400/sandbox/acme`). */
  readonly baseUrl: string;
}

/** Thrown by {@link Call.json} and {@link Call.form} when the body cannot be read. */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody';
}

/** What a handler works with: one request and the state of its emulator. */
export class Call<State> {
  readonly method: string;
  /** Path below the base, still percent-encoded. */
  readonly path: string;
  readonly query: Query;
  /** Query string as sent, without `?`. */
  readonly rawQuery: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly address: string;
  /** Base address on the host the client used; put it before paths to make absolute links. */
  readonly baseUrl: string;
  /** Time of the emulator's clock in milliseconds when the call came in. */
  readonly now: number;
  /** Decoded path parameters. */
  params: Readonly<Record<string, string>> = {};
  /** Work that outlives the answer. */
  readonly tasks: Tasks;
  readonly #state: () => State;
  readonly #fault: Fault | undefined;
  readonly #entry: JournalEntry;

  constructor(
    incoming: Incoming,
    state: () => State,
    now: number,
    tasks: Tasks,
    fault: Fault | undefined,
    entry: JournalEntry,
  ) {
    const cut = incoming.url.indexOf('?');
    this.method = incoming.method;
    this.path = cut === -1 ? incoming.url : incoming.url.slice(0, cut);
    this.rawQuery = cut === -1 ? '' : incoming.url.slice(cut + 1);
    this.query = parseQuery(this.rawQuery);
    this.headers = incoming.headers;
    this.body = incoming.body;
    this.address = incoming.address;
    this.baseUrl = incoming.baseUrl;
    this.#state = state;
    this.now = now;
    this.tasks = tasks;
    this.#fault = fault;
    this.#entry = entry;
  }

  /** The emulator's data, made at the first use. */
  get state(): State {
    return this.#state();
  }

  /** The clock's calendar date (UTC). */
  get today(): string {
    return dateOf(this.now);
  }

  /** The clock's time as a timestamp. */
  get timestamp(): string {
    return new Date(this.now).toISOString();
  }

  /** True when this fault was asked for. For the faults that emulators carry out themselves: cursors and endless pages. */
  has(fault: FaultKind): boolean {
    return this.#fault?.kind === fault;
  }

  /** Remembers in the journal which demo credential set the caller used. */
  usedCredentials(name: string): void {
    this.#entry.credential_set = name;
  }

  /** The body as JSON; an empty body is undefined. @throws MalformedBody when it is not JSON */
  json(): unknown {
    if (this.body.length === 0) return undefined;
    try {
      return JSON.parse(this.body.toString('utf8'));
    } catch (cause) {
      throw new MalformedBody('The body is not JSON', { cause });
    }
  }

  /** The body as a form (`multipart/form-data` or URL-encoded). @throws MalformedBody for anything else */
  async form(): Promise<FormData> {
    try {
      const headers = { 'content-type': this.headers['content-type'] ?? '' };
      return await new Response(new Uint8Array(this.body), { headers }).formData();
    } catch (cause) {
      throw new MalformedBody('The body is not a form', { cause });
    }
  }
}
