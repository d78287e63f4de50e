/** Everything that can become of an action, in the order of the report. */
export const OUTCOMES = [
  'every input',
  'fewest inputs',
  'missing input',
  'wrong key',
  'missing right',
  'least rights',
  'not found',
  '429 with a wait',
  '429 without',
  'server error',
  'all pages',
  'endless pages',
] as const;

/** One of {@link OUTCOMES}. */
export type Outcome = (typeof OUTCOMES)[number];
