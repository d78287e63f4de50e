/** How many hues the tiles of the connectors are spread over; `styles/base.styles.ts` names each. */
export const HUES = 12;

/** One or two characters that stand for a name: the first of its first two words, or the first two of its only one. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first, second] = words.map((word) => [...word]);
  if (first === undefined) return '?';
  const [a = '', b = ''] = second === undefined ? first : [first[0], second[0]];
  return `${a.toUpperCase()}${second === undefined ? b : b.toUpperCase()}`;
}

/** The hue of a key: always the same, from 0 to {@link HUES} − 1. */
export function hueOf(key: string): number {
  let hash = 2166136261;
  for (const char of key) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}

/** The address of a picture when it comes from the hub's own server; no other server is ever asked. */
export function ownPicture(address: string, baseUrl: string): string | undefined {
  if (address === '') return;
  try {
    const base = new URL(baseUrl);
    const url = new URL(address, base);
    return url.origin === base.origin && /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return;
  }
}
