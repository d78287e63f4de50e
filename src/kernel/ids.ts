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

const POOL = Buffer.alloc(16_384);
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** The first byte after the count holds the variant in its upper two bits. */
const VARIANT = Array.from({ length: 256 }, (_, byte) => ((byte & 0x3f) | 0x80).toString(16));
let unused = 0;
let lastMs = -1;
let prefix = '';
let sequence = 0;

/** The part of an id that spells its millisecond; the same for all made within one. */
function spellTime(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7`;
}

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
  // When the count is used up, or the clock was set back, the time runs ahead.
  if (now > lastMs || sequence === 0xfff) {
    lastMs = Math.max(now, lastMs + 1);
    prefix = spellTime(lastMs);
    sequence = 0;
  } else sequence += 1;
  const at = unused;
  const hex = (offset: number): string => HEX[POOL[at + offset]!]!;
  const count = HEX[sequence & 0xff]!;
  return `${prefix}${(sequence >> 8).toString(16)}${count}-${VARIANT[POOL[at]!]!}${hex(1)}-${hex(2)}${hex(3)}${hex(4)}${hex(5)}${hex(6)}${hex(7)}`;
}

/** What every {@link newTimeUuid} made for this millisecond or later is equal to or above. */
export const firstTimeUuid = (ms: number): string => spellTime(Math.max(0, Math.floor(ms)));
