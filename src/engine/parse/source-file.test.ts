import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceFile } from './source-file.ts';

describe('SourceFile', () => {
  it('counts lines and columns from one, in UTF-16 units', () => {
    const file = new SourceFile('a', 'ab\n💡c\r\n\nd');
    expect(file.positionAt(0)).toEqual({ line: 1, column: 1 });
    expect(file.positionAt(2)).toEqual({ line: 1, column: 3 });
    expect(file.positionAt(5)).toEqual({ line: 2, column: 3 });
    expect(file.positionAt(8)).toEqual({ line: 3, column: 1 });
    expect(file.positionAt(9)).toEqual({ line: 4, column: 1 });
  });

  it('takes offsets outside the text for its nearest end', () => {
    const file = new SourceFile('a', 'ab\nc');
    expect(file.positionAt(-1)).toEqual({ line: 1, column: 1 });
    expect(file.positionAt(99)).toEqual({ line: 2, column: 2 });
  });

  it('hands out lines without their break', () => {
    const file = new SourceFile('a', 'ab\r\nc\n');
    expect([1, 2, 3, 4].map((line) => file.lineText(line))).toEqual(['ab', 'c', '', '']);
  });

  it('agrees with splitting the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', 'é') }), fc.nat(200), (text, offset) => {
        const before = text.slice(0, offset).split('\n');
        expect(new SourceFile('a', text).positionAt(offset)).toEqual({
          line: before.length,
          column: before.at(-1)!.length + 1,
        });
      }),
    );
  });
});
