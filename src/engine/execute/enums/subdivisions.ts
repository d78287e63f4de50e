import english from 'i18n-nationality/langs/en.json' with { type: 'json' };
import { iso31662 } from 'iso-3166';
import { folded, type Lookup } from './countries.ts';

/** A name in the letters of ASCII: accents dropped, other letters spelled as near as they come. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'Ae',
  œ: 'oe',
  Œ: 'Oe',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  ə: 'e',
  Ə: 'E',
  ħ: 'h',
  Ħ: 'H',
};
const ascii = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\0-\x7f]/gu, (letter) => SPELLED[letter] ?? (/[‘’ʻʼ]/.test(letter) ? "'" : letter === '–' ? '-' : ''));

interface Index {
  readonly nameByCode: ReadonlyMap<string, string>;
  readonly codeByName: ReadonlyMap<string, string>;
  readonly ofCountry: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Made at the first use: few connectors ask for any of the five thousand. */
function makeIndex(): Index {
  const nameByCode = new Map<string, string>();
  const codeByName = new Map<string, string>();
  const ofCountry = new Map<string, Record<string, string>>();
  for (const { code, name } of iso31662) {
    nameByCode.set(code, name);
    for (const spelling of [name, ascii(name)])
      if (!codeByName.has(folded(spelling))) codeByName.set(folded(spelling), code);
    const country = code.slice(0, 2);
    const all = ofCountry.get(country) ?? {};
    all[code] = ascii(name);
    ofCountry.set(country, all);
  }
  return { nameByCode, codeByName, ofCountry };
}

let index: Index | undefined;
const subdivisions = (): Index => {
  index ??= makeIndex();
  return index;
};

let byCitizenship: ReadonlyMap<string, string> | undefined;

/** Built-in enum matchers about parts of countries and citizenship, by the names of the published format. */
export const SUBDIVISION_MATCHERS: Readonly<Record<string, Lookup>> = {
  country_subdivisions_by_alpha2code: (value) => {
    const found = typeof value === 'string' ? subdivisions().ofCountry.get(value) : undefined;
    return found && { ...found };
  },
  country_subdivision_code_by_subdivision_name: (value) =>
    typeof value === 'string' ? subdivisions().codeByName.get(folded(value)) : undefined,
  country_subdivision_name_by_subdivision_code: (value) =>
    typeof value === 'string' ? subdivisions().nameByCode.get(value) : undefined,
  country_alpha2code_by_citizenship: (value) => {
    if (typeof value !== 'string') return undefined;
    byCitizenship ??= new Map(
      Object.entries(english.nationalities as Record<string, string>).map(([code, name]) => [folded(name), code]),
    );
    return byCitizenship.get(folded(value));
  },
};
