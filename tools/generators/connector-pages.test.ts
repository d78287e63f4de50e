import { describe, expect, it } from 'vitest';
import { defineConnector } from '../../src/engine/index.ts';
import { connectorPage } from './connector-pages.ts';

const STEPS = `steps:
      - stepId: s
        description: A value.
        stepFunction: { functionName: static_values, parameters: { values: 1 } }`;

const FILES = {
  'demo.connector.s1.yaml': `
StackOne: 1.0.0
info: { title: Demo, key: demo, version: 1.2.3, description: Rows and more. }
baseUrl: https://api.demo.example
categories: [crm]
documentation: { references: [{ title: Demo API, url: https://demo.example/docs }] }
scopeDefinitions:
  rows:read: { description: Look. }
  rows:write: { description: Change., includes: rows:read }
authentication:
  - custom:
      type: custom
      label: API Key
      environments: [{ key: production, name: Production }, { key: sandbox, name: Sandbox }]
      authorization: { type: bearer, token: $.credentials.apiKey }
      configFields:
        - { key: apiKey, label: API Token, type: password, required: true, secret: true, description: 'Yours | theirs' }
      testActions: [{ action: check, required: true }]
      support:
        guides:
          config:
            warning: Administrators only.
            sections:
              - title: Make a key
                content: It takes a minute.
                steps:
                  - { title: Press New, content: At the top., list: [Name it], displayScopes: true }
actions:
  - actionId: check
    label: Check
    description: Looks whether the key works.
    categories: [internal]
    ${STEPS}
  - actionId: list_rows
    label: List rows
    description: Returns rows with a|b or <c>.
    annotations: { readOnlyHint: true }
    requiredScopes: rows:read
    ${STEPS}
  - actionId: create_row
    label: Create row
    description: Adds a row.
    effects: [write]
    annotations: { readOnlyHint: false, destructiveHint: false }
    requiredScopes: rows:write
    inputs:
      - { name: title, type: string, in: body, required: true, description: Title. }
    ${STEPS}
  - actionId: update_row
    label: Update row
    description: Changes a row.
    effects: [write]
    annotations: { readOnlyHint: false, destructiveHint: true }
    ${STEPS}
  - actionId: delete_row
    label: Delete row
    description: Deletes a row.
    effects: [delete]
    annotations: { readOnlyHint: false, destructiveHint: true }
    ${STEPS}
`,
};

/** The page of the demo connector with further actions. */
function pageOf(more = '', notes = ''): string {
  const files = { 'demo.connector.s1.yaml': `${FILES['demo.connector.s1.yaml']}${more}` };
  const { definition, diagnostics } = defineConnector(files);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return connectorPage(definition!, notes);
}

const page = pageOf('', '- **Order.** Not documented.\n');

describe('the page of a connector', () => {
  it('says what the connector is and where its provider is documented', () => {
    expect(page).toContain('# Demo\n\nRows and more.\n');
    expect(page).toContain('Key `demo`, version 1.2.3');
    expect(page).toContain('[Demo API](https://demo.example/docs)');
  });

  it('shows the fields, the check and the guide of each way to connect once, whatever its environments', () => {
    expect(page.match(/### API Key/g)).toHaveLength(1);
    expect(page).toContain('| `apiKey` | API Token | password, secret | yes | Yours \\| theirs |');
    expect(page).toContain('Before an account is stored: Looks whether the key works.');
    expect(page).toContain('> Administrators only.');
    expect(page).toContain('1. **Press New.** At the top.\n   - Name it\n   - Shown here: the scopes');
  });

  it('counts the actions that need each scope', () => {
    expect(page).toContain('| `rows:read` | Look. | 1 |');
    expect(page).toContain('| `rows:write` | Change. Includes `rows:read`. | 1 |');
  });

  it('lists every action that callers may run, with its effect and scopes, and no other', () => {
    expect(page).toContain('## Actions (4)');
    expect(page).toContain('| [`demo_list_rows`](#demo_list_rows) | List rows | reads | `rows:read` |');
    expect(page).toContain('| [`demo_create_row`](#demo_create_row) | Create row | adds | `rows:write` |');
    expect(page).toContain('| Update row | changes |  |');
    expect(page).toContain('| Delete row | deletes |  |');
    expect(page).not.toContain('demo_check');
  });

  it('has a part for each action, with its inputs', () => {
    expect(page).toContain(
      '### demo_list_rows\n\nReturns rows with a|b or &lt;c>.\n\nScopes: `rows:read`.\n\nNo inputs.',
    );
    expect(page).toContain('| `title` | body | string | yes | Title. |');
  });

  it('ends with the assumptions that were settled, if there are any', () => {
    expect(page.endsWith('## Assumptions\n\n- **Order.** Not documented.\n')).toBe(true);
    expect(pageOf()).not.toContain('Assumptions');
  });

  it('says which files it is made from', () => {
    expect(page).toMatch(/^<!-- Written by tools\/generate\.ts from connectors\/demo\. Do not edit\. -->/);
  });
});

const UNIFIED = `
  - actionId: list_people
    label: List people
    description: Returns people.
    schemaType: unified
    schema: employees
    fieldConfigs: &person
      - { targetFieldKey: id, type: string, expression: $.id }
      - targetFieldKey: gender
        type: enum
        expression: $.sex
        enumMapper: { matcher: [{ matchExpression: '{{sex == "f" || age < 3}}', value: female }] }
      - targetFieldKey: home
        type: object
        properties:
          - targetFieldKey: country
            type: enum
            expression: $.land
            enumMapper: { matcher: country_alpha2code_by_alpha2code }
      - targetFieldKey: groups
        type: object
        array: true
        expression: $.teams
        properties: [{ targetFieldKey: name, type: string, expression: $.title }]
      - targetFieldKey: phones
        type: object
        array: true
        values: [{ number: $.tel }]
        properties: [{ targetFieldKey: number, type: string, expression: $.number }]
      - { targetFieldKey: badge, type: number, expression: $.badge, custom: true }
    ${STEPS}
      - &map
        stepId: map
        stepFunction: { functionName: map_fields, version: '2', parameters: { dataSource: $.steps.s.output.data } }
  - actionId: get_person
    label: Get person
    description: Returns a person.
    schemaType: unified
    schema: employees
    fieldConfigs: *person
    ${STEPS}
      - *map
  - actionId: get_company
    label: Get company
    description: Returns a company.
    schemaType: unified
    schema: companies
    ${STEPS}
      - stepId: map
        stepFunction:
          functionName: map_fields
          version: '2'
          parameters:
            dataSource: $.steps.s.output.data
            fields: [{ targetFieldKey: name, type: string, expression: $.title }]
`;

describe('the unified mapping on the page', () => {
  const mapping = pageOf(UNIFIED).split('## Unified mapping\n')[1]!.split('\n## Inputs\n')[0]!;

  it('is one sentence where every action speaks in the words of the provider', () => {
    expect(page).toContain('## Unified mapping\n\nThis connector has no unified actions: every action speaks');
  });

  it('has one table for the actions that map alike, and names their model', () => {
    expect(mapping).toContain('### `demo_list_people`, `demo_get_person`\n\nModel: `employees`.\n');
    expect(mapping).toContain('### `demo_get_company`\n\nModel: `companies`.\n');
    expect(mapping).not.toContain('demo_list_rows');
  });

  it('says what each field is made of, nested, repeated and custom ones by their place', () => {
    expect(mapping).toContain('| `id` | string | `$.id` |  |');
    expect(mapping).toContain('| `groups[]` | object | `$.teams` |  |\n| `groups[].name` | string | `$.title` |  |');
    expect(mapping).toContain('| `phones[]` | object | `[{"number":"$.tel"}]` |  |');
    expect(mapping).toContain('| `unified_custom_fields.badge` | number | `$.badge` |  |');
    expect(mapping).not.toContain('| `home` |');
  });

  it('lists the values of enums with their conditions, or names the built-in matcher', () => {
    expect(mapping).toContain('| `gender` | enum | `$.sex` | `female` where `{{sex == "f" \\|\\| age < 3}}` |');
    expect(mapping).toContain(
      '| `home.country` | enum | `$.land` | built-in matcher `country_alpha2code_by_alpha2code` |',
    );
  });

  it('takes the fields of the step where the action has none', () => {
    expect(mapping).toContain('| `name` | string | `$.title` |  |');
  });
});
