/** What can be made to go wrong, with the words shown to people. */
export const FAULT_KINDS = {
  rate_limited: 'Answers 429 with Retry-After in seconds (retry_after, default 1).',
  rate_limited_date: 'Answers 429 with Retry-After as an HTTP date.',
  rate_limited_bare: 'Answers 429 without Retry-After.',
  server_error: 'Answers 500 in the provider’s own words.',
  bad_gateway_html: 'Answers 502 with an HTML page of a proxy.',
  html_success: 'Answers 200 with an HTML page instead of data.',
  slow_start: 'Waits before the first byte: delay_ms, or until the client gives up.',
  slow_drip: 'Sends the answer in small pieces: chunk_bytes (16) every delay_ms (20).',
  cut_connection: 'Promises the whole answer, sends half and cuts the connection.',
  reset_connection: 'Does the work, then cuts the connection without a byte.',
  malformed_json: 'Sends the answer with its end missing, as if complete.',
  empty_body: 'Sends the status and headers of the answer without its body.',
  repeating_cursor: 'A list keeps naming the same next page (where the provider has cursors or next links).',
  endless_pages: 'A list always names a further page (where the provider has cursors or next links).',
} as const;

/** Name of a fault. */
export type FaultKind = keyof typeof FAULT_KINDS;

/** One fault as asked for. Times are milliseconds, `retryAfter` is seconds. */
export interface Fault {
  readonly kind: FaultKind;
  readonly retryAfter: number;
  readonly delayMs: number | undefined;
  readonly chunkBytes: number;
}

/** Faults that replace the provider's work altogether: the handler does not run. */
const INSTEAD: ReadonlySet<FaultKind> = new Set([
  'rate_limited',
  'rate_limited_date',
  'rate_limited_bare',
  'server_error',
  'bad_gateway_html',
  'html_success',
]);

/** True when the fault answers by itself, without the provider doing any work. */
export const answersInstead = (fault: Fault): boolean => INSTEAD.has(fault.kind);

const isKind = (kind: unknown): kind is FaultKind => typeof kind === 'string' && Object.hasOwn(FAULT_KINDS, kind);
const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= 0 && (number as number) <= 3_600_000
    ? (number as number)
    : undefined;
};

/**
 * A fault from its members.
 * @param given `{kind, retry_after?, delay_ms?, chunk_bytes?}`; numbers may be text
 * @returns a sentence when something is wrong
 */
export function readFault(given: Readonly<Record<string, unknown>>): Fault | string {
  const { kind } = given;
  if (!isKind(kind)) return `Unknown fault kind. Known kinds: ${Object.keys(FAULT_KINDS).join(', ')}.`;
  for (const name of ['retry_after', 'delay_ms', 'chunk_bytes'])
    if (given[name] !== undefined && wholeNumber(given[name]) === undefined)
      return `${name} must be a whole number from 0 to 3600000.`;
  return {
    kind,
    retryAfter: wholeNumber(given['retry_after']) ?? 1,
    delayMs: wholeNumber(given['delay_ms']),
    chunkBytes: Math.max(1, wholeNumber(given['chunk_bytes']) ?? 16),
  };
}

/** The fault in an `X-Sandbox-Fault` header such as `slow_drip; delay_ms=5; chunk_bytes=64`, or what is wrong with it. */
export function readFaultHeader(text: string): Fault | string {
  const [kind, ...settings] = text.split(';').map((part) => part.trim());
  const members = settings.filter((part) => part !== '').map((part) => part.split('=').map((side) => side.trim()));
  return readFault({ kind, ...Object.fromEntries(members.map(([name, value]) => [name, value ?? ''])) });
}

/** A fault that waits for requests. */
export interface ArmedFault {
  readonly fault: Fault;
  /** Requests it still strikes; null means every one until it is disarmed. */
  readonly times: number | null;
  /** Path below the emulator's base; `*` stands for any text. Null: any path. */
  readonly path: string | null;
  readonly method: string | null;
}

function globs(pattern: string, path: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return path === pattern;
  if (!path.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = path.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return path.length - last.length >= from && path.endsWith(last);
}

/** The armed faults of one emulator, oldest first. */
export class FaultBoard {
  #armed: ArmedFault[] = [];

  list(): readonly ArmedFault[] {
    return this.#armed;
  }

  arm(fault: ArmedFault): void {
    this.#armed.push(fault);
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault that strikes this request; its count goes down. */
  take(method: string, path: string): Fault | undefined {
    const index = this.#armed.findIndex(
      (armed) => (armed.method === null || armed.method === method) && (armed.path === null || globs(armed.path, path)),
    );
    const armed = this.#armed[index];
    if (armed === undefined) return undefined;
    if (armed.times === 1) this.#armed.splice(index, 1);
    else if (armed.times !== null) this.#armed[index] = { ...armed, times: armed.times - 1 };
    return armed.fault;
  }
}
