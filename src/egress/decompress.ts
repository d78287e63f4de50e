import { Duplex, PassThrough, pipeline, type Readable, Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { isPatchbayError, type PatchbayError } from '../kernel/index.ts';
import { codeOf, tooLarge, unreachable } from './failures.ts';

/** Codings that can be undone, outermost last, as `content-encoding` lists them. */
export type Codings = readonly Coding[];

interface Coding {
  readonly now: (body: Uint8Array, options: { maxOutputLength: number }) => Buffer;
  readonly later: (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;
  /** @param first the first byte of what is to be undone */
  readonly stream: (first: number | undefined) => Duplex;
}

/** RFC 9659: a decoder need not hold more than 8 MiB of window. */
const ZSTD = { params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } };
/** Small bodies are decompressed in place: a trip through the thread pool costs more than the work. */
const IN_PLACE_BYTES = 16 * 1024;
const IN_PLACE_OUTPUT_BYTES = 512 * 1024;
const MOST_CODINGS = 4;
const NONE: Codings = [];

/** `deflate` should be a zlib stream (RFC 9110 §8.4.1.2), but many servers send the bare one. */
const isZlib = (first: number | undefined): boolean => ((first ?? 0) & 0x0f) === 8;

const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const unbrotli = promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);
const unzstd = promisify<Uint8Array, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

const GZIP: Coding = { now: zlib.gunzipSync, later: gunzip, stream: () => zlib.createGunzip() };
const CODINGS: ReadonlyMap<string, Coding> = new Map<string, Coding>([
  ['gzip', GZIP],
  ['x-gzip', GZIP],
  [
    'deflate',
    {
      now: (body, options) => (isZlib(body[0]) ? zlib.inflateSync : zlib.inflateRawSync)(body, options),
      later: (body, options) => (isZlib(body[0]) ? inflate : inflateRaw)(body, options),
      stream: (first) => (isZlib(first) ? zlib.createInflate() : zlib.createInflateRaw()),
    },
  ],
  ['br', { now: zlib.brotliDecompressSync, later: unbrotli, stream: () => zlib.createBrotliDecompress() }],
  [
    'zstd',
    {
      now: (body, options) => zlib.zstdDecompressSync(body, { ...options, ...ZSTD }),
      later: (body, options) => unzstd(body, { ...options, ...ZSTD }),
      stream: () => zlib.createZstdDecompress(ZSTD),
    },
  ],
]);

/**
 * Reads a `content-encoding` header.
 * @returns what must be undone; nothing when a coding is not known, the body then stays as it is
 * @throws PatchbayError `provider_unreachable` for more than four codings
 */
export function codingsOf(host: string, header: string | string[] | undefined): Codings {
  if (header === undefined) return NONE;
  const names = String(header)
    .toLowerCase()
    .split(',', 64)
    .map((name) => name.trim());
  const real = names.filter((name) => name !== '' && name !== 'identity');
  if (real.length > MOST_CODINGS) throw unreachable(host, 'its answer is compressed too many times over.');
  const codings = real.map((name) => CODINGS.get(name));
  return codings.every((coding) => coding !== undefined) ? codings : NONE;
}

const unreadable = (host: string, limit: number, error: unknown): PatchbayError => {
  if (isPatchbayError(error)) return error;
  if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return tooLarge(host, limit);
  return unreachable(host, 'its answer is compressed in a way that cannot be read.', error);
};

async function undo(coding: Coding, body: Uint8Array, limit: number): Promise<Buffer> {
  if (body.length <= IN_PLACE_BYTES) {
    try {
      return coding.now(body, { maxOutputLength: Math.min(limit, IN_PLACE_OUTPUT_BYTES) });
    } catch (error) {
      if (codeOf(error) !== 'ERR_BUFFER_TOO_LARGE' || limit <= IN_PLACE_OUTPUT_BYTES) throw error;
    }
  }
  return coding.later(body, { maxOutputLength: limit });
}

/**
 * Undoes the codings of a whole body.
 * @param limit most bytes after each step
 * @throws PatchbayError `provider_answer_too_large`, or `provider_unreachable` when it cannot be read
 */
export async function decompressBody(
  host: string,
  body: Uint8Array,
  codings: Codings,
  limit: number,
): Promise<Uint8Array> {
  try {
    let plain = body;
    for (const coding of codings.toReversed()) plain = await undo(coding, plain, limit);
    return plain;
  } catch (error) {
    throw unreadable(host, limit, error);
  }
}

/** Undoes one coding of a stream. The decoder starts with the first byte: a body without any is no error. */
async function* undoPieces(coding: Coding, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  yield* pipeline(whole, coding.stream(first.value[0]), () => {}) as AsyncIterable<Buffer>;
}

function limiter(host: string, limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limit) done(tooLarge(host, limit));
      else done(null, chunk);
    },
  });
}

/**
 * Undoes the codings of a stream, with the limit after each step. Errors of the source come through as they are;
 * destroying the result destroys the source.
 */
export function decompressStream(host: string, source: Readable, codings: Codings, limit: number): Readable {
  const steps = codings
    .toReversed()
    .flatMap((coding) => [
      Duplex.from((pieces: AsyncIterable<Buffer>) => undoPieces(coding, pieces)),
      limiter(host, limit),
    ]);
  // The reader shall meet an error of the table, whichever step it comes from.
  const result = new PassThrough({ destroy: (error, done) => done(error && unreadable(host, limit, error)) });
  pipeline([source, ...steps, result], () => {});
  return result;
}
