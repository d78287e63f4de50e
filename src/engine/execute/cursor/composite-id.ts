/** Literal start of every composite id: `so1!` in base64url. */
const PREFIX = 'c28xIQ';

/** A part of a composite id: its short name and value. */
export type CompositeParts = Readonly<Record<string, string | number>>;

/** Names of parts and the short names that stand for them: `{companyId: 'c'}`. */
export type PartAliases = Readonly<Record<string, string>>;

/** Why a text is no composite id. */
export type CompositeIdProblem = 'no-prefix' | 'no-body' | 'malformed';

/** What decoding a composite id yields. */
export type DecodedCompositeId =
  | { readonly ok: true; readonly parts: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: CompositeIdProblem };

// The published format escapes only the first comma and the first colon, so that values with more of them cannot be read
// back. Escaping them all, and the escape character, yields the same text for every value that could be read back.
const escapeValue = (value: string): string => value.replace(/[\\,:]/g, (mark) => `\\${mark}`);
const unescapeValue = (value: string): string => value.replace(/\\([\\,:])/g, '$1');

/**
 * One id made of several: `{x: 1, yy: 'a:2'}` with alias `y` for `yy` is `c28xIQeDoxLHk6YVw6Mg`.
 * A single part is named `id` whatever its name.
 * @param aliases short names that replace the names of parts
 */
export function encodeCompositeId(parts: CompositeParts, aliases: PartAliases = {}): string {
  const entries = Object.entries(parts);
  const [only] = entries;
  const body =
    entries.length === 1 && only !== undefined
      ? `id:${escapeValue(String(only[1]))}`
      : entries
          .map(
            ([name, value]) => `${Object.hasOwn(aliases, name) ? aliases[name] : name}:${escapeValue(String(value))}`,
          )
          .join(',');
  return PREFIX + Buffer.from(body, 'utf8').toString('base64url');
}

/** True for a text that starts like a composite id. */
export const isCompositeId = (text: string): boolean => text.startsWith(PREFIX);

/**
 * The parts of a composite id.
 * @param aliases the short names it was made with
 */
export function decodeCompositeId(text: string, aliases: PartAliases = {}): DecodedCompositeId {
  if (!isCompositeId(text)) return { ok: false, problem: 'no-prefix' };
  const encoded = text.slice(PREFIX.length);
  if (encoded === '') return { ok: false, problem: 'no-body' };
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return { ok: false, problem: 'malformed' };
  const names = new Map(Object.entries(aliases).map(([name, alias]) => [alias, name]));
  const parts: Record<string, string> = {};
  for (const part of splitUnescaped(Buffer.from(encoded, 'base64url').toString('utf8'), ',')) {
    const [alias, ...values] = splitUnescaped(part, ':');
    if (alias === undefined || alias === '' || values.length === 0) return { ok: false, problem: 'malformed' };
    const name = names.get(alias) ?? alias;
    Object.defineProperty(parts, name, {
      value: unescapeValue(values.join(':')),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return { ok: true, parts };
}

function splitUnescaped(text: string, mark: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === mark) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
