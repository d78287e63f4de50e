import { describe, expect, it } from 'vitest';
import { duration, moment } from './times.ts';

describe('a length of time', () => {
  it.each([
    ['0', 0],
    ['45s', 45_000],
    ['30m', 1_800_000],
    ['24h', 86_400_000],
    ['90d', 7_776_000_000],
    ['2w', 1_209_600_000],
  ])('%s is %d ms', (text, ms) => expect(duration(text)).toBe(ms));

  it.each(['', '24', 'h', '-1h', '1.5h', '1y', '999999999w'])('refuses %j', (text) =>
    expect(() => duration(text)).toThrow(/24h/),
  );
});

describe('a moment', () => {
  it.each([
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2027-01-31T12:00:00Z', '2027-01-31T12:00:00.000Z'],
    ['2027-01-31T12:00+02:00', '2027-01-31T10:00:00.000Z'],
    ['90d', '2026-04-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => expect(new Date(moment(text, Date.UTC(2026, 0, 1))).toISOString()).toBe(iso));

  it.each(['', 'tomorrow', '2027-02-30', '2027-13-01', '2027-01-31T12:00:00', '31.01.2027', '90'])(
    'refuses %j',
    (text) => expect(() => moment(text)).toThrow(/90d/),
  );
});
