import { describe, expect, it } from 'vitest';
import { type Compat, compileExpression, ExpressionError } from './index.ts';
import corpus from './testing/cases.json' with { type: 'json' };

interface Ending {
  readonly value?: unknown;
  readonly absent?: boolean;
  readonly number?: string;
  readonly throws?: string;
}
type Case = Ending & { readonly expression: string; readonly uses: readonly string[]; readonly intended?: Ending };

const data: Record<string, unknown> = corpus.data;
const cases = corpus.cases as Case[];

function expectEnding(source: string, context: object, compat: Compat, ending: Ending): void {
  const expression = compileExpression(source, { compat });
  if (ending.throws !== undefined) {
    expect(() => expression.evaluate(context)).toThrow(
      expect.objectContaining({ name: 'ExpressionError', message: ending.throws }),
    );
    expect(expression.safe(context)).toBeNull();
    return;
  }
  const expected =
    ending.absent === true ? undefined : ending.number === undefined ? ending.value : Number(ending.number);
  expect(expression.evaluate(context)).toEqual(expected);
  expect(expression.safe(context)).toEqual(expected);
}

const resultOf = (source: string, context: object = {}, compat?: Compat): unknown =>
  compileExpression(source, { compat }).evaluate(context);

describe('the published cases', () => {
  const contextOf = ({ uses }: Case): object => Object.fromEntries(uses.map((name) => [name, data[name]]));

  it.each(cases.map((one, index) => [index, one.expression, one] as const))(
    '%i %s ends as published',
    (_, source, one) => {
      expectEnding(source, contextOf(one), 'published', one);
    },
  );

  it.each(cases.map((one, index) => [index, one.expression, one] as const))(
    '%i %s ends as intended',
    (_, source, one) => {
      expectEnding(source, contextOf(one), 'patchbay', one.intended ?? one);
    },
  );
});

describe('which language a string is in', () => {
  it.each([
    ['plain text', 'literal'],
    ['', 'literal'],
    ['{{}}', 'literal'],
    ['{{user.name', 'literal'],
    ['user}}', 'literal'],
    ['$.a', 'jsonpath'],
    ['$', 'jsonpath'],
    ['$5.00', 'jsonpath'],
    ['${a', 'jsonpath'],
    ['a $ b', 'literal'],
    ['costs $.5', 'literal'],
    ['/x/${a}', 'interpolation'],
    ['${a}', 'interpolation'],
    ['{{a}}', 'jexl'],
    ['{{a}} and {{b}}', 'jexl'],
    ['{{ "${a}" }}', 'interpolation'],
  ])('takes %j for %s', (source, kind) => {
    expect(compileExpression(source).kind).toBe(kind);
  });

  it('keeps text without expression syntax as written, spaces and all', () => {
    expect(resultOf('  two  words ')).toBe('  two  words ');
    expect(resultOf(' {{}} ')).toBe(' {{}} ');
    expect(resultOf('a ${} b')).toBe('a ${} b');
    expect(resultOf('costs $.5')).toBe('costs $.5');
  });

  it('ignores the space around an expression', () => {
    expect(resultOf('\n $.a \t', { a: 1 })).toBe(1);
    expect(resultOf('  a ${a}  ', { a: 1 })).toBe('a 1');
  });

  it('fails on text of nothing but space', () => {
    for (const source of ['', ' ', '\n\t']) {
      expect(() => resultOf(source)).toThrow('Empty expression');
      expect(compileExpression(source).safe({})).toBeNull();
    }
  });

  it('takes anything but a plain object for an empty context', () => {
    for (const context of [null, undefined, 3, 'text', [{ a: 1 }], new Map([['a', 1]]), () => 1]) {
      expect(compileExpression('$.a').evaluate(context)).toBeUndefined();
      expect(compileExpression('$.length').evaluate(context)).toBeUndefined();
      expect(compileExpression('{{a ?? "none"}}').evaluate(context)).toBe('none');
    }
    expect(compileExpression('$.a').evaluate(Object.assign(Object.create(null), { a: 1 }))).toBe(1);
  });
});

describe('removing "$."', () => {
  it('makes $.a and a the same in braces and placeholders', () => {
    const context = { inputs: { id: 7 } };
    expect(resultOf('{{$.inputs.id + 1}}', context)).toBe(8);
    expect(resultOf('/x/${$.inputs.id}', context)).toBe('/x/7');
  });

  it('reaches into text literals and the text around placeholders too', () => {
    expect(resultOf('{{"$.x"}}')).toBe('x');
    expect(resultOf('US$.${n}', { n: 5 })).toBe('US5');
    expect(resultOf('${$.missing}!')).toBe('${missing}!');
  });
});

describe('interpolation', () => {
  const context = {
    a: 'x',
    n: null,
    t: true,
    list: [1, [2, null]],
    o: { k: 1 },
    blank: '',
    'a b': 'spaced',
    users: [{ n: 'Ann' }],
  };

  it.each([
    ['${a}', 'x'],
    ['[${a}${a}]', '[xx]'],
    ['${ a }', 'x'],
    ['${n}', 'null'],
    ['${t}', 'true'],
    ['${list}', '1,2,'],
    ['${o}', '[object Object]'],
    ['a${blank}b', 'ab'],
    ['${a == "x" ? 1 : 2}', '1'],
    ['${missing ?? a}', 'x'],
    ['${missing}', '${missing}'],
    ['${ missing } ${a}', '${ missing } x'],
    ['${a b}', 'spaced'],
    ['${users.0.n}', 'Ann'],
    ['${users.length}', '1'],
    ['${1 +}', '${1 +}'],
    ['${nope(a)}', '${nope(a)}'],
    ['${a${a}', '${a${a}'],
    ['${}${a}', '${}x'],
    ['{{"${a}" == "x"}}', '"x" == "x"'],
  ])('%s gives %s', (source, expected) => {
    expect(resultOf(source, context)).toBe(expected);
  });

  it('falls back to the rules without placeholders where nothing is left', () => {
    expect(() => resultOf('${blank}', context)).toThrow('Invalid JSON path: "${blank}"');
    expect(compileExpression('${blank}').safe(context)).toBeNull();
    expect(() => resultOf('{{${blank}}}', context)).toThrow('Invalid expression: "{{${blank}}}"');
  });

  it('never calls what the data brings along', () => {
    const hostile = { toString: 'x', valueOf: 1 };
    expect(resultOf('${o}', { o: hostile })).toBe('[object Object]');
    expect(resultOf('${o}', { o: [hostile] })).toBe('[object Object]');
    expect(resultOf('{{o + ""}}', { o: { toString: () => 'called' } })).toBe('[object Object]');
  });
});

describe('what is known before evaluation', () => {
  it('names the paths an expression starts from', () => {
    const references = (source: string): unknown => compileExpression(source).references;
    expect(references('$.inputs.id')).toEqual([['inputs', 'id']]);
    expect(references('$.steps.get.output.data[*].id')).toEqual([['steps', 'get', 'output', 'data']]);
    expect(references('$..id')).toEqual([]);
    expect(references('$')).toEqual([]);
    expect(references('{{inputs.a == 1 ? steps.x.output : users[.role == inputs.b].name}}')).toEqual([
      ['inputs', 'a'],
      ['steps', 'x', 'output'],
      ['users'],
      ['inputs', 'b'],
    ]);
    expect(references('/x/${inputs.id}/${$.inputs.name}')).toEqual([
      ['inputs', 'id'],
      ['inputs', 'name'],
    ]);
    expect(references('text')).toEqual([]);
  });

  it('names the functions that are called, known or not', () => {
    expect(compileExpression('{{present(a) && nope(b)}}').calls).toEqual(['present', 'nope']);
    expect(compileExpression('/${keys(a)[0]}').calls).toEqual(['keys']);
    expect(compileExpression('{{a.trim()}}').calls).toEqual([]);
    expect(compileExpression('{{a.trim()}}', { compat: 'published' }).calls).toEqual(['trim']);
  });

  it.each([
    ['{{num +}}', 7],
    ['  {{-a}}', 4],
    ['{{$.a == $.b )}}', 13],
    ['{{"open}}', 2],
    ['$user.name', 0],
    ['$.a b', 3],
    ['$.a[?(@.x == y)]', 13],
    ['{{a[0}}', 5],
    ['/x/${a +}', 8],
    ['/x/${$.b $.c}', 11],
  ])('points into %j at %i', (source, offset) => {
    const { error } = compileExpression(source);
    expect(error?.offset).toBe(offset);
    expect(error?.message).not.toBe('');
  });

  it('says what to write instead where the grammar surprises', () => {
    expect(compileExpression('{{present(a) ? 1 : 2}}').error?.message).toContain('put the call in parentheses');
    expect(compileExpression('{{"abc"[0]}}').error?.message).toContain('only names and calls can be indexed');
    expect(compileExpression('$.a[?(@.x == $.y)]').error?.message).toContain('@root');
    expect(compileExpression('{{ {"a": 1} }}', { compat: 'published' }).error?.message).toContain('without quotes');
  });

  it('has no error for what can be evaluated', () => {
    for (const source of ['text', '$.a', '{{a}}', '${a}', '{{}}', '{{ }}']) {
      expect(compileExpression(source).error).toBeUndefined();
    }
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(compileExpression('$.a'))).toBe(true);
  });
});

describe('errors', () => {
  it('tell the fault apart and keep the reason off the published message', () => {
    const faultOf = (source: string, context: object = {}): [string, string] => {
      try {
        resultOf(source, context);
      } catch (error) {
        if (error instanceof ExpressionError) return [error.fault, error.message];
      }
      return ['none', ''];
    };
    expect(faultOf('')).toEqual(['empty', 'Empty expression']);
    expect(faultOf('$x')).toEqual(['invalid-path', 'Invalid JSON path: "$x"']);
    expect(faultOf('{{a b}}')).toEqual(['invalid-expression', 'Invalid expression: "{{a b}}"']);
    expect(faultOf('$.a[?(@.x.y)]', { a: [{}] })).toEqual(['evaluation', 'Invalid JSON path: "$.a[?(@.x.y)]"']);
  });

  it('repeat no more than the start of a long expression', () => {
    const { evaluate } = compileExpression(`{{${'a '.repeat(5_000)}}}`);
    let message = '';
    try {
      evaluate({});
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message.length).toBeGreaterThan(100);
    expect(message.length).toBeLessThan(1_100);
  });
});
