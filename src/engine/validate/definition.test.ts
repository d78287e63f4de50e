import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ConnectorDefinition } from '../definition.ts';
import { Findings, parseConnector } from '../parse/index.ts';
import { connector } from './blocks/connector.ts';
import { Context } from './context.ts';
import { parametersOf, STEP_FUNCTIONS } from './functions/registry.ts';
import { validateConnector } from './index.ts';
import { blockTables } from './kinds/mapping.ts';
import { namesOf } from './names.ts';
import { ROOT } from './path.ts';
import { fixture, fixtureNames } from './testing/fixtures.ts';
import { toSource } from './testing/to-source.ts';

const load = (files: Readonly<Record<string, string>>) => validateConnector(parseConnector(files));

const reload = (definition: ConnectorDefinition) => load({ 'a.s1.yaml': toSource(definition) });

describe('the connectors under test/connectors', () => {
  for (const name of fixtureNames()) {
    it(`${name} loads without a finding`, () => {
      const { definition, diagnostics } = load(fixture(name));
      expect(diagnostics).toEqual([]);
      expect(definition?.actions.length).toBeGreaterThan(0);
    });

    it(`${name} is plain data, and the same again when written back and read`, () => {
      const { definition } = load(fixture(name));
      expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
      expect(reload(definition!).definition).toEqual(definition);
    });
  }

  it('use every key of the format', () => {
    for (const versions of Object.values(STEP_FUNCTIONS)) for (const one of Object.values(versions)) parametersOf(one);
    const unused = new Set(blockTables().flatMap(({ what, keys }) => keys.map((key) => `${what}: ${key}`)));
    const context = (names: ReturnType<typeof namesOf>) =>
      new Context(new Findings(), names, (what, key) => unused.delete(`${what}: ${key}`));
    for (const name of fixtureNames()) {
      const { root, incomplete } = parseConnector(fixture(name));
      connector.read(root!, ROOT, context(namesOf(root!, incomplete)));
    }
    expect([...unused]).toEqual([]);
  });
});

describe('a definition', () => {
  const every = load(fixture('every-key')).definition!;

  it('has versions as texts, however they were written', () => {
    const versions = every.actions.flatMap(({ steps }) => steps.map(({ stepFunction }) => stepFunction?.version));
    expect(versions).toEqual(['1', '2', '2', '1', '1', '1']);
  });

  it('has scopes as lists, however they were written', () => {
    expect(every.scopeDefinitions).toEqual([
      { name: 'people.read', description: 'Read the directory.', includes: [] },
      { name: 'people.write', description: 'Change the directory.', includes: ['people.read'] },
      { name: 'admin', description: 'Everything.', includes: ['people.write', 'absences.read'] },
      { name: 'absences.read', description: 'Read absences.', includes: [] },
    ]);
    const list = every.actions.find(({ actionId }) => actionId === 'list_people');
    expect(list?.requiredScopes).toEqual(['people.read']);
    expect(list?.authRequirements).toEqual({ oauth2: ['people.read'], custom: ['people.read', 'absences.read'] });
    expect(every.authentication[0]?.config.requiredScopes).toEqual(['people.read', 'absences.read']);
  });

  it('has the fields of mapping functions in the normalised form', () => {
    const { definition } = load(fixture('mapping'));
    const mapped = definition?.actions[0]?.steps.find(({ stepId }) => stepId === 'cast')?.stepFunction;
    expect(mapped?.fields).toEqual([
      {
        targetFieldKey: 'hire_date',
        type: 'datetime_string',
        expression: '$.hire_date',
        array: false,
        custom: false,
        requiredScopes: [],
      },
      {
        targetFieldKey: 'active',
        type: 'boolean',
        expression: '$.active',
        array: false,
        custom: false,
        requiredScopes: [],
      },
    ]);
  });

  it('has parameters as they were written', () => {
    const { definition } = load(fixture('flow'));
    const search = definition?.actions.find(({ actionId }) => actionId === 'search_ships')?.steps[0]?.stepFunction;
    expect(search?.parameters.args).toContainEqual({ name: '{{"$filter"}}', value: "flag eq 'x'", in: 'query' });
  });

  it('has what stands in for keys that were left out', () => {
    const { definition } = load({
      'a.s1.yaml': stringify({
        StackOne: '1.0.0',
        info: { title: 'A', key: 'a', version: '1.0.0' },
        authentication: [
          { key: { type: 'apikey', configFields: [{ key: 'k', label: 'K', type: 'text' }] } },
          { o: { type: 'oauth2' } },
        ],
        actions: [{ actionId: 'x', description: 'X', steps: [], entrypointHttpMethod: 'get', result: '$.steps' }],
      }),
    });
    expect(definition).toEqual({
      formatVersion: '1.0.0',
      info: { title: 'A', key: 'a', version: '1.0.0' },
      scopeDefinitions: [],
      categories: [],
      authentication: [
        {
          authKey: 'key',
          config: {
            type: 'custom',
            label: 'key',
            setupFields: [],
            configFields: [{ key: 'k', label: 'K', type: 'text', required: false, secret: false, readOnly: false }],
            setupNotices: [],
            configNotices: [],
            environments: [{ key: 'production', name: 'Production' }],
            requiredScopes: [],
            testActions: [],
          },
        },
        {
          authKey: 'o',
          config: {
            type: 'oauth2',
            label: 'o',
            grantType: 'authorization_code',
            setupFields: [],
            configFields: [],
            setupNotices: [],
            configNotices: [],
            environments: [{ key: 'production', name: 'Production' }],
            requiredScopes: [],
            testActions: [],
          },
        },
      ],
      actions: [
        {
          actionId: 'x',
          label: 'x',
          description: 'X',
          categories: [],
          effects: [],
          tags: [],
          examples: [],
          inputs: [],
          validationRules: [],
          requiredScopes: [],
          steps: [],
          entrypointHttpMethod: 'GET',
          result: { data: '$.steps' },
        },
      ],
    });
  });

  it('keeps empty texts of authorizations', () => {
    expect(every.authentication[0]?.config.authorization).toEqual({
      type: 'basic',
      username: '$.credentials.apiKey',
      password: '',
      encoding: 'base64',
    });
  });

  it('takes all of a result for data where it has no data', () => {
    const text = (result: unknown) =>
      stringify({
        StackOne: '1.0.0',
        info: { title: 'A', key: 'a', version: '1.0.0' },
        actions: [{ actionId: 'x', description: 'X', steps: [], result }],
      });
    const result = (written: unknown) => load({ 'a.s1.yaml': text(written) }).definition?.actions[0]?.result;
    expect(result({ items: '$.a', more: ['{{b}}'] })).toEqual({ data: { items: '$.a', more: ['{{b}}'] } });
    expect(result({ data: '$.a', next: null })).toEqual({ data: '$.a', next: null });
  });
});

describe('any valid connector', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  const prose = fc
    .string({ unit: fc.constantFrom('a', 'B', '1', ' ', ':', '#', '-', "'", '"', '\n', 'é', '💡', '|'), minLength: 1 })
    .map((text) => `x${text}`);
  const expression = fc.oneof(
    prose,
    word.map((name) => `$.inputs.${name}`),
    word.map((name) => `{{present(inputs.${name})}}`),
    word.map((name) => `/x/\${inputs.${name}}`),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      expression,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(word, tie('any'), { maxKeys: 3 }),
    ),
  })).any;
  const input = fc.record(
    {
      name: word,
      description: prose,
      type: fc.constantFrom('string', 'number', 'boolean', 'datetime_string', 'object'),
      in: fc.constantFrom('body', 'query', 'path', 'headers'),
      required: fc.boolean(),
      array: fc.boolean(),
    },
    { requiredKeys: ['name', 'description', 'type', 'in'] },
  );
  const step = fc.record(
    {
      description: prose,
      condition: word.map((name) => `{{inputs.${name}}}`),
      ignoreError: fc.boolean(),
      stepFunction: fc.oneof(
        fc.record({ functionName: fc.constant('static_values'), parameters: fc.record({ values: value }) }),
        fc.record({
          functionName: fc.constant('request'),
          version: fc.constantFrom('1', 1),
          parameters: fc.record({
            url: word.map((name) => `/${name}`),
            method: fc.constantFrom('get', 'post'),
            args: fc.array(fc.record({ name: word, value, in: fc.constantFrom('query', 'body', 'headers') }), {
              maxLength: 3,
            }),
          }),
        }),
      ),
    },
    { requiredKeys: ['stepFunction'] },
  );
  const action = fc.record(
    {
      description: prose,
      details: prose,
      tags: fc.array(prose, { maxLength: 2 }),
      requiredScopes: fc.oneof(
        fc.array(word, { maxLength: 2 }),
        fc.tuple(word, word).map((both) => both.join(', ')),
      ),
      inputs: fc.array(input, { maxLength: 4 }),
      steps: fc.array(step, { maxLength: 3 }).map((all) => all.map((one, index) => ({ stepId: `s${index}`, ...one }))),
      result: fc.oneof(expression, fc.record({ data: value })),
      examples: fc.array(value, { maxLength: 2 }),
    },
    { requiredKeys: ['description', 'steps'] },
  );
  const anyConnector = fc.record(
    {
      info: fc.record({ title: prose, key: word, version: fc.constantFrom('1.0.0', '0.1.2-rc.1') }),
      baseUrl: fc.constant('https://a.example'),
      resources: prose,
      actions: fc
        .array(action, { maxLength: 4 })
        .map((all) => all.map((one, index) => ({ actionId: `a${index}`, ...one }))),
    },
    { requiredKeys: ['info', 'actions'] },
  );

  it('yields a definition that is the same again when written back and read', () => {
    fc.assert(
      fc.property(anyConnector, (written) => {
        const { definition, diagnostics } = load({ 'a.s1.yaml': stringify({ StackOne: '1.0.0', ...written }) });
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(JSON.parse(JSON.stringify(definition))).toEqual(definition);
        expect(reload(definition!).definition).toEqual(definition);
      }),
      { numRuns: 60 },
    );
  });
});

describe('validateConnector', () => {
  const sources = fixtureNames().map(fixture);

  it('never throws and gives a definition or an error, however a connector is damaged', () => {
    const damage = fc.record({
      at: fc.nat(),
      cut: fc.nat(12),
      put: fc.constantFrom('', 'x', ': ', '\n', '- ', '{', '"', '1', 'null', '{{', '$', '[]', '&a ', '*a'),
    });
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.array(damage, { minLength: 1, maxLength: 6 }), (files, damages) => {
        const names = Object.keys(files);
        const broken: Record<string, string> = { ...files };
        for (const { at, cut, put } of damages) {
          const name = names[at % names.length]!;
          const text = broken[name]!;
          const from = at % (text.length + 1);
          broken[name] = text.slice(0, from) + put + text.slice(from + cut);
        }
        const { definition, diagnostics } = load(broken);
        const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
        expect(definition === undefined).toBe(hasErrors);
        for (const { file, line, column } of diagnostics) {
          const lines = (broken[file] ?? '').split('\n');
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('sorts what it found by file, line and column', () => {
    const files = {
      'b.connector.s1.yaml': 'x: 1\nactions:\n  - $ref: a\n  - {}\n',
      'a.s1.partial.yaml': '- {}\n- y: 1\n',
    };
    const places = load(files).diagnostics.map(({ file, line, column }) => [file, line, column] as const);
    const sorted = [...places].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1] || a[2] - b[2]));
    expect(places).toEqual(sorted);
    expect(new Set(places.map(([file]) => file)).size).toBe(2);
  });

  it('reports a value that an alias repeats once', () => {
    const text =
      'StackOne: 1.0.0\ninfo: { title: A, key: a, version: 1.0.0 }\nauthentication:\n  - a: &a { type: nope }\n  - b: *a\n';
    expect(load({ 'a.s1.yaml': text }).diagnostics.map(({ line, column }) => [line, column])).toEqual([[4, 19]]);
  });
});
