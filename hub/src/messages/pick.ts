import { de } from './de.ts';
import { en, type Messages } from './en.ts';

const LANGUAGES: Readonly<Record<string, Messages>> = { en, de };

/** The texts of the first wanted language we have, such as for `de-AT`; English when there is none. */
export function messagesFor(...wanted: readonly (string | null | undefined)[]): Messages {
  for (const tag of wanted) {
    const language = (tag ?? '').toLowerCase().split(/[-_]/)[0] ?? '';
    if (Object.hasOwn(LANGUAGES, language)) return LANGUAGES[language] ?? en;
  }
  return en;
}
