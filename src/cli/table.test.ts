import { expect, it } from 'vitest';
import { shortTime, table } from './table.ts';

it('puts rows under their headings', () => {
  expect(
    table(
      ['ID', 'NAME'],
      [
        ['1', 'a long one'],
        ['22', ''],
      ],
    ),
  ).toBe('ID  NAME\n1   a long one\n22');
});

it('shows what would steer the terminal as what it is', () => {
  expect(table(['NAME'], [['a\u001b[2Jb\nc\u009b1m\u202e']])).toBe('NAME\na\ufffd[2Jb\ufffdc\ufffd1m\ufffd');
});

it('shows times to the minute', () => {
  expect([shortTime('2026-01-31T12:34:56.000Z', 'never'), shortTime(null, 'never')]).toEqual([
    '2026-01-31 12:34Z',
    'never',
  ]);
});
