/** What stands in place of a secret in logs, errors and debug output. */
export const MASK = '[redacted]';

const SECRET_NAME =
  /authorization|cookie|secret|password|passwd|api[-_]?key|access[-_]?key|private[-_]?key|token(?!_?(type|info|expires))|credential|assertion|signature|session[-_]?id/i;

/** True when a header, field or query parameter of this name usually holds a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** A copy of headers or query parameters with the values of secret names masked. */
export function redactRecord<T>(record: Readonly<Record<string, T>>): Record<string, T | string> {
  const copy: Record<string, T | string> = {};
  for (const [name, value] of Object.entries(record)) copy[name] = isSecretName(name) ? MASK : value;
  return copy;
}

/**
 * A deep copy of a JSON-like value in which secret members are masked and every text in `secrets` is replaced.
 * @param value anything JSON can hold; deeper than 32 levels is cut off
 * @param secrets texts of at least four characters that must not appear
 */
export function redact(value: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (value === null || typeof value !== 'object') return value;
  if (depth > 32) return MASK;
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const hide = isSecretName(name) && item !== null && typeof item !== 'object' && typeof item !== 'boolean';
    Object.defineProperty(copy, name, {
      value: hide ? MASK : redact(item, secrets, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

/** `text` with every occurrence of the secrets masked. Secrets shorter than four characters are left alone. */
export function redactText(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) if (secret.length >= 4 && safe.includes(secret)) safe = safe.replaceAll(secret, MASK);
  return safe;
}

/** A URL without user info and with the values of secret query parameters masked. Text that is no URL is returned without its query. */
export function redactUrl(url: string): string {
  // Most have neither user info nor a query, and parsing costs more than all else that is done for a log row.
  if (!url.includes('?') && !url.includes('@')) return url;
  if (!URL.canParse(url)) return url.split('?')[0] ?? '';
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  for (const name of new Set(parsed.searchParams.keys())) if (isSecretName(name)) parsed.searchParams.set(name, MASK);
  return parsed.toString();
}
