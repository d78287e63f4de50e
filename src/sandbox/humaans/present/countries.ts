const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** English name of a country by its two-letter code; null for anything else. */
export function countryName(code: unknown): string | null {
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? null) : null;
}
