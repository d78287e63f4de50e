import { describe, expect, it } from 'vitest';
import { type Located, type ParsedConnector, parseConnector, toPlain } from './index.ts';

const MAIN = 'quay.connector.s1.yaml';
const partial = (name: string): string => `quay.${name}.s1.partial.yaml`;

const parse = (main: string, partials: Record<string, string> = {}): ParsedConnector =>
  parseConnector({
    [MAIN]: main,
    ...Object.fromEntries(Object.entries(partials).map(([name, text]) => [partial(name), text])),
  });

const ids = ({ root }: ParsedConnector): unknown => {
  const actions = root?.entries.get('actions')?.value;
  return actions && (toPlain(actions) as { actionId: string }[]).map(({ actionId }) => actionId);
};

const findings = ({ diagnostics }: ParsedConnector): string[] =>
  diagnostics.map(
    ({ file, line, column, severity, code, message }) => `${file}:${line}:${column} ${severity} ${code}: ${message}`,
  );

const ONE = '- actionId: one\n- actionId: uno\n';
const TWO = '- actionId: two\n';

describe('a $ref under "actions"', () => {
  it('takes the actions of its partial', () => {
    const parsed = parse('actions:\n  $ref: quay.one\n', { one: ONE });
    expect(ids(parsed)).toEqual(['one', 'uno']);
    expect(parsed.diagnostics).toEqual([]);
    expect(parsed.incomplete).toBe(false);
  });

  it('may be repeated; every one counts, in order', () => {
    const parsed = parse('actions:\n  $ref: quay.two\n  $ref: quay.one\n  \n', { one: ONE, two: TWO });
    expect(ids(parsed)).toEqual(['two', 'one', 'uno']);
    expect(parsed.diagnostics).toEqual([]);
  });

  it('may stand among actions of the file itself', () => {
    const parsed = parse('actions:\n  - actionId: zero\n  - $ref: quay.one\n  - actionId: last\n', { one: ONE });
    expect(ids(parsed)).toEqual(['zero', 'one', 'uno', 'last']);
  });

  it('may name a partial that is a mapping with "actions"', () => {
    const parsed = parse('actions:\n  $ref: quay.one\n', { one: `actions:\n  - actionId: one\n` });
    expect(ids(parsed)).toEqual(['one']);
  });

  it.each(['quay.one', './quay.one', 'quay.one.s1.partial.yaml', './quay.one.s1.partial.yaml', ' quay.one '])(
    'may be written %j',
    (name) => {
      const parsed = parse(`actions:\n  - $ref: ${JSON.stringify(name)}\n`, { one: ONE });
      expect(ids(parsed)).toEqual(['one', 'uno']);
    },
  );

  it('may hold a list of names', () => {
    expect(ids(parse('actions:\n  $ref: [quay.two, quay.one]\n', { one: ONE, two: TWO }))).toEqual([
      'two',
      'one',
      'uno',
    ]);
  });

  it('may name a partial with dots in its name', () => {
    expect(ids(parse('actions:\n  $ref: quay.one.more\n', { 'one.more': ONE }))).toEqual(['one', 'uno']);
  });

  it('may stand in a partial as well', () => {
    const parsed = parse('actions:\n  $ref: quay.one\n', { one: '- actionId: a\n- $ref: quay.two\n', two: TWO });
    expect(ids(parsed)).toEqual(['a', 'two']);
  });

  it('is only text inside a block of text', () => {
    const parsed = parse('details: |\n  actions:\n    $ref: quay.one\nactions:\n  $ref: quay.two\n', { two: TWO });
    expect(ids(parsed)).toEqual(['two']);
    expect(parsed.diagnostics).toEqual([]);
  });
});

describe('a $ref at the top level', () => {
  it('brings the actions of a partial that is a mapping', () => {
    const parsed = parse('info: 1\n$ref: quay.one\n', { one: 'actions:\n  - actionId: one\n' });
    expect(ids(parsed)).toEqual(['one']);
    expect(parsed.diagnostics).toEqual([]);
  });

  it('brings the actions of a partial that is a list', () => {
    expect(ids(parse('$ref: quay.one\n', { one: ONE }))).toEqual(['one', 'uno']);
  });

  it('may be repeated and adds to the actions of the file', () => {
    const parsed = parse('actions:\n  - actionId: zero\n$ref: quay.one\n$ref: quay.two\n', {
      one: 'actions:\n  - actionId: one\n',
      two: TWO,
    });
    expect(ids(parsed)).toEqual(['zero', 'one', 'two']);
  });

  it('brings other keys as well', () => {
    const parsed = parse('info: 1\n$ref: quay.auth\n', { auth: 'authentication:\n  - custom: {}\n' });
    expect([...parsed.root!.entries.keys()]).toEqual(['info', 'authentication']);
  });

  it('does not replace keys of the main file', () => {
    const parsed = parse('info: 1\n$ref: quay.more\n', { more: 'info: 2\nactions: []\n' });
    expect(findings(parsed)).toEqual([
      'quay.more.s1.partial.yaml:1:1 error duplicate-key: The key "info" already stands in quay.connector.s1.yaml, line 1.',
    ]);
  });
});

describe('a $ref that leads nowhere', () => {
  it('names the file that is missing and the one that was meant', () => {
    const parsed = parse('actions:\n  $ref: quay.ones\n', { one: ONE });
    expect(findings(parsed)).toEqual([
      'quay.connector.s1.yaml:2:9 error missing-partial: There is no partial "quay.ones": the folder has no file quay.ones.s1.partial.yaml. Did you mean "quay.one"?',
    ]);
    expect(parsed.incomplete).toBe(true);
  });

  it('is refused when it is a path out of the folder', () => {
    expect(findings(parse('actions:\n  $ref: ../other/quay.one\n', { one: ONE }))).toEqual([
      'quay.connector.s1.yaml:2:9 error missing-partial: "../other/quay.one" is a path; $ref takes the name of a partial in the same folder.',
    ]);
  });

  it('is refused when it is no text', () => {
    expect(findings(parse('actions:\n  $ref: { a: 1 }\n'))).toEqual([
      'quay.connector.s1.yaml:2:9 error bad-ref: $ref takes the name of a partial, such as "people.groups".',
    ]);
    expect(findings(parse('actions:\n  $ref:\n'))).toEqual([
      'quay.connector.s1.yaml:2:3 error bad-ref: $ref takes the name of a partial, such as "people.groups".',
    ]);
  });

  it('is reported when the same partial is named twice, and its actions stand once', () => {
    const parsed = parse('actions:\n  $ref: quay.one\n  $ref: quay.one\n', { one: ONE });
    expect(ids(parsed)).toEqual(['one', 'uno']);
    expect(findings(parsed)).toEqual([
      'quay.connector.s1.yaml:3:9 error repeated-ref: quay.one.s1.partial.yaml is already referred to; its actions would stand twice.',
    ]);
  });

  it('is reported when partials refer to each other in a circle', () => {
    const parsed = parse('actions:\n  $ref: quay.one\n', { one: '- $ref: quay.two\n', two: '- $ref: quay.one\n' });
    expect(findings(parsed)).toEqual([
      'quay.two.s1.partial.yaml:1:9 error ref-cycle: Partials refer to each other in a circle: quay.one.s1.partial.yaml → quay.two.s1.partial.yaml → quay.one.s1.partial.yaml.',
    ]);
  });
});

describe('a partial', () => {
  it('must hold actions', () => {
    expect(findings(parse('actions:\n  $ref: quay.one\n', { one: 'just words\n' }))).toEqual([
      'quay.one.s1.partial.yaml:1:1 error bad-partial: A partial holds a list of actions, or a mapping with the key "actions".',
    ]);
    expect(findings(parse('actions:\n  $ref: quay.one\n', { one: 'actionId: one\n' }))).toHaveLength(1);
  });

  it('may not bring other keys from under "actions"', () => {
    expect(findings(parse('actions:\n  $ref: quay.one\n', { one: 'info: 1\nactions: []\n' }))).toEqual([
      'quay.one.s1.partial.yaml:1:1 warning misplaced-key: "info" has no effect in a partial that is referred to from "actions".',
    ]);
  });

  it('that nothing refers to is reported, with the line to add', () => {
    const { diagnostics } = parse('actions: []\n', { one: ONE });
    expect(diagnostics).toMatchObject([
      {
        file: 'quay.one.s1.partial.yaml',
        line: 1,
        column: 1,
        severity: 'warning',
        code: 'unused-partial',
        help: 'Add "- $ref: quay.one" to the actions of the main file.',
      },
    ]);
  });

  it('keeps the places of its values', () => {
    const { root } = parse('actions:\n  $ref: quay.one\n', { one: ONE });
    const actions = root?.entries.get('actions')?.value as Extract<Located, { kind: 'list' }>;
    const second = actions.items[1] as Extract<Located, { kind: 'mapping' }>;
    const { value } = second.entries.get('actionId')!;
    expect(value.source.name).toBe('quay.one.s1.partial.yaml');
    expect(value.source.positionAt(value.start)).toEqual({ line: 2, column: 13 });
  });
});

describe('the main file', () => {
  const one = 'a: 1\n';
  it.each([
    ['quay.connector.s1.yaml', [one]],
    ['quay_v1-0-0.s1.yaml', [one]],
    ['quay.s1.yaml', [one]],
    ['quay.connector.s1.yml', [one]],
  ])('may be called %s', (name) => {
    const parsed = parseConnector({ 'icon.svg': '<svg/>', [name]: one, 'README.md': '#' });
    expect(parsed.root).toBeDefined();
    expect(parsed.diagnostics).toEqual([]);
  });

  it('must be there', () => {
    expect(findings(parseConnector({}))).toEqual([':1:1 error no-main-file: The folder has no main file.']);
    expect(findings(parseConnector({ 'quay.yaml': one }))).toEqual([
      'quay.yaml:1:1 error no-main-file: The folder has no main file.',
    ]);
  });

  it('must be one', () => {
    expect(findings(parseConnector({ 'a.connector.s1.yaml': one, 'b.connector.s1.yaml': one }))).toEqual([
      'b.connector.s1.yaml:1:1 error several-main-files: Both a.connector.s1.yaml and b.connector.s1.yaml could be the main file of the connector.',
    ]);
  });

  it('wins over merged files beside it, which are not read', () => {
    expect(findings(parseConnector({ 'a_v1-0-0.s1.yaml': 'b: [', 'a.connector.s1.yaml': one, 'x.yaml': '' }))).toEqual([
      'a_v1-0-0.s1.yaml:1:1 warning unused-file: a_v1-0-0.s1.yaml is not read: the main file is a.connector.s1.yaml.',
      'x.yaml:1:1 warning unused-file: x.yaml is not read: its name fits neither a connector nor a partial.',
    ]);
  });
});
