import type { TransportResponse } from '../../transport.ts';
import type { Answer } from '../http/answer.ts';
import { fileNameOf } from '../http/content-disposition.ts';
import { decodeText, headerOf } from '../http/response.ts';
import { engineFailure, type Outcome } from '../outcome.ts';

/** What a downloaded file is, as far as the provider says. */
export interface FileMetadata {
  readonly contentType?: string;
  readonly contentLength?: number;
  readonly fileName?: string;
  readonly lastModified?: string;
  readonly etag?: string;
}

/** How a step wants a file's content. */
export interface FileNotation {
  /** Leave the content to whoever runs the action. */
  readonly streams: boolean;
  readonly encoding: unknown;
  readonly responseType: unknown;
}

/** A file that a JSON answer holds. */
export interface EmbeddedFile {
  readonly bytes: Uint8Array;
}

const present = (metadata: { readonly [Name in keyof FileMetadata]: FileMetadata[Name] | undefined }): FileMetadata =>
  Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));

function metadataOf(headers: TransportResponse['headers'], told: FileMetadata): FileMetadata {
  const length = Number(headerOf(headers, 'content-length') ?? Number.NaN);
  return present({
    contentType: told.contentType ?? headerOf(headers, 'content-type'),
    contentLength: Number.isSafeInteger(length) ? length : undefined,
    fileName: told.fileName ?? fileNameOf(headerOf(headers, 'content-disposition')),
    lastModified: headerOf(headers, 'last-modified'),
    etag: headerOf(headers, 'etag'),
  });
}

/** The content of a file in the notation the step asks for. */
function contentOf(
  bytes: Uint8Array,
  { encoding, responseType }: FileNotation,
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

async function* single(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/**
 * The end of a download.
 * @param told what the connector read about the file elsewhere in the answer
 * @param embedded the file, where it was inside the answer; otherwise the answer is the file
 */
export function fileOutcome(
  answer: Answer,
  notation: FileNotation,
  told: FileMetadata,
  embedded?: EmbeddedFile,
): Outcome {
  const { response } = answer.incoming;
  const { headers, url: finalUrl } = response;
  const fileMetadata =
    embedded === undefined ? metadataOf(headers, told) : { ...told, contentLength: embedded.bytes.byteLength };
  const output = {
    raw: { ...answer.raw, data: undefined },
    statusCode: answer.status,
    headers,
    contentDisposition: headerOf(headers, 'content-disposition'),
    fileMetadata,
    finalUrl,
  };
  if (notation.streams) {
    const stream = embedded === undefined ? (response.stream ?? single(response.body)) : single(embedded.bytes);
    return { successful: true, stream, output: { ...output, data: fileMetadata } };
  }
  const data = contentOf(embedded?.bytes ?? response.body, notation, fileMetadata.contentType);
  return { successful: true, output: { ...output, data } };
}
