import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { outputOf, play, step } from '../testing/harness.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const fingerprint = `SHA256:${createHash('sha256')
  .update(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }))
  .digest('base64')}`;
const now = Date.UTC(2026, 0, 2);
const seconds = now / 1000;

const signed = (claims: Record<string, unknown>, more: Record<string, unknown> = {}, key = pem) =>
  play({
    steps: [step('j', 'sign_jwt', { algorithm: 'RS256', privateKey: '$.credentials.key', claims, ...more })],
    credentials: { key },
    run: { clock: { now: () => now } },
  });

const decode = (token: unknown, part: number): unknown =>
  JSON.parse(Buffer.from(String(token).split('.')[part] ?? '', 'base64url').toString());

describe('sign_jwt', () => {
  it('signs claims with times relative to now', async () => {
    const output = outputOf(await signed({ iss: 'me', iat: 'now', nbf: 'now', exp: 'now+5m' }), 'j');
    expect(output).toEqual({ token: expect.any(String), expiresIn: 300, publicKeyFingerprint: fingerprint });
    expect(decode(output['token'], 0)).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(decode(output['token'], 1)).toEqual({ iss: 'me', iat: seconds, nbf: seconds, exp: seconds + 300 });
    const [header, payload, signature] = String(output['token']).split('.');
    const content = Buffer.from(`${header}.${payload}`);
    expect(verify('sha256', content, createPublicKey(privateKey), Buffer.from(signature ?? '', 'base64url'))).toBe(
      true,
    );
  });

  it.each([
    ['now+10s', 10],
    ['now+1h', 3_600],
    [seconds + 7, 7],
    [String(seconds + 8), 8],
  ])('understands the time %s', async (exp, expected) => {
    expect(outputOf(await signed({ iat: 'now', exp }), 'j')['expiresIn']).toBe(expected);
  });

  it('puts the fingerprint of the key where the author asks for it', async () => {
    const { token } = outputOf(await signed({ iat: 'now', exp: 'now+1m', iss: 'ACC.{publicKeyFingerprint}' }), 'j');
    expect(decode(token, 1)).toMatchObject({ iss: `ACC.${fingerprint}` });
  });

  it('reads a key that is stored on one line', async () => {
    expect((await signed({ iat: 'now', exp: 'now+1m' }, {}, pem.replaceAll('\n', '\\n'))).result.successful).toBe(true);
  });

  it.each<[string, Record<string, unknown>, string | undefined]>([
    ['iat', { iat: '$.inputs.gone', exp: 'now+1m' }, undefined],
    ['exp', { iat: 'now', exp: '$.inputs.gone' }, undefined],
    ['now+', { iat: 'now', exp: 'tomorrow' }, undefined],
    ['not a private key', { iat: 'now', exp: 'now+1m' }, 'secret-that-is-no-key'],
  ])('fails and says %s', async (word, claims, key) => {
    const { result } = await signed(claims, {}, key ?? pem);
    expect(result).toMatchObject({ successful: false, failure: { kind: 'engine' } });
    expect(result.message).toContain(word);
    expect(result.message).not.toContain('secret-that');
  });
});
