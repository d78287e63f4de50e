import { didYouMean, type Finding, type FindingExtras, type Findings, type Span } from '../parse/index.ts';
import { type ConnectorNames, unknownNames } from './names.ts';
import { type Path, textOf } from './path.ts';
import type { ActionScope } from './scope.ts';

/** What all checks of one connector share. */
export class Context {
  /** What the connector declares anywhere, known before any block is read. */
  readonly names: ConnectorNames;
  readonly #findings: Findings;
  #scope: ActionScope | undefined;
  #patternsLeft = 2_000;
  /** Comparisons of words that may still be made; each of thousands of wrong names could be compared with thousands. */
  #comparisonsLeft = 200_000;
  readonly #onKey: ((block: string, key: string) => void) | undefined;

  /** `onKey` hears of every key that is read, by the name of its block. */
  constructor(
    findings: Findings,
    names: ConnectorNames = unknownNames,
    onKey?: ((block: string, key: string) => void) | undefined,
  ) {
    this.#findings = findings;
    this.names = names;
    this.#onKey = onKey;
  }

  /** Notes that a key of a block is read. */
  sawKey(block: string, key: string): void {
    this.#onKey?.(block, key);
  }

  /** The action being read, if any. */
  get scope(): ActionScope | undefined {
    return this.#scope;
  }

  /** Reads something inside an action; the action outside it, if any, is back afterwards. */
  within<T>(scope: ActionScope, read: () => T): T {
    const outer = this.#scope;
    this.#scope = scope;
    try {
      return read();
    } finally {
      this.#scope = outer;
    }
  }

  /** Whether one more regular expression may be analysed for speed; there is a bound for all of a connector. */
  mayAnalysePattern(): boolean {
    this.#patternsLeft -= 1;
    return this.#patternsLeft >= 0;
  }

  /** ` Did you mean "x"?` or nothing, for a name that is not among the known ones. */
  suggest(word: string, known: Iterable<string>): string {
    if (this.#comparisonsLeft <= 0) return '';
    const candidates = [...known];
    this.#comparisonsLeft -= candidates.length;
    return candidates.length > 5_000 ? '' : didYouMean(word, candidates);
  }

  /** Adds a finding about a stretch of a file. */
  report(code: Finding['code'], span: Span, path: Path, message: string, extras: FindingExtras = {}): void {
    this.#findings.add(code, span, textOf(path), message, extras);
  }
}
