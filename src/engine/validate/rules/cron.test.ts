import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronProblem } from './cron.ts';

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
