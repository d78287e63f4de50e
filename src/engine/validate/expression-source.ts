/** How a text is read when it is evaluated. */
export type ExpressionForm = 'jexl' | 'interpolation' | 'path' | 'literal';

/**
 * How a text is read when it is evaluated: `{{…}}` as a whole is a JEXL expression, `${…}` anywhere is filled in,
 * a leading `$` is a JSONPath, anything else is itself.
 */
export function formOf(text: string): ExpressionForm {
  const trimmed = text.trim();
  if (trimmed.startsWith('{{') && trimmed.endsWith('}}')) return 'jexl';
  if (/\$\{[^}]*\}/.test(trimmed)) return 'interpolation';
  return trimmed.startsWith('$') ? 'path' : 'literal';
}

/** Whether a text may turn into a value of another type when it is evaluated. */
export const isDynamic = (text: string): boolean => formOf(text) !== 'literal';
