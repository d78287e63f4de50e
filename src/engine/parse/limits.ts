/** Bounds on what an author may hand in; far above any real connector, low enough to keep loading quick and small. */
export const LIMITS = {
  /** Length of all files together, in UTF-16 units. */
  sourceLength: 8 * 1024 * 1024,
  /** Number of files. */
  files: 500,
  /** Levels of mappings and lists inside each other. */
  nesting: 64,
  /** Lexical tokens of one file, white space and comments included. */
  tokens: 1_500_000,
  /** Lexical tokens of one file that carry content. */
  contentTokens: 650_000,
  /** Values of the whole connector once aliases stand for what they repeat. */
  values: 1_000_000,
  /** Errors, and warnings, reported for one connector. */
  findings: 500,
  /** Length of each text of a finding; texts of the author in it can be of any length. */
  findingText: 1_000,
} as const;
