import { parseConnector } from '../../parse/index.ts';
import type { ConnectorFiles } from '../../program.ts';
import { validateConnector } from '../index.ts';

/** A file name for connectors of one file. */
export const MAIN = 'demo.connector.s1.yaml';

/** A connector in which nothing is wrong; parts can be replaced. */
export interface ConnectorParts {
  /** Keys of the top level besides those below. */
  readonly top?: string;
  readonly info?: string;
  readonly baseUrl?: string;
  readonly authentication?: string;
  readonly actions?: string;
}

const INFO = `
title: Demo
key: demo
version: 1.0.0`;

const AUTHENTICATION = `
- custom:
    type: custom
    label: Key
    authorization:
      type: none
    configFields:
      - key: apiKey
        label: Key
        type: password
        secret: true`;

/** The text of a connector with the given parts. */
export function connector({
  top = '',
  info = INFO,
  baseUrl = 'baseUrl: https://demo.example',
  ...parts
}: ConnectorParts = {}): string {
  const { authentication = AUTHENTICATION, actions } = parts;
  return [
    'StackOne: 1.0.0',
    info === '' ? '' : `info:${indent(info, 2)}`,
    baseUrl,
    authentication === '' ? '' : `authentication:${indent(authentication, 2)}`,
    top,
    actions === undefined ? '' : `actions:${indent(actions, 2)}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** An action with the given keys besides its id and description, as an item of `actions`. */
export const action = (keys: string): string => `
- actionId: get_thing
  description: Get a thing.${indent(keys, 2)}`;

/** An action with one step of the given parameters. */
export const withParameters = (functionName: string, parameters: string, version = '1', more = ''): string =>
  action(`
${more.trim() === '' ? '' : `${more.trim()}\n`}steps:
  - stepId: first
    stepFunction:
      functionName: ${functionName}
      version: '${version}'
      parameters:${indent(parameters, 8)}`);

/** An action with one request with the given parameters besides address and method. */
export const withRequest = (parameters: string, more = ''): string =>
  withParameters(
    'request',
    `\nurl: /things\nmethod: get${parameters.startsWith('\n') ? parameters : `\n${parameters}`}`,
    '1',
    more,
  );

/** A text with each of its lines but the first indented further. */
export const indent = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);

/** A diagnostic in short: `12:5 error unknown-key: message`, with ` (help)` where there is one. */
export function shortForm(files: ConnectorFiles): string[] {
  return validateConnector(parseConnector(files)).diagnostics.map(
    ({ line, column, severity, code, message, help }) =>
      `${line}:${column} ${severity} ${code}: ${message}${help === undefined ? '' : ` (${help})`}`,
  );
}

/** Diagnostics of a connector of one file. */
export const check = (text: string): string[] => shortForm({ [MAIN]: text });

/** What a marked text is expected to yield. */
export interface Expected {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly help?: string;
  readonly path?: string;
}

/** The stretch between `«` and `»` in a text, and the text without the marks. */
export function unmark(marked: string): {
  text: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
} {
  const start = marked.indexOf('«');
  const text = marked.replace('«', '').replace('»', '');
  const end = marked.indexOf('»') - 1;
  const place = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1 };
  };
  if (start === -1 || end < start) throw new Error('The text has no «marks».');
  const from = place(start);
  const to = place(end);
  return { text, ...from, endLine: to.line, endColumn: to.column };
}

/** Everything a connector of one file with `«marks»` yields, and what it should be: one finding at the marks. */
export function compareMarked(
  marked: string,
  expected: Expected,
): { readonly found: unknown; readonly wanted: unknown } {
  const { text, ...place } = unmark(marked);
  const { diagnostics } = validateConnector(parseConnector({ [MAIN]: text }));
  const found = diagnostics.map(({ file, path, ...rest }) => ({
    ...rest,
    ...(expected.path === undefined ? {} : { path }),
  }));
  return { found, wanted: [{ ...place, ...expected }] };
}

/** One mistake: a title, a text with marks around it, and what is to be said. */
export type Mistakes = Readonly<Record<string, readonly [marked: string, expected: Expected]>>;
