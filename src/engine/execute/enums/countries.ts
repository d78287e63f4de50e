import countries from 'i18n-iso-countries/index.js';
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import { ISO_NAMES } from './iso-names.ts';

/** Finds a code or name; undefined where there is none. */
export type Lookup = (value: unknown) => unknown;

const folded = (name: string): string => name.toLowerCase();

/** Every spelling of a country's name that is understood, by its alpha-2 code. */
function namesByCode(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const [code, names] of Object.entries(english.countries as Record<string, string | string[]>)) {
    for (const name of Array.isArray(names) ? names : [names]) {
      if (!codes.has(folded(name))) codes.set(folded(name), code);
    }
  }
  for (const [code, name] of Object.entries(ISO_NAMES)) codes.set(folded(name), code);
  return codes;
}

let byName: ReadonlyMap<string, string> | undefined;

/** Codes match exactly; `gb` is not `GB`. */
const known = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

const fromAlpha2: Lookup = (value) => {
  const code = known(value, /^[A-Z]{2}$/);
  return code !== undefined && countries.alpha2ToAlpha3(code) !== undefined ? code : undefined;
};

const fromAlpha3: Lookup = (value) => {
  const code = known(value, /^[A-Z]{3}$/);
  return code === undefined ? undefined : countries.alpha3ToAlpha2(code);
};

const fromNumeric: Lookup = (value) => {
  const code = known(value, /^\d{3}$/);
  return code === undefined ? undefined : countries.numericToAlpha2(code);
};

const fromName: Lookup = (value) => {
  if (typeof value !== 'string') return undefined;
  byName ??= namesByCode();
  return byName.get(folded(value));
};

const then =
  (find: Lookup, convert: (alpha2: string) => string | undefined): Lookup =>
  (value) => {
    const alpha2 = find(value);
    return typeof alpha2 === 'string' ? convert(alpha2) : undefined;
  };

const toAlpha3 = (code: string): string | undefined => countries.alpha2ToAlpha3(code);
const toNumeric = (code: string): string | undefined => countries.alpha2ToNumeric(code)?.padStart(3, '0');

/** The name ISO 3166-1 gives a country. */
export function isoName(alpha2: string): string | undefined {
  if (Object.hasOwn(ISO_NAMES, alpha2)) return ISO_NAMES[alpha2];
  const names = (english.countries as Record<string, string | string[]>)[alpha2];
  return Array.isArray(names) ? names[0] : names;
}

/** Built-in enum matchers about countries, by the names of the published format. */
export const COUNTRY_MATCHERS: Readonly<Record<string, Lookup>> = {
  country_alpha2code_by_alpha2code: fromAlpha2,
  country_alpha3code_by_alpha3code: then(fromAlpha3, toAlpha3),
  country_code_by_country_code: then(fromNumeric, toNumeric),
  country_name_by_country_name: then(fromName, isoName),
  country_name_by_alpha3code: then(fromAlpha3, isoName),
  country_name_by_alpha2code: then(fromAlpha2, isoName),
  country_name_by_country_code: then(fromNumeric, isoName),
  country_alpha3code_by_alpha2code: then(fromAlpha2, toAlpha3),
  country_alpha3code_by_country_name: then(fromName, toAlpha3),
  country_alpha3code_by_country_code: then(fromNumeric, toAlpha3),
  country_alpha2code_by_alpha3code: fromAlpha3,
  country_alpha2code_by_country_name: fromName,
  country_alpha2code_by_country_code: fromNumeric,
  country_code_by_alpha2code: then(fromAlpha2, toNumeric),
  country_code_by_alpha3code: then(fromAlpha3, toNumeric),
  country_code_by_country_name: then(fromName, toNumeric),
};
