import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, Scalar, stringify } from 'yaml';
import { Converter } from './convert.ts';
import { Findings } from './finding.ts';
import type { LocatedMapping, LocatedScalar } from './located.ts';
import { sourceOffset } from './scalar-offset.ts';
import { SourceFile } from './source-file.ts';

/** The value under the only key of a document. */
function scalarOf(text: string): LocatedScalar {
  const converter = new Converter(new SourceFile('a', text), new Findings(), { spent: 0 });
  const root = converter.convert(parseDocument(text).contents) as LocatedMapping;
  return root.entries.get('a')!.value as LocatedScalar;
}

/** `line:column` of the mark `#` of a value, which must be in the text once. */
function placeOfMark(text: string): string {
  const scalar = scalarOf(text);
  const offset = sourceOffset(scalar, String(scalar.value).indexOf('#'));
  const { line, column } = scalar.source.positionAt(offset);
  expect(scalar.source.text[offset]).toBe('#');
  return `${line}:${column}`;
}

describe('sourceOffset', () => {
  it.each([
    ['a plain text', 'a: one#two\n', '1:7'],
    ['a plain text over several lines', 'a: one\n  two\n\n  thr#ee\n', '4:6'],
    ['single quotes', "a: 'one#'\n", '1:8'],
    ['single quotes with a quote inside', "a: 'it''s#'\n", '1:10'],
    ['double quotes', 'a: "one#"\n', '1:8'],
    ['double quotes with escapes', 'a: "\\t\\"\\u00e9\\x41\\n #"\n', '1:22'],
    ['double quotes with an escaped line break', 'a: "one\\\n  two#"\n', '2:6'],
    ['a literal block', 'a: |\n  one\n   two#\n', '3:7'],
    ['a literal block with a header comment', 'a: |- # not #\n  one#\n', '2:6'],
    ['a literal block with an indentation indicator', 'a: |1\n   one#\n', '2:7'],
    ['a folded block', 'a: >-\n  one\n  two#\n\n  three\n', '3:6'],
  ])('finds a character of %s', (_kind, text, place) => {
    expect(placeOfMark(text)).toBe(place);
  });

  it('points at the value where it is no text', () => {
    const scalar = scalarOf('a: 12\n');
    expect(sourceOffset(scalar, 1)).toBe(scalar.start);
  });

  it('stays inside the value for offsets outside of it', () => {
    const scalar = scalarOf('a: "x\\n"\n');
    expect(sourceOffset(scalar, 99)).toBeLessThanOrEqual(scalar.end);
  });

  const style = fc.constantFrom(
    Scalar.PLAIN,
    Scalar.QUOTE_SINGLE,
    Scalar.QUOTE_DOUBLE,
    Scalar.BLOCK_LITERAL,
    Scalar.BLOCK_FOLDED,
  );
  const words = fc
    .array(
      fc.constantFrom('a', 'b c', "it's", '"q"', 'é', '\n', '\n\n', '  ', '\t', ': ', '{{', '}}', '\\', '$.', '💡'),
      {
        minLength: 1,
        maxLength: 30,
      },
    )
    .map((parts) => `x${parts.join('')}`);

  it('finds every visible character of any text in any style', () => {
    fc.assert(
      fc.property(words, style, fc.boolean(), (written, type, narrow) => {
        const node = new Scalar(written);
        node.type = type;
        const text = stringify({ a: node }, { lineWidth: narrow ? 20 : 0 });
        const scalar = scalarOf(text);
        // Folding does not keep every line break; what counts is the value that was read.
        const value = String(scalar.value);
        for (let at = 0; at < value.length; at += 1) {
          if (/\s/.test(value[at]!)) continue;
          const found = text.slice(sourceOffset(scalar, at));
          const shown = value[at]!;
          expect(found.startsWith(shown) || found.startsWith('\\')).toBe(true);
        }
      }),
    );
  });
});
