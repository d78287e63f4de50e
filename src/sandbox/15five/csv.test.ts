import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv.ts';

describe('comma separated values', () => {
  it.each([
    ['', []],
    ['\n\r\n', []],
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,\n,',
      [
        ['a', ''],
        ['', ''],
      ],
    ],
    ['"a ""x"", b","c\nd"\ne', [['a "x", b', 'c\nd'], ['e']]],
    ['a"b,c', [['a"b', 'c']]],
    ['"open', [['open']]],
  ])('%j', (text, rows) => {
    expect(parseCsv(text)).toEqual(rows);
  });

  it('are read back as they were written', () => {
    const field = fc.string().map((text) => text.replaceAll('\r', ''));
    const row = fc.array(field, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const text = rows.map((fields) => fields.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect(parseCsv(text)).toEqual(rows);
      }),
    );
  });
});
