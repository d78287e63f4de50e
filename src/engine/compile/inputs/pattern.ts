import { createContext, Script } from 'node:vm';
import { Budget } from '../../expressions/limits.ts';
import { compilePattern as compileSafe, type SafePattern } from '../../expressions/regex/index.ts';

const SLOWEST_MS = 50;
const LONGEST_DIRECT = 1_000;
const LONGEST_TEXT = 100_000;

/** A regular expression of a connector author, which may be badly written, and texts of anyone. */
export interface BoundedPattern {
  /** False also where no answer is found within the steps or the time allowed. */
  test(text: string): boolean;
}

const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
const script = new Script('pattern.test(text)');

/** True when the time a match takes grows at most with the square of the text: no more than one open-ended repetition. */
function isTame(source: string): boolean {
  const repetitions = source.match(/(?<!\\)(?:[*+]|\{\d+,\d*\})/g) ?? [];
  return repetitions.length <= 1 && !/\\[1-9]|\\k</.test(source);
}

function testTimed(pattern: RegExp, text: string): boolean {
  Object.assign(context, { pattern, text });
  try {
    return script.runInContext(context, { timeout: SLOWEST_MS }) === true;
  } catch {
    return false;
  } finally {
    Object.assign(context, { pattern: undefined, text: undefined });
  }
}

function testCounted(pattern: SafePattern, text: string): boolean {
  try {
    return pattern.exec(text, 0, new Budget()) !== null;
  } catch {
    return false;
  }
}

/** The pattern as a program whose steps can be counted; undefined where it needs to go back in the text. */
function counted(source: string): SafePattern | undefined {
  try {
    return compileSafe(source, '');
  } catch {
    return undefined;
  }
}

/** Characters outside the first plane: two units each, which the counting matcher takes for two characters. */
const ASTRAL = /[\uD800-\uDFFF]/;

/**
 * Compiles a pattern whose matching cannot hang: its steps are counted, or, where it looks around or refers back, it is
 * stopped after 50 ms.
 * @throws SyntaxError for text that is no regular expression
 */
export function compilePattern(source: string): BoundedPattern {
  const pattern = compileRegExp(source);
  const tame = isTame(source);
  const safe = tame ? undefined : counted(source);
  return {
    test(text) {
      if (tame && text.length <= LONGEST_DIRECT) return pattern.test(text);
      if (text.length > LONGEST_TEXT) return false;
      return safe !== undefined && !ASTRAL.test(text) ? testCounted(safe, text) : testTimed(pattern, text);
    },
  };
}

function compileRegExp(source: string): RegExp {
  try {
    return new RegExp(source, 'u');
  } catch {
    // Patterns written for the older grammar, with escapes that Unicode mode does not know.
    return new RegExp(source);
  }
}
