import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { play, step } from '../execute/testing/harness.ts';
import { canonicalQuery, signAws4 } from './signing.ts';

describe('AWS Signature Version 4', () => {
  it('signs like the example of its documentation', () => {
    const signed = signAws4(
      {
        method: 'GET',
        url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      },
      Date.UTC(2015, 7, 30, 12, 36),
      {
        service: 'iam',
        region: 'us-east-1',
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      },
    );
    expect(signed).toEqual({
      'x-amz-date': '20150830T123600Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    });
  });

  it.each([
    ['?lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    ['?max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('signs storage requests like the examples: %s', (query, signature) => {
    const signed = signAws4(
      { method: 'GET', url: `https://examplebucket.s3.amazonaws.com/${query}`, headers: {} },
      Date.UTC(2013, 4, 24),
      {
        service: 's3',
        region: 'us-east-1',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      },
    );
    expect(signed['authorization']).toContain(`Signature=${signature}`);
    expect(signed['x-amz-content-sha256']).toBe(createHash('sha256').update('').digest('hex'));
  });

  it('signs what is sent, for the region of the credentials, with the session token', async () => {
    const { requests } = await play({
      steps: [
        step('s', 'request', {
          url: '/a b',
          method: 'post',
          authorization: { type: 'none', signing: { strategy: 'aws4', service: 'execute-api' } },
          args: [
            { name: 'q', value: "it's", in: 'query' },
            { name: 'a', value: 1, in: 'body' },
          ],
        }),
      ],
      credentials: {
        accessKeyId: 'AKID',
        secretAccessKey: 'secret-0001',
        sessionToken: 'session-1',
        region: 'eu-west-1',
      },
      run: { clock: { now: () => Date.UTC(2026, 0, 2) } },
    });
    const [request] = requests;
    expect(request?.headers).toMatchObject({ 'x-amz-date': '20260102T000000Z', 'x-amz-security-token': 'session-1' });
    const { authorization = '', accept: _accept, ...headers } = request?.headers ?? {};
    expect(authorization).toContain('Credential=AKID/20260102/eu-west-1/execute-api/aws4_request');
    const again = signAws4(
      {
        method: 'POST',
        url: request?.url ?? '',
        headers: { 'content-type': headers['content-type'] ?? '' },
        body: request?.body,
      },
      Date.UTC(2026, 0, 2),
      {
        service: 'execute-api',
        region: 'eu-west-1',
        accessKeyId: 'AKID',
        secretAccessKey: 'secret-0001',
        sessionToken: 'session-1',
      },
    );
    expect(authorization).toBe(again['authorization']);
  });

  it('needs its credentials and an encoded query', async () => {
    const signing = { type: 'none', signing: { strategy: 'aws4', service: 's3' } };
    const without = await play({ steps: [step('s', 'request', { url: '/x', method: 'get', authorization: signing })] });
    expect(without.result.message).toBe('The request cannot be signed: this account has no credential "accessKeyId".');
    const unencoded = await play({
      steps: [step('s', 'request', { url: '/x', method: 'get', authorization: signing, encodeQueryParams: false })],
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    expect(unencoded.result).toMatchObject({ successful: false, failure: { kind: 'engine' } });
    expect(unencoded.requests).toEqual([]);
  });
});

describe('HMAC signing', () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const signedBy = async (signing: Record<string, unknown>) => {
    const { requests } = await play({
      steps: [
        step('s', 'request', {
          url: '/v1/things?b=2&a=1',
          method: 'post',
          authorization: { type: 'none', signing: { strategy: 'hmac', ...signing } },
          args: [{ name: 'x', value: 1, in: 'body' }],
        }),
      ],
      credentials: { secretKey: 'shared-secret' },
      run: { clock: { now: () => now } },
    });
    return requests[0]?.headers ?? {};
  };
  const hex = (algorithm: string, lines: string[]): string =>
    createHmac(algorithm, 'shared-secret').update(lines.join('\n')).digest('hex');
  const bodyHash = createHash('sha256').update('{"x":1}').digest('hex');

  it('covers time, method, path, sorted query and body', async () => {
    expect(await signedBy({})).toMatchObject({
      'x-timestamp': '2026-01-02T03:04:05.000Z',
      'x-signature': `hmac-sha256 ${hex('sha256', ['2026-01-02T03:04:05.000Z', 'POST', '/v1/things', 'a=1&b=2', bodyHash])}`,
    });
  });

  it('covers the host and leaves out the body where asked, with another algorithm, header, prefix and time', async () => {
    const time = 'Fri, 02 Jan 2026 03:04:05 +0000';
    const headers = await signedBy({
      algorithm: 'sha512',
      headerName: 'X-Sign',
      prefix: 'v1',
      dateFormat: 'rfc2822',
      includeHost: true,
      includeBodyHash: false,
    });
    expect(headers).toMatchObject({
      'x-timestamp': time,
      'x-sign': `v1 ${hex('sha512', [time, 'POST', 'api.demo.example', '/v1/things', 'a=1&b=2'])}`,
    });
  });

  it('goes out as basic authorization where asked', async () => {
    const headers = await signedBy({ outputFormat: 'basic', username: 'ann' });
    const [user, signature] = Buffer.from((headers['authorization'] ?? '').slice(6), 'base64')
      .toString()
      .split(':');
    expect(user).toBe('ann');
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the canonical query', () => {
  it('is sorted and encoded as RFC 3986 says', () => {
    expect(canonicalQuery(new URL("https://x/?b=2&a=*&a='&c&d=%2F+x"))).toBe('a=%27&a=%2A&b=2&c=&d=%2F%20x');
    expect(canonicalQuery(new URL('https://x/'))).toBe('');
  });
});
