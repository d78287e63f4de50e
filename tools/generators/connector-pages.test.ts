import { describe, expect, it } from 'vitest';
import { loadConnector } from '../../src/engine/index.ts';
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

const { connector, diagnostics } = loadConnector(FILES);
const page = connectorPage(connector!, '- **Order.** Not documented.\n');

describe('the page of a connector', () => {
  it('is made from a connector that loads', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

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
    expect(connectorPage(connector!, '')).not.toContain('Assumptions');
  });

  it('says which files it is made from', () => {
    expect(page).toMatch(/^<!-- Written by tools\/generate\.ts from connectors\/demo\. Do not edit\. -->/);
  });
});
