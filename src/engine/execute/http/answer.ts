import { fail, redactRecord } from '../../../kernel/index.ts';
import { runSecrets } from '../no-answer.ts';
import { failed, type Outcome, type StepFailure } from '../outcome.ts';
import { maskSecrets, safeUrl } from '../redaction.ts';
import type { RunState } from '../state.ts';
import type { CallProgram } from './call.ts';
import { errorMessage } from './error-message.ts';
import { exchange, type Incoming, type Outgoing } from './exchange.ts';
import { headerOf } from './response.ts';

/** The whole exchange as later steps see it (`output.raw`). */
export interface RawExchange {
  readonly data: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** The body that was sent. */
  readonly body: unknown;
  readonly requestUrl: string;
  readonly method: string;
  readonly responseType: string;
  /** Milliseconds. */
  readonly responseTime: number;
  readonly [more: string]: unknown;
}

/** An answer after the connector's status rules. */
export interface Answer {
  readonly status: number;
  readonly message?: string;
  readonly data: unknown;
  readonly raw: RawExchange;
  readonly incoming: Incoming;
  /** True when a rule of `customErrors` gave the status. */
  readonly isRewritten: boolean;
  /** Set when the status means failure or the body cannot be read. */
  readonly failure?: StepFailure;
}

/** What the caller needs of the body; an answer that cannot be read is a failure where data is expected. */
export type Expectation = 'data' | 'anything';

function headersForErrors(headers: RawExchange['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const name of Object.keys(headers)) flat[name] = headerOf(headers, name) ?? '';
  return redactRecord(flat);
}

/** @param answered status of the answer as whoever judges the failure is to take it; that of the answer itself by default */
function providerFailure(
  state: RunState,
  raw: RawExchange,
  status: number,
  message: string,
  answered = raw.status,
): StepFailure {
  const secrets = runSecrets(state);
  return {
    kind: 'provider',
    message: String(maskSecrets(message, secrets)),
    statusCode: status,
    provider: {
      status: answered,
      url: safeUrl(raw.requestUrl, secrets),
      body: maskSecrets(raw.data, secrets),
      headers: maskSecrets(headersForErrors(raw.headers), secrets) as Record<string, string>,
    },
  };
}

/** Says what is wrong with a successful answer whose body is not what the connector reads. */
function unreadable(state: RunState, { body }: Incoming, accept: string, expectation: Expectation): string | undefined {
  if (state.connector.compat === 'published') return undefined;
  const { title } = state.connector;
  if (body.problem !== undefined) return `${title} answered with ${body.problem}.`;
  const wantsPage = accept.includes('html');
  const isPage = body.kind === 'html' && !wantsPage;
  if (!isPage && !(expectation === 'data' && body.kind === 'text')) return undefined;
  return fail('provider_answer_unreadable', { connector: title, contentType: body.contentType || 'no content type' })
    .message;
}

const isFailure = (status: number): boolean => status >= 400 && status <= 599;

/**
 * Sends a request and judges the answer: success is any status but 400 to 599, after `customErrors`.
 * @throws StepError of kind `transport` when there is no answer
 */
export async function call(
  state: RunState,
  program: CallProgram,
  outgoing: Outgoing,
  expectation: Expectation = 'anything',
): Promise<Answer> {
  const incoming = await exchange(state, outgoing);
  const { response, body } = incoming;
  const raw: RawExchange = {
    data: body.value,
    status: response.status,
    headers: response.headers,
    body: outgoing.content,
    requestUrl: outgoing.url,
    method: outgoing.method.toLowerCase(),
    responseType: body.kind,
    responseTime: incoming.took,
  };
  state.lastRaw = raw;
  const rewritten = program.rewrite(response.status, () => ({ ...raw, credentials: state.block.credentials }));
  const status = rewritten?.status ?? response.status;
  const answer = { status, data: body.value, raw, incoming, isRewritten: rewritten !== undefined };
  if (isFailure(status)) {
    const message = errorMessage(body.value, status, body.kind, rewritten?.message);
    return { ...answer, message, failure: providerFailure(state, raw, status, message, status) };
  }
  const problem = unreadable(state, incoming, outgoing.headers['accept'] ?? '', expectation);
  if (problem !== undefined) {
    return { ...answer, message: problem, failure: providerFailure(state, raw, 502, problem) };
  }
  return rewritten === undefined ? answer : { ...answer, message: rewritten.message };
}

/** The failure for an answer whose status is fine but which says itself that something failed. */
export function failureWithin(state: RunState, { raw }: Answer, message: string, status: number): StepFailure {
  return providerFailure(state, raw, status, message, raw.status >= 400 ? raw.status : status);
}

/** The end of a step whose call failed. */
export const failedAnswer = (failure: StepFailure, { data, raw }: Answer): Outcome => failed(failure, { data, raw });
