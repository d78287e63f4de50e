import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputOf, play, type Scenario, step } from '../testing/harness.ts';

const field = (targetFieldKey: string, type: string, more: Record<string, unknown> = {}) => ({
  targetFieldKey,
  type,
  ...more,
});

const map = async (
  data: unknown,
  fields: unknown[],
  parameters: Record<string, unknown> = {},
  more: Partial<Scenario> = {},
) =>
  play({
    steps: [
      step('get', 'static_values', { values: '$.inputs.data' }),
      step('map', 'map_fields', { dataSource: '$.steps.get.output.data', fields, ...parameters }, { version: 2 }),
    ],
    ...more,
    inputs: { data, ...more.inputs },
  });

const mapped = async (...args: Parameters<typeof map>) => outputOf(await map(...args), 'map')['data'];

describe('map_fields v2', () => {
  it('maps one record, or each of a list', async () => {
    const fields = [field('first_name', 'string', { expression: '$.given' })];
    expect(await mapped({ given: 'Ann' }, fields)).toEqual({ first_name: 'Ann' });
    expect(await mapped([{ given: 'Ann' }, { given: 'Bo' }], fields)).toEqual([
      { first_name: 'Ann' },
      { first_name: 'Bo' },
    ]);
  });

  it('casts nothing, keeps null and empty text, leaves out what has no value', async () => {
    const fields = ['a', 'b', 'c', 'd'].map((name) => field(name, 'number', { expression: `$.${name}` }));
    expect(await mapped({ a: '5', b: null, c: '' }, fields)).toEqual({ a: '5', b: null, c: '' });
  });

  it('notes what has no value without failing', async () => {
    const fields = [
      field('a', 'string', { expression: '$.gone' }),
      field('b', 'string'),
      field('c', 'string', { expression: '$.x[' }),
    ];
    const { result } = await play({
      steps: [
        step('map', 'map_fields', { dataSource: '$.inputs.data', fields }, { version: 2 }),
        step('see', 'static_values', { values: '$.steps.map.errors' }),
      ],
      inputs: { data: { id: 7 } },
    });
    expect(result.data).toEqual([
      { message: 'Expression returned no value', id: '7', targetField: 'a' },
      { message: 'Expression is empty', id: '7', targetField: 'b' },
      { message: 'Invalid expression', id: '7', targetField: 'c' },
    ]);
  });

  it('sees the run besides the record; the record wins', async () => {
    const fields = [
      field('own', 'string', { expression: '$.context' }),
      field('input', 'string', { expression: '$.inputs.suffix' }),
      field('credential', 'string', { expression: '$.credentials.apiKey' }),
      field('external', 'string', { expression: '$.external.names[0]' }),
    ];
    expect(
      await mapped(
        { context: 'mine' },
        fields,
        { externalSources: { names: '$.inputs.names' } },
        { inputs: { suffix: 's', names: ['n'] } },
      ),
    ).toEqual({ own: 'mine', input: 's', credential: 'key-000001', external: 'n' });
  });

  it('yields no output where the source yields nothing, and an empty object after typecast', async () => {
    const { result, steps } = await play({
      steps: [
        step(
          'map',
          'map_fields',
          { dataSource: '$.steps.none.output.data', fields: [field('a', 'string', { expression: '$.a' })] },
          { version: 2 },
        ),
        step(
          'cast',
          'typecast',
          { dataSource: '$.steps.map.output.data', fields: [field('a', 'string')] },
          { version: '2' },
        ),
      ],
    });
    expect(steps['map']).toEqual({ stepId: 'map', functionName: 'map_fields', successful: true, skipped: false });
    expect(result).toMatchObject({ successful: true, data: {} });
  });

  it('fails where the source cannot be evaluated', async () => {
    const endless = `{{${Array.from({ length: 12 }, () => 'inputs.long + ').join('')}inputs.long}}`;
    const { result } = await map(
      {},
      [field('a', 'string', { expression: '$.a' })],
      { dataSource: endless },
      {
        inputs: { long: 'x'.repeat(2_000_000) },
      },
    );
    expect(result.failure).toMatchObject({ stepId: 'map', kind: 'engine' });
    expect(result.message).toMatch(/^dataSource cannot be evaluated/);
  });

  it("takes the action's fieldConfigs where the step lists no fields", async () => {
    const { result } = await play({
      steps: [step('map', 'map_fields', { dataSource: '$.inputs.data' }, { version: 2 })],
      inputs: { data: { n: 1 } },
      action: { fieldConfigs: [field('number', 'number', { expression: '$.n' })] },
    });
    expect(result.data).toEqual({ number: 1 });
  });

  it('puts custom fields under unified_custom_fields', async () => {
    const fields = [
      field('a', 'string', { expression: '$.a' }),
      field('shoe', 'string', { expression: '$.shoe', custom: true }),
    ];
    expect(await mapped({ a: 1, shoe: 42 }, fields)).toEqual({ a: 1, unified_custom_fields: { shoe: 42 } });
  });

  it('leaves out fields whose scopes were not granted, counting what scopes include', async () => {
    const fields = [
      field('open', 'string', { expression: '$.a' }),
      field('pay', 'string', { expression: '$.a', requiredScopes: 'pay.read' }),
    ];
    const connector = {
      scopeDefinitions: { admin: { description: 'All', includes: 'pay.read' }, 'pay.read': { description: 'Pay' } },
    };
    const granted = (grantedScopes?: string[]) =>
      mapped({ a: 1 }, fields, {}, { connector, run: grantedScopes === undefined ? {} : { grantedScopes } });
    expect(await granted()).toEqual({ open: 1, pay: 1 });
    expect(await granted([])).toEqual({ open: 1 });
    expect(await granted(['admin'])).toEqual({ open: 1, pay: 1 });
  });

  it('passes provider data through where custom mappings are disabled', async () => {
    const { result } = await map(
      { given: 'Ann' },
      [field('first_name', 'string', { expression: '$.given' })],
      {},
      {
        run: { debug: { customMappings: 'disabled' } },
      },
    );
    expect(result.data).toEqual({ given: 'Ann' });
  });
});

describe('map_fields v2: enums', () => {
  const rules = [
    { matchExpression: '{{$.state == "on"}}', value: 'active' },
    { matchExpression: '{{$.state == "off"}}', value: 'inactive' },
    { matchExpression: '{{$.state}}', value: 'truthy' },
  ];
  const status = (more: Record<string, unknown>) => [field('status', 'enum', { expression: '$.state', ...more })];

  it.each([
    ['off', { value: 'inactive', source_value: 'off' }],
    ['maybe', { value: 'unmapped_value', source_value: 'maybe' }],
    [undefined, { value: 'unmapped_value', source_value: null }],
  ])('take the first rule that is exactly true (%s)', async (state, expected) => {
    expect(await mapped({ state }, status({ enumMapper: { matcher: rules } }))).toEqual({ status: expected });
  });

  it('use built-in matchers by name', async () => {
    const enumMapper = { matcher: 'country_alpha2code_by_country_name' };
    expect(await mapped({ state: 'FRANCE' }, status({ enumMapper }))).toEqual({
      status: { value: 'FR', source_value: 'FRANCE' },
    });
    expect(await mapped({ state: 'Nowhere' }, status({ enumMapper }))).toEqual({
      status: { value: 'unmapped_value', source_value: 'Nowhere' },
    });
  });
});

describe('map_fields v2: objects', () => {
  const city = field('city', 'string', { expression: '$.addr.city' });

  it('map their properties from the record itself', async () => {
    const fields = [field('address', 'object', { expression: '$.addr', properties: [city] })];
    expect(await mapped({ addr: { city: 'Paris' } }, fields)).toEqual({ address: { city: 'Paris' } });
  });

  it('map the elements of a list each in its own context, the run still in sight', async () => {
    const fields = [
      field('jobs', 'object', {
        array: true,
        expression: '$.jobs',
        properties: [
          field('title', 'string', { expression: '$.t' }),
          field('by', 'string', { expression: '$.inputs.who' }),
        ],
      }),
    ];
    expect(await mapped({ jobs: [{ t: 'a' }, { t: 'b' }] }, fields, {}, { inputs: { who: 'w' } })).toEqual({
      jobs: [
        { title: 'a', by: 'w' },
        { title: 'b', by: 'w' },
      ],
    });
  });

  it('map one object from the record where the list is none', async () => {
    const fields = [
      field('jobs', 'object', {
        array: true,
        expression: '$.job',
        properties: [field('t', 'string', { expression: '$.job.t' })],
      }),
    ];
    expect(await mapped({ job: { t: 'a' } }, fields)).toEqual({ jobs: { t: 'a' } });
  });

  it('map templates: a list of them, or one', async () => {
    const kind = [field('kind', 'string', { expression: '$.k' }), field('value', 'string', { expression: '$.v' })];
    const list = [
      { k: 'home', v: '$.home' },
      { k: 'work', v: '$.work' },
    ];
    const fields = [
      field('phones', 'object', { array: true, values: list, properties: kind }),
      field('phone', 'object', { values: { k: 'main', v: '$.work' }, properties: kind }),
    ];
    expect(await mapped({ home: '1', work: '2' }, fields)).toEqual({
      phones: [
        { kind: 'home', value: '1' },
        { kind: 'work', value: '2' },
      ],
      phone: { kind: 'main', value: '2' },
    });
  });

  it('without properties pass the value through; the published engine leaves them out', async () => {
    const fields = [field('raw', 'object', { expression: '$.addr' }), city];
    expect(await mapped({ addr: { city: 'Paris' } }, fields)).toEqual({ raw: { city: 'Paris' }, city: 'Paris' });
    expect(await mapped({ addr: { city: 'Paris' } }, fields, {}, { run: { compat: 'published' } })).toEqual({
      city: 'Paris',
    });
  });

  it('are left out where nothing was found for them', async () => {
    expect(
      await mapped({ a: 1 }, [
        field('address', 'object', { properties: [city] }),
        field('a', 'number', { expression: '$.a' }),
      ]),
    ).toEqual({
      a: 1,
    });
  });
});

describe('map_fields v1', () => {
  it('maps the records of the result from the snapshots of steps, element by element', async () => {
    const { result } = await play({
      steps: [
        step('people', 'request', { url: '/people', method: 'get' }),
        step('map', 'map_fields', {}),
        step('cast', 'typecast', {}),
      ],
      provider: { json: { n: 5 } },
      action: {
        fieldConfigs: [
          field('count', 'string', { expression: '$.people.output.data.n' }),
          field('self', 'string', { expression: '$.unified.count' }),
        ],
      },
    });
    expect(result.data).toEqual({ count: '5' });
  });
});

describe('map_fields v1 over lists', () => {
  it('gives each record the element of its place', async () => {
    const { result } = await play({
      steps: [
        step('people', 'request', { url: '/people', method: 'get' }),
        step('first', 'map_fields', {}),
        step('see', 'static_values', { values: '$.result' }),
      ],
      provider: { json: [{ n: 1 }, { n: 2 }] },
      action: { fieldConfigs: [field('all', 'object', { expression: '$.people.output.data' })] },
    });
    expect(result.data).toEqual({ all: [{ n: 1 }, { n: 2 }] });
  });
});

describe('typecast v2', () => {
  const cast = (parameters: Record<string, unknown>, more: Partial<Scenario> = {}) =>
    play({
      steps: [
        step('get', 'static_values', { values: '$.inputs.data' }),
        step('cast', 'typecast', { dataSource: '$.steps.get.output.data', ...parameters }, { version: 2 }),
      ],
      ...more,
      inputs: { data: [{ n: '1', x: 'y' }] },
    });

  it("takes the action's fieldConfigs where the step lists no fields", async () => {
    const played = await cast({}, { action: { fieldConfigs: [field('n', 'number', { expression: '$.n' })] } });
    expect(outputOf(played, 'cast')['data']).toEqual([{ n: 1, x: 'y' }]);
  });

  it('has no output without fields', async () => {
    expect((await cast({})).steps['cast']).not.toHaveProperty('output');
  });

  it('casts nothing where custom mappings are disabled', async () => {
    const played = await cast({ fields: [field('n', 'number')] }, { run: { debug: { customMappings: 'disabled' } } });
    expect(outputOf(played, 'cast')['data']).toEqual([{ n: '1', x: 'y' }]);
  });

  it('does not see credentials', async () => {
    const { result } = await play({
      steps: [
        step('cast', 'typecast', { dataSource: '$.credentials', fields: [field('apiKey', 'string')] }, { version: 2 }),
      ],
    });
    expect(result.data).toEqual({});
  });
});

describe('mapping', () => {
  it('is total: whatever the data, it ends with a result', async () => {
    const fields = [
      field('a', 'string', { expression: '$.a.b' }),
      field('b', 'datetime_string', { expression: '{{a + b}}' }),
      field('c', 'object', {
        array: true,
        expression: '$.list',
        properties: [field('d', 'number', { expression: '$.x' })],
      }),
      field('e', 'enum', { expression: '$.a', enumMapper: { matcher: 'country_name_by_alpha2code' } }),
      field('f', 'object', { expression: '$' }),
    ];
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (data) => {
        const { result } = await play({
          steps: [
            step('map', 'map_fields', { dataSource: '$.inputs.data', fields }, { version: 2 }),
            step('cast', 'typecast', { dataSource: '$.steps.map.output.data', fields }, { version: 2 }),
          ],
          inputs: { data },
        });
        expect(result.successful).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
