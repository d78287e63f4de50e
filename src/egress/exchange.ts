import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { isPatchbayError } from '../kernel/index.ts';
import { type Codings, codingsOf, decompressBody, decompressStream } from './decompress.ts';
import { codeOf, exchangeFailure, timedOut, tooLarge } from './failures.ts';
import { joinRepeated, unsendableCall } from './headers.ts';
import { isFollowed } from './redirects.ts';

/** One request to one origin, ready to be sent. */
export interface Call {
  /** Host for errors. */
  readonly label: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Alternating names and values. */
  readonly headers: string[];
  readonly body: string | Uint8Array | null;
  /** Hand over the body as a stream, unless the answer is a redirect that is followed. */
  readonly stream: boolean;
  readonly followsRedirects: boolean;
  readonly signal: AbortSignal | undefined;
  /** What is left of the total time, in milliseconds. */
  readonly timeLeftMs: number;
}

/** Bounds of a call; times in milliseconds. */
export interface Limits {
  readonly maxResponseBytes: number;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

/** What came back for a {@link Call}. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Uint8Array;
  readonly stream?: Readable;
}

const EMPTY = new Uint8Array(0);
/** A body sent byte by byte would otherwise take a hundred times its size in buffer objects. */
const CHUNKS_PER_BLOCK = 1024;
/** Sending these twice does no harm (RFC 9110 §9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const BODILESS: ReadonlySet<number> = new Set([204, 304]);
const CUT_CODES: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** Runs one call on undici's handler interface, which costs a third less than its request method. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #dispatcher: Dispatcher;
  readonly #call: Call;
  readonly #limits: Limits;
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #done = false;
  #mayRetry: boolean;
  #status = 0;
  #headers: Record<string, string | string[]> = {};
  #codings: Codings = [];
  #blocks: Buffer[] = [];
  #chunks: Buffer[] = [];
  #size = 0;
  #source: Readable | undefined;

  constructor(
    dispatcher: Dispatcher,
    call: Call,
    limits: Limits,
    resolve: (answer: Answer) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#dispatcher = dispatcher;
    this.#call = call;
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#mayRetry = SAFE_METHODS.has(call.method);
    // One duration for nearly all calls, so the runtime keeps these timers in one list: 0.3 µs to set and clear.
    this.#timer = setTimeout(expire, call.timeLeftMs, this);
    call.signal?.addEventListener('abort', this);
    this.#send();
  }

  #send(): void {
    const { method, path, headers, body } = this.#call;
    this.#dispatcher.dispatch({ method: method as Dispatcher.HttpMethod, path, headers, body }, this);
  }

  /** Called by the abort signal. */
  handleEvent(): void {
    this.stop(this.#call.signal?.reason);
  }

  expire(): void {
    this.stop(timedOut(this.#call.label, this.#limits.totalTimeoutMs, 'the whole answer'));
  }

  /** Ends the call with this reason and cuts its connection. */
  stop(reason: unknown): void {
    if (!this.#finish()) return;
    const error = reason instanceof Error ? reason : new Error('The call was stopped.', { cause: reason });
    if (this.#source === undefined) this.#reject(reason);
    else this.#source.destroy(error);
    this.#controller?.abort(error);
  }

  #finish(): boolean {
    if (this.#done) return false;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#call.signal?.removeEventListener('abort', this);
    return true;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#done) controller.abort(new Error('The call was stopped before it was sent.'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // Informational answers (100 to 199) come before the real one.
    if (status < 200) return;
    const { label, method, stream, followsRedirects } = this.#call;
    const { maxResponseBytes } = this.#limits;
    this.#mayRetry = false;
    this.#status = status;
    this.#headers = joinRepeated(headers);
    if (method === 'HEAD' || BODILESS.has(status)) {
      if (stream) this.#openStream(controller);
      return;
    }
    if (Number(headers['content-length']) > maxResponseBytes) {
      this.stop(tooLarge(label, maxResponseBytes));
      return;
    }
    try {
      this.#codings = codingsOf(label, headers['content-encoding']);
    } catch (error) {
      this.stop(error);
      return;
    }
    if (stream && !(followsRedirects && isFollowed(status, this.#headers))) this.#openStream(controller);
  }

  #openStream(controller: Dispatcher.DispatchController): void {
    const source = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        this.stop(error ?? new Error('The reader left.'));
        done(error);
      },
    });
    // A stream that broke before anybody listens must not bring the process down.
    source.on('error', () => {});
    this.#source = source;
    const { label } = this.#call;
    const decoded = this.#codings.length > 0;
    const stream = decoded ? decompressStream(label, source, this.#codings, this.#limits.maxResponseBytes) : source;
    if (decoded) this.#forgetCoding();
    this.#resolve({ status: this.#status, headers: this.#headers, body: EMPTY, stream });
  }

  #forgetCoding(): void {
    delete this.#headers['content-encoding'];
    delete this.#headers['content-length'];
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    const { maxResponseBytes } = this.#limits;
    if (this.#size > maxResponseBytes) this.stop(tooLarge(this.#call.label, maxResponseBytes));
    else if (this.#source === undefined) this.#keep(chunk);
    else if (!this.#source.push(chunk)) controller.pause();
  }

  #keep(chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (this.#chunks.length < CHUNKS_PER_BLOCK) return;
    this.#blocks.push(Buffer.concat(this.#chunks));
    this.#chunks = [];
  }

  #wholeBody(): Buffer {
    const [only] = this.#chunks;
    if (only !== undefined && only.length === this.#size) return only;
    return Buffer.concat([...this.#blocks, ...this.#chunks], this.#size);
  }

  onResponseEnd(): void {
    if (!this.#finish()) return;
    if (this.#source !== undefined) {
      this.#source.push(null);
      return;
    }
    const body = this.#wholeBody();
    const answer = { status: this.#status, headers: this.#headers, body };
    // The library frees the connection one turn of the event loop after this. A caller told any sooner, who goes on
    // with the next call at once, would open a second connection for it.
    if (this.#codings.length === 0 || body.length === 0) {
      queueMicrotask(() => setImmediate(this.#resolve, answer));
      return;
    }
    this.#forgetCoding();
    decompressBody(this.#call.label, body, this.#codings, this.#limits.maxResponseBytes).then(
      (plain) => setImmediate(this.#resolve, { ...answer, body: plain }),
      this.#reject,
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#done) return;
    // 204 and 304 have no body even when they state a length (RFC 9110 §8.6), which the library takes for a cut.
    if (BODILESS.has(this.#status) && codeOf(error) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
      this.onResponseEnd();
      return;
    }
    if (this.#mayRetry && CUT_CODES.has(codeOf(error))) {
      // A server may close an idle connection just as the next call goes out on it.
      this.#mayRetry = false;
      this.#controller = undefined;
      this.#send();
      return;
    }
    this.stop(this.#explain(error));
  }

  #explain(error: Error): unknown {
    const { label, method, headers } = this.#call;
    if (isPatchbayError(error)) return error;
    switch (codeOf(error)) {
      case 'UND_ERR_HEADERS_TIMEOUT':
        return timedOut(label, this.#limits.headersTimeoutMs, 'headers', error);
      case 'UND_ERR_BODY_TIMEOUT':
        return timedOut(label, this.#limits.bodyTimeoutMs, 'more of the body', error);
      case 'UND_ERR_HEADERS_OVERFLOW':
        return tooLarge(label, MAX_HEADER_BYTES, error);
      case 'UND_ERR_INVALID_ARG':
      case 'UND_ERR_NOT_SUPPORTED':
        return unsendableCall(label, method, headers, error);
      default:
        return exchangeFailure(label, error);
    }
  }
}

/** Most bytes of headers in an answer. */
export const MAX_HEADER_BYTES = 64 * 1024;

const expire = (exchange: Exchange): void => exchange.expire();

/**
 * Sends one call and reads its answer.
 * @throws PatchbayError as `Egress.send` says, redirects aside; the signal's reason when it stops the call
 */
export const exchange = (dispatcher: Dispatcher, call: Call, limits: Limits): Promise<Answer> =>
  new Promise((resolve, reject) => {
    new Exchange(dispatcher, call, limits, resolve, reject);
  });
