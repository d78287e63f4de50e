import { SyntaxFault } from '../expression-error.ts';
import type { Budget } from '../limits.ts';
import { isLineEnd, isWordUnit, parsePattern } from './parser.ts';
import { type Instruction, writeProgram } from './program.ts';
import type { Anchor } from './tree.ts';

/** Where a pattern matched: bounds of the match, then of each group; -1 for groups that took no part. */
export type MatchBounds = readonly number[];

/** A regular expression whose time is bounded by text length times pattern size. */
export interface SafePattern {
  /** Flag `g` was given. */
  readonly global: boolean;
  /**
   * Finds the first match at or behind `from`.
   * @throws ExpressionError `limit` when the budget is used up
   */
  exec(text: string, from: number, budget: Budget): MatchBounds | null;
}

const FLAGS = /^[dgimsu]*$/;
const MAX_PATTERN = 1_000;

interface Thread {
  readonly at: number;
  readonly bounds: number[];
}

function anchored(anchor: Anchor, text: string, at: number, multiline: boolean): boolean {
  if (anchor === 'start') return at === 0 || (multiline && isLineEnd(text.charCodeAt(at - 1)));
  if (anchor === 'end') return at === text.length || (multiline && isLineEnd(text.charCodeAt(at)));
  const before = at > 0 && isWordUnit(text.charCodeAt(at - 1));
  const after = at < text.length && isWordUnit(text.charCodeAt(at));
  return (before !== after) === (anchor === 'word-edge');
}

/** Runs all ways through the program side by side (Pike's machine), so that no input makes it go back. */
function run(
  program: readonly Instruction[],
  slots: number,
  multiline: boolean,
  text: string,
  from: number,
  budget: Budget,
): number[] | null {
  const visited = new Int32Array(program.length).fill(-1);
  let found: number[] | null = null;
  let threads: Thread[] = [];

  /** Follows instructions that take no character, adding a thread for each that does. */
  const follow = (start: number, startBounds: number[], position: number, into: Thread[]): void => {
    const pending: Thread[] = [{ at: start, bounds: startBounds }];
    for (let thread = pending.pop(); thread !== undefined; thread = pending.pop()) {
      const { at, bounds } = thread;
      if (visited[at] === position) continue;
      visited[at] = position;
      const instruction = program[at]!;
      switch (instruction.op) {
        case 'jump':
          pending.push({ at: instruction.to, bounds });
          break;
        case 'split':
          pending.push({ at: instruction.second, bounds }, { at: instruction.first, bounds });
          break;
        case 'save': {
          const saved = bounds.slice();
          saved[instruction.slot] = position;
          pending.push({ at: at + 1, bounds: saved });
          break;
        }
        case 'anchor':
          if (anchored(instruction.anchor, text, position, multiline)) pending.push({ at: at + 1, bounds });
          break;
        default:
          into.push(thread);
      }
    }
  };

  for (let position = from; position <= text.length; position++) {
    if (found === null) follow(0, new Array<number>(slots).fill(-1), position, threads);
    if (threads.length === 0) {
      if (found !== null) break;
      budget.spend(1);
      continue;
    }
    budget.spend(threads.length);
    const next: Thread[] = [];
    const unit = text.charCodeAt(position);
    for (const { at, bounds } of threads) {
      const instruction = program[at]!;
      if (instruction.op === 'match') {
        found = bounds;
        // Threads behind this one are less preferred.
        break;
      }
      if (instruction.op === 'unit' && position < text.length && instruction.test(unit)) {
        follow(at + 1, bounds, position + 1, next);
      }
    }
    threads = next;
  }
  return found;
}

/**
 * Compiles a regular expression that cannot be made to hang: no look-around, no back references, UTF-16 units.
 * @throws SyntaxFault for anything it does not support
 */
export function compilePattern(source: string, flags: string): SafePattern {
  if (!FLAGS.test(flags)) throw new SyntaxFault(`The flags "${flags}" are not supported in patterns here`, 0);
  if (source.length > MAX_PATTERN) throw new SyntaxFault('The pattern is too long', 0);
  const { node, groups } = parsePattern(source, flags);
  const program = writeProgram(node);
  const slots = (groups + 1) * 2;
  const multiline = flags.includes('m');
  return {
    global: flags.includes('g'),
    exec: (text, from, budget) => run(program, slots, multiline, text, from, budget),
  };
}
