import { type AuthMethod, validateAuthFields } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import { SECRET_PLACEHOLDER } from '../platform/auth-configs/index.ts';

/** The values of a form, sorted by where they are kept. */
export interface FieldValues {
  /** Not secret; stored readable. */
  readonly setup: Readonly<Record<string, string>>;
  /** Sealed before they are stored. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** The placeholder for a secret, followed by its last characters only when enough others stay hidden. */
export const placeholderFor = (secret: string): string =>
  `${SECRET_PLACEHOLDER}${secret.length >= 16 ? secret.slice(-4) : ''}`;

/** The values a person really typed: blanks and untouched placeholders mean "keep what is stored". */
export const typedValues = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value.trim() !== '' && !value.startsWith(SECRET_PLACEHOLDER)),
  );

/**
 * Checks the values of a form against the fields of a way to connect and sorts them.
 * @param values by field key; unknown keys are refused
 * @param known values that computed fields may use besides these, for example the set-up values
 * @param part `config` are the fields of the customer, `setup` those of the integrator
 * @throws PatchbayError `credentials_invalid` with `field_errors` by field key
 */
export function readFields(
  method: AuthMethod,
  values: Readonly<Record<string, string>>,
  known: Readonly<Record<string, string>> = {},
  part: 'config' | 'setup' = 'config',
): FieldValues {
  const fields = part === 'config' ? method.configFields : method.setupFields;
  const checked = validateAuthFields(method, part, values, known);
  if (!checked.ok) {
    const labels = new Map(fields.map(({ key, label }) => [key, label]));
    const said = checked.issues.map(({ key, message }) => {
      // The author's own words are whole sentences; the engine's are what is said of a field.
      const sentence = /^[a-z]/.test(message) ? `${labels.get(key) ?? key} ${message}` : message;
      return [key, /[.?!]$/.test(sentence) ? sentence : `${sentence}.`] as const;
    });
    const errors = said.map(([, sentence]) => sentence);
    throw fail(
      'credentials_invalid',
      { summary: errors.join(' ') },
      { errors, body: { field_errors: Object.fromEntries(said) } },
    );
  }
  const secret = new Set(fields.filter((field) => field.secret || field.type === 'password').map(({ key }) => key));
  const entries = Object.entries(checked.values).map(([key, value]) => [key, String(value)] as const);
  return {
    setup: Object.fromEntries(entries.filter(([key]) => !secret.has(key))),
    secrets: Object.fromEntries(entries.filter(([key]) => secret.has(key))),
  };
}
