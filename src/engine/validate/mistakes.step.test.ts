import { describe } from 'vitest';
import { action, connector, indent, type Mistakes, withParameters, withRequest } from './testing/check.ts';
import { testMistakes } from './testing/mistakes.ts';

const steps = (list: string, more = ''): string => connector({ actions: action(`${more}\nsteps:${indent(list, 2)}`) });
const request = (parameters: string, more = ''): string => connector({ actions: withRequest(parameters, more) });
const run = (name: string, parameters: string, version = '1', more = ''): string =>
  connector({ actions: withParameters(name, parameters, version, more) });
const args = (item: string, more = ''): string => request(`\nargs:\n  - name: a\n    value: b${indent(item, 4)}`, more);

const FIRST = '\n- stepId: first\n  stepFunction:\n    functionName: request\n    parameters: { url: /a, method: get }';

const mistakes: Mistakes = {
  'a step without an id': [
    steps('\n- «stepFunction»:\n    functionName: request\n    parameters: { url: /a, method: get }'),
    { severity: 'error', code: 'missing-key', message: 'A step needs the key "stepId".', path: 'actions[0].steps[0]' },
  ],
  'a step without a function': [
    steps('\n- «stepId»: first'),
    { severity: 'error', code: 'missing-key', message: 'A step needs the key "stepFunction".' },
  ],
  'a step function in lower case': [
    steps(FIRST.replace('stepFunction', '«stepfunction»')),
    {
      severity: 'error',
      code: 'misspelled-key',
      message: 'Unknown key "stepfunction" in a step. Did you mean "stepFunction"?',
      path: 'actions[0].steps[0].stepfunction',
    },
  ],
  'the name of the function in the step itself': [
    steps('\n- stepId: first\n  «functionName»: request'),
    {
      severity: 'error',
      code: 'misplaced-key',
      message: '"functionName" has no effect in a step; it belongs in "stepFunction".',
    },
  ],
  'a step id twice': [
    steps(`${FIRST}${FIRST.replace('first', '«first»')}`),
    { severity: 'error', code: 'duplicate-id', message: 'The step "first" is already defined (line 22).' },
  ],
  'steps as a mapping': [
    connector({ actions: action('\nsteps: «{ first: { functionName: request } }»') }),
    {
      severity: 'error',
      code: 'wrong-type',
      message: '"steps" must be a list of steps, not a mapping.',
      help: 'Start each item with "- ".',
    },
  ],
  'a function and a list of functions': [
    steps(
      `${FIRST}\n  iterator: $.inputs.list\n  «stepFunctions»:\n    - functionName: static_values\n      parameters: { values: a }`,
      '\ninputs:\n  - { name: list, description: L., type: string, array: true, in: body }',
    ),
    { severity: 'error', code: 'conflicting-keys', message: 'A step has "stepFunction" or "stepFunctions", not both.' },
  ],
  'a list of functions without an iterator': [
    steps('\n- stepId: first\n  «stepFunctions»:\n    - functionName: static_values\n      parameters: { values: a }'),
    {
      severity: 'error',
      code: 'conflicting-keys',
      message: '"stepFunctions" run for each item of an "iterator", which this step lacks.',
    },
  ],
  'what to do about a condition that is not there': [
    steps(`${FIRST}\n  onConditionError: «break»`),
    { severity: 'warning', code: 'no-effect', message: '"onConditionError" has an effect beside "condition" only.' },
  ],
  'a function that does not exist': [
    run('«requst»', '\nurl: /a\nmethod: get'),
    {
      severity: 'error',
      code: 'unknown-step-function',
      message: 'There is no step function "requst". Did you mean "request"?',
      help: 'Step functions: request, paginated_request, soap_request, soap_paginated_request, group_data, map_fields, typecast, static_values, upload_file, upload_binary, download_file, emit_event, sign_jwt, mcp_request, code_execution_lambda, browser_use.',
      path: 'actions[0].steps[0].stepFunction.functionName',
    },
  ],
  'a version that does not exist': [
    run('map_fields', '\ndataSource: $', '2').replace("'2'", "«'3'»"),
    {
      severity: 'error',
      code: 'unknown-function-version',
      message: 'map_fields has no version "3"; it has "1" or "2".',
      path: 'actions[0].steps[0].stepFunction.version',
    },
  ],
  'a mapping without a version': [
    steps(
      '\n- stepId: map\n  stepFunction:\n    functionName: «map_fields»\n    parameters:\n      dataSource: $\n      fields: []',
    ),
    {
      severity: 'warning',
      code: 'first-version-mapping',
      message:
        'map_fields without a version is version 1, which works on the result of the action and ignores its parameters.',
      help: 'Add version: "2".',
    },
  ],
  'a mapping without fields': [
    run('map_fields', '\ndataSource: $', '2').replace('parameters:', '«parameters»:'),
    {
      severity: 'error',
      code: 'missing-mapping',
      message: 'map_fields has no fields: neither "fields" here nor "fieldConfigs" at the action.',
    },
  ],
  'a parameter beside the parameters': [
    steps(`${FIRST}\n    «response»:\n      collection: true`),
    {
      severity: 'warning',
      code: 'misplaced-key',
      message: '"response" has no effect in a step function; it belongs in "parameters".',
    },
  ],
  'a request without an address': [
    run('request', '\nmethod: get').replace('parameters:', '«parameters»:'),
    { severity: 'error', code: 'missing-key', message: 'The parameters of request need the key "url".' },
  ],
  'no parameters at all': [
    steps('\n- stepId: first\n  stepFunction:\n    functionName: «static_values»'),
    { severity: 'error', code: 'missing-key', message: 'The parameters of static_values need the key "values".' },
  ],
  'a method that does not exist': [
    run('request', '\nurl: /a\nmethod: «fetch»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"method" must be "get", "post", "put", "delete" or "patch", not "fetch".',
    },
  ],
  'a method in capitals': [
    run('request', '\nurl: /a\nmethod: «GET»'),
    { severity: 'warning', code: 'unknown-value', message: '"method" is written "get", not "GET".' },
  ],
  'a parameter that does not exist': [
    request('\n«timeout»: 5'),
    {
      severity: 'warning',
      code: 'unknown-key',
      message: 'Unknown key "timeout" in the parameters of request.',
      help: 'Known keys: baseUrl, authorization, customErrors, args, url, method, certificates, saml, response, encodeQueryParams, cacheTTL, body.',
      path: 'actions[0].steps[0].stepFunction.parameters.timeout',
    },
  ],
  'a misspelled parameter': [
    request('\n«arg»: []'),
    {
      severity: 'warning',
      code: 'unknown-key',
      message: 'Unknown key "arg" in the parameters of request. Did you mean "args"?',
    },
  ],
  'a parameter of another function': [
    request('\n«iterator»: { key: page, in: query }'),
    {
      severity: 'warning',
      code: 'misplaced-key',
      message: '"iterator" has no effect in the parameters of request; it belongs in a paginated_request.',
    },
  ],
  'a number where a truth value belongs': [
    request('\nencodeQueryParams: «0»'),
    { severity: 'error', code: 'wrong-type', message: '"encodeQueryParams" must be true or false, not the number 0.' },
  ],
  'arguments as a mapping': [
    request('\nargs: «{ a: b }»'),
    {
      severity: 'error',
      code: 'wrong-type',
      message: '"args" must be a list of arguments, not a mapping.',
      help: 'Start each item with "- ".',
    },
  ],
  'an argument in the path': [
    args('\nin: «path»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"in" must be "query", "body" or "headers", not "path".',
      help: 'Put path parameters into the url: /items/${inputs.id}.',
      path: 'actions[0].steps[0].stepFunction.parameters.args[0].in',
    },
  ],
  'an argument without a place': [
    request('\nargs:\n  - «name»: a\n    value: b'),
    { severity: 'error', code: 'missing-key', message: 'An argument needs the key "in".' },
  ],
  'an argument whose name is taken for a path': [
    request('\nargs:\n  - name: «$»filter\n    value: b\n    in: query'),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"name" starts with "$" but is no path: "$" must be followed by "." or "[".',
      help: 'A path starts with "$."; for the text itself write \'{{"$filter"}}\'.',
    },
  ],
  'a list format outside the query': [
    args('\nin: body\narrayFormat: «comma»'),
    { severity: 'warning', code: 'no-effect', message: '"arrayFormat" has an effect on arguments in the query only.' },
  ],
  'a spread outside the body': [
    args('\nin: query\nspread: «true»'),
    { severity: 'warning', code: 'no-effect', message: '"spread" has an effect on arguments in the body only.' },
  ],
  'an inline body beside another': [
    request('\n«args»:\n  - { name: a, value: b, in: body, inline: true }\n  - { name: c, value: d, in: body }'),
    {
      severity: 'error',
      code: 'conflicting-keys',
      message: 'An argument with "inline" is the whole body; no other argument may stand in the body.',
    },
  ],
  'a condition that is never exactly true': [
    args(
      "\nin: query\ncondition: «'{{inputs.name}}'»",
      '\ninputs:\n  - { name: name, description: N., type: string, in: query }',
    ),
    {
      severity: 'warning',
      code: 'condition-not-boolean',
      message: '"condition" holds only when it is exactly true; "{{inputs.name}}" yields another value.',
      help: "Write '{{present(inputs.name)}}'.",
    },
  ],
  'a condition that is a text': [
    args('\nin: query\ncondition: «always»'),
    {
      severity: 'warning',
      code: 'condition-not-boolean',
      message: '"condition" holds only when it is exactly true; "always" yields another value.',
      help: "Write an expression such as '{{present(inputs.name)}}'.",
    },
  ],
  'a condition that does not parse': [
    args(
      "\nin: query\ncondition: '{{present(inputs.a«}»}'",
      '\ninputs:\n  - { name: a, description: A., type: string, in: query }',
    ),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"condition" does not parse as an expression: unexpected end of the expression.',
    },
  ],
  'a custom error without a target': [
    request('\ncustomErrors:\n  - «receivedStatus»: 404'),
    { severity: 'error', code: 'missing-key', message: 'A custom error needs the key "targetStatus".' },
  ],
  'a status that is none': [
    request('\ncustomErrors:\n  - receivedStatus: «40»\n    targetStatus: 404'),
    { severity: 'error', code: 'out-of-range', message: '"receivedStatus" must be 100 to 599, not 40.' },
  ],
  'a data key that is a path of the run': [
    request('\nresponse:\n  dataKey: «$.items»'),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"dataKey" starts at the answer; with "$" it would be evaluated on the run before there is an answer.',
      help: 'Write items.',
    },
  ],
  'a placeholder of another tool in the address': [
    run('request', '\nurl: /things/«{id}»/parts\nmethod: get'),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"{id}" is sent as it is.',
      help: 'Write ${inputs.id} for the value of an input.',
    },
  ],
  'a path parameter with a colon': [
    run('request', '\nurl: /things«/:id»\nmethod: get'),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: '"/:id" is sent as it is.',
      help: 'Write ${inputs.id} for the value of an input.',
    },
  ],
  'a relative address without a base URL': [
    connector({ baseUrl: '', actions: withRequest('').replace('/things', '«/things»') }),
    {
      severity: 'warning',
      code: 'no-base-url',
      message: 'The address "/things" is relative, but neither the step nor the connector has a base URL.',
    },
  ],
  'a paginated request without an iterator': [
    run('paginated_request', '\nurl: /a\nmethod: get').replace('parameters:', '«parameters»:'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'The parameters of paginated_request need the key "iterator".',
    },
  ],
  'an iterator in the header': [
    run('paginated_request', '\nurl: /a\nmethod: get\niterator:\n  key: page\n  in: «headers»'),
    { severity: 'error', code: 'unknown-value', message: '"in" must be "query" or "body", not "headers".' },
  ],
  'pages of a cursor that is never read': [
    run(
      'paginated_request',
      '\nurl: /a\nmethod: get\nresponse: { dataKey: items }\n«iterator»: { key: after, in: query, mode: cursor }',
    ),
    {
      severity: 'warning',
      code: 'no-effect',
      message: 'Mode "cursor" without "nextKey" in "response" fetches one page only.',
    },
  ],
  'a first page without pages': [
    run(
      'paginated_request',
      '\nurl: /a\nmethod: get\niterator: { key: offset, in: query, mode: offset, startPage: «1» }',
    ),
    { severity: 'warning', code: 'no-effect', message: '"startPage" has an effect in mode "page" only.' },
  ],
  'the next page in the wrong place': [
    run('paginated_request', '\nurl: /a\nmethod: get\n«nextKey»: next\niterator: { key: after, in: query }'),
    {
      severity: 'warning',
      code: 'misplaced-key',
      message: '"nextKey" has no effect in the parameters of paginated_request; it belongs in "response".',
    },
  ],
  'a SOAP request without an operation': [
    run('soap_request', '\nurl: /a\nmethod: post').replace('parameters:', '«parameters»:'),
    { severity: 'error', code: 'missing-key', message: 'A SOAP request needs the key "soapOperation" or "envelope".' },
  ],
  'a group of a step that does not exist': [
    run('group_data', '\nstepsDataToGroup: [«frist»]'),
    {
      severity: 'warning',
      code: 'unknown-step',
      message: 'There is no step "frist" in this action. Did you mean "first"?',
    },
  ],
  'a group of the step itself': [
    run('group_data', '\nstepsDataToGroup: [«first»]'),
    {
      severity: 'warning',
      code: 'later-step',
      message: 'The step "first" has not run yet here; it has no data to group.',
    },
  ],
  'an upload without its file': [
    run('upload_file', '\nurl: /a').replace('parameters:', '«parameters»:'),
    { severity: 'error', code: 'missing-key', message: 'The parameters of upload_file need the key "file".' },
  ],
  'a token of another algorithm': [
    run('sign_jwt', '\nalgorithm: «HS256»\nprivateKey: $.credentials.apiKey\nclaims: { iat: now, exp: now+10m }'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"algorithm" must be "RS256", not "HS256". Did you mean "RS256"?',
    },
  ],
  'a call of a tool without its name': [
    run('mcp_request', '\nmethod: tools/call').replace('parameters:', '«parameters»:'),
    { severity: 'error', code: 'missing-key', message: 'A call of a tool needs the key "toolName".' },
  ],
  'an authorization of a step that is no authorization': [
    request('\nauthorization:\n  type: «digest»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"type" of an authorization must be "none", "basic", "bearer", "oauth2" or "apiKey", not "digest".',
    },
  ],
};

describe('validateConnector tells the author of a step about', () => {
  testMistakes(mistakes);
});
