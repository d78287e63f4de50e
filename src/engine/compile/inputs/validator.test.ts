import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDemo } from '../../execute/testing/harness.ts';
import type { CompiledAction, GroupedInputs } from '../../program.ts';

const action = (inputs: unknown[], more: Record<string, unknown> = {}): CompiledAction => {
  const described = inputs.map((input) => ({ description: 'An input.', required: false, ...(input as object) }));
  const found = loadDemo({
    actions: [
      {
        actionId: 'act',
        label: 'Act',
        description: 'Acts.',
        actionType: 'create',
        categories: ['hris'],
        inputs: described,
        steps: [
          {
            stepId: 's',
            description: 'S.',
            stepFunction: { functionName: 'static_values', parameters: { values: 1 } },
          },
        ],
        ...more,
      },
    ],
  }).actions.get('demo_act');
  if (found === undefined) throw new Error('no action');
  return found;
};

const body = (name: string, type: string, more: Record<string, unknown> = {}) => ({ name, type, in: 'body', ...more });
const check = (inputs: unknown[], grouped: GroupedInputs, more?: Record<string, unknown>) =>
  action(inputs, more).validateInputs(grouped);
const issues = (...args: Parameters<typeof check>) => {
  const result = check(...args);
  return result.ok ? [] : result.issues.map(({ path, message }) => `${path} ${message}`);
};

describe('inputs', () => {
  it('are flattened by name', () => {
    const inputs = [
      { name: 'id', type: 'string', in: 'path', required: true },
      { name: 'page_size', type: 'number', in: 'query' },
      { name: 'X-Tag', type: 'string', in: 'headers' },
      body('email', 'string'),
    ];
    const grouped = {
      path: { id: 'p1' },
      query: { page_size: 5 },
      headers: { 'X-Tag': 't' },
      body: { email: 'a@b.c' },
    };
    expect(check(inputs, grouped)).toEqual({
      ok: true,
      inputs: { id: 'p1', page_size: 5, 'X-Tag': 't', email: 'a@b.c' },
    });
  });

  it('that are optional and absent are absent', () => {
    expect(check([body('a', 'string')], {})).toEqual({ ok: true, inputs: {} });
  });

  it('take texts that spell numbers and booleans in path, query and headers, not in the body', () => {
    const typed = (group: string) => [
      { name: 'n', type: 'number', in: group },
      { name: 'b', type: 'boolean', in: group },
      { name: 's', type: 'string', in: group },
      { name: 'l', type: 'number', array: true, in: group },
      { name: 'o', type: 'object', in: group },
    ];
    const values = { n: '-1.5', b: 'false', s: 12, l: '7', o: '{"a":1}' };
    expect(check(typed('query'), { query: values })).toEqual({
      ok: true,
      inputs: { n: -1.5, b: false, s: '12', l: [7], o: { a: 1 } },
    });
    expect(issues(typed('body'), { body: values })).toEqual([
      'body.n must be a number, not a string',
      'body.b must be true or false, not a string',
      'body.s must be a string, not a number',
      'body.l must be an array, not a string',
      'body.o must be an object, not a string',
    ]);
  });

  it.each(['', ' ', '1e', '0x10', '1,5', 'NaN', 'Infinity'])('refuse "%s" as a number', (n) => {
    expect(issues([{ name: 'n', type: 'number', in: 'query' }], { query: { n } })).toEqual([
      'query.n must be a number, not a string',
    ]);
  });

  it('say what is required and of which type', () => {
    const inputs = [
      { name: 'id', type: 'string', in: 'path', required: true },
      body('start', 'datetime_string', { required: true }),
      body('who', 'object', { properties: [{ name: 'mail', description: 'M.', type: 'string', required: true }] }),
    ];
    expect(issues(inputs, { body: { who: {} } })).toEqual([
      'path.id is required: a string',
      'body.start is required: a date like 2026-01-31 or a date and time like 2026-01-31T09:30:00Z',
      'body.who.mail is required: a string',
    ]);
  });

  it('refuse an empty path input, which would address the whole collection', () => {
    const inputs = [{ name: 'id', type: 'string', in: 'path', required: true }];
    expect(issues(inputs, { path: { id: ' ' } })).toEqual(['path.id must not be empty']);
  });

  it.each([
    ['2026-01-31', true],
    ['2026-01-31T09:30:00Z', true],
    ['2026-01-31T09:30:00.123+02:00', true],
    ['2026-02-30', false],
    ['31/01/2026', false],
    ['2026-01-31T25:00:00Z', false],
    ['soon', false],
  ])('of type datetime_string: %s is %s', (value, fits) => {
    expect(check([body('d', 'datetime_string')], { body: { d: value } }).ok).toBe(fits);
  });

  it('check enums of listed values and of named sets', () => {
    const inputs = [
      body('color', 'enum', { oneOf: { values: ['red', 'blue'] } }),
      body('gender', 'enum', { oneOf: { ref: 'gender' } }),
    ];
    expect(check(inputs, { body: { color: 'red', gender: 'non_binary' } }).ok).toBe(true);
    expect(issues(inputs, { body: { color: 'green', gender: 'x' } })).toEqual([
      'body.color must be one of "red", "blue"',
      'body.gender must be one of "male", "female", "non_binary", "other", "prefer_not_to_say"',
    ]);
  });

  it('check rules and use the author’s words where there are any', () => {
    const inputs = [
      body('a', 'string', { rules: { minLength: 2, maxLength: 3 } }),
      body('b', 'number', { rules: { min: 1, max: 5 } }),
      body('c', 'string', { rules: { pattern: '^x+$', errorMessage: 'must be made of x' } }),
      body('d', 'string', { rules: { format: 'email' } }),
      body('e', 'string', { rules: { format: 'url' } }),
      body('f', 'string', { array: true, rules: { format: 'uuid' } }),
    ];
    expect(issues(inputs, { body: { a: 'x', b: 0, c: 'y', d: 'x', e: 'ftp://x', f: ['x'] } })).toEqual([
      'body.a must have at least 2 characters',
      'body.b must be 1 or more',
      'body.c must be made of x',
      'body.d must be an email address',
      'body.e must be a URL that starts with http:// or https://',
      'body.f[0] must be a UUID',
    ]);
    expect(issues(inputs, { body: { a: 'xxxx', b: 6 } })).toEqual([
      'body.a must have at most 3 characters',
      'body.b must be 5 or less',
    ]);
  });

  it('take one of several variants', () => {
    const inputs = [
      body('v', 'string', {
        type: undefined,
        variants: [{ type: 'string' }, { type: 'object', properties: [] }, { type: 'number', array: true }],
      }),
    ];
    for (const v of ['x', { a: 1 }, [1]]) expect(check(inputs, { body: { v } }).ok).toBe(true);
    expect(issues(inputs, { body: { v: true } })).toEqual([
      'body.v must be a string or an object or an array, not a boolean',
    ]);
  });

  it('let objects hold more than is declared', () => {
    expect(check([body('o', 'object')], { body: { o: { a: { b: 1 } } } })).toEqual({
      ok: true,
      inputs: { o: { a: { b: 1 } } },
    });
  });

  it('take null for "no value": kept in the body, dropped elsewhere, refused where a value is required', () => {
    const inputs = [
      body('a', 'string'),
      body('r', 'string', { required: true }),
      { name: 'q', type: 'number', in: 'query' },
    ];
    expect(check(inputs, { body: { a: null, r: 'x' }, query: { q: null } })).toEqual({
      ok: true,
      inputs: { a: null, r: 'x' },
    });
    expect(issues(inputs, { body: { r: null } })).toEqual(['body.r must be a string, not null']);
  });
});

describe('unknown inputs', () => {
  const inputs = [body('email', 'string'), { name: 'page_size', type: 'number', in: 'query' }];

  it('are refused with the nearest declared one', () => {
    expect(issues(inputs, { body: { emial: 'x', zzz: 1 } })).toEqual([
      'body.emial is an unknown input. Did you mean "email"?',
      'body.zzz is an unknown input.',
    ]);
  });

  it('are told where they belong when they are in the wrong group', () => {
    expect(issues(inputs, { body: { page_size: 5 } })).toEqual([
      'body.page_size is an unknown input here: it belongs in query',
    ]);
  });

  it('of the query pass through for list actions', () => {
    expect(check(inputs, { query: { pagesize: 5, filter: { a: 1 } } }, { actionType: 'list' })).toEqual({
      ok: true,
      inputs: { pagesize: 5, filter: { a: 1 } },
    });
  });

  it('of the query pass through for other actions unless they look like a slip', () => {
    expect(check(inputs, { query: { debug: true } }).ok).toBe(true);
    expect(issues(inputs, { query: { pagesize: 5 } })).toEqual([
      'query.pagesize is an unknown input. Did you mean "page_size"?',
    ]);
  });

  it('of the headers are left out', () => {
    expect(check(inputs, { headers: { 'x-other': '1' } })).toEqual({ ok: true, inputs: {} });
  });

  it('never replace declared ones', () => {
    const listed = [{ name: 'id', type: 'string', in: 'path', required: true }];
    expect(issues(listed, { path: { id: 'a' }, query: { id: 'b' } }, { actionType: 'list' })).toHaveLength(1);
  });
});

describe('rules over several inputs', () => {
  const inputs = ['a', 'b', 'c'].map((name) => body(name, 'string'));

  it('hold at least one of them', () => {
    const more = { validationRules: [{ rule: 'atLeastOneOf', fields: ['a', 'b'] }] };
    expect(issues(inputs, { body: { c: 'x' } }, more)).toEqual(['body.a at least one of "a", "b" is required']);
    expect(issues(inputs, { body: { b: 'x' } }, more)).toEqual([]);
  });

  it('hold them apart', () => {
    const more = { validationRules: [{ rule: 'mutuallyExclusive', fields: ['a', 'b'], errorMessage: 'choose one' }] };
    expect(issues(inputs, { body: { a: 'x', b: 'y' } }, more)).toEqual(['body.a choose one']);
    expect(issues(inputs, { body: { a: 'x', b: '' } }, more)).toEqual([]);
  });

  it.each([
    [{ field: 'b', equals: 'x' }, { b: 'x' }, true],
    [{ field: 'b', equals: 'x' }, { b: 'y' }, false],
    [{ field: 'b', notEquals: 'x' }, { b: 'y' }, true],
    [{ field: 'b', notEquals: 'x' }, {}, false],
    [{ field: 'b', present: true }, { b: 'y' }, true],
    [{ field: 'b', present: false }, {}, true],
  ])('make one required under the condition %j for %j: %s', (condition, given, required) => {
    const more = { validationRules: [{ rule: 'requiredIf', field: 'a', condition }] };
    expect(issues(inputs, { body: given }, more)).toEqual(required ? ['body.a is required because of "b"'] : []);
  });
});

describe('hostile inputs', () => {
  it('are refused when they are no objects', () => {
    expect(issues([], null as never)).toEqual([' must be an object of inputs']);
    expect(issues([body('a', 'string')], { body: [1] as never })).toEqual(['body must be an object']);
  });

  it('cannot reach prototypes', () => {
    const given = JSON.parse('{"__proto__":{"a":1},"constructor":{}}');
    const result = check([], { query: given }, { actionType: 'list' });
    expect(result.ok && Object.getPrototypeOf(result.inputs)).toBe(Object.prototype);
    expect(issues([], { body: given })).toHaveLength(2);
  });

  it('are answered with a bounded number of issues', () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`unknown_${index}_${'x'.repeat(20)}`, 1]),
    );
    expect(
      issues([body('list', 'number', { array: true })], { body: { ...many, list: new Array(5_000).fill('x') } }).length,
    ).toBeLessThanOrEqual(40);
  });

  it('cannot hold up the server with a badly written pattern', () => {
    const inputs = [body('a', 'string', { rules: { pattern: '^(a+)+$' } })];
    const started = performance.now();
    expect(check(inputs, { body: { a: `${'a'.repeat(40)}!` } }).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(check(inputs, { body: { a: 'aaa' } }).ok).toBe(true);
  });

  it('never make the check throw', () => {
    const target = action([
      { name: 'id', type: 'string', in: 'path', required: true },
      { name: 'n', type: 'number', in: 'query' },
      body('o', 'object', { properties: [{ name: 'x', description: 'X.', type: 'boolean' }] }),
      body('d', 'datetime_string', { array: true }),
    ]);
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (first, second) => {
        const result = target.validateInputs({
          path: { id: first },
          query: { n: second },
          body: { o: first, d: second },
        } as never);
        expect(typeof result.ok).toBe('boolean');
        expect(typeof target.validateInputs(first as never).ok).toBe('boolean');
      }),
    );
  });
});
