import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import { compileValue, type Scope, type Value } from '../../compile/value.ts';
import { type Answer, call, failedAnswer, failureWithin } from '../http/answer.ts';
import type { Arguments } from '../http/args.ts';
import { buildRequest, type CallProgram, compileCall } from '../http/call.ts';
import { shapeData } from '../http/read-data.ts';
import { decodeText, headerOf } from '../http/response.ts';
import { type SoapNamespace, soapEnvelope } from '../http/soap-envelope.ts';
import { buildXml, parseSoapXml, requireWellFormed } from '../http/xml.ts';
import { engineFailure, failed, type Outcome, succeeded } from '../outcome.ts';
import { type Fields, isRecord, ownValue } from '../records.ts';
import type { RunState } from '../state.ts';

/** A SOAP step, compiled. */
export interface SoapProgram {
  readonly call: CallProgram;
  readonly envelope: Value | undefined;
  readonly operation: Value;
  readonly action: Value;
  readonly namespaces: Value;
  readonly withIdentity: boolean;
}

/** What a SOAP call brought: the content of the body element, or the end of the step. */
export type SoapAnswer =
  | { readonly ok: true; readonly answer: Answer; readonly content: unknown }
  | { readonly ok: false; readonly outcome: Outcome };

/** Compiles the parameters that SOAP steps share. */
export function compileSoap(parameters: Readonly<Fields>, scope: CompileScope): SoapProgram {
  const { envelope } = parameters;
  return {
    call: compileCall(parameters, scope, 'post'),
    envelope: envelope === undefined ? undefined : compileValue(envelope, { compat: scope.compat }),
    operation: parameter(parameters['soapOperation'], scope),
    action: parameter(parameters['soapAction'], scope),
    namespaces: parameter(parameters['namespaces'], scope),
    withIdentity: parameters['useSoapContext'] !== false,
  };
}

function namespacesOf(value: unknown): readonly SoapNamespace[] {
  return (Array.isArray(value) ? value : [])
    .filter((item) => isRecord(item))
    .map((item) => ({
      namespaceIdentifier: String(item['namespaceIdentifier'] ?? ''),
      namespace: String(item['namespace'] ?? ''),
    }));
}

function identityOf(state: RunState): { readonly username: string; readonly password: string } {
  const { credentials } = state.block;
  return {
    username: String(ownValue(credentials, 'username') ?? ''),
    password: String(ownValue(credentials, 'password') ?? ''),
  };
}

function envelopeText(program: SoapProgram, state: RunState, scope: Scope, args: Arguments): string {
  if (program.envelope !== undefined) {
    const given = program.envelope.get(scope);
    const text = given !== null && typeof given === 'object' ? buildXml(given) : String(given ?? '');
    requireWellFormed(text, 'The envelope');
    return text;
  }
  const operation = program.operation.get(scope);
  if (typeof operation !== 'string' || operation === '') {
    throw engineFailure('A SOAP step without an envelope needs soapOperation.');
  }
  const identity = program.withIdentity ? identityOf(state) : undefined;
  const text = soapEnvelope(operation, namespacesOf(program.namespaces.get(scope)), args.body.content ?? {}, identity);
  requireWellFormed(text, 'The envelope');
  return text;
}

const HIDDEN = '[SOAP envelope]';

/** The fault in an answer, wherever the provider put it. */
function faultOf(content: unknown): string | undefined {
  const fault = ownValue(content, 'Fault');
  if (fault === undefined) return undefined;
  const reason = ownValue(fault, 'faultstring') ?? ownValue(ownValue(fault, 'Reason'), 'Text') ?? fault;
  const text = isRecord(reason) ? reason['#text'] : reason;
  return typeof text === 'string' && text !== '' ? text : 'The provider answered with a SOAP fault.';
}

function contentOf({ incoming }: Answer): unknown {
  const { headers, body } = incoming.response;
  if (body.byteLength === 0) return {};
  const parsed = parseSoapXml(decodeText(body, headerOf(headers, 'content-type')));
  return ownValue(ownValue(parsed, 'Envelope'), 'Body') ?? parsed;
}

/**
 * Makes a SOAP call.
 * @param scope what the envelope may read, the place in a list included
 * @param adjust changes the arguments before they are sent
 */
export async function callSoap(
  program: SoapProgram,
  state: RunState,
  scope: Scope,
  adjust: (args: Arguments) => void = () => {},
): Promise<SoapAnswer> {
  const args = program.call.argumentsOf(state.block);
  adjust(args);
  const text = envelopeText(program, state, scope, args);
  const soapAction = program.action.get(scope);
  if (typeof soapAction === 'string') args.headers['soapaction'] = soapAction;
  args.headers['accept'] ??= 'text/xml, application/xml, */*';
  const body = { bytes: text, contentType: 'application/xml', content: program.withIdentity ? HIDDEN : text };
  const answer = await call(state, program.call, buildRequest(program.call, state, args, body));
  let content: unknown;
  try {
    content = contentOf(answer);
  } catch (cause) {
    if (answer.failure !== undefined) return { ok: false, outcome: failedAnswer(answer.failure, answer) };
    throw engineFailure('The answer is not well-formed XML.', 502, cause);
  }
  const fault = faultOf(content);
  // Rules of the connector about the status have the last word.
  if (fault !== undefined && !answer.isRewritten) {
    const failure = failureWithin(state, answer, fault, 500);
    return { ok: false, outcome: failed(failure, { data: content, raw: answer.raw }) };
  }
  if (answer.failure !== undefined) return { ok: false, outcome: failedAnswer(answer.failure, answer) };
  return { ok: true, answer, content };
}

/** The `soap_request` step function; `dataKey` names a member at the top of the body only. Output as of `request`. */
export function compileSoapRequest(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const program = compileSoap(parameters, scope);
  const response = isRecord(parameters['response']) ? parameters['response'] : {};
  const dataKey = parameter(response['dataKey'], scope);
  const indexField = typeof response['indexField'] === 'string' ? response['indexField'] : undefined;
  return async (state) => {
    const made = await callSoap(program, state, state.block);
    if (!made.ok) return made.outcome;
    const key = dataKey.get(state.block);
    const found = typeof key === 'string' && key !== '' ? ownValue(made.content, key) : made.content;
    const data = shapeData(found, response['collection'] === true, indexField);
    const { raw, status: statusCode, message } = made.answer;
    return succeeded({ data, raw, statusCode, ...(message === undefined ? {} : { message }) });
  };
}
