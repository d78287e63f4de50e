import { isSecretName, MASK, redactText, redactUrl } from '../../kernel/index.ts';
import { type Fields, setOwn } from './records.ts';

const SHORTEST_SECRET = 6;
const DEEPEST = 64;

/**
 * The credential values that must not be shown: those of fields marked secret, of names that usually hold secrets, and
 * everything the OAuth flow stored. Their Base64 and percent-encoded forms are included.
 */
export function secretsOf(
  credentials: Readonly<Record<string, unknown>>,
  secretFields: ReadonlySet<string>,
): readonly string[] {
  const secrets = new Set<string>();
  for (const [name, value] of Object.entries(credentials)) {
    if (typeof value !== 'string' || value.length < SHORTEST_SECRET) continue;
    if (!secretFields.has(name) && !isSecretName(name)) continue;
    secrets.add(value);
    secrets.add(encodeURIComponent(value.toWellFormed()));
    secrets.add(Buffer.from(value, 'utf8').toString('base64'));
  }
  return [...secrets].sort((a, b) => b.length - a.length);
}

/** A deep copy with every occurrence of a secret masked; deeper than 64 levels is cut off. */
export function maskSecrets(value: unknown, secrets: readonly string[], depth = 0): unknown {
  if (secrets.length === 0) return value;
  if (typeof value === 'string') return redactText(value, secrets);
  if (value === null || typeof value !== 'object') return value;
  if (depth > DEEPEST) return MASK;
  if (Array.isArray(value)) return value.map((item) => maskSecrets(item, secrets, depth + 1));
  if (value instanceof Uint8Array || value instanceof Date) return value;
  const copy: Fields = {};
  for (const [name, item] of Object.entries(value)) setOwn(copy, name, maskSecrets(item, secrets, depth + 1));
  return copy;
}

/** A URL fit for an error: no user info, secret parameters and secret values masked. */
export const safeUrl = (url: string, secrets: readonly string[]): string => redactUrl(redactText(url, secrets));
