import { CONCEPTS } from './concepts.ts';
import { NARROW_OF } from './verbs.ts';

/** Words that say nothing about which action is meant. */
const STOP = new Set(
  'a an the of for to in on at by with from and or is are was were be been do does did can could would should will i we you they he she it its my our your their his her this that these those there here have has had need want like please let us into about as if so than then which who whom whose what when where how many much any some all every each me up out off not no yet currently now today tomorrow yesterday next last week month year id ids get list show give find see tell someone somebody something new one s t re ve'.split(
    ' ',
  ),
);

/** A word without its plural and verb endings. Coarse on purpose: both sides are treated alike. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ss|us|is)$/.test(word)) return word;
  if (/(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('s')) return word.slice(0, -1);
  if (word.endsWith('ing') && word.length > 6) return word.slice(0, -3);
  if (word.endsWith('ed') && word.length > 5) return word.slice(0, -2);
  return word;
}

/** Text in lower case with single spaces between words. */
export const normalize = (text: string): string =>
  text
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

interface Concept {
  readonly name: string;
  readonly phrase: string;
}

const PHRASES: readonly Concept[] = Object.entries(CONCEPTS).flatMap(([name, terms]) =>
  terms.filter((term) => term.includes(' ')).map((term) => ({ name: `~${name}`, phrase: ` ${term} ` })),
);
const CONCEPTS_OF = new Map<string, string[]>();
for (const [name, terms] of Object.entries(CONCEPTS)) {
  for (const term of terms) {
    if (term.includes(' ')) continue;
    const known = CONCEPTS_OF.get(stem(term));
    if (known === undefined) CONCEPTS_OF.set(stem(term), [`~${name}`]);
    else known.push(`~${name}`);
  }
}

const NARROW_STEMS = new Map([...NARROW_OF].map(([word, name]) => [stem(word), `!${name}`]));

/** One thing that a text speaks of: the ways to say it, each with its weight. */
export type Meaning = readonly (readonly [term: string, weight: number])[];

/** Weight of a word that only means the same. */
const SAME = 0.72;

/** What a text speaks of, in order: stems of words, and `~concepts` of words and phrases. */
export function meaningsOf(text: string): Meaning[] {
  const padded = ` ${normalize(text)} `;
  const meanings: Meaning[] = [];
  const phrased = new Set<string>();
  for (const { name, phrase } of PHRASES) {
    if (!padded.includes(phrase)) continue;
    if (!meanings.some(([first]) => first?.[0] === name)) meanings.push([[name, 1]]);
    for (const word of phrase.trim().split(' ')) phrased.add(stem(word));
  }
  for (const word of new Set(padded.trim().split(' '))) {
    if (word === '' || STOP.has(word)) continue;
    const root = stem(word);
    const narrow = NARROW_STEMS.get(root);
    const own = phrased.has(root) ? 0.5 : 1;
    const concepts = phrased.has(root) ? [] : (CONCEPTS_OF.get(root) ?? []);
    meanings.push([
      [root, own],
      ...concepts.map((name) => [name, SAME] as const),
      ...(narrow === undefined ? [] : [[narrow, 0.9] as const]),
    ]);
  }
  return meanings;
}

/** The terms of a text, for an index: how often each occurs. */
export function termsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (term: string): void => void counts.set(term, (counts.get(term) ?? 0) + 1);
  const padded = ` ${normalize(text)} `;
  for (const { name, phrase } of PHRASES) if (padded.includes(phrase)) add(name);
  for (const word of padded.trim().split(' ')) {
    if (word === '') continue;
    const root = stem(word);
    add(root);
    for (const concept of CONCEPTS_OF.get(root) ?? []) add(concept);
    const narrow = NARROW_STEMS.get(root);
    if (narrow !== undefined) add(narrow);
  }
  return counts;
}
