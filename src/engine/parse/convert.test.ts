import { describe, expect, it } from 'vitest';
import { type Located, parseConnector, toPlain } from './index.ts';

const read = (text: string): Located => parseConnector({ 'a.s1.yaml': text }).root!;
const plain = (text: string): unknown => toPlain(read(text));

describe('values of a file', () => {
  it('are those of YAML 1.2', () => {
    expect(
      plain(
        'a: 1.0.0\nb: yes\nc: 010\nd: 0o17\ne: 0x1F\nf: 1e3\ng: ~\nh: null\ni: True\nj: 2024-01-02\nk: -0\nl: .5\nm: "1"\nn: 12:30',
      ),
    ).toEqual({
      a: '1.0.0',
      b: 'yes',
      c: 10,
      d: 15,
      e: 31,
      f: 1000,
      g: null,
      h: null,
      i: true,
      j: '2024-01-02',
      k: 0,
      l: 0.5,
      m: '1',
      n: '12:30',
    });
  });

  it('may be repeated by aliases', () => {
    expect(plain('a: &x { b: [1] }\nc: *x\nd: [*x, *x]')).toEqual({
      a: { b: [1] },
      c: { b: [1] },
      d: [{ b: [1] }, { b: [1] }],
    });
  });

  it('take the anchor that was set last', () => {
    expect(plain('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it('may be merged from one mapping or several; keys of their own win, then those of the first', () => {
    expect(
      plain('a: &x { k: 1, l: 1 }\nb: &y { l: 2, m: 2 }\nc: { <<: *x, k: 0 }\nd: { <<: [*x, *y] }\n"<<": text'),
    ).toMatchObject({
      c: { k: 0, l: 1 },
      d: { k: 1, l: 1, m: 2 },
      '<<': 'text',
    });
  });

  it('may be written in any style', () => {
    expect(plain("a: 'it''s'\nb: \"\\u00e9\\n\"\nc: |\n  x\n   y\nd: >-\n  x\n  y\ne: x\n  y\n")).toEqual({
      a: "it's",
      b: 'é\n',
      c: 'x\n y\n',
      d: 'x y',
      e: 'x y',
    });
  });

  it('may have tags of YAML itself', () => {
    expect(plain('a: !!str 1\nb: !!int "2"\nc: !!map {}\nd: !!seq []')).toEqual({ a: '1', b: 2, c: {}, d: [] });
  });
});

describe('keys of a file', () => {
  it('are texts as they are written', () => {
    expect(plain('404: a\n1.50: b\ntrue: c\nnull: d\n"": e\n'.replace('"": e\n', ''))).toEqual({
      404: 'a',
      '1.50': 'b',
      true: 'c',
      null: 'd',
    });
  });

  it('may be names that objects have', () => {
    const value = plain('constructor: 1\ntoString: 2\nhasOwnProperty: 3') as object;
    expect(Object.keys(value)).toEqual(['constructor', 'toString', 'hasOwnProperty']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe('places', () => {
  it('are those of key and value', () => {
    const root = read('a:\n  - b: "x"\n');
    if (root.kind !== 'mapping') throw new Error('no mapping');
    const list = root.entries.get('a')!.value;
    if (list.kind !== 'list') throw new Error('no list');
    const item = list.items[0]!;
    if (item.kind !== 'mapping') throw new Error('no mapping');
    const entry = item.entries.get('b')!;
    expect(entry.source.positionAt(entry.start)).toEqual({ line: 2, column: 5 });
    expect(entry.source.positionAt(entry.end)).toEqual({ line: 2, column: 6 });
    expect(entry.source.positionAt(entry.value.start)).toEqual({ line: 2, column: 8 });
    expect(entry.source.positionAt(entry.value.end)).toEqual({ line: 2, column: 11 });
  });

  it('do not count a byte order mark', () => {
    const root = read('\ufeffa: 1\n');
    expect(root.source.positionAt(root.start)).toEqual({ line: 1, column: 1 });
  });

  it('are right in files with Windows line ends', () => {
    const { diagnostics } = parseConnector({ 'a.s1.yaml': 'a: 1\r\nb:\r\n  c: 1\r\n  c: 2\r\n' });
    expect(diagnostics).toMatchObject([{ line: 4, column: 3, endLine: 4, endColumn: 4, path: 'b' }]);
  });

  it('of aliases are those of what they repeat', () => {
    const root = read('a: &x [1]\nb: *x\n');
    if (root.kind !== 'mapping') throw new Error('no mapping');
    const { value } = root.entries.get('b')!;
    expect(value.source.positionAt(value.start).line).toBe(1);
  });

  it('name the path in the document', () => {
    const paths = (text: string) => parseConnector({ 'a.s1.yaml': text }).diagnostics.map(({ path }) => path);
    expect(paths('a:\n  - b: 1\n    b: 2\n')).toEqual(['a[0]']);
    expect(paths('a:\n  x.y:\n    - !t z\n')).toEqual(['a["x.y"][0]']);
  });
});
