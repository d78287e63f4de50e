import type { TransportRequest, TransportResponse } from '../../transport.ts';
import { noAnswer, requireTime } from '../no-answer.ts';
import { ownerOf, type RunState, tell } from '../state.ts';
import { keep, lookUp } from './cached.ts';
import { type DecodedBody, decodeBody } from './response.ts';
import { MAX_RETRIES, waitBeforeRetry } from './retry.ts';

/** A request ready to be sent. */
export interface Outgoing extends Omit<TransportRequest, 'signal'> {
  /** The body as data, for logs. */
  readonly content: unknown;
  /** The answer is a file: its body is read as text only where it reports an error. */
  readonly binary?: boolean;
  /** Milliseconds after which the call is given up, where the connector sets a limit of its own. */
  readonly timeoutMs?: number;
  /** Milliseconds for which the answer may stand in for later ones. */
  readonly cacheMs?: number;
}

/** An answer with its body read. */
export interface Incoming {
  readonly response: TransportResponse;
  readonly body: DecodedBody;
  /** Milliseconds from sending to the whole answer. */
  readonly took: number;
}

function report(state: RunState, outgoing: Outgoing, startedAt: number, incoming?: Incoming, error?: string): void {
  const { onExchange } = state.run;
  if (onExchange === undefined) return;
  const { method, url, headers, content } = outgoing;
  tell(onExchange, {
    stepId: state.stepId,
    startedAt,
    endedAt: state.clock.now(),
    request: { method, url, headers, ...(content === undefined ? {} : { body: content }) },
    ...(incoming === undefined
      ? {}
      : {
          response: {
            status: incoming.response.status,
            headers: incoming.response.headers,
            ...(incoming.body.value === undefined ? {} : { body: incoming.body.value }),
          },
        }),
    ...(error === undefined ? {} : { error }),
  });
}

async function once(state: RunState, outgoing: Outgoing): Promise<Incoming> {
  const { limiter, transport, signal } = state.run;
  const { limits } = state.connector;
  requireTime(state);
  const asked = state.clock.now();
  let release: (() => void) | undefined;
  try {
    if (limiter !== undefined) {
      release = await limiter.acquire(limits.poolsFor(ownerOf(state), outgoing.url), limits.maxWaitMs, signal);
    }
  } catch (error) {
    throw noAnswer(state, error, asked);
  }
  const startedAt = state.clock.now();
  try {
    const response = await transport(requestFrom(outgoing, signal));
    const body = await readBody(response, outgoing.binary === true);
    const incoming = { response, body, took: state.clock.now() - startedAt };
    report(state, outgoing, startedAt, incoming);
    return incoming;
  } catch (error) {
    const failure = noAnswer(state, error, startedAt);
    report(state, outgoing, startedAt, undefined, failure.message);
    throw failure;
  } finally {
    release?.();
  }
}

function requestFrom(outgoing: Outgoing, runSignal: AbortSignal | undefined): TransportRequest {
  const { content: _content, binary: _binary, timeoutMs, cacheMs: _cacheMs, ...request } = outgoing;
  const limits = timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)];
  const signal =
    limits.length === 0 ? runSignal : AbortSignal.any(runSignal === undefined ? limits : [runSignal, ...limits]);
  return signal === undefined ? request : { ...request, signal };
}

/** Most of an error answer that is kept when it comes as a stream. */
const MAX_STREAMED_ERROR = 1024 * 1024;

const NOT_READ: DecodedBody = Object.freeze({ value: undefined, kind: 'empty', contentType: '' });

async function readBody(response: TransportResponse, isFile: boolean): Promise<DecodedBody> {
  const succeeded = response.status < 400;
  if (response.stream === undefined) return isFile && succeeded ? NOT_READ : decodeBody(response);
  if (succeeded) return NOT_READ;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.stream) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_STREAMED_ERROR) break;
  }
  return decodeBody({ headers: response.headers, body: Buffer.concat(chunks) });
}

/**
 * Makes a call within the provider's budget, and again (up to five times, waiting as the provider asks) while it answers
 * that there were too many.
 * @throws StepError of kind `transport` when there is no answer
 */
export async function exchange(state: RunState, outgoing: Outgoing): Promise<Incoming> {
  const cached = lookUp(state, outgoing);
  if (cached?.found !== undefined) return { response: cached.found, body: decodeBody(cached.found), took: 0 };
  const incoming = await untilAccepted(state, outgoing);
  if (cached !== undefined) keep(state, cached.key, incoming.response, outgoing.cacheMs ?? 0);
  return incoming;
}

async function untilAccepted(state: RunState, outgoing: Outgoing): Promise<Incoming> {
  for (let attempt = 1; ; attempt += 1) {
    const incoming = await once(state, outgoing);
    if (attempt > MAX_RETRIES) return incoming;
    const { limits } = state.connector;
    const wait = waitBeforeRetry(incoming.response, incoming.body, limits.mappedErrors, attempt, state.clock.now());
    if (wait === undefined) return incoming;
    const startedAt = state.clock.now();
    try {
      await state.wait(wait, state.run.signal);
    } catch (error) {
      throw noAnswer(state, error, startedAt);
    }
  }
}
