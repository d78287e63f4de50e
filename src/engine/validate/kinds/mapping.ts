import { type Located, type LocatedEntry, quote, setOwn } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { nameOf, type Path, under } from '../path.ts';
import { Block, type BlockSayings, own } from './block.ts';
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
export interface BlockRules<T> extends BlockSayings {
  readonly keys: Keys<T>;
  /** Older or other names of keys. */
  readonly alsoCalled?: Readonly<Record<string, keyof T & string>>;
  /** Checks that need more than one key; the value holds what could be read. */
  readonly check?: (value: Partial<T>, block: Block) => void;
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
      const unknown = new Set<LocatedEntry>();
      const empty = new Set<string>();
      for (const entry of node.entries.values()) {
        const name = rows.has(entry.key) ? entry.key : own(rules.alsoCalled, entry.key);
        if (name === undefined) {
          unknown.add(entry);
          continue;
        }
        context.sawKey(rules.what, name);
        if (Object.hasOwn(value, name)) reportTwoNames(entry, name, path, context);
        else if (!readKey(entry, rows.get(name)!, name, value, path, context)) empty.add(name);
      }
      const made = new Block(node, path, context, rules, unknown);
      reportRefs(made);
      for (const name of needed) {
        const entry = node.entries.get(name);
        if (entry && empty.has(name)) {
          context.report('missing-key', entry, under(path, name, entry), `${quote(name)} needs a value.`);
        } else if (!Object.hasOwn(value, name))
          made.need([name], `${capital(rules.what)} ${isPlural(rules.what) ? 'need' : 'needs'} the key "${name}".`);
      }
      for (const name of fallbacks) if (!Object.hasOwn(value, name)) value[name] = rows.get(name)!.fallback;
      rules.check?.(value as Partial<T>, made);
      made.reportUnknown(names);
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

function reportRefs({ node, path, context }: Block): void {
  const [ref] = node.refs;
  if (!ref) return;
  const message = 'A $ref may stand at the top level of a file or under "actions" only.';
  context.report('misplaced-ref', ref, under(path, '$ref', ref), message);
}

/** Whether a phrase names several: `the parameters of request`. */
const isPlural = (phrase: string): boolean => /^the [\w ]*?[^s\W]s( of |$)/.test(phrase);

/** The sentence form of a phrase. */
export const capital = (phrase: string): string => phrase.charAt(0).toUpperCase() + phrase.slice(1);
