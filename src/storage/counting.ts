/** Metrics count rows of a large table up to this many: counting reads each of them, at every scrape. */
export const MOST_COUNTED = 10_000;
