import { createSecretKey, type KeyObject } from 'node:crypto';
import { fail } from '../../kernel/index.ts';

/** Length of an AES-256 key. */
export const KEY_BYTES = 32;

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** A key for sealing, with the name it goes by in sealed values. */
export interface EncryptionKey {
  /** Letters, digits, `_` and `-`; at most 64. */
  readonly id: string;
  /** 256 bits. */
  readonly key: KeyObject;
}

/** True for a text that can name a key. */
export const isKeyId = (id: string): boolean => ID.test(id);

/**
 * Reads `id:base64key[,id:base64key…]`; the first key is the current one. Spaces around the parts do not matter.
 * @param source where the text comes from, for the error
 * @throws PatchbayError `config_invalid`, which counts the keys instead of quoting them: id and key may have been swapped
 */
export function parseEncryptionKeys(
  text: string,
  source = 'PATCHBAY_ENCRYPTION_KEYS',
): [EncryptionKey, ...EncryptionKey[]] {
  const bad = (reason: string): Error => fail('config_invalid', { variable: source, reason });
  const keys = text.split(',').map((part, index): EncryptionKey => {
    const which = `key ${index + 1}`;
    const colon = part.indexOf(':');
    if (colon === -1) throw bad(`${which} has no id; expected id:base64key, several separated by commas.`);
    const [id, encoded] = [part.slice(0, colon).trim(), part.slice(colon + 1).trim()];
    if (!isKeyId(id)) throw bad(`the id of ${which} must be 1 to 64 letters, digits, "_" or "-".`);
    if (!BASE64.test(encoded)) {
      throw bad(`${which} must be ${KEY_BYTES} random bytes as base64, as \`openssl rand -base64 32\` prints.`);
    }
    return { id, key: createSecretKey(Buffer.from(encoded, 'base64')) };
  });
  const ids = keys.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
  if (twice !== -1) throw bad(`keys ${ids.indexOf(ids[twice]!) + 1} and ${twice + 1} have the same id.`);
  return keys as [EncryptionKey, ...EncryptionKey[]];
}
