import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTRY_MATCHERS } from './countries.ts';
import { enumMatcher } from './matchers.ts';

const GB = 'United Kingdom of Great Britain and Northern Ireland';

describe('built-in enum matchers', () => {
  it.each<[string, unknown, unknown]>([
    ['country_alpha2code_by_alpha2code', 'GB', 'GB'],
    ['country_alpha2code_by_alpha2code', 'gb', undefined],
    ['country_alpha2code_by_alpha2code', 'XX', undefined],
    ['country_alpha3code_by_alpha3code', 'GBR', 'GBR'],
    ['country_code_by_country_code', '004', '004'],
    ['country_code_by_country_code', 826, undefined],
    ['country_code_by_country_code', '4', undefined],
    ['country_name_by_country_name', 'FRANCE', 'France'],
    ['country_name_by_country_name', 'France ', undefined],
    ['country_name_by_country_name', 'united kingdom', GB],
    ['country_name_by_alpha3code', 'GBR', GB],
    ['country_name_by_alpha2code', 'GB', GB],
    ['country_name_by_alpha2code', 'US', 'United States of America'],
    ['country_name_by_country_code', '826', GB],
    ['country_alpha3code_by_alpha2code', 'FR', 'FRA'],
    ['country_alpha3code_by_country_name', 'Germany', 'DEU'],
    ['country_alpha3code_by_country_code', '276', 'DEU'],
    ['country_alpha2code_by_alpha3code', 'FRA', 'FR'],
    ['country_alpha2code_by_country_name', GB.toUpperCase(), 'GB'],
    ['country_alpha2code_by_country_code', '826', 'GB'],
    ['country_code_by_alpha2code', 'AF', '004'],
    ['country_code_by_alpha3code', 'AFG', '004'],
    ['country_code_by_country_name', 'Afghanistan', '004'],
    ['country_subdivision_code_by_subdivision_name', 'California', 'US-CA'],
    ['country_subdivision_code_by_subdivision_name', 'ILE-DE-FRANCE', 'FR-IDF'],
    ['country_subdivision_code_by_subdivision_name', 'California ', undefined],
    ['country_subdivision_name_by_subdivision_code', 'US-CA', 'California'],
    ['country_subdivision_name_by_subdivision_code', 'us-ca', undefined],
    ['country_subdivision_name_by_subdivision_code', 'FR-IDF', 'Île-de-France'],
    ['country_subdivisions_by_alpha2code', 'XX', undefined],
    ['country_alpha2code_by_citizenship', 'British', 'GB'],
    ['country_alpha2code_by_citizenship', 'GERMAN', 'DE'],
    ['country_alpha2code_by_citizenship', 'German ', undefined],
    ['document_file_format_from_extension', '.PDF', 'pdf'],
    ['document_file_format_from_extension', ' docx ', 'docx'],
    ['document_file_format_from_extension', 'application/pdf', undefined],
    ['document_file_format_from_extension', 'exe-cutable', undefined],
  ])('%s of %j is %j', (name, value, expected) => {
    expect(enumMatcher(name)?.(value)).toBe(expected);
  });

  it('give all parts of a country by code, their names in ASCII', () => {
    const parts = enumMatcher('country_subdivisions_by_alpha2code')?.('FR') as Record<string, string>;
    expect(parts['FR-IDF']).toBe('Ile-de-France');
    expect(Object.keys(parts).every((code) => code.startsWith('FR-'))).toBe(true);
    for (const code of ['FR', 'DE', 'PL', 'TR', 'VN', 'IS', 'AZ', 'MT']) {
      const names = Object.values(enumMatcher('country_subdivisions_by_alpha2code')?.(code) as Record<string, string>);
      expect(
        names.filter((name) => !/^[ -~]+$/.test(name)),
        code,
      ).toEqual([]);
    }
  });

  it('do not exist under other names', () => {
    for (const name of ['HRIS_EMPLOYEE_GENDER', 'constructor', '__proto__', ''])
      expect(enumMatcher(name)).toBeUndefined();
  });

  it('find nothing for what is no country, and never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const find of Object.values(COUNTRY_MATCHERS)) {
          const found = find(value);
          expect(found === undefined || typeof found === 'string').toBe(true);
        }
      }),
    );
  });

  it('agree with each other for every country', () => {
    const toAlpha3 = enumMatcher('country_alpha3code_by_alpha2code');
    for (let first = 65; first < 91; first += 1) {
      for (let second = 65; second < 91; second += 1) {
        const alpha2 = String.fromCharCode(first, second);
        const alpha3 = toAlpha3?.(alpha2);
        if (alpha3 === undefined) continue;
        expect(enumMatcher('country_alpha2code_by_alpha3code')?.(alpha3)).toBe(alpha2);
        const name = enumMatcher('country_name_by_alpha2code')?.(alpha2);
        expect(name, alpha2).toEqual(expect.any(String));
        expect(enumMatcher('country_alpha2code_by_country_name')?.(name), String(name)).toBe(alpha2);
      }
    }
  });
});
