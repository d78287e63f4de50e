import { OUTCOMES, type Outcome } from './outcomes.ts';

/** What is known about one outcome of one action: it was seen, or why it cannot be. */
type Cell = 'seen' | { readonly reason: string };

const MARK = { seen: '✓', reason: '–', missing: '✗' } as const;

/** Actions × outcomes of one connector. */
export class Coverage {
  readonly connector: string;
  readonly #rows = new Map<string, Map<Outcome, Cell>>();

  constructor(connector: string, actions: Iterable<string>) {
    this.connector = connector;
    for (const action of actions) this.#rows.set(action, new Map());
  }

  /** Notes that an outcome was seen; called at the end of its check. */
  saw(action: string, outcome: Outcome): void {
    this.#rows.get(action)?.set(outcome, 'seen');
  }

  /** Notes why an action cannot have an outcome. */
  cannot(action: string, outcome: Outcome, reason: string): void {
    this.#rows.get(action)?.set(outcome, { reason });
  }

  /** `action: outcome` for everything neither seen nor excused. */
  missing(): string[] {
    return [...this.#rows].flatMap(([action, row]) =>
      OUTCOMES.filter((outcome) => !row.has(outcome)).map((outcome) => `${action}: ${outcome}`),
    );
  }

  /** The report: actions with the same marks share a line; below it every reason with the actions it excuses. */
  toText(): string {
    const lines = new Map<string, string[]>();
    const reasons = new Map<string, string[]>();
    let seen = 0;
    let excused = 0;
    for (const [action, row] of this.#rows) {
      const marks = OUTCOMES.map((outcome) => {
        const cell = row.get(outcome);
        if (cell === undefined) return MARK.missing;
        if (cell === 'seen') {
          seen += 1;
          return MARK.seen;
        }
        excused += 1;
        const reason = `${outcome}: ${cell.reason}`;
        reasons.set(reason, [...(reasons.get(reason) ?? []), action]);
        return MARK.reason;
      }).join(' ');
      lines.set(marks, [...(lines.get(marks) ?? []), action]);
    }
    const total = this.#rows.size * OUTCOMES.length;
    const percent = total === excused ? 100 : Math.floor((100 * seen) / (total - excused));
    return [
      `${this.connector}: ${this.#rows.size} actions × ${OUTCOMES.length} outcomes (${OUTCOMES.join(' · ')})`,
      ...[...lines].map(([marks, actions]) => `  ${marks}  ${actions.length} × ${listed(actions)}`),
      ...[...reasons].map(([reason, actions]) => `  – ${reason} (${listed(actions)})`),
      `  ${seen} of ${total - excused} seen (${percent} %), ${excused} excused`,
    ].join('\n');
  }
}

const SHOWN = 6;

const listed = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
