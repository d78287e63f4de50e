import { hash } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HEX = '0123456789abcdef';

/** A seeded source of random choices: the same seed gives the same choices on every machine and in every run. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** True with this probability (0 to 1). */
  chance(probability: number): boolean;
  /** One of the items. @throws RangeError when there are none */
  pick<T>(items: readonly T[]): T;
  /** One of the values, each as likely as its weight says. @throws RangeError when there are none */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T;
  /** `count` different items in random order (all of them when there are fewer). */
  sample<T>(items: readonly T[], count: number): T[];
  /** `length` characters of `[0-9A-Za-z]`. */
  base62(length: number): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A UUID of version 4. */
  uuid(): string;
  /** An independent source: what it yields depends on this source's seed and the label, not on choices made before. */
  fork(label: string | number): Random;
}

/** Yields 32-bit words by the "small fast counter" generator. */
function words(seed: string): () => number {
  const digest = hash('sha256', seed, 'buffer');
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [number, number, number, number];
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
}

/**
 * A random source for a seed.
 * @param seed any text
 */
export function createRandom(seed: string): Random {
  const word = words(seed);
  const next = () => word() / 2 ** 32;
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const letters = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[int(0, alphabet.length - 1)]).join('');
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError('There is nothing to pick from');
    return items[int(0, items.length - 1)] as T;
  };
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    weighted(choices) {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of choices) {
        left -= weight;
        if (left < 0) return value;
      }
      return pick(choices.filter(([, weight]) => weight > 0))[0];
    },
    sample(items, count) {
      const rest = [...items];
      return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(int(0, rest.length - 1), 1)[0]!);
    },
    base62: (length) => letters(BASE62, length),
    hex: (length) => letters(HEX, length),
    uuid() {
      const digits = letters(HEX, 30);
      const variant = pick(['8', '9', 'a', 'b']);
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
    },
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}
