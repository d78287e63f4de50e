import { type Authorization, compileAuthorization } from '../../auth/authorization.ts';
import { compileCertificates } from '../../auth/certificates.ts';
import { compileSaml, type SamlBody } from '../../auth/saml.ts';
import type { CertificateValues } from '../../compile/connector-program.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import { compileUrl, encodeIllegal, type UrlBuilder } from '../../compile/url/url.ts';
import type { Scope, Value } from '../../compile/value.ts';
import type { AuthorizationDefinition } from '../../definition.ts';
import { engineFailure } from '../outcome.ts';
import type { Fields } from '../records.ts';
import type { RunState } from '../state.ts';
import { type Arguments, type ArgumentsOf, compileArguments, setHeader } from './args.ts';
import { encodeBody } from './body.ts';
import { compileCustomErrors, type StatusRewriter } from './custom-errors.ts';
import type { Outgoing } from './exchange.ts';
import { withQuery } from './query.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH']);
const ACCEPT = 'application/json, text/plain, */*';

/** What every step function that makes an HTTP call has in common, compiled from its parameters. */
export interface CallProgram {
  readonly method: string;
  readonly url: UrlBuilder;
  readonly argumentsOf: ArgumentsOf;
  readonly rewrite: StatusRewriter;
  readonly encodeQuery: boolean;
  /** The step's own; otherwise that of the account's auth config holds. */
  readonly authorization?: Authorization;
  readonly certificates?: CertificateValues;
  /** Puts a signed assertion into the body. */
  readonly saml?: SamlBody;
  /** Minutes for which answers may be reused. */
  readonly cacheMinutes?: Value;
  /** Raw body given as a parameter, for calls without body arguments. */
  readonly rawBody?: Value;
}

/** A body that does not come from arguments. */
export interface OwnBody {
  readonly bytes: string | Uint8Array;
  readonly contentType: string;
  /** What logs show. */
  readonly content: unknown;
}

/** Compiles the common parameters of a call. */
export function compileCall(parameters: Readonly<Fields>, scope: CompileScope, defaultMethod = ''): CallProgram {
  const method = String(parameters['method'] ?? defaultMethod).toUpperCase();
  const { authorization, certificates, body, cacheTTL } = parameters;
  const saml = compileSaml(parameters['saml'], scope.compat);
  return {
    method,
    url: compileUrl(scope.program.baseUrl, parameters['baseUrl'], parameters['url'], scope.compat, scope.callerItems),
    argumentsOf: compileArguments(parameters['args'], scope),
    rewrite: compileCustomErrors(parameters['customErrors'], scope),
    encodeQuery: parameters['encodeQueryParams'] !== false,
    ...(authorization === undefined
      ? {}
      : { authorization: compileAuthorization(authorization as AuthorizationDefinition, scope.compat) }),
    ...(certificates === undefined ? {} : { certificates: compileCertificates(certificates, scope.compat) }),
    ...(saml === undefined ? {} : { saml }),
    ...(cacheTTL === undefined ? {} : { cacheMinutes: parameter(cacheTTL, scope) }),
    ...(typeof body === 'string' && scope.compat !== 'published' ? { rawBody: parameter(body, scope) } : {}),
  };
}

/** The authorization in force for a call: the step's own or that of the auth config of the account. */
export function authorizationFor(call: CallProgram, state: RunState): Authorization {
  if (call.authorization !== undefined) return call.authorization;
  const auth = state.connector.auths.get(state.run.authenticationType);
  if (auth === undefined || !auth.environments.has(state.run.environment)) {
    throw engineFailure(
      `The connector has no auth config "${state.run.authenticationType}" for the environment "${state.run.environment}".`,
    );
  }
  return auth.authorization;
}

const pemsOf = (values: readonly Value[], scope: Scope): string[] =>
  values
    .map((value) => value.get(scope))
    .filter((text) => typeof text === 'string')
    .map(readPem);

/** PEM text as it is, or out of its Base64 form. */
export const readPem = (text: string): string =>
  text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');

function clientCertificate(call: CallProgram, state: RunState): Pick<Outgoing, 'clientCertificate'> {
  const values = call.certificates ?? state.connector.auths.get(state.run.authenticationType)?.certificates;
  if (values === undefined) return {};
  return { clientCertificate: { certs: pemsOf(values.certs, state.block), keys: pemsOf(values.keys, state.block) } };
}

/**
 * Builds the request of a call: arguments and credentials evaluated, body encoded, signed if asked for.
 * @param args from `call.argumentsOf`; the caller may have added to them
 * @param own a body in place of the body arguments
 * @throws StepError when a value that is needed is missing
 */
export function buildRequest(call: CallProgram, state: RunState, args: Arguments, own?: OwnBody): Outgoing {
  if (!METHODS.has(call.method))
    throw engineFailure(`The method "${call.method}" is not one of GET, POST, PUT, PATCH, DELETE.`);
  const { block } = state;
  const authorization = authorizationFor(call, state);
  const { query, headers } = args;
  const authorized = authorization.authorize(block);
  for (const name of Object.keys(authorized.headers))
    setHeader(headers, name, authorized.headers[name] ?? '', engineFailure);
  if (authorized.query !== undefined) query.set(authorized.query.name, authorized.query.value);
  headers['accept'] ??= ACCEPT;
  if (call.saml !== undefined) {
    const { name, assertion } = call.saml(block, state.clock.now());
    args.body.set(name, assertion);
  }
  const payload = own ?? bodyOf(call, state, args);
  if (payload !== undefined) headers['content-type'] ??= payload.contentType;
  const address = call.url.build(block, state.run.baseUrl);
  const queryText = query.toText(call.encodeQuery);
  const url = withQuery(address, call.encodeQuery ? queryText : encodeIllegal(queryText));
  const body = payload?.bytes;
  if (authorization.signing !== undefined) {
    if (!call.encodeQuery)
      throw engineFailure('A signed request needs its query encoded: remove encodeQueryParams: false.');
    const signature = authorization.signing({ method: call.method, url, headers, body }, block, state.clock.now());
    for (const name of Object.keys(signature)) setHeader(headers, name, signature[name] ?? '');
  }
  const minutes = Number(call.cacheMinutes?.get(block) ?? 0);
  if (minutes > 0 && args.body.raw !== undefined) {
    throw engineFailure('A body argument marked inline cannot be used together with cacheTTL.');
  }
  return {
    method: call.method,
    url,
    ...(minutes > 0 ? { cacheMs: minutes * 60_000 } : {}),
    headers,
    ...(body === undefined ? {} : { body }),
    content: payload?.content,
    ...clientCertificate(call, state),
  };
}

const typeOfText = (text: string): string => (/^\s*[[{]/.test(text) ? 'application/json' : 'text/plain');

const HIDDEN_BODY = '[body sent as it is]';

function bodyOf(call: CallProgram, state: RunState, { body, headers }: Arguments): OwnBody | undefined {
  const contentType = headers['content-type'];
  if (body.raw !== undefined && body.content !== undefined) {
    throw engineFailure('A body argument marked inline must be the only body argument.');
  }
  if (body.raw !== undefined) return { bytes: body.raw, contentType: typeOfText(body.raw), content: HIDDEN_BODY };
  const { content } = body;
  if (content === undefined) {
    const raw = call.rawBody?.get(state.block);
    if (raw === undefined || raw === null || raw === '') return undefined;
    const bytes = typeof raw === 'string' ? raw : JSON.stringify(raw);
    return { bytes, contentType: typeOfText(bytes), content: raw };
  }
  const encoded = encodeBody(content, contentType);
  return { bytes: encoded.text, contentType: encoded.contentType, content };
}
