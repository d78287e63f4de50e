import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompiledExpression, compileExpression, compileTemplate, ExpressionError } from './index.ts';

/** Evaluates and demands that nothing but our own error comes out; gives what came. */
function survive(source: string, context: unknown = {}): unknown {
  let outcome: unknown;
  for (const compat of ['patchbay', 'published'] as const) {
    const expression = compileExpression(source, { compat });
    try {
      outcome = expression.evaluate(context);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      outcome = error;
    }
    expect(() => expression.safe(context)).not.toThrow();
  }
  return outcome;
}

/** Milliseconds of this process's own time, whatever else the machine does. */
function timeOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}

const syntax = fc.constantFrom(
  ...'{{ }} ${ } $ $. $.. .. . [ ] [? ?( ( ) @ @. ^ ~ * , : ; ? ?? ?: ! == => < > + - / // % && || | in " \' ` \\ / # _ 0 1 9e9 -1 true null a b length constructor __proto__ prototype toString this now keys \u0000 \n é \ud800'.split(
    ' ',
  ),
);
const soup = fc.array(syntax, { maxLength: 25 }).map((parts) => parts.join(''));
const anything = fc.anything({
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
  withBigInt: true,
});

describe('any text whatever', () => {
  it('compiles, and evaluates to a value or to our own error', () => {
    const text = fc.oneof(
      soup,
      soup.map((inner) => `{{${inner}}}`),
      soup.map((inner) => `$.${inner}`),
      soup.map((inner) => `\${${inner}}`),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, anything, (source, context) => {
        survive(source, context);
        survive(source, { a: context, b: [context, context] });
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps what is wrong with it inside the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          soup,
          soup.map((inner) => ` {{${inner}}}`),
          soup.map((inner) => `$.a[?(${inner})]`),
        ),
        (source) => {
          const { error } = compileExpression(source);
          if (error === undefined) return;
          expect(error.message).not.toBe('');
          expect(error.offset).toBeGreaterThanOrEqual(0);
          expect(error.offset).toBeLessThanOrEqual(source.length);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('fills templates of any shape', () => {
    fc.assert(
      fc.property(
        fc.object({
          key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')),
          values: [soup],
          maxDepth: 4,
        }),
        (value) => {
          const filled = compileTemplate(value)({});
          expect(Object.getPrototypeOf(filled)).toBe(Object.prototype);
        },
      ),
    );
  });
});

describe('prototypes and host objects', () => {
  class Host {
    readonly own = 'own';
    get secret(): string {
      return 'secret';
    }
    method(): string {
      return 'called';
    }
  }
  const context = {
    o: { a: 1 },
    list: [1],
    text: 'abc',
    num: 5,
    yes: true,
    fn: () => 'called',
    host: new Host(),
    date: new Date(),
    regex: /x/g,
    table: new Map([['a', 1]]),
  };
  const roots = Object.keys(context);
  const names = [
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__defineGetter__',
    'call',
    'apply',
    'bind',
    'name',
    'at',
    'map',
    'push',
    'join',
    'then',
    'secret',
    'method',
    'size',
    'source',
    'getTime',
    'toJSON',
    'caller',
    'arguments',
  ];
  const forms: readonly ((root: string, name: string) => string)[] = [
    (root, name) => `$.${root}.${name}`,
    (root, name) => `$['${root}']['${name}']`,
    (root, name) => `$.${root}["${name}"]`,
    (_root, name) => `$..${name}`,
    (root, name) => `$.${root}[("${name}")]`,
    (root, name) => `$[?(@property == "${root}" && @.${name})]`,
    (root, name) => `$[?(@property == "${root}" && @["${name}"])]`,
    (root, name) => `$.${root}[\`${name}]`,
    (root, name) => `{{${root}.${name}}}`,
    (root, name) => `{{${root}["${name}"]}}`,
    (root, name) => `{{[${root}].${name}}}`,
    (root, name) => `{{${root}.${name}()}}`,
    (root, name) => `{{${name}(${root})}}`,
    (root, name) => `{{ {a: ${root}}.a.${name} }}`,
    (root, name) => `{{[${root}][.${name}][0]}}`,
  ];

  it.each(forms.map((form) => [form('x', 'name'), form] as const))('are out of reach by %s', (_, form) => {
    for (const root of roots) {
      for (const name of names) {
        const outcome = survive(form(root, name), context);
        if (outcome instanceof ExpressionError) continue;
        expect([undefined, null]).toContain(outcome);
      }
    }
  });

  it('leave only what they hold themselves', () => {
    expect(survive('$.host.own', context)).toBe('own');
    expect(survive('$.fn', context)).toBeUndefined();
    expect(survive('{{fn}}', context)).toBeUndefined();
    expect(survive('{{fn()}}', context)).toBeUndefined();
    expect(survive('${fn}', context)).toBe('${fn}');
    expect(survive('$.*', { fn: context.fn })).toBeUndefined();
  });

  it('stay out of reach when a prototype is polluted', () => {
    Object.defineProperty(Object.prototype, 'leak', { value: 'leaked', configurable: true });
    try {
      for (const source of [
        '$.leak',
        '$.o.leak',
        '{{leak}}',
        '{{o.leak}}',
        '{{o["leak"]}}',
        '$.o[?(@.leak)]',
        '${o.leak ?? ""}x',
      ]) {
        expect(JSON.stringify(survive(source, context) ?? null)).not.toContain('leaked');
      }
    } finally {
      Reflect.deleteProperty(Object.prototype, 'leak');
    }
  });

  it('whose properties throw are no more than an error of ours', () => {
    const trap = {
      get a(): never {
        throw new TypeError('from the data');
      },
    };
    const proxy = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new TypeError('from the data');
        },
      },
    );
    for (const source of ['$.a', '$..a', '$.*', '{{a}}', '${a}', '$[?(@.a)]', '$.p.a', '{{p.a}}'])
      survive(source, { a: trap, p: proxy });
    expect(compileExpression('$.a.a').safe({ a: trap })).toBeNull();
    expect(() => compileExpression('$.a.a').evaluate({ a: trap })).toThrow(ExpressionError);
  });

  it('cannot be changed by evaluating', () => {
    const before = { list: [3, 1, 2], o: { a: { b: 1 } } };
    const data = structuredClone(before);
    for (const source of [
      '{{list.slice(0).join("")}}',
      '$.list[?(@ > 1)]',
      '{{ {list: list, o: o} }}',
      '$..*',
      '{{list[. > 1]}}',
    ])
      survive(source, data);
    expect(data).toEqual(before);
  });
});

describe('length and depth', () => {
  const many = 1_000_000;
  const nested = (depth: number, open: string, close: string, core = '1'): string =>
    open.repeat(depth) + core + close.repeat(depth);

  it.each([
    ['a megabyte of text', 'x'.repeat(many)],
    ['a megabyte of open placeholders', '${'.repeat(many / 2)],
    ['a megabyte of path', `$${'.a'.repeat(many / 2)}`],
    ['a megabyte of brackets', `$${'['.repeat(many)}]`],
    ['a megabyte of expression', `{{${'a+'.repeat(many / 2)}a}}`],
    ['a megabyte of braces', '{'.repeat(many / 2) + '}'.repeat(many / 2)],
    ['a megabyte of spaces', `{{${' '.repeat(many)}}}`],
    ['as long a path as is taken', `$${'.a'.repeat(32_000)}`],
    ['as many brackets as are taken', `$${'['.repeat(65_000)}]`],
    ['as many quoted names as are taken', `$${"['a']".repeat(13_000)}`],
    ['half quoted names', `$${"['a".repeat(16_000)}]`],
    ['names in half a pair of double quotes', `$${'["a'.repeat(16_000)}]`],
    ['names in changing quotes', `$${`['a"b`.repeat(10_000)}]`],
    ['as many names in brackets as are taken', `$${'[a]'.repeat(21_000)}`],
    ['as many names in single quotes as are taken', `$${".'a'".repeat(16_000)}`],
    ['as many dots as are taken', `$${'.'.repeat(65_000)}a`],
    ['as many carets as are taken', `$.a${'^'.repeat(65_000)}`],
    ['as many operators as are taken', `{{${'a+'.repeat(32_000)}a}}`],
    ['as many negations as are taken', `{{${'!'.repeat(65_000)}a}}`],
    ['as many members as are taken', `{{a${'.a'.repeat(32_000)}}}`],
    ['as many choices as are taken', `{{${'a?1:'.repeat(16_000)}2}}`],
    ['as many groups as are taken', `{{${nested(30_000, '(', ')')}}}`],
    ['as many lists as are taken', `{{${nested(30_000, '[', ']')}}}`],
    ['as many calls as are taken', `{{${nested(8_000, 'keys(', ')')}}}`],
    ['as many placeholders as are taken', '${a}'.repeat(16_000)],
    ['as many placeholders that are none as are taken', '${$.a b}'.repeat(8_000)],
    ['open quotes', `{{${"'\\".repeat(30_000)}}}`],
    ['a filter of many groups', `$.a[?(${nested(20_000, '(', ')')})]`],
    ['a filter of many operators', `$.a[?(1${'+1'.repeat(30_000)})]`],
    ['a filter in a filter in a filter', `$.a${nested(8_000, '[?(@.a', ')]', '')}`],
    ['a filter of many members', `$.a[?(@${'.a'.repeat(30_000)})]`],
    ['a deep pattern', `$.a[?(@.b =~ /${nested(400, '(', ')')}/)]`],
  ])('of %s costs little and throws nothing of its own', (_, source) => {
    survive(source, { a: [{ a: [{}], b: 'x' }] });
    expect(timeOf(() => compileExpression(source).safe({}))).toBeLessThan(1_500);
  });

  it('up to the limits is fine', () => {
    expect(survive(`{{${nested(90, '(', ')')}}}`)).toBe(1);
    expect(survive(`{{${'1+'.repeat(900)}1}}`)).toBe(901);
    expect(survive(`$${'.a'.repeat(5_000)}`, {})).toBeUndefined();
    expect(survive('x'.repeat(1_000_000))).toHaveLength(1_000_000);
    expect(survive('$5 or so '.repeat(100_000).slice(1))).toHaveLength(899_999);
  });

  it('of data is followed to a limit only', () => {
    const deep: Record<string, unknown> = {};
    let at = deep;
    for (let level = 0; level < 50_000; level++) {
      const next = {};
      at['a'] = next;
      at = next;
    }
    const cyclic: Record<string, unknown> = { a: 1 };
    cyclic['self'] = cyclic;
    const list: unknown[] = [];
    list.push(list);
    for (const source of [
      '$..a',
      '$..*',
      '$..',
      '{{o + ""}}',
      '${o}',
      '$[?(@.o =~ /x/)]',
      '{{o == "x"}}',
      '{{l + ""}}',
      '${l}',
      '{{l.join("")}}',
    ]) {
      survive(source, { o: deep, l: list });
      survive(source, { o: cyclic, l: list });
    }
    expect(() => compileExpression('$..b').evaluate(deep)).toThrow('nested too deep');
    expect(() => compileExpression('$..b').evaluate(cyclic)).toThrow(ExpressionError);
    expect(compileExpression('${l}').safe({ l: list })).toBeNull();
  });
});

describe('work and output', () => {
  const wide = { list: Array.from({ length: 2_000 }, (_, index) => ({ id: index, text: 'a'.repeat(50) })) };
  const faultOf = (expression: CompiledExpression, context: unknown): string => {
    try {
      expression.evaluate(context);
    } catch (error) {
      if (error instanceof ExpressionError) return error.fault;
    }
    return 'none';
  };

  it.each([
    '$.list[*]^[*]^[*].id',
    '$.list[?(@root.list[?(@root.list[?(@.id < 0)])])]',
    '{{list[.id < 0 || list[.id < 0][0]]}}',
    '{{list[.id in list || list[.id in list]]}}',
    '$.list[?(@.text =~ /^(.*a){20}b/)]',
    '$..[?(@root.list[?(@.id < 0)])]',
  ])('of %s end at the budget', (source) => {
    const time = timeOf(() => {
      expect(faultOf(compileExpression(source), wide)).toBe('limit');
    });
    expect(time).toBeLessThan(4_000);
    expect(compileExpression(source).safe(wide)).toBeNull();
  });

  it('of honest expressions over large data stay within it', () => {
    const large = { list: Array.from({ length: 50_000 }, (_, id) => ({ id, tags: ['a', 'b'], name: `n${id}` })) };
    const count = (source: string): number => (compileExpression(source).evaluate(large) as unknown[]).length;
    expect(count('$.list[*].id')).toBe(50_000);
    expect(count('$.list[?(@.id % 2 == 0 && @.name)].name')).toBe(25_000);
    expect(count('$..id')).toBe(50_000);
    expect(count('{{list[.id >= 40000]}}')).toBe(10_000);
    expect(count('$.list[?(@.name =~ /9\\b/)]')).toBe(5_000);
  });

  it('of texts end at a length', () => {
    const text = 'x'.repeat(1_000_000);
    const grow = `{{${Array.from({ length: 100 }, () => 't').join('+')}}}`;
    expect(faultOf(compileExpression(grow), { t: text })).toBe('limit');
    expect(faultOf(compileExpression('${t}'.repeat(100)), { t: text })).toBe('limit');
    expect(faultOf(compileExpression('{{t.split("").join(t)}}'), { t: text.slice(0, 50_000) })).toBe('limit');
    expect(faultOf(compileExpression('{{t.replace("x", t + t)}}'), { t: 'x'.repeat(8_000_000) })).toBe('limit');
    expect(faultOf(compileExpression('${t}!'), { t: text })).toBe('none');
  });

  it('start anew with each evaluation', () => {
    const expression = compileExpression('$..id');
    const data = { list: Array.from({ length: 60_000 }, (_, id) => ({ id })) };
    for (let turn = 0; turn < 12; turn++) expect(expression.evaluate(data)).toHaveLength(60_000);
  });
});
