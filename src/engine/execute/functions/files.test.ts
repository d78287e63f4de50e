import { describe, expect, it } from 'vitest';
import { outputOf, type Provider, play, step } from '../testing/harness.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('upload_file', () => {
  const upload = (parameters: Record<string, unknown>, inputs: Record<string, unknown> = {}) =>
    play({
      steps: [
        step('s', 'upload_file', {
          url: '/files',
          file: { fieldName: 'doc', content: '$.inputs.content', filename: '$.inputs.name', contentType: 'text/plain' },
          ...parameters,
        }),
      ],
      inputs: { content: base64('hello'), name: 'a.txt', ...inputs },
      provider: { status: 201, json: { id: 'f1', file: { id: 'f1' } } },
    });

  it('posts a form with the fields before the file', async () => {
    const { requests, result } = await upload({
      args: [{ name: 'folder', value: 'x', in: 'query' }],
      additionalFields: [
        { name: 'meta', value: { a: 1 }, contentType: 'application/json' },
        { name: 'gone', value: '$.inputs.gone' },
        { name: 'off', value: 'x', condition: '{{false}}' },
      ],
    });
    const [request] = requests;
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(request?.headers['content-type'] ?? '')?.[1];
    expect(request).toMatchObject({ method: 'POST', url: 'https://api.demo.example/files?folder=x' });
    expect(Buffer.from(request?.body as Uint8Array).toString()).toBe(
      [
        `--${boundary}`,
        'content-disposition: form-data; name="meta"',
        'content-type: application/json',
        '',
        '{"a":1}',
        `--${boundary}`,
        'content-disposition: form-data; name="doc"; filename="a.txt"',
        'content-type: text/plain',
        '',
        'hello',
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    );
    expect(result.data).toEqual({ id: 'f1', file: { id: 'f1' } });
  });

  it('lets no file name break out of its header', async () => {
    const { requests } = await upload({}, { name: 'a"\r\nx-evil: 1.txt' });
    expect(Buffer.from(requests[0]?.body as Uint8Array).toString()).toContain('filename="a%22%0D%0Ax-evil: 1.txt"');
  });

  it('reads a member at the top of the answer', async () => {
    expect((await upload({ response: { dataKey: 'file' } })).result.data).toEqual({ id: 'f1' });
  });

  it.each([['not base64!'], [''], [{ a: 1 }]])('refuses content that is no Base64: %j', async (content) => {
    const { result, requests } = await upload({}, { content });
    expect(result).toMatchObject({ successful: false, statusCode: 400 });
    expect(requests).toEqual([]);
  });

  it('does not show the file to observers', async () => {
    const { exchanges } = await upload({});
    expect(exchanges[0]?.request.body).toEqual({ fields: [], file: 'a.txt', bytes: 5 });
  });
});

describe('upload_binary', () => {
  it('sends the bytes alone, also out of a data URL', async () => {
    for (const content of [base64('hello'), `data:text/plain;base64,${base64('hello')}`]) {
      const { requests } = await play({
        steps: [
          step('s', 'upload_binary', {
            url: '/raw',
            method: 'put',
            binaryContent: { content: '$.inputs.content', contentType: 'image/png' },
          }),
        ],
        inputs: { content },
      });
      expect(requests[0]).toMatchObject({ method: 'PUT', headers: { 'content-type': 'image/png' } });
      expect(Buffer.from(requests[0]?.body as Uint8Array).toString()).toBe('hello');
    }
  });

  it('says octet-stream where nothing else is said, and fails with the provider', async () => {
    const { requests, result } = await play({
      steps: [step('s', 'upload_binary', { url: '/raw', binaryContent: { content: base64('x') } })],
      provider: { status: 413, json: { message: 'too big' } },
    });
    expect(requests[0]?.headers['content-type']).toBe('application/octet-stream');
    expect(result).toMatchObject({ successful: false, statusCode: 413, message: 'too big' });
  });
});

describe('download_file', () => {
  const file: Provider = {
    text: 'héllo',
    url: 'https://cdn.demo.example/final',
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': '6',
      'content-disposition': 'attachment; filename="x.txt"; filename*=UTF-8\'\'h%C3%A9llo.txt',
      'last-modified': 'Fri, 02 Jan 2026 00:00:00 GMT',
      etag: '"e1"',
    },
  };
  const download = (parameters: Record<string, unknown>, provider: Provider = file, more = {}) =>
    play({ steps: [step('s', 'download_file', { url: '/files/1', ...parameters })], provider, ...more });

  it('yields the content in Base64 and all that is known about the file', async () => {
    const played = await download({});
    expect(played.requests[0]).toMatchObject({ method: 'GET', maxRedirects: 5, headers: { accept: '*/*' } });
    expect(outputOf(played, 's')).toMatchObject({
      data: base64('héllo'),
      statusCode: 200,
      finalUrl: 'https://cdn.demo.example/final',
      fileMetadata: {
        contentType: 'text/plain; charset=utf-8',
        contentLength: 6,
        fileName: 'héllo.txt',
        lastModified: 'Fri, 02 Jan 2026 00:00:00 GMT',
        etag: '"e1"',
      },
    });
  });

  it.each<[Record<string, unknown>, unknown]>([
    [{ encoding: 'utf8' }, 'héllo'],
    [{ responseType: 'text' }, 'héllo'],
    [{ encoding: 'binary' }, Buffer.from('héllo').toString('latin1')],
    [{ encoding: 'raw' }, Buffer.from('héllo')],
  ])('yields it as %j says', async (parameters, expected) => {
    expect(outputOf(await download(parameters), 's')['data']).toEqual(expected);
  });

  it('reads JSON where asked, and fails where it is none', async () => {
    const json = await download({ responseType: 'json' }, { json: { a: 1 } });
    expect(outputOf(json, 's')['data']).toEqual({ a: 1 });
    expect((await download({ responseType: 'json' })).result).toMatchObject({ successful: false, statusCode: 502 });
  });

  it('follows as many redirects as allowed', async () => {
    expect((await download({ maxRedirects: 2 })).requests[0]?.maxRedirects).toBe(2);
    expect((await download({ followRedirects: false })).requests[0]).not.toHaveProperty('maxRedirects');
  });

  it('leaves the content to the caller in stream mode', async () => {
    const { result, requests } = await download({ responseMode: 'stream' });
    expect(requests[0]?.stream).toBe(true);
    expect(result.data).toMatchObject({ fileName: 'héllo.txt', contentLength: 6 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of result.stream ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('héllo');
  });

  it('fails with the words of the provider, streamed or not', async () => {
    for (const parameters of [{}, { responseMode: 'stream' }]) {
      const { result } = await download(parameters, { status: 404, json: { message: 'no file' } });
      expect(result).toMatchObject({ successful: false, statusCode: 404, message: 'no file' });
    }
  });

  it('takes the content out of a JSON answer', async () => {
    const response = {
      dataKey: 'file.content',
      contentIsBase64: true,
      fileNameKey: 'file.name',
      contentTypeKey: 'file.type',
    };
    const played = await download(
      { response, encoding: 'utf8' },
      { json: { file: { content: base64('hi'), name: 'n.txt', type: 'text/x' } } },
    );
    expect(outputOf(played, 's')).toMatchObject({
      data: 'hi',
      fileMetadata: { contentType: 'text/x', contentLength: 2, fileName: 'n.txt' },
    });
  });

  it('follows a link in a JSON answer, with credentials only where the connector says so', async () => {
    const provider: Provider = ({ url }) =>
      url.startsWith('https://api.')
        ? { json: { link: 'https://cdn.demo.example/f?sig=1' } }
        : { text: 'hi', headers: { 'content-type': 'text/plain' } };
    for (const forwardAuth of [false, true]) {
      const played = await download(
        {
          response: { urlKey: 'link', forwardAuth },
          encoding: 'utf8',
          authorization: { type: 'bearer', token: 't-000001' },
        },
        provider,
      );
      expect(outputOf(played, 's')['data']).toBe('hi');
      const [, link] = played.requests;
      expect(link?.url).toBe('https://cdn.demo.example/f?sig=1');
      expect('authorization' in (link?.headers ?? {})).toBe(forwardAuth);
    }
  });

  it('takes the content where there is no link, the notation being that of the file', async () => {
    const response = { dataKey: 'content', urlKey: 'href', contentIsBase64: true, contentType: 'application/pdf' };
    const played = await download({ response, responseType: 'json' }, { json: { content: base64('%PDF') } });
    expect(outputOf(played, 's')).toMatchObject({
      data: base64('%PDF'),
      fileMetadata: { contentType: 'application/pdf', contentLength: 4 },
    });
  });

  it('fails where there is no such link', async () => {
    const { result } = await download({ response: { urlKey: 'link' } }, { json: { link: 'file:///etc/passwd' } });
    expect(result).toMatchObject({ successful: false, statusCode: 502, failure: { kind: 'engine' } });
  });
});
