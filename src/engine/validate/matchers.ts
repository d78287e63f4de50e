/** Names of the built-in enum matchers. */
export const ENUM_MATCHERS: ReadonlySet<string> = new Set([
  'country_alpha2code_by_alpha2code',
  'country_alpha3code_by_alpha3code',
  'country_code_by_country_code',
  'country_name_by_country_name',
  'country_name_by_alpha3code',
  'country_name_by_alpha2code',
  'country_name_by_country_code',
  'country_alpha3code_by_alpha2code',
  'country_alpha3code_by_country_name',
  'country_alpha3code_by_country_code',
  'country_alpha2code_by_alpha3code',
  'country_alpha2code_by_country_name',
  'country_alpha2code_by_country_code',
  'country_code_by_alpha2code',
  'country_code_by_alpha3code',
  'country_code_by_country_name',
  'country_subdivisions_by_alpha2code',
  'country_subdivision_code_by_subdivision_name',
  'country_subdivision_name_by_subdivision_code',
  'country_alpha2code_by_citizenship',
  'document_file_format_from_extension',
]);

/** Those of them whose data is not part of this engine. */
export const MATCHERS_WITHOUT_DATA: ReadonlySet<string> = new Set([
  'country_subdivisions_by_alpha2code',
  'country_subdivision_code_by_subdivision_name',
  'country_subdivision_name_by_subdivision_code',
  'country_alpha2code_by_citizenship',
]);
