import { SyntaxFault } from '../expression-error.ts';
import type { Anchor, PatternNode, UnitTest } from './tree.ts';

/** One instruction of a pattern's machine. `split` prefers `first`. */
export type Instruction =
  | { readonly op: 'unit'; readonly test: UnitTest }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'anchor'; readonly anchor: Anchor }
  | { readonly op: 'match' };

/** Longest program; counted repetitions are written out in it. */
const MAX_PROGRAM = 2_000;

/**
 * Turns a pattern into a program. Slots 0 and 1 hold the bounds of the match, then come those of each group.
 * @throws SyntaxFault for patterns that are too large
 */
export function writeProgram(root: PatternNode): Instruction[] {
  const program: Instruction[] = [];
  const put = (instruction: Instruction): number => {
    if (program.length >= MAX_PROGRAM) throw new SyntaxFault('The pattern is too large', 0);
    return program.push(instruction) - 1;
  };
  /** Writes a `split` whose way around what follows is filled in later. */
  const putSplit = (greedy: boolean): ((end: number) => void) => {
    const at = put({ op: 'jump', to: 0 });
    return (end) => {
      program[at] = greedy ? { op: 'split', first: at + 1, second: end } : { op: 'split', first: end, second: at + 1 };
    };
  };
  const write = (node: PatternNode): void => {
    switch (node.type) {
      case 'unit':
        put({ op: 'unit', test: node.test });
        return;
      case 'anchor':
        put({ op: 'anchor', anchor: node.anchor });
        return;
      case 'sequence':
        node.items.forEach(write);
        return;
      case 'group':
        put({ op: 'save', slot: node.index * 2 });
        write(node.item);
        put({ op: 'save', slot: node.index * 2 + 1 });
        return;
      case 'choice': {
        const exits: number[] = [];
        node.items.forEach((item, index) => {
          const skip = index < node.items.length - 1 ? putSplit(true) : undefined;
          write(item);
          if (skip === undefined) return;
          exits.push(put({ op: 'jump', to: 0 }));
          skip(program.length);
        });
        for (const exit of exits) program[exit] = { op: 'jump', to: program.length };
        return;
      }
      case 'repeat': {
        for (let count = 0; count < node.min; count++) write(node.item);
        if (node.max === Number.POSITIVE_INFINITY) {
          const start = program.length;
          const skip = putSplit(node.greedy);
          write(node.item);
          put({ op: 'jump', to: start });
          skip(program.length);
          return;
        }
        const skips: ((end: number) => void)[] = [];
        for (let count = node.min; count < node.max; count++) {
          skips.push(putSplit(node.greedy));
          write(node.item);
        }
        for (const skip of skips) skip(program.length);
      }
    }
  };
  put({ op: 'save', slot: 0 });
  write(root);
  put({ op: 'save', slot: 1 });
  put({ op: 'match' });
  return program;
}
