import { resolve } from 'node:path';
import { searchActions } from '../src/actions/index.ts';
import { createCatalog } from '../src/catalog/index.ts';
import { silentLogger } from '../src/kernel/index.ts';

/** How searching compares with looking for one word in the same texts. Milliseconds, median of many. */
export interface ActionSearch {
  readonly actions: number;
  readonly scanMs: number;
  readonly searchMs: number;
  readonly ratio: number;
}

const QUERIES = [
  'book a day off for somebody',
  'list people',
  'who reports to this manager',
  'create an opportunity for a customer',
  'download the funnel as a spreadsheet',
];
const LIMITS = { topK: 100, minSimilarity: 0, isOffered: () => true };

const median = (rounds: number, work: (round: number) => void): number => {
  const times = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    work(round);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[rounds >> 1] ?? 0;
};

/** Measures a search over some 10,000 actions against a scan of their labels and descriptions for one word. */
export function measureActionSearch(rounds = 300): ActionSearch {
  const catalog = createCatalog({ folder: resolve(import.meta.dirname, '../connectors'), logger: silentLogger });
  const connectors = Array.from({ length: 25 }, () => catalog.list().map((connector) => ({ ...connector }))).flat();
  const texts = connectors.flatMap(({ actions }) =>
    [...actions.values()].map(({ label, description }) => `${label} ${description}`.toLowerCase()),
  );
  searchActions('people', connectors, LIMITS);
  const scanMs = median(rounds, () => {
    texts.filter((text) => text.includes('holiday'));
  });
  const searchMs = median(rounds, (round) => {
    searchActions(QUERIES[round % QUERIES.length] ?? '', connectors, LIMITS);
  });
  return { actions: texts.length, scanMs, searchMs, ratio: searchMs / scanMs };
}

if (import.meta.main) console.log(measureActionSearch());
