import { describe } from 'vitest';
import { action, connector, indent, type Mistakes } from './testing/check.ts';
import { testMistakes } from './testing/mistakes.ts';

const STEPS = `
steps:
  - stepId: first
    stepFunction:
      functionName: request
      parameters: { url: /things, method: get }`;

const keys = (more: string, top?: string): string =>
  connector({ actions: action(`${STEPS}${more}`), ...(top ? { top } : {}) });

const inputs = (list: string, more = ''): string => keys(`\ninputs:${indent(list, 2)}${more}`);

const input = (more: string): string => inputs(`\n- name: a\n  description: A.\n  in: query${indent(more, 2)}`);

const mistakes: Mistakes = {
  'an action id that is missing': [
    connector({ actions: `\n- «description»: Get.${indent(STEPS, 2)}` }),
    { severity: 'error', code: 'missing-key', message: 'An action needs the key "actionId".', path: 'actions[0]' },
  ],
  'an action id in snake_case': [
    connector({ actions: `\n- «action_id»: get_thing\n  description: Get.${indent(STEPS, 2)}` }),
    {
      severity: 'error',
      code: 'misspelled-key',
      message: 'Unknown key "action_id" in an action. Did you mean "actionId"?',
      path: 'actions[0].action_id',
    },
  ],
  'an action id with spaces': [
    connector({ actions: `\n- actionId: «get thing»\n  description: Get.${indent(STEPS, 2)}` }),
    {
      severity: 'error',
      code: 'bad-identifier',
      message: '"actionId" may hold letters, digits, "_" and "-", not "get thing".',
    },
  ],
  'an empty description': [
    connector({ actions: `\n- actionId: get_thing\n  «description»:${indent(STEPS, 2)}` }),
    { severity: 'error', code: 'missing-key', message: '"description" needs a value.', path: 'actions[0].description' },
  ],
  'no steps': [
    connector({ actions: '\n- «actionId»: get_thing\n  description: Get.' }),
    { severity: 'error', code: 'missing-key', message: 'An action needs the key "steps".' },
  ],
  'an action type in other words': [
    keys('\nactionType: «search»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message:
        '"actionType" must be "list", "get", "create", "update", "delete", "custom", "refresh_token", "test", "event" or "unknown", not "search".',
      help: 'Write "list" or "custom".',
    },
  ],
  'an entrypoint parameter that is no input': [
    keys(
      '\nentrypointUrl: «/things/:thing_id»\nentrypointHttpMethod: get\ninputs:\n  - { name: thingId, description: T., type: string, in: path, required: true }',
    ),
    {
      severity: 'warning',
      code: 'unknown-path-parameter',
      message: 'The parameter ":thing_id" is no input with "in: path". Did you mean "thingId"?',
    },
  ],
  'an auth key that does not exist': [
    keys('\nauthRequirements:\n  «custm»: read'),
    {
      severity: 'warning',
      code: 'unknown-auth-key',
      message: 'The connector has no authentication "custm". Did you mean "custom"?',
    },
  ],
  'a scope that is not defined': [
    keys(
      '\nrequiredScopes: [read, «wrte»]',
      'scopeDefinitions:\n  read: { description: R. }\n  write: { description: W. }',
    ),
    { severity: 'warning', code: 'unknown-scope', message: 'The scope "wrte" is not defined. Did you mean "write"?' },
  ],
  'a cursor for which there is no engine': [
    keys('\ncursor:\n  enabled: true\n  «stopCondition»: x'),
    {
      severity: 'warning',
      code: 'no-effect',
      message: '"stopCondition" has no effect in the cursor of an action: pages are walked by paginated_request.',
    },
  ],
  'a result with keys of its own': [
    keys('\n«result»:\n  items: $.steps.first.output.data'),
    {
      severity: 'warning',
      code: 'result-without-data',
      message: 'A result holds "data", "message" and "next"; as it has none of them, all of it counts as data.',
      help: 'Write the keys under "data".',
    },
  ],
  'a misspelled key of a result': [
    keys('\nresult:\n  «dat»: $.steps.first.output.data'),
    { severity: 'warning', code: 'unknown-key', message: 'Unknown key "dat" in a result. Did you mean "data"?' },
  ],
  'a result that is a number': [
    keys('\nresult: «5»'),
    {
      severity: 'error',
      code: 'wrong-type',
      message: '"result" must be a mapping or an expression, not the number 5.',
    },
  ],
  'an input without a type': [
    inputs('\n- «name»: a\n  description: A.\n  in: query'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'An input needs the key "type".',
      help: 'Types: "string", "number", "boolean", "datetime_string", "object" or "enum".',
      path: 'actions[0].inputs[0]',
    },
  ],
  'an input of type array': [
    input('\ntype: «array»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"type" must be "string", "number", "boolean", "datetime_string", "object" or "enum", not "array".',
      help: 'There is no type for lists: give the type of the elements and "array: true".',
    },
  ],
  'an input without a place': [
    inputs('\n- «name»: a\n  description: A.\n  type: string'),
    {
      severity: 'warning',
      code: 'missing-key',
      message: 'An input needs the key "in": "body", "query", "path" or "headers".',
    },
  ],
  'an input in the header': [
    inputs('\n- name: a\n  description: A.\n  type: string\n  in: «header»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"in" must be "body", "query", "path" or "headers", not "header". Did you mean "headers"?',
      help: 'Write "headers".',
    },
  ],
  'an input without a description': [
    inputs('\n- «name»: a\n  type: string\n  in: query'),
    {
      severity: 'warning',
      code: 'missing-key',
      message: 'An input needs the key "description": callers and agents read it.',
    },
  ],
  'an input twice': [
    inputs(
      '\n- { name: a, description: A., type: string, in: path }\n- { name: «a», description: A., type: string, in: body }',
    ),
    { severity: 'warning', code: 'duplicate-id', message: 'The input "a" is already defined (line 27).' },
  ],
  'an enum without values': [
    input('\ntype: «enum»'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'A value of type "enum" needs the key "oneOf" with its values.',
      help: 'Write oneOf: { values: [a, b] }.',
    },
  ],
  'an enum that names no known list': [
    input('\ntype: enum\noneOf:\n  ref: «employmentstatus»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message:
        '"ref" must be "employment_status", "employment_type", "gender" or "marital_status", not "employmentstatus". Did you mean "employment_status"?',
    },
  ],
  'a place of a nested property': [
    input('\ntype: object\nproperties:\n  - name: b\n    type: string\n    «in»: body'),
    {
      severity: 'warning',
      code: 'no-effect',
      message: '"in" has no effect in a property: only inputs at the top level have a place of their own.',
      path: 'actions[0].inputs[0].properties[0].in',
    },
  ],
  'properties of a text': [
    input('\ntype: string\n«properties»:\n  - name: b\n    type: string'),
    {
      severity: 'warning',
      code: 'no-effect',
      message: '"properties" has an effect on type "object" only; this type is "string".',
    },
  ],
  'limits that exclude every value': [
    input('\ntype: number\nrules:\n  min: «10»\n  max: 1'),
    { severity: 'error', code: 'out-of-range', message: '"min" is greater than "max": no value fits.' },
  ],
  'a validation rule of another name': [
    inputs(
      '\n- { name: a, description: A., type: string, in: query }',
      '\nvalidationRules:\n  - rule: «oneOf»\n    fields: [a, a]',
    ),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"rule" of a validation rule must be "atLeastOneOf", "mutuallyExclusive" or "requiredIf", not "oneOf".',
    },
  ],
  'a validation rule over an input that does not exist': [
    inputs(
      '\n- { name: email, description: A., type: string, in: query }',
      '\nvalidationRules:\n  - rule: atLeastOneOf\n    fields: [email, «emial»]',
    ),
    {
      severity: 'warning',
      code: 'unknown-field',
      message: 'The action declares no input "emial". Did you mean "email"?',
    },
  ],
  'a condition that asks nothing': [
    inputs(
      '\n- { name: a, description: A., type: string, in: query }',
      '\nvalidationRules:\n  - rule: requiredIf\n    field: a\n    «condition»:\n      field: a',
    ),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'A condition needs one of the keys "equals", "notEquals" and "present".',
    },
  ],
  'a field config without a type': [
    keys('\nfieldConfigs:\n  - «targetFieldKey»: id\n    expression: $.id'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'A field needs the key "type".',
      path: 'actions[0].fieldConfigs[0]',
    },
  ],
  'a key field configs do not have': [
    keys('\nfieldConfigs:\n  - targetFieldKey: id\n    type: string\n    «expresion»: $.id').replace(
      '\n    type: string',
      '\n    type: string\n    values: a',
    ),
    {
      severity: 'error',
      code: 'unknown-key',
      message: 'Unknown key "expresion" in a field. Did you mean "expression"?',
    },
  ],
  'an enum matcher that does not exist': [
    keys(
      '\nfieldConfigs:\n  - targetFieldKey: c\n    type: enum\n    expression: $.c\n    enumMapper:\n      matcher: «country_name_by_alpha2»',
    ),
    { severity: 'warning', code: 'unknown-matcher', message: 'There is no enum matcher "country_name_by_alpha2".' },
  ],
  'an enum field without a mapper': [
    keys('\nfieldConfigs:\n  - targetFieldKey: c\n    type: «enum»\n    expression: $.c'),
    { severity: 'warning', code: 'missing-key', message: 'A field of type "enum" needs the key "enumMapper".' },
  ],
  'a composite id over a field that does not exist': [
    keys(
      '\nfieldConfigs:\n  - targetFieldKey: remote_id\n    type: string\n    expression: $.id\ncompositeIdentifiers:\n  enabled: true\n  fields:\n    - targetFieldKey: «remote_ids»\n      components: [{ name: a }]',
    ),
    {
      severity: 'warning',
      code: 'unknown-field',
      message: 'No field of this action has the targetFieldKey "remote_ids". Did you mean "remote_id"?',
    },
  ],
  'a pagination of another type': [
    keys('\ndataSync:\n  pagination:\n    type: «link»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"type" of a pagination must be "cursor", "offset" or "page", not "link".',
    },
  ],
};

describe('validateConnector tells the author of an action about', () => {
  testMistakes(mistakes);
});
