import { describe, expect, it } from 'vitest';
import { action, check, connector, indent, type Mistakes } from './testing/check.ts';
import { testMistakes } from './testing/mistakes.ts';

const INPUTS = `
inputs:
  - { name: name, description: N., type: string, in: query }`;

const values = (text: string, more = '', type = 'custom'): string =>
  connector({
    actions: action(`${INPUTS}
actionType: ${type}
steps:
  - stepId: first
    stepFunction:
      functionName: static_values
      parameters:
        values:${indent(text, 10)}${more}`),
  });

const mistakes: Mistakes = {
  'an expression that ends too early': [
    values("\na: '{{inputs.name ==«}»}'"),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"a" does not parse as an expression: unexpected end of the expression.',
      path: 'actions[0].steps[0].stepFunction.parameters.values.a',
    },
  ],
  'a text in an expression that is never closed': [
    values("\na: '{{inputs.name == «\"»x}}'"),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"a" does not parse as an expression: the text opened with " is never closed.',
    },
  ],
  'a mistake inside a block of text, on its line': [
    values('\na: |-\n  {{\n    inputs.name ==\n    «)» }}'),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"a" does not parse as an expression: unexpected ")".',
    },
  ],
  'a mistake after a quote written twice': [
    values("\na: '{{inputs.name == ''it'' *«}»}'"),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"a" does not parse as an expression: unexpected end of the expression.',
    },
  ],
  'a mistake after an escape': [
    values('\na: "{{inputs.name == \\"\\u00e9\\" «)»}}"'),
    { severity: 'error', code: 'invalid-expression', message: '"a" does not parse as an expression: unexpected ")".' },
  ],
  'a ternary after a call, which runs as null': [
    values("\na: '{{present(inputs.name) «?» 1 : 2}}'"),
    {
      severity: 'warning',
      code: 'invalid-expression',
      message: '"a" does not parse as an expression: unexpected "?" after a call; put the call in parentheses.',
    },
  ],
  'two expressions in braces in one text': [
    values("\na: '{{inputs.name«}»} and {{inputs.name}}'"),
    {
      severity: 'warning',
      code: 'invalid-expression',
      message: '"a" does not parse as an expression: unexpected "}".',
      help: 'Inside a longer text write ${…} for each part.',
    },
  ],
  'braces inside a longer text': [
    values("\na: 'Hello «{{inputs.name}}»!'"),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"{{inputs.name}}" is not evaluated inside a longer text.',
      help: 'Write ${inputs.name} instead.',
    },
  ],
  'braces that are never closed': [
    values("\na: '«{{»inputs.name'"),
    { severity: 'warning', code: 'unresolved-text', message: 'The "{{" is never closed, so this is a plain text.' },
  ],
  'a path inside a longer text': [
    values('\na: "[«$.inputs.name»]"'),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"$.inputs.name" is not evaluated inside a longer text.',
      help: 'Write ${inputs.name} instead.',
    },
  ],
  'a path without its dollar': [
    values('\na: «inputs.name»'),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"inputs.name" is a plain text here, not the value it names.',
      help: 'Write $.inputs.name.',
    },
  ],
  'a dollar that starts no path': [
    values('\na: «$»inputs.name'),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"$inputs.name" starts with "$" but is no path; it becomes null.',
      help: 'A path starts with "$."; for the text itself write \'{{"$inputs.name"}}\'.',
    },
  ],
  'a placeholder that does not parse': [
    values("\na: 'Hello «${inputs.name ==}»'"),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"${inputs.name ==}" does not parse and stays in the text as it is: unexpected end of the expression.',
    },
  ],
  'an empty placeholder': [
    values("\na: 'Hello «${}»'"),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"${}" does not parse and stays in the text as it is: there is nothing in it.',
    },
  ],
  'a function that does not exist': [
    values("\na: '{{«presnt»(inputs.name)}}'"),
    {
      severity: 'warning',
      code: 'unknown-function',
      message: 'There is no function "presnt" in expressions. Did you mean "present"?',
    },
  ],
  'a step that does not exist': [
    values('\na: 1', '\nresult: { data: $.steps.«frist».output.data }'),
    {
      severity: 'warning',
      code: 'unknown-step',
      message: 'There is no step "frist" in this action. Did you mean "first"?',
      path: 'actions[0].result.data',
    },
  ],
  'a step that has not run yet': [
    connector({
      actions: action(`
steps:
  - stepId: first
    condition: '{{steps.«second».successful}}'
    stepFunction: { functionName: static_values, parameters: { values: 1 } }
  - stepId: second
    stepFunction: { functionName: static_values, parameters: { values: 1 } }`),
    }),
    {
      severity: 'warning',
      code: 'later-step',
      message: 'The step "second" has not run yet here; its output is undefined.',
    },
  ],
  'an input that is not declared': [
    values("\na: 'Hello ${inputs.«nmae»}'"),
    {
      severity: 'warning',
      code: 'undeclared-input',
      message: 'The action declares no input "nmae". Did you mean "name"?',
    },
  ],
  'an input that is not declared, in brackets': [
    values("\na: $.inputs['«x-name»']"),
    {
      severity: 'warning',
      code: 'undeclared-input',
      message: 'The action declares no input "x-name". Did you mean "name"?',
    },
  ],
  'a credential that is not declared': [
    values('\na: $.credentials.«apikey»'),
    {
      severity: 'warning',
      code: 'undeclared-credential',
      message: 'No field or token of this connector provides the credential "apikey". Did you mean "apiKey"?',
    },
  ],
};

describe('validateConnector tells about expressions:', () => {
  testMistakes(mistakes);
});

describe('validateConnector says nothing about', () => {
  const fine: Record<string, string> = {
    'page inputs of list actions': values('\na: $.inputs.page_size\nb: $.inputs.cursor', '', 'list'),
    'methods of texts': values('\na: \'{{inputs.name.split(" ")[0].toUpperCase()}}\''),
    'objects with quoted keys': values('\na: \'{{{"id": inputs.name}}}\''),
    'tokens every account may have': values('\na: $.credentials.accessToken\nb: ${credentials.refreshToken}'),
    'the other members of the run': values('\na: $.context.environment\nb: ${apiHostUri}/x\nc: $.iterator.item'),
    'prose with braces and dollars': values('\na: "set { a, b } for $5"\nb: "100% {sure}"'),
    'empty texts': values("\na: ''"),
    'filters and wildcards': values('\na: $.steps.first.output.data[?(@.x > 1)].y\nb: $..name'),
  };
  for (const [title, text] of Object.entries(fine)) it(title, () => expect(check(text)).toEqual([]));

  it('credentials of a connector whose refresh stores what no one can see', () => {
    const authentication = `
- custom:
    type: custom
    refreshAuthentication:
      action:
        actionId: refresh
        description: R.
        steps:
          - stepId: token
            stepFunction: { functionName: request, parameters: { url: /token, method: post } }
        result: $.steps.token.output.data`;
    const text = connector({ authentication, baseUrl: 'baseUrl: https://${credentials.anything}.example' });
    expect(check(text)).toEqual([]);
  });

  it('credentials a refresh maps', () => {
    const authentication = `
- custom:
    type: custom
    refreshAuthentication:
      action:
        actionId: refresh
        description: R.
        steps:
          - stepId: tokens
            stepFunction:
              functionName: map_fields
              version: '2'
              parameters:
                dataSource: $
                fields: [{ targetFieldKey: cloudId, type: string, expression: $.id }]
        result:
          data: $.steps.tokens.output.data`;
    const text = (name: string) =>
      connector({ authentication, baseUrl: `baseUrl: https://\${credentials.${name}}.example` });
    expect(check(text('cloudId'))).toEqual([]);
    expect(check(text('cloudid'))).toEqual([
      '6:32 warning undeclared-credential: No field or token of this connector provides the credential "cloudid". Did you mean "cloudId"?',
    ]);
  });
});
