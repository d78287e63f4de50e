import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronProblem, nextTime } from './cron.ts';

describe('cronProblem', () => {
  it.each([
    '0 * * * *',
    '*/15 0-6 1,15 * MON-FRI',
    '5 4 * jan-mar sun',
    '59 23 31 12 7',
    '0/10 * * * *',
    ' 0 0 1 1 * ',
  ])('has nothing against %j', (schedule) => {
    expect(cronProblem(schedule)).toBeUndefined();
  });

  const FIVE = 'where cron has five (minute, hour, day of month, month, day of week)';
  it.each([
    ['60 * * * *', '"60" is no minute (0 to 59)'],
    ['* 24 * * *', '"24" is no hour (0 to 23)'],
    ['* * 0 * *', '"0" is no day of month (1 to 31)'],
    ['* * * 13 *', '"13" is no month (1 to 12)'],
    ['* * * * 8', '"8" is no day of week (0 to 7)'],
    ['* * * * FOO', '"FOO" is no day of week (0 to 7)'],
    ['10-5 * * * *', '"10-5" is no minute (0 to 59)'],
    ['*/0 * * * *', '"*/0" is no minute (0 to 59)'],
    ['1,,2 * * * *', '"" is no minute (0 to 59)'],
    ['1-2-3 * * * *', '"1-2-3" is no minute (0 to 59)'],
    ['1/2/3 * * * *', '"1/2/3" is no minute (0 to 59)'],
    ['* * * *', `it has 4 fields ${FIVE}`],
    ['hourly', `it has 1 field ${FIVE}`],
    ['0 0 * * * *', `it has 6 fields ${FIVE}`],
  ])('says what is wrong with %j', (schedule, problem) => {
    expect(cronProblem(schedule)).toBe(problem);
  });

  it('takes every list of values in range', () => {
    const list = (min: number, max: number) =>
      fc.array(fc.integer({ min, max }), { minLength: 1, maxLength: 5 }).map((values) => values.join(','));
    const schedule = fc.tuple(list(0, 59), list(0, 23), list(1, 31), list(1, 12), list(0, 7));
    fc.assert(fc.property(schedule, (fields) => cronProblem(fields.join(' ')) === undefined));
  });

  it('ends on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void cronProblem(text)));
  });
});

describe('nextTime', () => {
  const NOW = '2026-02-11T10:07:30.000Z';

  it.each([
    ['* * * * *', '2026-02-11T10:08:00.000Z'],
    ['7 10 * * *', '2026-02-12T10:07:00.000Z'],
    ['0 */6 * * *', '2026-02-11T12:00:00.000Z'],
    ['5/10 * * * *', '2026-02-11T10:15:00.000Z'],
    ['50,8-9 10,9 * * *', '2026-02-11T10:08:00.000Z'],
    ['0 0 1 * *', '2026-03-01T00:00:00.000Z'],
    ['0 0 * * SUN', '2026-02-15T00:00:00.000Z'],
    ['0 0 * * 7', '2026-02-15T00:00:00.000Z'],
    ['30 4 13 * fri', '2026-02-13T04:30:00.000Z'],
    ['30 4 20 * mon', '2026-02-16T04:30:00.000Z'],
    ['0 0 */10 * 1', '2026-05-11T00:00:00.000Z'],
    ['0 0 29 feb *', '2028-02-29T00:00:00.000Z'],
  ])('of %j comes next', (schedule, expected) => {
    const next = nextTime(schedule, Date.parse(NOW));
    expect(new Date(next ?? 0).toISOString()).toBe(expected);
  });

  it('lies after the time that is given, also when that is named itself', () => {
    const first = nextTime('0 * * * *', Date.parse(NOW))!;
    expect(nextTime('0 * * * *', first)).toBe(first + 3_600_000);
  });

  it('may not be', () => {
    expect(nextTime('0 0 31 2 *', Date.parse(NOW))).toBeUndefined();
  });
});
