import type { Findings } from './finding.ts';
import { type Located, type LocatedEntry, type LocatedMapping, quote } from './located.ts';
import { nearest } from './nearest.ts';

/** Hands out the root value of a partial by file name. */
export type ReadPartial = (fileName: string) => Located | undefined;

/**
 * Joins partials into the main file's mapping. A `$ref` names a partial of the same folder, `a.b` for
 * `a.b.s1.partial.yaml`; it may stand at the top level (the partial's keys join the connector's), once or repeatedly
 * under `actions`, or as an item of the list of actions.
 */
export class PartialJoiner {
  /** Partials by the name a `$ref` calls them by. */
  readonly #files: ReadonlyMap<string, string>;
  readonly #read: ReadPartial;
  readonly #findings: Findings;
  readonly #used = new Set<string>();
  readonly #open: string[] = [];
  #incomplete = false;
  #suggestionsLeft = 50;

  constructor(names: readonly string[], read: ReadPartial, findings: Findings) {
    this.#files = new Map([...names].reverse().map((file) => [bareName(file), file]));
    this.#read = read;
    this.#findings = findings;
  }

  /** File names of the partials that were referred to. */
  get used(): ReadonlySet<string> {
    return this.#used;
  }

  /** Whether a partial could not be joined, so that what it defines is unknown. */
  get incomplete(): boolean {
    return this.#incomplete;
  }

  /** The connector's top-level mapping with all partials in place. */
  join(root: LocatedMapping): LocatedMapping {
    const entries = new Map<string, LocatedEntry>();
    this.#fill(entries, root);
    return { ...root, entries, refs: [] };
  }

  #fill(into: Map<string, LocatedEntry>, root: LocatedMapping): void {
    for (const entry of root.entries.values()) {
      const joined = entry.key === 'actions' ? { ...entry, value: this.#actions(entry.value) } : entry;
      const first = into.get(entry.key);
      if (!first) into.set(entry.key, joined);
      else if (entry.key === 'actions') into.set('actions', { ...first, value: concat(first.value, joined.value) });
      else {
        this.#findings.add(
          'duplicate-key',
          entry,
          entry.key,
          `The key ${quote(entry.key)} already stands in ${first.source.name}, line ${first.source.positionAt(first.start).line}.`,
        );
      }
    }
    for (const ref of root.refs) {
      this.#follow(ref, '', (partial) => {
        if (partial.kind === 'mapping') this.#fill(into, partial);
        else if (partial.kind === 'list') {
          const items: Located[] = this.#items(partial.items);
          const list: Located = { ...partial, items };
          const first = into.get('actions');
          into.set(
            'actions',
            first ? { ...first, value: concat(first.value, list) } : { ...ref, key: 'actions', value: list },
          );
        } else this.#badPartial(partial);
      });
    }
  }

  /** The value of `actions` with its partials in place: a list, or the value itself where it is neither list nor mapping. */
  #actions(value: Located): Located {
    if (value.kind === 'list') return { ...value, items: this.#items(value.items) };
    if (value.kind !== 'mapping') return value;
    for (const entry of value.entries.values()) {
      this.#findings.add(
        'unknown-key',
        entry,
        `actions.${entry.key}`,
        `Under "actions" stands a list of actions or $ref keys, not ${quote(entry.key)}.`,
        {
          severity: 'error',
          help: 'Start each action with "- ".',
        },
      );
    }
    return { ...value, kind: 'list', items: value.refs.flatMap((ref) => this.#referred(ref, 'actions')) };
  }

  /** Items with partials in place. A `$ref` among the keys of an action is left for the validator to report. */
  #items(items: readonly Located[]): Located[] {
    return items.flatMap((item) =>
      item.kind === 'mapping' && item.refs.length > 0 && item.entries.size === 0
        ? item.refs.flatMap((ref) => this.#referred(ref, 'actions'))
        : [item],
    );
  }

  #referred(ref: LocatedEntry, path: string): Located[] {
    const found: Located[] = [];
    this.#follow(ref, path, (partial) => {
      if (partial.kind === 'list') found.push(...this.#items(partial.items));
      else if (partial.kind === 'mapping') found.push(...this.#actionsOf(partial));
      else this.#badPartial(partial);
    });
    return found;
  }

  /** The actions of a partial that is a mapping: those under `actions`, or of the partials it refers to itself. */
  #actionsOf(partial: LocatedMapping): readonly Located[] {
    const entry = partial.entries.get('actions');
    if (!entry && partial.refs.length === 0) {
      this.#badPartial(partial);
      return [];
    }
    for (const other of partial.entries.values()) {
      if (other.key === 'actions') continue;
      this.#findings.add(
        'misplaced-key',
        other,
        other.key,
        `${quote(other.key)} has no effect in a partial that is referred to from "actions".`,
        {
          help: 'Refer to the partial from the top level of the main file instead.',
        },
      );
    }
    const own = entry ? this.#actions(entry.value) : undefined;
    const items = own?.kind === 'list' ? own.items : [];
    if (own && own.kind !== 'list') this.#badPartial(partial);
    return [...items, ...partial.refs.flatMap((ref) => this.#referred(ref, 'actions'))];
  }

  #badPartial(partial: Located): void {
    this.#incomplete = true;
    if (partial.kind === 'broken') return;
    this.#findings.add(
      'bad-partial',
      partial,
      '',
      'A partial holds a list of actions, or a mapping with the key "actions".',
      {
        help: 'Start each action with "- actionId: …".',
      },
    );
  }

  #follow(ref: LocatedEntry, path: string, use: (partial: Located) => void): void {
    const { value } = ref;
    if (value.kind === 'list') {
      for (const one of value.items) this.#follow({ ...ref, value: one }, path, use);
      return;
    }
    const at = path === '' ? '$ref' : `${path}.$ref`;
    if (value.kind !== 'scalar' || typeof value.value !== 'string') {
      this.#findings.add(
        'bad-ref',
        value.start < value.end ? value : ref,
        at,
        '$ref takes the name of a partial, such as "people.groups".',
      );
      this.#incomplete = true;
      return;
    }
    const file = this.#fileOf(value.value);
    if (file === undefined) {
      this.#missing(value, value.value, at);
    } else if (this.#open.includes(file)) {
      this.#findings.add(
        'ref-cycle',
        value,
        at,
        `Partials refer to each other in a circle: ${[...this.#open, file].join(' → ')}.`,
      );
    } else if (this.#used.has(file)) {
      this.#findings.add('repeated-ref', value, at, `${file} is already referred to; its actions would stand twice.`);
    } else {
      this.#used.add(file);
      this.#open.push(file);
      const partial = this.#read(file);
      if (partial) use(partial);
      else this.#incomplete = true;
      this.#open.pop();
    }
  }

  #missing(node: Located, name: string, path: string): void {
    this.#incomplete = true;
    const wanted = /[\\/]/.test(bareName(name)) ? undefined : `${bareName(name)}.s1.partial.yaml`;
    this.#suggestionsLeft -= 1;
    const near = this.#suggestionsLeft < 0 ? undefined : nearest(bareName(name), this.#files.keys());
    this.#findings.add(
      'missing-partial',
      node,
      path,
      wanted === undefined
        ? `${quote(name)} is a path; $ref takes the name of a partial in the same folder.`
        : `There is no partial ${quote(name)}: the folder has no file ${wanted}.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    );
  }

  #fileOf(name: string): string | undefined {
    return this.#files.get(bareName(name));
  }
}

/** `a.b` for `a.b`, `./a.b`, `a.b.s1.partial.yaml` and `./a.b.s1.partial.yaml`. */
const bareName = (name: string): string =>
  name
    .trim()
    .replace(/^(\.[\\/])+/, '')
    .replace(/\.ya?ml$/i, '')
    .replace(/\.s1\.partial$/i, '');

function concat(first: Located, second: Located): Located {
  if (first.kind !== 'list' || second.kind !== 'list') return first.kind === 'list' ? first : second;
  return { ...first, items: [...first.items, ...second.items], weight: first.weight + second.weight };
}
