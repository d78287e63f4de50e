import { fail } from '../kernel/index.ts';

/**
 * Refuses what the two databases would treat differently.
 * PostgreSQL cannot store U+0000 and SQLite cuts texts at it in many functions, so neither shall take it.
 * @throws PatchbayError `validation_failed` for a text that holds U+0000
 */
export function checkParameters(parameters: readonly unknown[]): void {
  for (const parameter of parameters) {
    if (typeof parameter === 'string' && parameter.includes('\0')) {
      throw fail('validation_failed', { summary: 'texts must not contain the character U+0000.' });
    }
  }
}

/** A text both databases store: U+0000 and lone surrogates become U+FFFD. Other values are returned as they are. */
export function storable(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.isWellFormed() ? value : value.toWellFormed();
  return text.includes('\0') ? text.replaceAll('\0', '\u{fffd}') : text;
}
