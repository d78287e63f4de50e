import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codingsOf, decompressBody } from './decompress.ts';
import { failureOf, get, signalled, startEgress, startHttp, textOf } from './testing/upstream.ts';

const pack: Readonly<Record<string, (plain: Uint8Array) => Buffer>> = {
  gzip: zlib.gzipSync,
  'x-gzip': zlib.gzipSync,
  deflate: zlib.deflateSync,
  'deflate (raw)': zlib.deflateRawSync,
  br: (plain) => zlib.brotliCompressSync(plain, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 } }),
  zstd: zlib.zstdCompressSync,
};
const headerOf = (coding: string): string => coding.replace(' (raw)', '');
const NAMES = Object.keys(pack);

const startPacked = (coding: string, body: Buffer) =>
  startHttp((_request, response) => response.writeHead(200, { 'content-encoding': coding, 'x-kept': '1' }).end(body));

const collect = async (stream: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream!) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe.each(NAMES)('a body in %s', (name) => {
  const small = Buffer.from('{"name":"Zoë"}');
  const large = Buffer.from(Array.from({ length: 20_000 }, (_, index) => Math.sin(index).toString(36)).join());

  it.each([
    ['small', small],
    ['large', large],
  ])('comes decompressed (%s), without the headers that no longer fit', async (_size, plain) => {
    const upstream = await startPacked(headerOf(name), pack[name]!(plain));
    const egress = startEgress();
    const answer = await egress.send(get(`http://${upstream.host}/`));
    expect(plain.equals(answer.body)).toBe(true);
    expect(answer.headers).toMatchObject({ 'x-kept': '1' });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(answer.headers).not.toHaveProperty('content-length');
    const streamed = await egress.send(get(`http://${upstream.host}/`, { stream: true }));
    expect(streamed.headers).not.toHaveProperty('content-encoding');
    expect(plain.equals(await collect(streamed.stream))).toBe(true);
  });

  it('that would fill the memory is stopped at the size limit', async () => {
    const bomb = pack[name]!(Buffer.alloc(20_000_000));
    expect(bomb.length).toBeLessThan(30_000);
    const upstream = await startPacked(headerOf(name), bomb);
    const egress = startEgress({ maxResponseBytes: 1_000_000 });
    const whole = await failureOf(egress.send(get(`http://${upstream.host}/`)));
    expect([whole.code, whole.extras.detail]).toEqual([
      'provider_answer_too_large',
      { host: upstream.host, limit: 1_000_000 },
    ]);
    const streamed = await egress.send(get(`http://${upstream.host}/`, { stream: true }));
    expect((await failureOf(collect(streamed.stream))).code).toBe('provider_answer_too_large');
  });

  it('that breaks off or is something else is an error', async () => {
    const whole = pack[name]!(large);
    for (const body of [whole.subarray(0, whole.length / 2), Buffer.from('{"plain":"json"}')]) {
      const upstream = await startPacked(headerOf(name), body);
      const egress = startEgress();
      const error = await failureOf(egress.send(get(`http://${upstream.host}/`)));
      expect([error.code, error.message]).toEqual([
        'provider_unreachable',
        `${upstream.host} could not be reached: its answer is compressed in a way that cannot be read.`,
      ]);
      const streamed = await egress.send(get(`http://${upstream.host}/`, { stream: true }));
      expect((await failureOf(collect(streamed.stream))).code).toBe('provider_unreachable');
    }
  });

  it('whose reader leaves is not read on', async () => {
    const hungUp = signalled();
    const packed = pack[name]!(large);
    const upstream = await startHttp((_request, response) => {
      response.on('close', () => hungUp.resolve());
      response.writeHead(200, { 'content-encoding': headerOf(name) }).write(packed.subarray(0, packed.length - 100));
    });
    const answer = await startEgress().send(get(`http://${upstream.host}/`, { stream: true }));
    for await (const _chunk of answer.stream!) break;
    await hungUp.promise;
  });

  it('that is empty stays empty', async () => {
    const upstream = await startPacked(headerOf(name), Buffer.alloc(0));
    const egress = startEgress();
    expect((await egress.send(get(`http://${upstream.host}/`))).body.length).toBe(0);
    const streamed = await egress.send(get(`http://${upstream.host}/`, { stream: true }));
    expect((await collect(streamed.stream)).length).toBe(0);
  });

  it('leaves its connection free for the next call', async () => {
    const upstream = await startPacked(headerOf(name), pack[name]!(small));
    const egress = startEgress();
    for (let count = 0; count < 3; count += 1) await egress.send(get(`http://${upstream.host}/`));
    expect(upstream.sockets).toHaveLength(1);
  });
});

describe('content-encoding', () => {
  it('may name several codings, undone from the last to the first', async () => {
    const upstream = await startPacked(' GZIP ,identity, br', pack['br']!(pack['gzip']!(Buffer.from('both'))));
    const egress = startEgress();
    expect(textOf(await egress.send(get(`http://${upstream.host}/`)))).toBe('both');
    const streamed = await egress.send(get(`http://${upstream.host}/`, { stream: true }));
    expect((await collect(streamed.stream)).toString()).toBe('both');
  });

  it('with a coding nobody knows leaves body and header as they are', async () => {
    const upstream = await startPacked('gzip, compress', Buffer.from('as it is'));
    const answer = await startEgress().send(get(`http://${upstream.host}/`));
    expect([textOf(answer), answer.headers['content-encoding']]).toEqual(['as it is', 'gzip, compress']);
  });

  it('may not be piled up', async () => {
    const upstream = await startPacked('gzip, gzip, gzip, gzip, gzip', Buffer.from('x'));
    const error = await failureOf(startEgress().send(get(`http://${upstream.host}/`)));
    expect(error.message).toContain('its answer is compressed too many times over.');
    expect(() => codingsOf('host', Array(1000).fill('gzip').join())).toThrow('too many times over');
    expect(codingsOf('host', 'gzip,'.repeat(4))).toHaveLength(4);
  });

  it('has the size limit after each coding', async () => {
    const inner = pack['gzip']!(Buffer.alloc(50_000_000));
    const body = pack['gzip']!(inner);
    expect(body.length).toBeLessThan(5_000);
    const upstream = await startPacked('gzip, gzip', body);
    const egress = startEgress({ maxResponseBytes: 100_000 });
    expect((await failureOf(egress.send(get(`http://${upstream.host}/`)))).code).toBe('provider_answer_too_large');
    const streamed = await egress.send(get(`http://${upstream.host}/`, { stream: true }));
    expect((await failureOf(collect(streamed.stream))).code).toBe('provider_answer_too_large');
  });

  it('does not let zstd ask for a huge window', async () => {
    const compress = promisify<Uint8Array, zlib.ZstdOptions, Buffer>(zlib.zstdCompress);
    const { ZSTD_c_windowLog, ZSTD_c_compressionLevel } = zlib.constants;
    const params = { [ZSTD_c_windowLog]: 27, [ZSTD_c_compressionLevel]: 1 };
    const repeated = Buffer.alloc(20_000_000, 'ab');
    for (const plain of [repeated, Buffer.concat([randomBytes(50_000), repeated])]) {
      const upstream = await startPacked('zstd', await compress(plain, { params }));
      const egress = startEgress();
      const error = await failureOf(egress.send(get(`http://${upstream.host}/`)));
      expect(error.message).toContain('compressed in a way that cannot be read');
      const streamed = await egress.send(get(`http://${upstream.host}/`, { stream: true }));
      expect((await failureOf(collect(streamed.stream))).code).toBe('provider_unreachable');
    }
  });
});

describe('decompressBody', () => {
  it('undoes every chain of codings', async () => {
    const chain = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), chain, async (plain, names) => {
        const packed = names.reduce<Uint8Array>((body, name) => pack[name]!(body), plain);
        const codings = codingsOf('host', names.map(headerOf).join(', '));
        const result = await decompressBody('host', packed, codings, 1_000_000);
        expect(Buffer.from(plain).equals(result)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('answers noise with an error of the table', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 500 }),
        fc.constantFrom(...NAMES),
        async (noise, name) => {
          const codings = codingsOf('host', headerOf(name));
          const outcome = await decompressBody('host', noise, codings, 10_000).catch((error: unknown) => error);
          if (!Buffer.isBuffer(outcome)) expect(outcome).toMatchObject({ name: 'PatchbayError' });
        },
      ),
    );
  });
});
