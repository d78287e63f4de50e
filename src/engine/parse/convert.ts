import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { DiagnosticCode } from '../validate/codes.ts';
import type { Findings } from './finding.ts';
import { LIMITS } from './limits.ts';
import type { Located, LocatedEntry, LocatedMapping, LocatedScalar, ScalarStyle, Span } from './located.ts';
import { quote, writtenText } from './located.ts';
import { pathText } from './path.ts';
import type { SourceFile } from './source-file.ts';

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};
const CORE_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;

type YamlPair = Pair<ParsedNode, ParsedNode | null>;

/** Values made so far by the aliases of a connector's files. */
export interface ValueBudget {
  spent: number;
}

/**
 * Turns YAML nodes into located values: aliases stand for what they repeat, merge keys are merged, keys are texts.
 * What cannot be turned is reported and comes out broken.
 */
export class Converter {
  readonly #source: SourceFile;
  readonly #findings: Findings;
  /** `undefined` while the anchored value is still being made. */
  readonly #anchors = new Map<string, Located | undefined>();
  readonly #budget: ValueBudget;
  readonly #path: (string | number)[] = [];
  #weight = 0;

  /** The budget is shared by all files of a connector. */
  constructor(source: SourceFile, findings: Findings, budget: ValueBudget) {
    this.#source = source;
    this.#findings = findings;
    this.#budget = budget;
  }

  /** The located value of a node. */
  convert(node: ParsedNode | null): Located {
    if (node === null) return this.#nothing(0);
    const span = this.#span(node);
    if (isAlias(node)) return this.#resolve(node, span);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, undefined);
    const made = this.#make(node, span);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, made);
    return made;
  }

  #make(node: ParsedNode, span: Span): Located {
    if (this.#path.length > LIMITS.nesting) {
      return this.#broken('too-deep', span, `Values may be nested ${LIMITS.nesting} levels deep.`);
    }
    if (node.tag !== undefined && !CORE_TAG.test(node.tag)) {
      return this.#broken('unknown-tag', span, `The tag ${quote(node.tag)} is not part of the format.`);
    }
    const before = this.#weight;
    this.#weight += 1;
    if (isMap(node)) return this.#mapping(node, span, before);
    if (isSeq(node)) return this.#list(node, span, before);
    return this.#scalar(node as Scalar, span);
  }

  #list(node: YAMLSeq, span: Span, before: number): Located {
    const items = node.items.map((item, index) => this.#below(index, item as ParsedNode | null));
    return { kind: 'list', items, ...span, weight: this.#weight - before };
  }

  #mapping(node: YAMLMap, span: Span, before: number): Located {
    const entries = new Map<string, LocatedEntry>();
    const refs: LocatedEntry[] = [];
    const merged: LocatedMapping[] = [];
    for (const pair of node.items as YamlPair[]) {
      if (this.#isExpression(pair)) return this.#unquotedExpression(pair);
      const key = this.#key(pair, span);
      if (key === undefined) continue;
      const value = this.#below(key.text, pair.value, key.end);
      const entry: LocatedEntry = { key: key.text, value, source: key.source, start: key.start, end: key.end };
      const first = entries.get(key.text);
      if (key.merge) merged.push(...this.#mergeable(value));
      else if (key.text === '$ref') refs.push(entry);
      else if (first === undefined) entries.set(key.text, entry);
      else this.#repeated(first, entry);
    }
    for (const mapping of merged) {
      for (const entry of mapping.entries.values()) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    }
    return { kind: 'mapping', entries, refs, ...span, weight: this.#weight - before };
  }

  #below(step: string | number, node: ParsedNode | null, emptyAt = 0): Located {
    if (node === null) return this.#nothing(emptyAt);
    this.#path.push(step);
    const made = this.convert(node);
    this.#path.pop();
    return made;
  }

  #repeated(first: LocatedEntry, entry: LocatedEntry): void {
    const line = this.#source.positionAt(first.start).line;
    this.#report('duplicate-key', entry, `The key ${quote(entry.key)} already stands on line ${line}.`);
  }

  #key(pair: YamlPair, owner: Span): (Span & { readonly text: string; readonly merge: boolean }) | undefined {
    const node: ParsedNode | null = pair.key;
    const span = node?.range ? this.#span(node) : owner;
    if (!isScalar(node)) {
      this.#report('forbidden-key', span, 'A key must be a text, not a list, a mapping or an alias.');
      return undefined;
    }
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
    if (text === '') this.#report('forbidden-key', span, 'A key is missing before the colon.');
    else if (text === '__proto__') this.#report('forbidden-key', span, 'No key may be called "__proto__".');
    else return { ...span, text, merge: text === '<<' && node.type === 'PLAIN' };
    return undefined;
  }

  /** Whether a key is the inner mapping of `{{…}}` that should have been a quoted text. */
  #isExpression({ key }: YamlPair): boolean {
    if (!isMap(key) || !key.range) return false;
    const { text } = this.#source;
    return text[key.range[0]] === '{' && text.slice(0, key.range[0]).trimEnd().endsWith('{');
  }

  #unquotedExpression({ key }: YamlPair): Located {
    const { text } = this.#source;
    const inner = this.#span(key);
    const start = text.lastIndexOf('{', inner.start - 1);
    const end = text.indexOf('}', inner.end) + 1 || inner.end;
    const written = text.slice(start, end).replace(/\s+/g, ' ').replaceAll("'", "''");
    const span = { source: this.#source, start, end };
    return this.#broken(
      'unquoted-expression',
      span,
      'An expression in double braces must be quoted, or YAML reads it as a mapping.',
      `Write '${written.length > 80 ? `${written.slice(0, 77)}…` : written}'.`,
    );
  }

  #mergeable(value: Located): LocatedMapping[] {
    const all = value.kind === 'list' ? value.items : [value];
    return all.filter((one): one is LocatedMapping => {
      if (one.kind === 'scalar' || one.kind === 'list') {
        this.#report('forbidden-key', one, 'A merge key ("<<") takes a mapping or a list of mappings.');
      }
      return one.kind === 'mapping';
    });
  }

  #scalar(node: Scalar, span: Span): Located {
    const { value } = node;
    if (typeof value === 'number') return this.#number(value, span);
    const plain = typeof value === 'string' || typeof value === 'boolean' ? value : null;
    return { kind: 'scalar', value: plain, style: STYLES[node.type ?? 'PLAIN'] ?? 'plain', weight: 1, ...span };
  }

  #number(value: number, span: Span): Located {
    // Minus zero does not survive JSON; nothing in the format needs it.
    const scalar: LocatedScalar = {
      kind: 'scalar',
      value: value === 0 ? 0 : value,
      style: 'plain',
      weight: 1,
      ...span,
    };
    const written = writtenText(scalar);
    if (!Number.isFinite(value))
      return this.#broken('wrong-type', span, `${written} is not a number that can be stored.`);
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const message = `${written} has more digits than a number can hold: it becomes ${value}.`;
      this.#report('inexact-number', span, message, 'Put it in quotes.');
    }
    return scalar;
  }

  #resolve(node: Alias.Parsed, span: Span): Located {
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      return this.#anchors.has(node.source)
        ? this.#broken('alias-cycle', span, `The alias *${node.source} stands inside the value it refers to.`)
        : this.#broken(
            'unknown-alias',
            span,
            `No anchor &${node.source} stands before this alias.`,
            'If this is meant as text, put it in quotes.',
          );
    }
    this.#weight += target.weight;
    this.#budget.spent += target.weight;
    if (this.#budget.spent <= LIMITS.values) return target;
    this.#weight -= target.weight;
    return this.#broken('too-large', span, `Aliases repeat more than ${LIMITS.values.toLocaleString('en')} values.`);
  }

  #nothing(at: number): LocatedScalar {
    return { kind: 'scalar', value: null, style: 'plain', weight: 1, source: this.#source, start: at, end: at };
  }

  #span(node: { readonly range?: readonly [number, number, number] | null | undefined }): Span {
    const [start, end] = node.range ?? [0, 0];
    return { source: this.#source, start, end };
  }

  #broken(code: DiagnosticCode, span: Span, message: string, help?: string): Located {
    this.#report(code, span, message, help);
    return { kind: 'broken', weight: 1, ...span };
  }

  #report(code: DiagnosticCode, span: Span, message: string, help?: string): void {
    this.#findings.add(code, span, pathText(this.#path), message, { help });
  }
}
