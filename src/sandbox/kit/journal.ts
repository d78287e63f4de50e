import { isSecretName, MASK, redact, redactRecord, toIso } from '../../kernel/index.ts';

/** One request as an emulator received it, secrets masked. */
export interface JournalEntry {
  /** Counts up from 1 since the start or the last reset. */
  readonly seq: number;
  /** Time of the emulator's clock. */
  readonly at: string;
  readonly method: string;
  /** Path below the emulator's base, as sent. */
  readonly path: string;
  /** Query string as sent, without `?`. */
  readonly query: string;
  /** The `Authorization` header keeps its scheme word. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; other text up to 4 KiB; null when there was none. */
  readonly body: unknown;
  /** Name of the demo credential set that was used, when the emulator recognised one. */
  credential_set: string | null;
  /** Status of the answer; null while it is being made. */
  status: number | null;
  /** Kind of the fault that struck. */
  fault: string | null;
}

const CAPACITY = 500;
const MAX_TEXT = 4096;

function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const masked = redactRecord(headers);
  const scheme = /^(basic|bearer|token|apikey) +\S/i.exec(headers['authorization'] ?? '')?.[1];
  if (scheme !== undefined) masked['authorization'] = `${scheme} ${MASK}`;
  return masked;
}

const maskQuery = (query: string): string =>
  query
    .split('&')
    .map((pair) => {
      const [name = '', value] = pair.split('=', 2);
      return value !== undefined && isSecretName(name) ? `${name}=${MASK}` : pair;
    })
    .join('&');

function readBody(raw: Buffer, contentType: string): unknown {
  if (raw.length === 0) return null;
  const text = raw.toString('utf8');
  try {
    return redact(JSON.parse(text));
  } catch {
    if (contentType.startsWith('application/x-www-form-urlencoded')) return maskQuery(text.slice(0, MAX_TEXT));
    return text.slice(0, MAX_TEXT);
  }
}

/** The last {@link CAPACITY} requests of one emulator. */
export class Journal {
  readonly #entries: JournalEntry[] = [];
  #count = 0;

  /** Notes a request and returns its entry, to be completed once the answer is known. */
  note(request: {
    readonly at: number;
    readonly method: string;
    readonly path: string;
    readonly query: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
  }): JournalEntry {
    this.#count += 1;
    const entry: JournalEntry = {
      seq: this.#count,
      at: toIso(request.at),
      method: request.method,
      path: request.path,
      query: maskQuery(request.query),
      headers: maskHeaders(request.headers),
      body: readBody(request.body, request.headers['content-type'] ?? ''),
      credential_set: null,
      status: null,
      fault: null,
    };
    this.#entries.push(entry);
    if (this.#entries.length > CAPACITY) this.#entries.shift();
    return entry;
  }

  /** The entries, oldest first, optionally of one method and path only. */
  list(filter: { readonly method?: string | undefined; readonly path?: string | undefined } = {}): JournalEntry[] {
    return this.#entries.filter(
      (entry) =>
        (filter.method === undefined || entry.method === filter.method) &&
        (filter.path === undefined || entry.path === filter.path),
    );
  }

  clear(): void {
    this.#entries.length = 0;
    this.#count = 0;
  }
}
