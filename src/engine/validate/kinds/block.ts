import { type LocatedEntry, type LocatedMapping, nearest, quote, type Span } from '../../parse/index.ts';
import type { Context } from '../context.ts';
import { type Path, under } from '../path.ts';

/** What a block says about keys it does not have. */
export interface BlockSayings {
  /** With its article, for sentences: `a step`. */
  readonly what: string;
  /** Keys that are known to be written here but do nothing, and why. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** Where unknown keys belong: key → `"parameters"`. */
  readonly belongs?: Readonly<Record<string, string>>;
  /** Unknown keys are errors, as the published engine refuses them. */
  readonly strict?: boolean;
  /** Unknown keys are fine. */
  readonly open?: boolean;
}

/** How a missing key is reported. */
export interface NeedRules {
  /** Default error. */
  readonly severity?: 'error' | 'warning';
  readonly help?: string;
  /** Default: where the block begins. */
  readonly span?: Span;
}

/** A mapping being checked: where it stands and what its keys are. */
export class Block {
  readonly node: LocatedMapping;
  readonly path: Path;
  readonly context: Context;
  /** Where the block begins, for findings about the whole of it. */
  readonly at: Span;
  readonly #sayings: BlockSayings;
  readonly #unknown: Set<LocatedEntry>;

  constructor(node: LocatedMapping, path: Path, context: Context, sayings: BlockSayings, unknown: Set<LocatedEntry>) {
    this.node = node;
    this.path = path;
    this.context = context;
    this.at = path.key ?? node.entries.values().next().value ?? node;
    this.#sayings = sayings;
    this.#unknown = unknown;
  }

  /** The entry of a key. */
  entry(key: string): LocatedEntry | undefined {
    return this.node.entries.get(key);
  }

  /** The place of a key's value, or the block where the key is left out. */
  placeOf(key: string): { readonly span: Span; readonly path: Path } {
    const found = this.entry(key);
    if (!found) return { span: this.at, path: this.path };
    const { value } = found;
    const isShort = value.kind === 'scalar' && value.start < value.end;
    return { span: isShort ? value : found, path: under(this.path, key, found) };
  }

  /**
   * Reports that none of some keys is there. A misspelled or misplaced key that explains it is reported in its stead.
   */
  need(keys: readonly string[], message: string, { severity = 'error', help, span }: NeedRules = {}): void {
    if (keys.some((key) => this.node.entries.has(key))) return;
    const { what, belongs } = this.#sayings;
    for (const entry of this.#unknown) {
      const meant = nearest(entry.key, keys);
      const home = own(belongs, entry.key);
      const isHome = home !== undefined && keys.some((key) => home.includes(`"${key}`));
      if (meant === undefined && !isHome) continue;
      if (severity === 'warning') return;
      this.#unknown.delete(entry);
      const path = under(this.path, entry.key, entry);
      if (isHome) this.context.report('misplaced-key', entry, path, misplaced(entry.key, what, home), { severity });
      else {
        const said = `Unknown key ${quote(entry.key)} in ${what}. Did you mean "${meant}"?`;
        this.context.report('misspelled-key', entry, path, said);
      }
      return;
    }
    this.context.report('missing-key', span ?? this.at, this.path, message, { severity, help });
  }

  /** Reports the keys that are neither known nor reported yet. */
  reportUnknown(names: readonly string[]): void {
    for (const entry of this.#unknown) this.#reportUnknown(entry, names);
  }

  #reportUnknown(entry: LocatedEntry, names: readonly string[]): void {
    const { what, ignored, belongs, strict, open } = this.#sayings;
    const path = under(this.path, entry.key, entry);
    const reason = own(ignored, entry.key);
    const home = own(belongs, entry.key);
    if (reason !== undefined) {
      this.context.report('no-effect', entry, path, `${quote(entry.key)} has no effect in ${what}: ${reason}`);
    } else if (home !== undefined) {
      this.context.report('misplaced-key', entry, path, misplaced(entry.key, what, home));
    } else if (!open) {
      const meant = this.context.suggest(entry.key, names);
      const listed = meant === '' && names.length <= 12 ? `Known keys: ${names.join(', ')}.` : undefined;
      this.context.report('unknown-key', entry, path, `Unknown key ${quote(entry.key)} in ${what}.${meant}`, {
        severity: strict ? 'error' : 'warning',
        help: names.length === 0 ? undefined : listed,
      });
    }
  }
}

const misplaced = (key: string, what: string, home: string): string =>
  `${quote(key)} has no effect in ${what}; it belongs in ${home}.`;

/** The value of an own key of a record. */
export const own = <V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
