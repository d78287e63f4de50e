import { randomBytes, randomUUID } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A random id of letters and digits.
 * @param length number of characters; 21 of them carry 125 bits
 */
export function newId(length = 21): string {
  let id = '';
  while (id.length < length) {
    // 248 is the largest multiple of 62 that fits a byte; higher bytes would favour the first letters.
    for (const byte of randomBytes(length)) if (byte < 248 && id.length < length) id += ALPHABET[byte % 62];
  }
  return id;
}

/** A random (version 4) UUID. */
export const newUuid = (): string => randomUUID();

/** 256 random bits as URL-safe base64 without padding (43 characters). */
export const newSecret = (): string => randomBytes(32).toString('base64url');
