import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { iso31661 } from 'iso-3166';

/** Finds a code or name; undefined where there is none. */
export type Lookup = (value: unknown) => unknown;

type Country = (typeof iso31661)[number];

const byAlpha2 = new Map(iso31661.map((country) => [country.alpha2, country]));
const byAlpha3 = new Map(iso31661.map((country) => [country.alpha3, country]));
const byNumeric = new Map(iso31661.map((country) => [country.numeric, country]));

/** Names are compared without regard to case. */
export const folded = (name: string): string => name.toLowerCase();

/** Every spelling of a country's name that is understood: the everyday ones, then the one of the standard. */
function namesOfCountries(): ReadonlyMap<string, Country> {
  const names = new Map<string, Country>();
  for (const [code, spellings] of Object.entries(english.countries as Record<string, string | string[]>)) {
    const country = byAlpha2.get(code);
    for (const name of [spellings].flat())
      if (country !== undefined && !names.has(folded(name))) names.set(folded(name), country);
  }
  for (const country of iso31661) names.set(folded(country.name), country);
  return names;
}

let byName: ReadonlyMap<string, Country> | undefined;

type Find = (value: unknown) => Country | undefined;

/** Codes match exactly; `gb` is not `GB`, and the number 826 is not `"826"`. */
const inMap =
  (countries: ReadonlyMap<string, Country>): Find =>
  (value) =>
    typeof value === 'string' ? countries.get(value) : undefined;

const fromAlpha2 = inMap(byAlpha2);
const fromAlpha3 = inMap(byAlpha3);
const fromNumeric = inMap(byNumeric);
const fromName: Find = (value) => {
  if (typeof value !== 'string') return undefined;
  byName ??= namesOfCountries();
  return byName.get(folded(value));
};

const then =
  (find: Find, member: 'alpha2' | 'alpha3' | 'numeric' | 'name'): Lookup =>
  (value) =>
    find(value)?.[member];

/** Built-in enum matchers about countries, by the names of the published format. */
export const COUNTRY_MATCHERS: Readonly<Record<string, Lookup>> = {
  country_alpha2code_by_alpha2code: then(fromAlpha2, 'alpha2'),
  country_alpha3code_by_alpha3code: then(fromAlpha3, 'alpha3'),
  country_code_by_country_code: then(fromNumeric, 'numeric'),
  country_name_by_country_name: then(fromName, 'name'),
  country_name_by_alpha3code: then(fromAlpha3, 'name'),
  country_name_by_alpha2code: then(fromAlpha2, 'name'),
  country_name_by_country_code: then(fromNumeric, 'name'),
  country_alpha3code_by_alpha2code: then(fromAlpha2, 'alpha3'),
  country_alpha3code_by_country_name: then(fromName, 'alpha3'),
  country_alpha3code_by_country_code: then(fromNumeric, 'alpha3'),
  country_alpha2code_by_alpha3code: then(fromAlpha3, 'alpha2'),
  country_alpha2code_by_country_name: then(fromName, 'alpha2'),
  country_alpha2code_by_country_code: then(fromNumeric, 'alpha2'),
  country_code_by_alpha2code: then(fromAlpha2, 'numeric'),
  country_code_by_alpha3code: then(fromAlpha3, 'numeric'),
  country_code_by_country_name: then(fromName, 'numeric'),
};
