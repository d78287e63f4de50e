/** A property name or an index. */
export type Key = string | number;

/** The way from the root to a value, last key first. */
export interface Trail {
  readonly up: Trail | null;
  readonly key: Key;
}

/** The normalised path of a trail, such as `$['a'][0]`; null is the root. */
export function trailText(trail: Trail | null): string {
  let text = '';
  for (let at = trail; at !== null; at = at.up) {
    const key = String(at.key);
    text = (/^[0-9*]+$/.test(key) ? `[${key}]` : `['${key}']`) + text;
  }
  return `$${text}`;
}
