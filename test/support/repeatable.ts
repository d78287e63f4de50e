import fc from 'fast-check';

/**
 * Property tests draw the same cases every time, so that a failure is the change's and not the day's. Another seed, or a
 * new one for each run, finds more: `PATCHBAY_TEST_SEED=7 npm test`, `PATCHBAY_TEST_SEED=random npm test`.
 */
const wanted = process.env['PATCHBAY_TEST_SEED'] ?? '1';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
