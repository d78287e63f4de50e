import { describe, expect, it } from 'vitest';
import { parseConnector } from '../parse/index.ts';
import { validateConnector } from './index.ts';
import { action, check, connector, MAIN, withParameters, withRequest } from './testing/check.ts';

/** Things authors of published connectors do, none of which may keep a connector from loading. */
const habits: Record<string, [text: string, warnings: string[]]> = {
  'a raw body beside the arguments': [
    connector({ actions: withRequest('\nbody: |-\n  <a>${credentials.apiKey}</a>') }),
    [],
  ],
  'the response beside the parameters': [
    connector({ actions: withRequest('').concat('\n        response:\n          collection: true') }),
    ['misplaced-key'],
  ],
  'results with keys of their own': [
    connector({
      actions: withRequest('').concat(
        '\n  result:\n    results: $.steps.first.output.data.results\n    has_more: $.steps.first.output.data.has_more',
      ),
    }),
    ['result-without-data'],
  ],
  'a function of expressions that does not exist': [
    connector({
      actions: withRequest(
        '\nargs:\n  - name: Authorization\n    value: Basic ${encodeBase64(credentials.apiKey)}\n    in: headers',
      ),
    }),
    ['unknown-function'],
  ],
  'methods of texts': [
    connector({
      actions: withRequest(
        '\nargs:\n  - name: a\n    value: \'{{$.credentials.apiKey.split(" ")[0]}}\'\n    in: query',
      ),
    }),
    [],
  ],
  'a condition that is the value itself': [
    connector({
      actions: withRequest(
        "\nargs:\n  - name: page[after]\n    value: $.inputs.next\n    in: query\n    condition: '{{$.inputs.next}}'",
        '\nactionType: list',
      ),
    }),
    ['condition-not-boolean'],
  ],
  'a comparison with null': [
    connector({
      actions: withRequest(
        "\nargs:\n  - name: a\n    value: '1'\n    in: query\n    condition: '{{$.inputs.page_size != null}}'",
        '\nactionType: list',
      ),
    }),
    [],
  ],
  'objects with quoted keys in expressions': [
    connector({
      actions: withParameters('static_values', '\nvalues: \'{{{"city": $.credentials.apiKey, "state": 1}}}\''),
    }),
    [],
  ],
  'lists written as plain texts': [
    connector({
      actions: action(
        '\nfieldConfigs:\n  - targetFieldKey: emails\n    expression: "[$.properties.email]"\n    type: string\n    array: true\nsteps: []',
      ),
    }),
    ['unresolved-text'],
  ],
  'numbers in descriptions and examples': [
    connector({ actions: action('\ntags: [2024]\nexamples: [{ input: { a: 1 }, output: null }]\nsteps: []') }),
    ['unquoted-text'],
  ],
  'a test type that is called apikey': [
    connector({ authentication: '\n- apikey:\n    type: apikey\n    authorization: { type: none }' }),
    [],
  ],
  'a custom key with an OAuth type': [
    connector({
      authentication:
        '\n- custom:\n    type: oauth2\n    grantType: client_credentials\n    authorization:\n      type: bearer\n      token: $.credentials.accessToken',
    }),
    [],
  ],
  'a credential no field declares': [
    connector({
      authentication:
        '\n- custom:\n    type: custom\n    authorization:\n      type: bearer\n      token: $.credentials.token',
    }),
    ['undeclared-credential'],
  ],
  'the same refresh action in two authentications': [
    connector({
      authentication: ['one', 'two']
        .map(
          (name) =>
            `\n- ${name}:\n    type: custom\n    refreshAuthentication:\n      schedule: '0 * * * *'\n      action: { actionId: refresh, description: R., steps: [], result: $.x }`,
        )
        .join(''),
    }),
    [],
  ],
  'the older name of resources': [
    connector({ top: 'context: "API docs (https://docs.example)"', actions: withRequest('') }),
    [],
  ],
  'deeply nested properties': [
    connector({
      actions: action(
        `\nsteps: []\ninputs:\n  - name: a0\n    description: A.\n    in: body\n    type: object\n${Array.from(
          { length: 20 },
          (_, i) =>
            `${'  '.repeat(2 + 2 * i)}properties:\n${'  '.repeat(3 + 2 * i)}- name: '@_x:a${i}'\n${'  '.repeat(4 + 2 * i)}type: object`,
        ).join('\n')}`,
      ),
    }),
    [],
  ],
  'a mapping without a version': [
    connector({ actions: withParameters('map_fields', '\ndataSource: $.a').replace("\n        version: '1'", '') }),
    ['first-version-mapping'],
  ],
  'a ternary after a call': [
    connector({ actions: withParameters('static_values', "\nvalues: '{{present(credentials.apiKey) ? 1 : null}}'") }),
    ['invalid-expression'],
  ],
  'a minus before a name': [
    connector({ actions: withParameters('static_values', "\nvalues: '{{-credentials.apiKey}}'") }),
    ['invalid-expression'],
  ],
  'a method in capitals': [
    connector({ actions: withParameters('request', '\nurl: /a\nmethod: GET') }),
    ['unknown-value'],
  ],
  'a key $ref inside free data': [
    connector({ actions: withParameters('static_values', '\nvalues:\n  schema:\n    $ref: "#/x"') }),
    [],
  ],
};

describe('what published connectors do loads all the same:', () => {
  for (const [title, [text, warnings]] of Object.entries(habits)) {
    it(`${title}, ${warnings.length === 0 ? 'without a word' : 'with a warning'}`, () => {
      const { definition, diagnostics } = validateConnector(parseConnector({ [MAIN]: text }));
      expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
        warnings.map((code) => `warning ${code}`),
      );
      expect(definition).toBeDefined();
    });
  }

  it('free data keeps its $ref', () => {
    const { definition } = validateConnector(parseConnector({ [MAIN]: habits['a key $ref inside free data']![0] }));
    expect(definition?.actions[0]?.steps[0]?.stepFunction?.parameters).toEqual({ values: { schema: { $ref: '#/x' } } });
  });
});

describe('parameters take an expression', () => {
  it.each([
    ['method', '$.inputs.page_size'],
    ['args', '$.inputs.page_size'],
    ['authorization', '{{credentials.apiKey}}'],
    ['encodeQueryParams', '${inputs.page_size}'],
    ['cacheTTL', '{{5}}'],
    ['response', '$.context.response'],
    ['certificates', '$.context.certificates'],
    ['saml', '$.context.saml'],
  ])('in place of %s', (key, value) => {
    const text = withParameters(
      'request',
      `\nurl: /a\n${key === 'method' ? '' : 'method: get\n'}${key}: '${value}'`,
      '1',
      '\nactionType: list',
    );
    expect(check(connector({ actions: text }))).toEqual([]);
  });

  it.each([
    ['iterator', "'{{context.iterator}}'"],
    ['iterator', "{ key: page, in: '{{context.place}}', mode: '{{context.mode}}' }"],
  ])('in place of %s', (key, value) => {
    expect(
      check(connector({ actions: withParameters('paginated_request', `\nurl: /a\nmethod: get\n${key}: ${value}`) })),
    ).toEqual([]);
  });

  it('but not any text', () => {
    expect(check(connector({ actions: withRequest('\nresponse: items') }))).toEqual([
      '29:23 error wrong-type: "response" must be the response of a request (a mapping), not the text "items".',
    ]);
  });
});
