import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { fail } from '../../kernel/index.ts';
import { type EncryptionKey, isKeyId, KEY_BYTES } from './encryption-keys.ts';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v1\.([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]+)$/;

/** Seals texts so that only a holder of the key can read them, and only as part of the record they belong to. */
export interface Sealer {
  /** Id of the key that new values are sealed with. */
  readonly currentKeyId: string;
  /** Ids of all keys that can open, the current one first. */
  readonly keyIds: readonly string[];
  /**
   * Encrypts a text with the current key. Call it in the transaction that writes the value, or right before: by the time
   * an old key may go, whatever was sealed with it must have been written.
   * @param associatedData what the value belongs to (project, record, field); needed again to open it
   * @returns `v1.<key id>.<base64url of nonce, ciphertext and tag>`
   * @throws TypeError for a text with lone surrogates
   */
  seal(plaintext: string, associatedData: string): string;
  /**
   * Decrypts what {@link Sealer.seal} made.
   * @throws PatchbayError `encryption_key_missing`; `sealed_value_broken` when it was altered or sealed for another record
   */
  open(sealed: string, associatedData: string): string;
  /** Id of the key a value is sealed with, known here or not. @throws PatchbayError `sealed_value_broken` */
  keyIdOf(sealed: string): string;
  /**
   * From now on seals with the first of these keys. Keys known before go on opening: records in memory are sealed with
   * them.
   * @throws TypeError as {@link createSealer}, and for another key under a known id; nothing has changed then
   */
  useKeys(keys: readonly EncryptionKey[]): void;
}

function take(sealed: string): { keyId: string; bytes: Buffer } {
  const [, keyId, encoded] = SEALED.exec(sealed) ?? [];
  if (keyId === undefined || encoded === undefined) throw fail('sealed_value_broken');
  const bytes = Buffer.from(encoded, 'base64url');
  // Several texts decode to the same bytes; only the one that was written is accepted.
  if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== encoded)
    throw fail('sealed_value_broken');
  return { keyId, bytes };
}

/** UTF-8 replaces lone surrogates, so such a text would come back altered, or pass for another. */
function checkText(text: string): void {
  if (!text.isWellFormed()) throw new TypeError('A text with lone surrogates cannot be sealed');
}

/** Binds version and key id besides what the caller names. A key id holds no NUL, so two pairs never read the same. */
function authenticated(keyId: string, associatedData: string): Buffer {
  checkText(associatedData);
  return Buffer.from(`v1.${keyId}\0${associatedData}`, 'utf8');
}

/** Keys by id, the first of them the current one. */
interface KeyRing {
  readonly current: EncryptionKey;
  readonly ids: readonly string[];
  readonly byId: ReadonlyMap<string, KeyObject>;
}

/** @throws TypeError for no key, a bad or double id, a key of another length, or another key under a known id */
function makeRing(keys: readonly EncryptionKey[], known: ReadonlyMap<string, KeyObject> = new Map()): KeyRing {
  const current = keys[0];
  if (!current) throw new TypeError('A sealer needs at least one key');
  const byId = new Map<string, KeyObject>(keys.map(({ id, key }) => [id, key]));
  for (const { id, key } of keys) {
    if (!isKeyId(id)) throw new TypeError(`"${id}" cannot be the id of a key`);
    if (key.symmetricKeySize !== KEY_BYTES) throw new TypeError(`The key "${id}" must be ${KEY_BYTES} bytes long`);
  }
  if (byId.size !== keys.length) throw new TypeError('Two keys have the same id');
  for (const [id, key] of known) {
    if (byId.get(id)?.equals(key) === false) throw new TypeError(`Another key is known as "${id}"`);
    byId.set(id, key);
  }
  return { current, ids: Object.freeze([...byId.keys()]), byId };
}

/**
 * Makes a sealer (AES-256-GCM, a fresh random nonce per value).
 * @param keys the first one seals, all of them open
 * @throws TypeError for no key, a bad or double id, or a key of another length
 */
export function createSealer(keys: readonly EncryptionKey[]): Sealer {
  let ring = makeRing(keys);
  return Object.freeze({
    get currentKeyId() {
      return ring.current.id;
    },
    get keyIds() {
      return ring.ids;
    },
    useKeys(next: readonly EncryptionKey[]) {
      ring = makeRing(next, ring.byId);
    },
    seal(plaintext: string, associatedData: string) {
      checkText(plaintext);
      const { current } = ring;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, current.key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(authenticated(current.id, associatedData));
      const bytes = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${current.id}.${bytes.toString('base64url')}`;
    },
    open(sealed: string, associatedData: string) {
      const { keyId, bytes } = take(sealed);
      const key = ring.byId.get(keyId);
      if (!key) throw fail('encryption_key_missing', { keyId });
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(authenticated(keyId, associatedData));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        );
      } catch (cause) {
        throw fail('sealed_value_broken', {}, { cause });
      }
    },
    keyIdOf: (sealed: string) => take(sealed).keyId,
  });
}
