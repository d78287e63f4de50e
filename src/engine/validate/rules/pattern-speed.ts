import { type CharSet, overlap, type PatternTree, readPattern } from './pattern-tree.ts';

/** Bounded repetitions up to this many are written out; longer ones count as endless. */
const WRITTEN_OUT = 5;
/** Work after which the answer is "not known to be slow". */
const MAX_WORK = 300_000;
const MAX_POSITIONS = 300;

/**
 * Whether a backtracking matcher can need time exponential in the length of the text. That is so when some loop of the
 * expression can match one and the same text in two ways, and something after the loop can fail. Decided on the
 * position automaton (Glushkov): a loop is ambiguous when it holds an edge made twice, or two different positions that
 * one text can be at after the same start and before the same end.
 */
export function canTakeExponentialTime(source: string): boolean {
  try {
    const automaton = new Automaton();
    const ends = automaton.add(readPattern(source)).last;
    return automaton.loops().some((loop) => !ends.some((end) => loop.has(end)) && automaton.isAmbiguous(loop));
  } catch (error) {
    if (error instanceof TooLarge || error instanceof RangeError) return false;
    throw error;
  }
}

class TooLarge extends Error {}

/** Where a part can begin and end, and whether it can be skipped. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly skippable: boolean;
}

const EMPTY: Part = { first: [], last: [], skippable: true };

class Automaton {
  readonly #sets: CharSet[] = [];
  /** For each position, the positions that may follow and in how many ways. */
  readonly #follow: Map<number, number>[] = [];
  #work = 0;

  add(tree: PatternTree): Part {
    switch (tree.kind) {
      case 'set':
        return this.#position(tree.set);
      case 'sequence':
        return tree.parts.map((part) => this.add(part)).reduce((left, right) => this.#join(left, right), EMPTY);
      case 'choice': {
        const parts = tree.parts.map((part) => this.add(part));
        return {
          first: parts.flatMap((part) => part.first),
          last: parts.flatMap((part) => part.last),
          skippable: parts.some((part) => part.skippable),
        };
      }
      case 'repeat':
        return this.#repeat(tree);
    }
  }

  /** Sets of positions that can all be reached from one another. */
  loops(): ReadonlySet<number>[] {
    const found: Set<number>[] = [];
    const done = new Set<number>();
    for (let start = 0; start < this.#sets.length; start += 1) {
      if (done.has(start)) continue;
      const after = this.#reach([start], (at) => [...this.#follow[at]!.keys()]);
      const loop = new Set(
        [...after].filter((at) => this.#reach([at], (one) => [...this.#follow[one]!.keys()]).has(start)),
      );
      for (const at of loop) done.add(at);
      if (loop.size > 0) found.push(loop);
    }
    return found;
  }

  isAmbiguous(loop: ReadonlySet<number>): boolean {
    for (const at of loop) for (const [next, ways] of this.#follow[at]!) if (ways > 1 && loop.has(next)) return true;
    const size = this.#sets.length;
    const forward = new Map<number, number[]>();
    const backward = new Map<number, number[]>();
    for (const left of loop) {
      for (const right of loop) {
        const from = left * size + right;
        for (const to of this.#pairsAfter(left, right, loop)) {
          push(forward, from, to);
          push(backward, to, from);
        }
      }
    }
    const same = [...loop].map((at) => at * size + at);
    const reached = this.#reach(same, (pair) => forward.get(pair) ?? []);
    const returning = this.#reach(same, (pair) => backward.get(pair) ?? []);
    for (const pair of reached) if (Math.floor(pair / size) !== pair % size && returning.has(pair)) return true;
    return false;
  }

  *#pairsAfter(left: number, right: number, loop: ReadonlySet<number>): Generator<number> {
    for (const one of this.#follow[left]!.keys()) {
      if (!loop.has(one)) continue;
      for (const other of this.#follow[right]!.keys()) {
        this.#spend(1);
        if (loop.has(other) && overlap(this.#sets[one]!, this.#sets[other]!)) yield one * this.#sets.length + other;
      }
    }
  }

  /** Everything reachable in one step or more. */
  #reach(from: readonly number[], next: (at: number) => readonly number[]): Set<number> {
    const seen = new Set<number>();
    const open = [...from];
    while (open.length > 0) {
      for (const to of next(open.pop()!)) {
        this.#spend(1);
        if (seen.has(to)) continue;
        seen.add(to);
        open.push(to);
      }
    }
    return seen;
  }

  #spend(steps: number): void {
    this.#work += steps;
    if (this.#work > MAX_WORK) throw new TooLarge();
  }

  #position(set: CharSet): Part {
    if (this.#sets.length >= MAX_POSITIONS) throw new TooLarge();
    const index = this.#sets.push(set) - 1;
    this.#follow.push(new Map());
    return { first: [index], last: [index], skippable: false };
  }

  #join(left: Part, right: Part): Part {
    this.#link(left.last, right.first);
    return {
      first: left.skippable ? [...left.first, ...right.first] : left.first,
      last: right.skippable ? [...right.last, ...left.last] : right.last,
      skippable: left.skippable && right.skippable,
    };
  }

  #repeat({ part, min, max }: Extract<PatternTree, { kind: 'repeat' }>): Part {
    if (max <= WRITTEN_OUT && max !== Number.POSITIVE_INFINITY) {
      let whole = EMPTY;
      for (let index = 0; index < max; index += 1) {
        const copy = this.add(part);
        whole = this.#join(whole, index < min ? copy : { ...copy, skippable: true });
      }
      return whole;
    }
    const once = this.add(part);
    this.#link(once.last, once.first);
    return min === 0 ? { ...once, skippable: true } : once;
  }

  #link(from: readonly number[], to: readonly number[]): void {
    this.#spend(from.length * to.length);
    for (const start of from) {
      const follow = this.#follow[start]!;
      for (const end of to) follow.set(end, (follow.get(end) ?? 0) + 1);
    }
  }
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
