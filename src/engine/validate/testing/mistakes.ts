import { expect, it } from 'vitest';
import { compareMarked, type Mistakes } from './check.ts';

/** One test for each mistake: its finding is exact and the only one. */
export function testMistakes(mistakes: Mistakes): void {
  for (const [title, [marked, expected]] of Object.entries(mistakes)) {
    it(title, () => {
      const { found, wanted } = compareMarked(marked, expected);
      expect(found).toEqual(wanted);
    });
  }
}
