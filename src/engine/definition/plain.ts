/** Plain data as a YAML document yields it. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainRecord;

/** A mapping of plain data. */
export interface PlainRecord {
  readonly [key: string]: Plain;
}

/** A text that may hold an expression: `$.path`, `${…}` inside text, `{{…}}`, or a literal. */
export type Expression = string;

/** How far a connector or action is released. */
export type ReleaseStage = 'preview' | 'beta' | 'ga' | 'deprecated' | 'internal';

/** A named shape of text. */
export type ValueFormat = 'email' | 'url' | 'uuid' | 'date' | 'datetime' | 'uri';
