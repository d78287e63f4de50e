import { createRandom } from './random.ts';
import { asciiName, CULTURES, type Culture } from './sample-names.ts';

/** An invented person. */
export interface SamplePerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly gender: 'Female' | 'Male' | 'Non-binary';
  readonly culture: Culture;
  /** Local part of a mail address, unique within the list (`imogen.farrow`, `imogen.farrow2`). */
  readonly handle: string;
}

/**
 * Invented people with distinct full names where names suffice.
 * @param seed the same seed gives the same people; a longer list starts with the people of a shorter one
 * @param homeCountries countries whose names shall be more common, ISO 3166-1 alpha-2
 */
export function samplePeople(seed: string, count: number, homeCountries: readonly string[] = []): SamplePerson[] {
  const weights = CULTURES.map((culture) => [culture, homeCountries.includes(culture.country) ? 5 : 1] as const);
  const taken = new Map<string, number>();
  const people: SamplePerson[] = [];
  for (let index = 0; people.length < count; index++) {
    const random = createRandom(`${seed}/person/${index}`);
    const culture = random.weighted(weights);
    const gender = random.weighted([
      ['Female', 49],
      ['Male', 48],
      ['Non-binary', 3],
    ] as const);
    const names =
      gender === 'Female' ? culture.female : gender === 'Male' ? culture.male : [...culture.female, ...culture.male];
    const [firstName, lastName] = [random.pick(names), random.pick(culture.last)];
    const plain = `${asciiName(firstName)}.${asciiName(lastName)}`;
    const seen = taken.get(plain) ?? 0;
    // A namesake is left out while there are enough other names to draw.
    if (seen > 0 && index < count * 3) continue;
    taken.set(plain, seen + 1);
    people.push({ firstName, lastName, gender, culture, handle: seen === 0 ? plain : `${plain}${seen + 1}` });
  }
  return people;
}
