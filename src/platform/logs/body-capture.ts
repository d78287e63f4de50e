import type { BodyLogging } from '../projects/index.ts';
import type { Masker } from './masker.ts';

/** Most of one body or set of headers that is kept, in characters. */
const EACH = 65_536;
/** Most of all exchanges of one request that is kept, in characters. */
const ALTOGETHER = 2_097_152;

/** A request, ours or a provider's, as kept in the logs. */
export interface KeptRequest {
  readonly method: string;
  /** With query; a path alone for requests to this server. */
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** An answer as kept in the logs. */
export interface KeptResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** An exchange as it goes into the columns of a log row: JSON, masked and bounded. */
export interface KeptExchange {
  readonly request: string;
  readonly response: string | null;
}

/** Keeps the exchanges of one request: its own and those with the provider behind it. */
export class BodyCapture {
  readonly masker: Masker;
  /** Which requests are kept. */
  readonly mode: Exclude<BodyLogging, 'off'>;
  #left = ALTOGETHER;

  constructor(masker: Masker, mode: Exclude<BodyLogging, 'off'>) {
    this.masker = masker;
    this.mode = mode;
  }

  /** Whether an exchange of this status is kept; null means that there was no answer. */
  wants(status: number | null): boolean {
    return this.mode === 'all' || status === null || status >= 400;
  }

  /** @returns what the columns `request` and `response` of a row hold */
  exchange(request: KeptRequest, response: KeptResponse | undefined): KeptExchange {
    const { method, url, headers, body } = request;
    const kept = this.#bounded({ method, url: this.masker.url(url) }, headers, body);
    return {
      request: kept,
      response:
        response === undefined ? null : this.#bounded({ status: response.status }, response.headers, response.body),
    };
  }

  #bounded(start: object, headers: Readonly<Record<string, unknown>>, body: unknown): string {
    if (this.#left <= 0)
      return JSON.stringify({ ...start, headers: {}, body: '[not kept: the log of this request is full]' });
    const budget = (): { left: number } => ({ left: Math.min(EACH, this.#left) });
    const text = JSON.stringify({
      ...start,
      headers: this.masker.headers(headers, budget()),
      ...(body === undefined ? {} : { body: this.masker.body(body, budget()) }),
    });
    this.#left -= text.length;
    return text;
  }
}
