import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import type { TransportResponse } from '../../transport.ts';
import { type Answer, call, failedAnswer } from '../http/answer.ts';
import { buildRequest, compileCall } from '../http/call.ts';
import { fileNameOf } from '../http/content-disposition.ts';
import type { Outgoing } from '../http/exchange.ts';
import { compileReader } from '../http/read-data.ts';
import { decodeText, headerOf } from '../http/response.ts';
import { engineFailure, type Outcome } from '../outcome.ts';
import { type Fields, isMissing, isRecord } from '../records.ts';
import type { RunState } from '../state.ts';
import { bytesFromBase64 } from './uploads.ts';

const DEFAULT_REDIRECTS = 5;
const MOST_REDIRECTS = 20;

/** What a downloaded file is, as far as the provider says. */
interface FileMetadata {
  readonly contentType?: string;
  readonly contentLength?: number;
  readonly fileName?: string;
  readonly lastModified?: string;
  readonly etag?: string;
}

function metadataOf(headers: TransportResponse['headers'], override: FileMetadata): FileMetadata {
  const contentType = override.contentType ?? headerOf(headers, 'content-type');
  const length = Number(headerOf(headers, 'content-length') ?? Number.NaN);
  const contentLength = override.contentLength ?? (Number.isSafeInteger(length) ? length : undefined);
  const fileName = override.fileName ?? fileNameOf(headerOf(headers, 'content-disposition'));
  const [lastModified, etag] = [headerOf(headers, 'last-modified'), headerOf(headers, 'etag')];
  return {
    ...(contentType === undefined ? {} : { contentType }),
    ...(contentLength === undefined ? {} : { contentLength }),
    ...(fileName === undefined ? {} : { fileName }),
    ...(lastModified === undefined ? {} : { lastModified }),
    ...(etag === undefined ? {} : { etag }),
  };
}

/** The content of a file in the notation the step asks for. */
function contentOf(
  bytes: Uint8Array,
  encoding: unknown,
  responseType: unknown,
  contentType: string | undefined,
): unknown {
  if (responseType === 'json') {
    try {
      return JSON.parse(decodeText(bytes, contentType));
    } catch (cause) {
      throw engineFailure('The downloaded file is not JSON.', 502, cause);
    }
  }
  if (responseType === 'text' || encoding === 'utf8') return decodeText(bytes, contentType);
  if (encoding === 'binary') return Buffer.from(bytes).toString('latin1');
  if (encoding === 'raw' || encoding === 'none') return bytes;
  return Buffer.from(bytes).toString('base64');
}

const textAt = (value: unknown): string | undefined => (isMissing(value) ? undefined : String(value));

async function* single(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/**
 * The `download_file` step function: a file by address, inside a JSON answer, or behind a link in one; output
 * `{data, raw, statusCode, headers, contentDisposition, fileMetadata, finalUrl}`. In stream mode the content is left to
 * whoever runs the action and `data` is the file's metadata.
 */
export function compileDownloadFile(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const program = compileCall(parameters, scope, 'get');
  const { responseMode, responseType, encoding, followRedirects, maxRedirects } = parameters;
  const response = isRecord(parameters['response']) ? parameters['response'] : {};
  const [readData, readUrl] = [compileReader(response['dataKey'], scope), compileReader(response['urlKey'], scope)];
  const [readName, readType] = [
    compileReader(response['fileNameKey'], scope),
    compileReader(response['contentTypeKey'], scope),
  ];
  const fixedType = parameter(response['contentType'], scope);
  const streams = responseMode === 'stream';
  const isEmbedded = readData !== undefined || readUrl !== undefined;
  const redirects =
    followRedirects === false
      ? 0
      : Math.min(MOST_REDIRECTS, Math.max(0, Number(maxRedirects ?? DEFAULT_REDIRECTS) || 0));

  const fetch = (state: RunState, outgoing: Outgoing, stream: boolean): Promise<Answer> =>
    call(
      state,
      program,
      {
        ...outgoing,
        ...(redirects > 0 ? { maxRedirects: redirects } : {}),
        ...(stream ? { stream: true } : {}),
        binary: !isEmbedded,
      },
      'anything',
    );

  const finish = (answer: Answer, override: FileMetadata, embedded?: Uint8Array): Outcome => {
    const { response: received } = answer.incoming;
    const { headers, url: finalUrl } = received;
    const fileMetadata = metadataOf(
      headers,
      embedded === undefined ? override : { ...override, contentLength: embedded.byteLength },
    );
    const output = {
      raw: { ...answer.raw, data: undefined },
      statusCode: answer.status,
      headers,
      contentDisposition: headerOf(headers, 'content-disposition'),
      fileMetadata,
      finalUrl,
    };
    if (streams) {
      const stream = embedded === undefined ? (received.stream ?? single(received.body)) : single(embedded);
      return { successful: true, stream, output: { ...output, data: fileMetadata } };
    }
    const data = contentOf(embedded ?? received.body, encoding, responseType, fileMetadata.contentType);
    return { successful: true, output: { ...output, data } };
  };

  return async (state) => {
    const args = program.argumentsOf(state.block);
    args.headers['accept'] ??= isEmbedded ? 'application/json' : '*/*';
    const outgoing = buildRequest(program, state, args);
    const answer = await fetch(state, outgoing, streams && !isEmbedded);
    if (answer.failure !== undefined) return failedAnswer(answer.failure, answer);
    const type = textAt(fixedType.get(state.block)) ?? textAt(readType?.(answer.data, state.block));
    const name = textAt(readName?.(answer.data, state.block));
    const override = {
      ...(type === undefined ? {} : { contentType: type }),
      ...(name === undefined ? {} : { fileName: name }),
    };
    if (readUrl !== undefined) {
      const link = readUrl(answer.data, state.block);
      if (typeof link !== 'string' || !/^https?:\/\//i.test(link))
        throw engineFailure('The answer holds no link to the file where the connector expects it.', 502);
      const linked = await fetchLink(state, outgoing, link, response['forwardAuth'] === true);
      return linked.failure === undefined ? finish(linked, override) : failedAnswer(linked.failure, linked);
    }
    if (readData === undefined) return finish(answer, override);
    const content = readData(answer.data, state.block);
    const bytes =
      response['contentIsBase64'] === true
        ? bytesFromBase64(content, 'the file')
        : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content ?? null), 'utf8');
    return finish(answer, override, bytes);
  };

  /** Follows a link to the file; credentials go along only where the connector says so. */
  function fetchLink(state: RunState, first: Outgoing, link: string, forwardAuth: boolean): Promise<Answer> {
    const { authorization } = first.headers;
    return fetch(
      state,
      {
        method: 'GET',
        url: link,
        headers: { accept: '*/*', ...(forwardAuth && authorization !== undefined ? { authorization } : {}) },
        content: undefined,
        binary: true,
      },
      streams,
    );
  }
}
