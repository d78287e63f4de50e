/** How a stored secret is announced in place of its value; the last characters may follow. */
const PLACEHOLDER = '__secretvalue:**redacted**';

/** True when the text stands for a stored secret instead of being one. */
export function isStoredSecret(value: string): boolean {
  return value.startsWith(PLACEHOLDER);
}

/** What may be shown of a stored secret: ten bullets and its last characters, as far as the server tells them. */
export function storedSecretHint(value: string): string {
  return `${'•'.repeat(10)}${value.slice(PLACEHOLDER.length)}`;
}
