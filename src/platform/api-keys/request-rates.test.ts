import { describe, expect, it } from 'vitest';
import { isPatchbayError } from '../../kernel/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { testClock, testLogger } from '../testing/index.ts';
import { createRequestRates, type RequestRates } from './request-rates.ts';

/** Asks once: the headers of the answer, and the seconds to wait when it was refused. */
function ask(rates: RequestRates, key = 'k1') {
  const headers: Record<string, string> = {};
  let wait: number | undefined;
  try {
    rates.admit(key, { header: (name, value) => (headers[name] = value) });
  } catch (error) {
    if (!isPatchbayError(error, 'rate_limited')) throw error;
    wait = error.extras.retryAfter;
  }
  return { headers, wait };
}
/** How many of so many requests are let through. */
const admitted = (rates: RequestRates, requests: number, key = 'k1'): number =>
  Array.from({ length: requests }, () => ask(rates, key)).filter(({ wait }) => wait === undefined).length;

forEachDatabase((open, { kind }) => {
  describe('request rates', () => {
    it('let a key make so many requests a minute, and say how many are left and when there are more', async () => {
      const clock = testClock();
      const rates = createRequestRates({ database: await open(), clock, logger: testLogger, limit: 10 });
      expect(ask(rates).headers).toEqual({
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '9',
        'x-ratelimit-reset': '60',
      });
      clock.advance(20_000);
      expect(admitted(rates, 20)).toBe(9);
      expect(ask(rates)).toEqual({
        headers: { 'x-ratelimit-limit': '10', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '40' },
        wait: 40,
      });
      expect(ask(rates, 'k2').wait).toBeUndefined();
      // Who waits as told gets through: first the one of the beginning, then the nine.
      clock.advance(40_000);
      expect(admitted(rates, 20)).toBe(1);
      expect(ask(rates).wait).toBe(20);
      clock.advance(20_000);
      expect(admitted(rates, 20)).toBe(9);
      rates.close();
    });

    it('shut nobody out when the clock is set back by hours', async () => {
      const clock = testClock();
      const rates = createRequestRates({ database: await open(), clock, logger: testLogger, limit: 10 });
      expect(admitted(rates, 20)).toBe(10);
      clock.advance(-3_600_000);
      clock.advance(60_000);
      expect(admitted(rates, 20)).toBe(10);
      expect(ask(rates).wait).toBe(60);
      rates.close();
    });

    it('do not count what they refuse, so that an eager client is not shut out for good', async () => {
      const clock = testClock();
      const rates = createRequestRates({ database: await open(), clock, logger: testLogger, limit: 5 });
      for (let second = 0; second < 59; second += 1) {
        admitted(rates, 100);
        clock.advance(1_000);
      }
      clock.advance(1_000);
      expect(admitted(rates, 100)).toBe(5);
      rates.close();
    });

    it.runIf(kind === 'postgres')('are shared by the processes on one database', async () => {
      const database = await open();
      const clock = testClock();
      const make = () => createRequestRates({ database, clock, logger: testLogger, limit: 100 });
      const [one, two] = [make(), make()];
      expect(admitted(one, 60)).toBe(60);
      await one.exchange();
      expect(admitted(two, 100)).toBe(40);
      await two.exchange();
      expect([ask(one).wait, ask(two).wait]).toEqual([60, 60]);
      expect(admitted(one, 200, 'k2')).toBe(100);
      one.close();
      two.close();
    });

    it.runIf(kind === 'postgres')('tell the others at once when much comes together', async () => {
      const database = await open();
      const clock = testClock();
      const make = () => createRequestRates({ database, clock, logger: testLogger, limit: 100 });
      const [one, two] = [make(), make()];
      admitted(one, 100);
      // Long before the next second.
      await new Promise((done) => setImmediate(() => setImmediate(done)));
      expect(ask(two).wait).toBe(60);
      one.close();
      two.close();
    });
  });
});

it('promises nothing: the check is over when it returns, and needs no database', () => {
  const rates = createRequestRates({
    database: { kind: 'sqlite' } as never,
    clock: { now: () => 1_700_000_000_000 },
    logger: testLogger,
    limit: 999_999_999,
  });
  const nowhere = { header: () => undefined };
  const answers: unknown[] = [];
  for (let n = 0; n < 1_000; n += 1) answers.push(rates.admit('k', nowhere));
  expect(answers.every((answer) => answer === undefined)).toBe(true);
  rates.close();
});
