import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { fail, newId } from '../../kernel/index.ts';

/** Fewest and most characters of a password. */
export const PASSWORD_LENGTH = { minLength: 12, maxLength: 256 } as const;

/** 32 MiB and some 200 ms for each guess; one of the settings the OWASP password storage sheet gives for scrypt. */
const COST = { ln: 15, r: 8, p: 3 } as const;
const KEY_BYTES = 32;
const MAX_MEMORY = 64 * 1_024 * 1_024;

/** Passwords that may wait for their turn, and the seconds by which all of them have had it. */
const LONGEST_LINE = 20;
const LINE_SECONDS = 5;

/** Milliseconds a password that was given by somebody else works. */
export const ONE_TIME_LIFE = 7 * 24 * 3_600_000;

/** A generated password: 143 bits. */
export const newPassword = (): string => newId(24);

/** Turning passwords into hashes and back into a yes or no. Both throw PatchbayError `sign_in_busy` while too many wait. */
export interface Passwords {
  /** @returns text that holds the parameters and the salt beside the hash */
  hash(password: string): Promise<string>;
  /** Takes as long for an operator that does not exist as for one that does. @param hash undefined when there is nobody to compare with */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

interface Parameters {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

function derive(password: string, salt: Buffer, { ln, r, p }: Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Keyboards differ in how they compose accents; both spellings are the same password.
    const text = password.normalize('NFKC');
    scrypt(text, salt, KEY_BYTES, { N: 2 ** ln, r, p, maxmem: MAX_MEMORY }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

const write = ({ ln, r, p }: Parameters, salt: Buffer, key: Buffer): string =>
  ['scrypt', ln, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');

/** Makes the password hasher. Hashes are made one after the other, so that many sign-ins at once cannot take the memory. */
export function createPasswords(cost: Parameters = COST): Passwords {
  let last: Promise<unknown> = Promise.resolve();
  let line = 0;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    // Whoever came later would wait for longer than anybody does.
    if (line > LONGEST_LINE) throw fail('sign_in_busy', { seconds: LINE_SECONDS }, { retryAfter: LINE_SECONDS });
    line += 1;
    const result = last.then(work).finally(() => (line -= 1));
    last = result.catch(() => {});
    return result;
  };
  const nobody = write(cost, randomBytes(16), randomBytes(KEY_BYTES));
  return {
    hash: (password) =>
      inTurn(async () => {
        const salt = randomBytes(16);
        return write(cost, salt, await derive(password, salt, cost));
      }),
    verify: (password, hash) =>
      inTurn(async () => {
        const [, ln, r, p, salt = '', key = ''] = (hash ?? nobody).split('$');
        const found = await derive(password, Buffer.from(salt, 'base64url'), {
          ln: Number(ln),
          r: Number(r),
          p: Number(p),
        });
        return timingSafeEqual(found, Buffer.from(key, 'base64url')) && hash !== undefined;
      }),
  };
}
