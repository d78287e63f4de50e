import { randomBytes, randomFillSync, randomUUID } from 'node:crypto';

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

const POOL = Buffer.alloc(8_192);
let unused = 0;
let lastMs = 0;
let sequence = 0;

/**
 * A UUID (version 7) that sorts after all made before it in this process: 48 bits of the time in milliseconds, 12 bits
 * that count within one, 62 random bits. Rows keyed by it are added at the end of an index instead of all over it.
 * @param now milliseconds since 1970
 */
export function newTimeUuid(now: number): string {
  if (unused < 8) {
    randomFillSync(POOL);
    unused = POOL.length;
  }
  unused -= 8;
  sequence = now > lastMs ? 0 : sequence + 1;
  // When the count is used up, or the clock was set back, the time runs ahead by a millisecond.
  if (sequence > 0xfff) [lastMs, sequence] = [lastMs + 1, 0];
  else lastMs = Math.max(now, lastMs);
  const time = lastMs.toString(16).padStart(12, '0');
  const count = sequence.toString(16).padStart(3, '0');
  const random = POOL.toString('hex', unused, unused + 8);
  const variant = '89ab'[Number.parseInt(random[0]!, 16) & 3]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}
