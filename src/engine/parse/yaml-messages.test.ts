import { describe, expect, it } from 'vitest';
import { parseConnector } from './index.ts';

/** What is said about a text: `line:column message (help)`. */
const said = (text: string): string[] =>
  parseConnector({ 'a.s1.yaml': text }).diagnostics.map(
    ({ line, column, message, help }) => `${line}:${column} ${message}${help === undefined ? '' : ` (${help})`}`,
  );

const cases: Record<string, [text: string, said: string]> = {
  'a colon inside an unquoted text': [
    'a:\n  b: Default: USA\n  c: 1\n',
    `2:6 An unquoted text may not contain ": ". (Put the whole value in quotes: 'Default: USA')`,
  ],
  'an unquoted expression': [
    'a:\n  b: {{inputs.x}}\n',
    "2:6 An expression in double braces must be quoted, or YAML reads it as a mapping. (Write '{{inputs.x}}'.)",
  ],
  'an unquoted expression with a comparison': [
    'a:\n  b: {{ inputs.x == "y" ? "z" : 1 }}\n',
    `2:6 An expression in double braces must be quoted, or YAML reads it as a mapping. (Write '{{ inputs.x == "y" ? "z" : 1 }}'.)`,
  ],
  'an unquoted expression YAML cannot read at all': [
    'a:\n  b: {{inputs.x ?? ["y", "z"]}}\n',
    `2:20 A comma is missing between two items in brackets or braces. (Expressions in double braces must be quoted: '{{inputs.x ?? ["y", "z"]}}')`,
  ],
  'an unquoted expression followed by text': [
    "a:\n  - {{inputs.x}} isn't here\n",
    "2:18 Text follows a value that is already complete. (Expressions in double braces must be quoted: '{{inputs.x}} isn''t here')",
  ],
  'a tab as indentation': ['a:\n\tb: 1\n', '2:1 This line is indented with a tab; YAML allows spaces only.'],
  'a double quote that is never closed': [
    'a:\n  b: "open\n  c: 1\nd: 2\n',
    '2:6 The quote that starts here is never closed.',
  ],
  'a single quote that is never closed': ["a: 'it\n", '1:4 The quote that starts here is never closed.'],
  'a single quote inside single quotes': [
    "a:\n  b: 'it's'\n",
    "2:10 Text follows the closing quote. (Inside single quotes write '' for a quote.)",
  ],
  'a double quote inside double quotes': [
    'a: "say "hi" now"\n',
    '1:10 Text follows the closing quote. (Inside double quotes write \\" for a quote.)',
  ],
  'a key one column too far': [
    'a:\n  - b: 1\n   c: 2\n',
    '3:1 This line stands among the items of a list but does not start with "- ". (Check its indentation: keys of an item stand under the first key of the item.)',
  ],
  'a key indented less than its siblings': [
    'a:\n    b: 1\n  c: 2\n',
    '3:1 The indentation of this line fits neither the lines above it nor any level around them.',
  ],
  'a key indented deeper than its siblings': [
    'a:\n  b: 1\n    c: 2\n',
    '3:5 This line is indented deeper than the line before it, which already has a value. (Give it the same indentation as the line before.)',
  ],
  'a reserved character at the start': [
    'a: @handle\n',
    '1:4 An unquoted text may not start with "@". (Put the value in quotes: \'@handle\')',
  ],
  'a star at the start': [
    'a: **bold** text\n',
    '1:13 An unquoted text may not start with "*". (Put the value in quotes.)',
  ],
  'an alias without its anchor': [
    'a: *name\n',
    '1:4 No anchor &name stands before this alias. (If this is meant as text, put it in quotes.)',
  ],
  'a colon without a space': ['a:\n  b:1\n  c: 2\n', '2:3 A space is missing after the colon.'],
  'a key without a colon': [
    'info\n  title: x\n',
    '1:1 This line is neither "key: value" nor part of a longer text. (Is a colon missing after the key?)',
  ],
  'a line after a folded text': ['a: >\n b\n c\nd\n', '4:1 A key without a colon and a value.'],
  'a bracket that is never closed': ['a: [1, 2\nb: 3\n', '2:1 The "[" above is not closed.'],
  'a brace that is never closed': ['a: {x: 1\nb: 3\n', '2:1 The "{" above is not closed.'],
  'a bracket that closes nothing': ['a: ]\n', '1:4 "]" makes no sense here.'],
  'a comma left out': ['a: ["a" "b"]\n', '1:9 A comma is missing between two items in brackets or braces.'],
  'an escape that is none': [
    'a: "\\d+"\n',
    '1:5 \\d is not an escape of double-quoted text. (Write the backslash twice, or put the text in single quotes.)',
  ],
  'text on the line of a block': [
    'a: | text\n  more\n',
    '1:6 Nothing but a comment may follow "|" or ">" on its line.',
  ],
  'a comment without a space': ['a: "x"# c\n', '1:7 A "#" needs a space before it to start a comment.'],
  'a second document': ['a: 1\n---\nb: 2\n', '2:1 A file holds one document; "---" starts a second one.'],
  'a directive': ['%YAML 1.1\n---\na: yes\n', '1:1 Directives (lines that start with "%") are not part of the format.'],
  'a tag': ['a: !js/function "x"\n', '1:17 The tag "!js/function" is not part of the format.'],
  'a key twice': ['a: 1\nb: 2\na: 3\n', '3:1 The key "a" already stands on line 1.'],
  'a key that is a list': ['? [a]\n: 1\n', '1:3 A key must be a text, not a list, a mapping or an alias.'],
  'a key that is missing': ['a:\n  : 1\n', '2:3 A key is missing before the colon.'],
  'a key that reaches for prototypes': ['a:\n  __proto__: 1\n', '2:3 No key may be called "__proto__".'],
  'an alias inside its own anchor': ['a: &x [1, *x]\n', '1:11 The alias *x stands inside the value it refers to.'],
  'an id with too many digits': [
    'a: 12345678901234567890\n',
    '1:4 12345678901234567890 has more digits than a number can hold: it becomes 12345678901234567000. (Put it in quotes.)',
  ],
  'a number without end': ['a: .inf\n', '1:4 .inf is not a number that can be stored.'],
  'a merge of a text': ['a: &x 1\nb:\n  <<: *x\n', '1:7 A merge key ("<<") takes a mapping or a list of mappings.'],
  'a file that holds a text': [
    'just words\n',
    '1:1 The main file must be a mapping that starts with "StackOne: 1.0.0".',
  ],
  'a file that is empty': ['# nothing\n', '1:1 The main file is empty.'],
};

describe('parseConnector says in words', () => {
  for (const [title, [text, expected]] of Object.entries(cases)) {
    it(title, () => {
      expect(said(text)).toEqual([expected]);
    });
  }

  it.each([
    ['a: {{inputs.x}}\n', 'unquoted-expression'],
    ['a: !x y\n', 'unknown-tag'],
    ['a: *x\n', 'unknown-alias'],
    ['a: &x [*x]\n', 'alias-cycle'],
    ['a: 12345678901234567890\n', 'inexact-number'],
    ['a: 1\na: 2\n', 'duplicate-key'],
    ['a: "\n', 'yaml-syntax'],
  ])('what kind of mistake %j is', (text, code) => {
    expect(parseConnector({ 'a.s1.yaml': text }).diagnostics.map((one) => one.code)).toEqual([code]);
  });

  it('the first mistake of a file only, as the others follow from it', () => {
    expect(said('a: "x\nb: [1\nc: }\n')).toHaveLength(1);
  });

  it('mistakes of several files at once', () => {
    const { diagnostics } = parseConnector({
      'a.connector.s1.yaml': 'actions:\n  - $ref: a.one\n  - $ref: a.two\n',
      'a.one.s1.partial.yaml': '- actionId: @x\n',
      'a.two.s1.partial.yaml': '- actionId: "x\n',
    });
    expect(diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`)).toEqual([
      'a.one.s1.partial.yaml:1:13 yaml-syntax',
      'a.two.s1.partial.yaml:1:13 yaml-syntax',
    ]);
  });
});
