import type { Plain } from '../definition.ts';
import type { SourceFile } from './source-file.ts';

/** A stretch of a file. */
export interface Span {
  readonly source: SourceFile;
  /** Offset of the first character. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
}

/** How a text was written. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

/** A text, number, boolean or null. */
export interface LocatedScalar extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
  /** Number of values in it, aliases counted as what they repeat. */
  readonly weight: number;
}

/** A list. */
export interface LocatedList extends Span {
  readonly kind: 'list';
  readonly items: readonly Located[];
  readonly weight: number;
}

/** A key of a mapping and what stands under it. The span is that of the key. */
export interface LocatedEntry extends Span {
  readonly key: string;
  readonly value: Located;
}

/** A mapping. Keys are unique; `$ref` keys, of which there may be many, are kept apart. */
export interface LocatedMapping extends Span {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, LocatedEntry>;
  readonly refs: readonly LocatedEntry[];
  readonly weight: number;
}

/** A value that could not be read and has been reported; nothing more is to be said about it. */
export interface LocatedBroken extends Span {
  readonly kind: 'broken';
  readonly weight: number;
}

/** A value of a connector file that knows where it stands. */
export type Located = LocatedScalar | LocatedList | LocatedMapping | LocatedBroken;

/** The value as plain data. A `$ref` that was not followed is a key like any other. */
export function toPlain(node: Located): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toPlain);
  if (node.kind === 'broken') return null;
  const record: Record<string, Plain> = {};
  for (const { key, value } of [...node.entries.values(), ...node.refs]) setOwn(record, key, toPlain(value));
  return record;
}

/** Sets a property of its own on a record, whatever the name. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__')
    Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
  else record[key] = value;
}

/** What a value is, in words: `a list`, `the text "get"`, `the number 3`. */
export function describe(node: Located): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind === 'broken') return 'a broken value';
  const { value } = node;
  if (value === null) return 'nothing';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  return typeof value === 'number' ? `the number ${writtenText(node)}` : String(value);
}

/** A text in double quotes, shortened to one line. */
export function quote(text: string): string {
  const line = text.slice(0, 200).replace(/\s+/g, ' ');
  return `"${line.length > 60 ? `${line.slice(0, 57)}…` : line}"`;
}

/** A number, boolean or null as the author wrote it; a text's value. */
export function writtenText(node: LocatedScalar): string {
  return typeof node.value === 'string' ? node.value : node.source.text.slice(node.start, node.end);
}
