import { isUtf8 } from 'node:buffer';
import { proxyProgramOf } from '../../compile/proxy-program.ts';
import { compileUrl } from '../../compile/url/url.ts';
import type { ActionFailure, ActionRun, CompiledConnector } from '../../program.ts';
import { setHeader } from '../http/args.ts';
import { BodyParts, encodeBody } from '../http/body.ts';
import { authorizationFor, buildRequest, type CallProgram, type OwnBody } from '../http/call.ts';
import { exchange } from '../http/exchange.ts';
import { charsetOf } from '../http/media-type.ts';
import { Query } from '../http/query.ts';
import { headerOf } from '../http/response.ts';
import { runSecrets } from '../no-answer.ts';
import { callerFailure, StepError } from '../outcome.ts';
import { maskSecrets, safeUrl } from '../redaction.ts';
import { failureOf } from '../run-step.ts';
import { beginRun, type RunState } from '../state.ts';
import { proxyTarget, type WantedTarget } from './target.ts';

/** A request of the caller's own. */
export interface ProxyRequest extends WantedTarget {
  /** Any case. */
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON unless the `content-type` header says otherwise; absent means no body. */
  readonly body?: unknown;
}

/** How a proxied request ended: whatever the provider answered, or why there is no answer. */
export type ProxyResult =
  | {
      readonly answered: true;
      readonly status: number;
      /** Without those of the connection, cookies and secrets. */
      readonly headers: Readonly<Record<string, string>>;
      /**
       * Parsed JSON or XML, text, or null where the body is empty. What is no text is Base64, and the header
       * `content-transfer-encoding` says so.
       */
      readonly data: unknown;
      /** Where it went, without secrets. */
      readonly url: string;
    }
  | { readonly answered: false; readonly failure: ActionFailure };

/** Everything one proxied request needs; `inputs` has no meaning here. */
export type ProxyRun = Omit<ActionRun, 'inputs' | 'onStep' | 'onEvent' | 'debug' | 'flowType'>;

const STEP = 'proxy';
/** Headers that belong to the connection, to who calls, or to Patchbay; callers cannot send them. */
const NOT_FORWARDED =
  /^(?:authorization|cookie2?|host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|proxy-.*|forwarded|x-forwarded-.*|x-real-ip|via|x-account-id|x-hub-.*|accept-encoding|origin|referer|sec-.*)$/;
const NOT_RETURNED =
  /^(?:set-cookie2?|connection|keep-alive|transfer-encoding|te|trailer|upgrade|proxy-.*|content-length|content-encoding|www-authenticate|alt-svc|strict-transport-security)$/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const MOST_HEADERS = 64;

function callerHeaders(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const entries = Object.entries(given);
  if (entries.length > MOST_HEADERS) throw callerFailure(`headers holds more than ${MOST_HEADERS} headers.`);
  const headers: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    if (!HEADER_NAME.test(lower)) throw callerFailure(`"${name.slice(0, 64)}" is not a header name.`);
    if (!NOT_FORWARDED.test(lower)) setHeader(headers, lower, value);
  }
  return headers;
}

function encodedOf(body: unknown, contentType: string | undefined): ReturnType<typeof encodeBody> {
  try {
    return encodeBody(body, contentType);
  } catch (error) {
    // What cannot be written came from the caller, unlike the bodies that connectors build.
    if (error instanceof StepError) throw callerFailure(error.failure.message);
    if (error instanceof RangeError) throw callerFailure('body is nested too deeply.');
    throw error;
  }
}

function bodyOf(method: string, body: unknown, contentType: string | undefined): OwnBody | undefined {
  if (body === undefined || body === null) return undefined;
  if (method === 'GET') throw callerFailure('A GET request has no body.');
  const encoded = encodedOf(body, contentType);
  return { bytes: encoded.text, contentType: encoded.contentType, content: body };
}

async function send(connector: CompiledConnector, request: ProxyRequest, state: RunState): Promise<ProxyResult> {
  const { origins, program } = proxyProgramOf(connector);
  const base = compileUrl(program.connector.baseUrl, undefined, '/', program.connector.compat).build(
    state.block,
    state.run.baseUrl,
  );
  const isProduction = state.run.environment === 'production';
  const url = proxyTarget(request, {
    base,
    origins: isProduction ? origins : new Set(),
    onlyBelowBase: !isProduction,
  });
  if (request.url === undefined && !request.path) url.pathname = url.pathname.replace(/(?<=.)\/$/, '');
  const call: CallProgram = {
    method: request.method.toUpperCase(),
    url: { build: () => url.href },
    argumentsOf: () => ({ query: new Query(), headers: {}, body: new BodyParts() }),
    rewrite: () => undefined,
    encodeQuery: true,
  };
  // A credential that stands in the query stands there once: the stored one.
  const own = authorizationFor(call, state).authorize(state.block).query?.name;
  if (own !== undefined) url.searchParams.delete(own);
  const headers = callerHeaders(request.headers);
  const args = { query: new Query(), headers, body: new BodyParts() };
  const outgoing = buildRequest(call, state, args, bodyOf(call.method, request.body, headers['content-type']));
  // No redirect is followed: the answer says where to, and the caller decides.
  const { response, body } = await exchange(state, outgoing);
  const isBinary =
    body.kind === 'text' &&
    charsetOf(headerOf(response.headers, 'content-type')) === undefined &&
    !isUtf8(response.body);
  const data = isBinary ? Buffer.from(response.body).toString('base64') : (body.value ?? null);
  const secrets = runSecrets(state);
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers))
    if (!NOT_RETURNED.test(name)) told[name] = String(maskSecrets([value].flat().join(', '), secrets));
  if (isBinary) told['content-transfer-encoding'] = 'base64';
  return {
    answered: true,
    status: response.status,
    headers: told,
    data: maskSecrets(data, secrets),
    url: safeUrl(outgoing.url, secrets),
  };
}

/**
 * Sends one request to a connector's provider with the credentials of an account, within the provider's budget. It goes
 * to the origin of the connector's base URL or to one that the connector's own calls send these credentials to, nowhere
 * else. What the caller or provider does never throws.
 */
export async function runProxyRequest(
  connector: CompiledConnector,
  request: ProxyRequest,
  run: ProxyRun,
): Promise<ProxyResult> {
  const state = beginRun(proxyProgramOf(connector).program, { ...run, inputs: {} });
  state.stepId = STEP;
  try {
    return await send(connector, request, state);
  } catch (error) {
    const { statusCode: _statusCode, ...failure } = failureOf(state, error);
    return { answered: false, failure: { stepId: STEP, ...failure } };
  }
}
