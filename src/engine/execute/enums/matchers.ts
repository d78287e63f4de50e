import { COUNTRY_MATCHERS, type Lookup } from './countries.ts';
import { fileFormat } from './file-formats.ts';
import { SUBDIVISION_MATCHERS } from './subdivisions.ts';

const MATCHERS: Readonly<Record<string, Lookup>> = {
  ...COUNTRY_MATCHERS,
  ...SUBDIVISION_MATCHERS,
  document_file_format_from_extension: fileFormat,
};

/** The built-in enum matcher of this name, if there is one. */
export const enumMatcher = (name: string): Lookup | undefined =>
  Object.hasOwn(MATCHERS, name) ? MATCHERS[name] : undefined;
