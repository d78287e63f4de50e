/** Length of the country code and of the digit groups that follow it, by country code. */
const FORMATS: readonly (readonly [prefix: string, groups: readonly number[]])[] = [
  ['+1', [3, 3, 4]],
  ['+44', [4, 6]],
  ['+353', [2, 3, 4]],
  ['+351', [3, 3, 3]],
  ['+34', [3, 3, 3]],
  ['+49', [4, 7]],
];

/** A phone number with its digits grouped (`+447700900123` → `+44 7700 900123`); null for none, other numbers unchanged. */
export function formatPhone(number: unknown): string | null {
  if (typeof number !== 'string') return null;
  const format = FORMATS.find(([prefix]) => number.startsWith(prefix));
  if (format === undefined || !/^\+\d+$/.test(number)) return number;
  let rest = number.slice(format[0].length);
  const parts = [format[0]];
  for (const size of format[1]) {
    parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return [...parts, rest].filter((part) => part !== '').join(' ');
}
