const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const DATE_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

/** Shapes of text that inputs and fields may ask for, by the name the published format gives them. */
export const FORMATS: Readonly<
  Record<string, { readonly test: (text: string) => boolean; readonly expected: string }>
> = {
  email: { test: (text) => /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text), expected: 'an email address' },
  url: {
    test: (text) => /^https?:\/\/[^\s/?#]+\S*$/i.test(text),
    expected: 'a URL that starts with http:// or https://',
  },
  uri: { test: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text), expected: 'a URI' },
  uuid: {
    test: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
    expected: 'a UUID',
  },
  date: { test: isDate, expected: 'a date like 2026-01-31' },
  datetime: {
    test: (text) => DATE_TIME.test(text) && isDate(text.slice(0, 10)),
    expected: 'a date and time like 2026-01-31T09:30:00Z',
  },
};

/** True for a day that exists, as YYYY-MM-DD. */
export function isDate(text: string): boolean {
  return DATE.test(text) && new Date(`${text}T00:00:00Z`).getUTCDate() === Number(text.slice(8));
}

/** True for a date or a date with a time, the two notations of RFC 3339 that `datetime_string` takes. */
export const isDateOrDateTime = (text: string): boolean => isDate(text) || (FORMATS['datetime']?.test(text) ?? false);
