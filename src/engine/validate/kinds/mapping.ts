import {
  didYouMean,
  type Located,
  type LocatedEntry,
  type LocatedMapping,
  nearest,
  quote,
  type Span,
  setOwn,
} from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { nameOf, type Path, under } from '../path.ts';
import type { Kind } from './kind.ts';
import { wrongType } from './scalars.ts';

/** A key of a block: its kind, and whether it must be there or what stands in for it. */
export interface Key<V> {
  readonly kind: Kind<V>;
  readonly required?: boolean;
  readonly fallback?: V;
}

/** A key that may be left out. */
export const optional = <V>(kind: Kind<V>): Key<V> => ({ kind });
/** A key that must be there. */
export const required = <V>(kind: Kind<V>): Key<V> & { readonly required: true } => ({ kind, required: true });
/** A key with a value that stands in when it is left out. */
export const defaulted = <V>(kind: Kind<V>, fallback: V): Key<V> & { readonly fallback: V } => ({ kind, fallback });

type IsOptional<T, K extends keyof T> = Record<never, never> extends Pick<T, K> ? true : false;

/** The table of a block: one row for each key of its type. */
export type Keys<T> = {
  readonly [K in keyof T]-?: IsOptional<T, K> extends true
    ? Key<Exclude<T[K], undefined>>
    : (Key<T[K]> & { readonly required: true }) | (Key<T[K]> & { readonly fallback: T[K] });
};

/** What a block is besides its keys. */
export interface BlockRules<T> {
  /** With its article, for sentences: `a step`. */
  readonly what: string;
  readonly keys: Keys<T>;
  /** Unknown keys are errors, as the published engine refuses them. */
  readonly strict?: boolean;
  /** Keys that are known to be written here but do nothing, and why. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** Older or other names of keys. */
  readonly alsoCalled?: Readonly<Record<string, keyof T & string>>;
  /** Where unknown keys belong: key → `"parameters"`. */
  readonly belongs?: Readonly<Record<string, string>>;
  /** Unknown keys are fine. */
  readonly open?: boolean;
  /** Checks that need more than one key; the value holds what could be read. */
  readonly check?: (value: Partial<T>, block: Block) => void;
}

/** A block being checked: where it stands and what its keys are. */
export interface Block {
  readonly node: LocatedMapping;
  readonly path: Path;
  readonly context: Context;
  /** Where the block begins, for findings about the whole of it. */
  readonly at: Span;
  /** The entry of a key. */
  entry(key: string): LocatedEntry | undefined;
  /** The place of a key's value, or the block where the key is left out. */
  placeOf(key: string): { readonly span: Span; readonly path: Path };
}

/** What a block is called and which keys it has. */
export interface BlockTable {
  readonly what: string;
  readonly keys: readonly string[];
}

const tables: BlockTable[] = [];

/** The tables of all blocks made so far, for the documentation of the format and for tests. */
export const blockTables = (): readonly BlockTable[] => tables;

/** A mapping with the keys of a table. */
export function block<T extends object>(rules: BlockRules<T>): Kind<T> {
  const rows = new Map<string, Key<unknown>>(Object.entries(rules.keys));
  const names = [...rows.keys()];
  tables.push({ what: rules.what, keys: names });
  const needed = names.filter((name) => rows.get(name)!.required);
  const fallbacks = names.filter((name) => 'fallback' in rows.get(name)!);
  return {
    expects: rules.what,
    read(node, path, context) {
      if (node.kind !== 'mapping') return wrongType(node, path, context, `${rules.what} (a mapping)`);
      const value: Record<string, unknown> = {};
      const unknown: LocatedEntry[] = [];
      const empty = new Set<string>();
      for (const entry of node.entries.values()) {
        const name = rows.has(entry.key) ? entry.key : own(rules.alsoCalled, entry.key);
        if (name === undefined) {
          unknown.push(entry);
          continue;
        }
        context.sawKey(rules.what, name);
        if (Object.hasOwn(value, name)) reportTwoNames(entry, name, path, context);
        else if (!readKey(entry, rows.get(name)!, name, value, path, context)) empty.add(name);
      }
      const made = makeBlock(node, path, context);
      reportRefs(node, path, context);
      const explained = reportMissing(rules, needed, node, unknown, empty, made);
      for (const entry of unknown) if (!explained.has(entry)) reportUnknown(rules, names, entry, path, context);
      for (const name of fallbacks) if (!Object.hasOwn(value, name)) value[name] = rows.get(name)!.fallback;
      rules.check?.(value as Partial<T>, made);
      return value as T;
    },
  };
}

/** A key and its older name stand side by side. */
function reportTwoNames(entry: LocatedEntry, name: string, up: Path, context: Context): void {
  const message = `${quote(entry.key)} and ${quote(name)} mean the same; this one has no effect.`;
  context.report('conflicting-keys', entry, under(up, entry.key, entry), message, { severity: 'warning' });
}

/** Reads one key into the value. @returns false when the key has no value, which counts as left out */
function readKey(
  entry: LocatedEntry,
  row: Key<unknown>,
  name: string,
  into: Record<string, unknown>,
  up: Path,
  context: Context,
): boolean {
  const path = under(up, entry.key, entry);
  if (isEmpty(entry.value) && row.kind.takesNull !== true) {
    if (!row.required)
      context.report('empty-value', entry, path, `${nameOf(path)} has no value; it counts as left out.`);
    return false;
  }
  const read = row.kind.read(entry.value, path, context);
  if (read !== undefined) setOwn(into, name, read);
  return true;
}

const isEmpty = (node: Located): boolean => node.kind === 'scalar' && node.value === null;

function makeBlock(node: LocatedMapping, path: Path, context: Context): Block {
  const first: Span | undefined = node.entries.values().next().value;
  const at = path.key ?? first ?? node;
  const entry = (key: string) => node.entries.get(key);
  return {
    node,
    path,
    context,
    at,
    entry,
    placeOf(key) {
      const found = entry(key);
      if (!found) return { span: at, path };
      const { value } = found;
      return {
        span: value.kind === 'scalar' && value.start < value.end ? value : found,
        path: under(path, key, found),
      };
    },
  };
}

/** Reports missing keys. @returns the unknown keys that are their misspellings, already reported */
function reportMissing<T>(
  rules: BlockRules<T>,
  needed: readonly string[],
  node: LocatedMapping,
  unknown: readonly LocatedEntry[],
  empty: ReadonlySet<string>,
  { at, path, context }: Block,
): Set<LocatedEntry> {
  const explained = new Set<LocatedEntry>();
  const alsoCalled = Object.entries(rules.alsoCalled ?? {});
  for (const name of needed) {
    if (empty.has(name)) {
      const entry = node.entries.get(name)!;
      context.report('missing-key', entry, under(path, name, entry), `${quote(name)} needs a value.`);
      continue;
    }
    if (node.entries.has(name) || alsoCalled.some(([other, real]) => real === name && node.entries.has(other)))
      continue;
    const misspelled = unknown.find((entry) => !explained.has(entry) && nearest(entry.key, [name]) === name);
    if (misspelled) {
      explained.add(misspelled);
      const message = `Unknown key ${quote(misspelled.key)} in ${rules.what}. Did you mean "${name}"?`;
      context.report('misspelled-key', misspelled, under(path, misspelled.key), message);
    } else context.report('missing-key', at, path, `${capital(rules.what)} needs the key "${name}".`);
  }
  return explained;
}

function reportUnknown<T>(
  rules: BlockRules<T>,
  names: readonly string[],
  entry: LocatedEntry,
  up: Path,
  context: Context,
): void {
  const path = under(up, entry.key, entry);
  const ignored = own(rules.ignored, entry.key);
  if (ignored !== undefined) {
    context.report('no-effect', entry, path, `${quote(entry.key)} has no effect in ${rules.what}: ${ignored}`);
    return;
  }
  const home = own(rules.belongs, entry.key);
  if (home !== undefined) {
    context.report(
      'misplaced-key',
      entry,
      path,
      `${quote(entry.key)} has no effect in ${rules.what}; it belongs in ${home}.`,
    );
    return;
  }
  if (rules.open) return;
  const meant = didYouMean(entry.key, names);
  const listed = meant === '' && names.length <= 12 ? `Known keys: ${names.join(', ')}.` : undefined;
  context.report('unknown-key', entry, path, `Unknown key ${quote(entry.key)} in ${rules.what}.${meant}`, {
    severity: rules.strict ? 'error' : 'warning',
    help: listed,
  });
}

function reportRefs(node: LocatedMapping, path: Path, context: Context): void {
  const [ref] = node.refs;
  if (ref) {
    context.report(
      'misplaced-ref',
      ref,
      under(path, '$ref', ref),
      'A $ref may stand at the top level of a file or under "actions" only.',
    );
  }
}

const own = <V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;

/** The sentence form of a phrase. */
export const capital = (phrase: string): string => phrase.charAt(0).toUpperCase() + phrase.slice(1);
