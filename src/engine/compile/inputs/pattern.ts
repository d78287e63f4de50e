import { createContext, Script } from 'node:vm';

const SLOWEST_MS = 50;
const LONGEST_DIRECT = 1_000;
const LONGEST_TEXT = 100_000;

/** A regular expression of a connector author, which may be badly written, and texts of anyone. */
export interface BoundedPattern {
  /** False also where no answer is found within the time allowed. */
  test(text: string): boolean;
}

const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
const script = new Script('pattern.test(text)');

/** True when the time a match takes grows at most with the square of the text: no more than one open-ended repetition. */
function isTame(source: string): boolean {
  const repetitions = source.match(/(?<!\\)(?:[*+]|\{\d+,\d*\})/g) ?? [];
  return repetitions.length <= 1 && !/\\[1-9]|\\k</.test(source);
}

function testBounded(pattern: RegExp, text: string): boolean {
  Object.assign(context, { pattern, text });
  try {
    return script.runInContext(context, { timeout: SLOWEST_MS }) === true;
  } catch {
    return false;
  } finally {
    Object.assign(context, { pattern: undefined, text: undefined });
  }
}

/**
 * Compiles a pattern whose matching is stopped after 50 ms.
 * @throws SyntaxError for text that is no regular expression
 */
export function compilePattern(source: string): BoundedPattern {
  const pattern = compileRegExp(source);
  const tame = isTame(source);
  return {
    test(text) {
      if (tame && text.length <= LONGEST_DIRECT) return pattern.test(text);
      return text.length <= LONGEST_TEXT && testBounded(pattern, text);
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
