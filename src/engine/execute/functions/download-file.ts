import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import { bytesFromBase64 } from '../files/base64.ts';
import { type FileMetadata, type FileNotation, fileOutcome } from '../files/file-output.ts';
import { type Answer, call, failedAnswer } from '../http/answer.ts';
import { buildRequest, compileCall } from '../http/call.ts';
import type { Outgoing } from '../http/exchange.ts';
import { compileReader, type Reader } from '../http/read-data.ts';
import { engineFailure } from '../outcome.ts';
import { type Fields, isMissing, isRecord } from '../records.ts';
import type { RunState } from '../state.ts';

const DEFAULT_REDIRECTS = 5;
const MOST_REDIRECTS = 20;

const textAt = (value: unknown): string | undefined => (isMissing(value) ? undefined : String(value));

function redirectsOf({ followRedirects, maxRedirects }: Readonly<Fields>): Pick<Outgoing, 'maxRedirects'> {
  if (followRedirects === false) return {};
  const asked = Number(maxRedirects ?? DEFAULT_REDIRECTS);
  const most = Math.min(MOST_REDIRECTS, Number.isInteger(asked) ? asked : DEFAULT_REDIRECTS);
  return most > 0 ? { maxRedirects: most } : {};
}

/** Where a JSON answer says what about its file, compiled. */
interface EmbeddedReaders {
  readonly content: Reader | undefined;
  readonly link: Reader | undefined;
  readonly name: Reader | undefined;
  readonly type: Reader | undefined;
}

/** The link to the file in an answer, if there is one. */
function linkIn(readers: EmbeddedReaders, answer: Answer, state: RunState): string | undefined {
  const link = readers.link?.(answer.data, state.block);
  return typeof link === 'string' && /^https?:\/\//i.test(link) ? link : undefined;
}

function embeddedIn(readers: EmbeddedReaders, answer: Answer, state: RunState, isBase64: boolean): Uint8Array {
  const content = readers.content?.(answer.data, state.block);
  if (content === undefined || content === null) {
    throw engineFailure('The answer holds no file, and no link to one, where the connector expects it.', 502);
  }
  if (isBase64) return bytesFromBase64(content, 'the file', (message) => engineFailure(message, 502));
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content), 'utf8');
}

/**
 * The `download_file` step function: a file by address, inside a JSON answer, or behind a link in one; output
 * `{data, raw, statusCode, headers, contentDisposition, fileMetadata, finalUrl}`. In stream mode the content is left to
 * whoever runs the action and `data` is the file's metadata.
 */
export function compileDownloadFile(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const program = compileCall(parameters, scope, 'get');
  const response = isRecord(parameters['response']) ? parameters['response'] : {};
  const readers: EmbeddedReaders = {
    content: compileReader(response['dataKey'], scope),
    link: compileReader(response['urlKey'], scope),
    name: compileReader(response['fileNameKey'], scope),
    type: compileReader(response['contentTypeKey'], scope),
  };
  const isEmbedded = readers.content !== undefined || readers.link !== undefined;
  const fixedType = parameter(response['contentType'], scope);
  const streams = parameters['responseMode'] === 'stream';
  const redirects = redirectsOf(parameters);
  // A file inside JSON has the notation of a file; `json` then speaks of the answer around it.
  const notation: FileNotation = {
    streams,
    encoding: parameters['encoding'],
    responseType: isEmbedded && parameters['responseType'] === 'json' ? undefined : parameters['responseType'],
  };

  const fetch = (state: RunState, outgoing: Outgoing, isFile: boolean): Promise<Answer> =>
    call(state, program, {
      ...outgoing,
      ...redirects,
      ...(isFile ? { binary: true } : {}),
      ...(isFile && streams ? { stream: true } : {}),
    });

  const told = (answer: Answer, state: RunState): FileMetadata => {
    const type = textAt(readers.type?.(answer.data, state.block)) ?? textAt(fixedType.get(state.block));
    const name = textAt(readers.name?.(answer.data, state.block));
    return { ...(type === undefined ? {} : { contentType: type }), ...(name === undefined ? {} : { fileName: name }) };
  };

  return async (state) => {
    const args = program.argumentsOf(state.block);
    args.headers['accept'] ??= isEmbedded ? 'application/json' : '*/*';
    const outgoing = buildRequest(program, state, args);
    const answer = await fetch(state, outgoing, !isEmbedded);
    if (answer.failure !== undefined) return failedAnswer(answer.failure, answer);
    const metadata = told(answer, state);
    if (!isEmbedded) return fileOutcome(answer, notation, metadata);
    const link = linkIn(readers, answer, state);
    if (link === undefined) {
      const bytes = embeddedIn(readers, answer, state, response['contentIsBase64'] === true);
      return fileOutcome(answer, notation, metadata, { bytes });
    }
    const linked = await fetch(state, linkRequest(outgoing, link, response['forwardAuth'] === true), true);
    return linked.failure === undefined
      ? fileOutcome(linked, notation, metadata)
      : failedAnswer(linked.failure, linked);
  };
}

/** The request for a linked file; credentials go along only where the connector says so. */
function linkRequest({ headers: { authorization } }: Outgoing, url: string, forwardAuth: boolean): Outgoing {
  const headers = { accept: '*/*', ...(forwardAuth && authorization !== undefined ? { authorization } : {}) };
  return { method: 'GET', url, headers, content: undefined };
}
