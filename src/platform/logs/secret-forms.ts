/** Shorter texts are no secrets worth the name, and masking them would blacken everything. */
const SHORTEST = 4;
const SHORTEST_BASE64 = 8;
const DEEPEST = 8;

/** All texts inside a value, those inside a text of JSON included (a service account's key file is one field). */
function textsOf(value: unknown, into: Set<string>, depth = 0): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    if (value.length >= SHORTEST) into.add(value);
    if (!/^\s*[{[]/.test(value)) return;
    try {
      textsOf(JSON.parse(value), into, depth + 1);
    } catch {
      // No JSON after all.
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) textsOf(item, into, depth + 1);
  }
}

/** What Base64 makes of a text wherever it stands inside a longer one: the letters that depend on it alone. */
function base64Forms(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const inner = bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
    if (inner.length < SHORTEST_BASE64) return [];
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/**
 * Every spelling of secrets that must not appear: as they are, percent- and form-encoded, inside JSON, and in Base64
 * alone or as part of more (`user:secret`).
 * @param values texts, or JSON values whose texts are all secret
 * @returns longest first, so that what is masked is masked whole
 */
export function secretForms(values: Iterable<unknown>): readonly string[] {
  const texts = new Set<string>();
  for (const value of values) textsOf(value, texts);
  const forms = new Set<string>();
  for (const text of texts) {
    forms.add(text);
    const encoded = encodeURIComponent(text.toWellFormed());
    forms.add(encoded);
    forms.add(encoded.replaceAll('%20', '+'));
    forms.add(JSON.stringify(text).slice(1, -1));
    for (const form of base64Forms(text)) forms.add(form);
  }
  return [...forms].sort((a, b) => b.length - a.length);
}
