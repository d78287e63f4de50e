import { asList, asText, isDate, type QueryValue } from '../../kit/index.ts';
import { readSpan } from '../moments.ts';
import type { View } from '../view.ts';

/** Keeps or drops a record. */
export type Test<Row> = (row: Row, view: View) => boolean;

/** A query parameter that narrows a list: from its text to a test, or to a sentence when it cannot be read. */
export interface Filter<Row> {
  readonly names: readonly string[];
  readonly parse: (text: string) => Test<Row> | string;
}

type Read<Row, Value> = (row: Row, view: View) => Value;
type Id = number | null;

const noChoice = (text: string): string => `Select a valid choice. ${text} is not one of the available choices.`;
const wholeNumber = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

const TRUTH: Readonly<Record<string, boolean>> = {
  true: true,
  True: true,
  1: true,
  false: false,
  False: false,
  0: false,
};

/** Makers of the filters of one kind of records. */
export interface FilterMakers<Row> {
  /** The member is exactly this text. */
  textIs(name: string, read: Read<Row, string | null>): Filter<Row>;
  /** The member is one of the texts of a comma list. */
  textIn(name: string, read: Read<Row, string | null>): Filter<Row>;
  /** The member is, or holds, this number. */
  idIs(name: string, read: Read<Row, Id | readonly number[]>): Filter<Row>;
  /** The member is one of the numbers of a comma list. */
  idIn(name: string, read: Read<Row, Id>): Filter<Row>;
  /** The member is true, or false. */
  flagIs(names: string | readonly string[], read: Read<Row, boolean>): Filter<Row>;
  /** The member is this text, which must be one of the choices. */
  choiceIs(name: string, choices: readonly string[], read: Read<Row, string>): Filter<Row>;
  /** The timestamp is not earlier than this moment. */
  notBefore(name: string, read: Read<Row, string | null>): Filter<Row>;
  /** The timestamp is not later than this moment; a day counts whole. */
  notAfter(name: string, read: Read<Row, string | null>): Filter<Row>;
  /** The timestamp lies between two bounds, both included. */
  between(names: readonly [after: string, before: string], read: Read<Row, string | null>): Filter<Row>[];
  /** The date lies between two dates, both included. */
  dateBetween(names: readonly [start: string, end: string], read: Read<Row, string>): Filter<Row>[];
}

const filter = <Row>(names: string | readonly string[], parse: Filter<Row>['parse']): Filter<Row> => ({
  names: typeof names === 'string' ? [names] : names,
  parse,
});

const bound = <Row>(name: string, read: Read<Row, string | null>, isEarliest: boolean): Filter<Row> =>
  filter(name, (text) => {
    const span = readSpan(text);
    if (span === undefined) return 'Enter a valid date/time.';
    return (row, view) => {
      const value = read(row, view);
      return value !== null && (isEarliest ? value >= span.from : value <= span.to);
    };
  });

/** Filters on records of one kind. */
export const filtersOf = <Row>(): FilterMakers<Row> => ({
  textIs: (name, read) => filter(name, (text) => (row, view) => read(row, view) === text),
  textIn: (name, read) =>
    filter(name, (text) => {
      const wanted = new Set<string | null>(text.split(',').map((part) => part.trim()));
      return (row, view) => wanted.has(read(row, view));
    }),
  idIs: (name, read) =>
    filter(name, (text) => {
      const wanted = wholeNumber(text);
      if (wanted === undefined) return 'Enter a number.';
      return (row, view) => {
        const value = read(row, view);
        return typeof value === 'object' && value !== null ? value.includes(wanted) : value === wanted;
      };
    }),
  idIn: (name, read) =>
    filter(name, (text) => {
      const wanted = text.split(',').map((part) => wholeNumber(part.trim()));
      if (wanted.includes(undefined)) return 'Enter a number.';
      return (row, view) => wanted.includes(read(row, view) ?? undefined);
    }),
  flagIs: (names, read) =>
    filter(names, (text) => {
      const wanted = Object.hasOwn(TRUTH, text) ? TRUTH[text] : undefined;
      return wanted === undefined ? noChoice(text) : (row, view) => read(row, view) === wanted;
    }),
  choiceIs: (name, choices, read) =>
    filter(name, (text) => (choices.includes(text) ? (row, view) => read(row, view) === text : noChoice(text))),
  notBefore: (name, read) => bound(name, read, true),
  notAfter: (name, read) => bound(name, read, false),
  between: ([after, before], read) => [bound(after, read, true), bound(before, read, false)],
  dateBetween: ([start, end], read) => [
    filter(start, (text) => (isDate(text) ? (row, view) => read(row, view) >= text : 'Enter a valid date.')),
    filter(end, (text) => (isDate(text) ? (row, view) => read(row, view) <= text : 'Enter a valid date.')),
  ],
});

/** True when a parameter says so. */
export const flag = (value: QueryValue): boolean => TRUTH[asText(value) ?? ''] ?? false;

/** Reads the parameters a list knows; others are ignored, and so are empty ones. */
export function readFilters<Row>(
  filters: readonly Filter<Row>[],
  query: Readonly<Record<string, QueryValue>>,
): { readonly tests: readonly Test<Row>[]; readonly problems: Readonly<Record<string, readonly string[]>> } {
  const tests: Test<Row>[] = [];
  const problems: Record<string, readonly string[]> = {};
  for (const { names, parse } of filters)
    for (const name of names) {
      const text = asList(query[name]).join(',');
      if (text === '') continue;
      const parsed = parse(text);
      if (typeof parsed === 'string') problems[name] = [parsed];
      else tests.push(parsed);
    }
  return { tests, problems };
}
