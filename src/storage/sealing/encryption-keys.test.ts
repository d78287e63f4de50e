import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEncryptionKeys } from './encryption-keys.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
const good = randomBytes(32).toString('base64');

describe('the text with the encryption keys', () => {
  it('is read back as it was written, in its order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(id, bytes), { minLength: 1, maxLength: 5, selector: ([name]) => name }),
        fc.constantFrom('base64', 'base64url' as const),
        fc.constantFrom('', ' ', '\n'),
        (keys, encoding, space) => {
          const written = keys.map(
            ([name, key]) => `${space}${name}${space}:${space}${key.toString(encoding)}${space}`,
          );
          const read = parseEncryptionKeys(written.join(','));
          expect(read.map((key) => [key.id, key.key.export()])).toEqual(keys);
        },
      ),
    );
  });

  it('is read or refused with an error of ours, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', ':', ',', '=', 'é', ' ') })), (text) => {
        try {
          expect(parseEncryptionKeys(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'config_invalid' });
        }
      }),
    );
  });

  it.each([
    ['', 'key 1 has no id'],
    [good, 'key 1 has no id'],
    [`:${good}`, 'the id of key 1 must be'],
    [`a.b:${good}`, 'the id of key 1 must be'],
    [`${'x'.repeat(65)}:${good}`, 'the id of key 1 must be'],
    [`a:${good},`, 'key 2 has no id'],
    [`a:${good},b:`, 'key 2 must be 32 random bytes'],
    [`a:${randomBytes(16).toString('base64')}`, 'key 1 must be 32 random bytes'],
    [`a:${randomBytes(33).toString('base64')}`, 'key 1 must be 32 random bytes'],
    [`a:${randomBytes(32).toString('hex')}`, 'key 1 must be 32 random bytes'],
    [`a:${good},a:${good}`, 'keys 1 and 2 have the same id'],
  ])('%# is refused with what is wrong', (text, reason) => {
    expect(() => parseEncryptionKeys(text)).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        message: expect.stringContaining(`PATCHBAY_ENCRYPTION_KEYS is not valid: ${reason}`),
      }),
    );
  });

  it('is never quoted by the error', () => {
    const secret = randomBytes(60).toString('base64').replace(/[+/]/g, 'x').slice(0, 40);
    for (const text of [
      secret,
      `a:${secret}`,
      `${secret}:a`,
      `ok:${good},${secret}`,
      `${secret}:${good},${secret}:${good}`,
    ]) {
      try {
        parseEncryptionKeys(text);
        expect.unreachable();
      } catch (error) {
        expect(JSON.stringify(error) + String(error)).not.toContain(secret.slice(0, 8));
      }
    }
  });
});
