import { describe } from 'vitest';
import { action, connector, indent, type Mistakes, withRequest } from './testing/check.ts';
import { testMistakes } from './testing/mistakes.ts';

const events = (keys: string): string => connector({ actions: withRequest(''), top: `events:${indent(keys, 2)}` });

const EVENT_ACTION = `
actions:
  - actionId: changed
    description: C.
    actionType: event
    steps: []`;

const sync = (keys: string): string =>
  connector({
    actions: action(`\nsteps: []\ndataSync:${indent(keys, 2)}`),
  });

const run = (name: string, parameters: string, version = '1'): string =>
  connector({
    actions: action(`
steps:
  - stepId: first
    stepFunction:
      functionName: ${name}
      version: '${version}'
      parameters:${indent(parameters, 8)}`),
  });

const mistakes: Mistakes = {
  'an event expression in braces': [
    events(`${EVENT_ACTION}\nrouter:\n  rules:\n    - when: «'{{event.kind == "x"}}'»\n      action: changed`),
    {
      severity: 'warning',
      code: 'unresolved-text',
      message: 'Expressions of events are written without braces and without "$.".',
      help: 'Write event.kind == "x".',
      path: 'events.router.rules[0].when',
    },
  ],
  'an event expression that does not parse': [
    events(`${EVENT_ACTION}\nrouter:\n  rules:\n    - when: event.kind == «)»\n      action: changed`),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"when" does not parse as an expression: unexpected ")".',
    },
  ],
  'an event for an action that does not exist': [
    events(`${EVENT_ACTION}\nrouter:\n  rules:\n    - when: event.kind\n      action: «chnged»`),
    {
      severity: 'warning',
      code: 'unknown-action',
      message: 'The connector has no event action "chnged". Did you mean "changed"?',
    },
  ],
  'an event rule that never matches': [
    events(`${EVENT_ACTION}\nrouter:\n  delivery:\n    - when: «' '»\n      action: changed`),
    { severity: 'error', code: 'empty-value', message: '"when" may not be empty.' },
  ],
  'an account id extractor without its expression': [
    events('\n«externalAccountIdExtractor»: {}'),
    { severity: 'error', code: 'missing-key', message: 'The account id extractor needs the key "result".' },
  ],
  'an event set-up without steps': [
    events('\nsetup:\n  «creation»:\n    result: { data: a }'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'A set-up flow needs the key "steps".',
      path: 'events.setup.creation',
    },
  ],
  'a step a set-up does not have': [
    events('\nsetup:\n  creation:\n    steps: []\n    result: { data: $.steps.«hook».output.data }'),
    { severity: 'warning', code: 'unknown-step', message: 'There is no step "hook" in this action.' },
  ],
  'an event action twice': [
    events(`${EVENT_ACTION}\n  - actionId: «changed»\n    description: C.\n    steps: []`),
    { severity: 'error', code: 'duplicate-id', message: 'The action "changed" is already defined (line 20).' },
  ],
  'a sync of an unknown format': [
    sync('\nincremental:\n  type: time_filter\n  iterator: { key: since }\n  format: «epoch»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"format" must be "iso8601", "unix_seconds" or "unix_millis", not "epoch".',
      path: 'actions[0].dataSync.incremental.format',
    },
  ],
  'a sync without where its token is': [
    sync('\n«incremental»:\n  type: delta_token\n  iterator: { key: delta }'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'An incremental sync of type "delta_token" needs the key "response".',
    },
  ],
  'a sync of no pages': [
    sync('\nmaxPages: «0»'),
    { severity: 'error', code: 'out-of-range', message: '"maxPages" must be 1 or more, not 0.' },
  ],
  'half a page': [
    sync('\nmaxPages: «1.5»'),
    { severity: 'error', code: 'wrong-type', message: '"maxPages" must be a whole number, not the number 1.5.' },
  ],
  'a signing of an unknown strategy': [
    run('request', '\nurl: /a\nmethod: get\nauthorization:\n  type: none\n  signing:\n    strategy: «oauth1»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"strategy" of a signing must be "aws4" or "hmac", not "oauth1".',
    },
  ],
  'a signing with a key of the other strategy': [
    run(
      'request',
      '\nurl: /a\nmethod: get\nauthorization:\n  type: none\n  signing:\n    strategy: aws4\n    service: s3\n    «prefix»: x',
    ),
    {
      severity: 'error',
      code: 'unknown-key',
      message: 'Unknown key "prefix" in AWS signing.',
      help: 'Known keys: strategy, service, region.',
    },
  ],
  'a spread in a SOAP request': [
    run(
      'soap_request',
      '\nurl: /a\nmethod: post\nsoapOperation: Get\nargs:\n  - { name: a, value: {}, in: body, «spread»: true }',
    ),
    { severity: 'warning', code: 'no-effect', message: '"spread" has no effect in a SOAP request.' },
  ],
  'an event without its type': [
    run('emit_event', '\n«event»:\n  eventId: 1').replace('eventId: 1', "eventId: '1'"),
    { severity: 'error', code: 'missing-key', message: 'An event needs the key "eventType".' },
  ],
  'a claim that is missing': [
    run('sign_jwt', '\nalgorithm: RS256\nprivateKey: $.credentials.apiKey\n«claims»: { iat: now }'),
    { severity: 'error', code: 'missing-key', message: 'The claims need the key "exp".' },
  ],
  'a file without its content': [
    run('upload_file', '\nurl: /a\n«file»: { fieldName: f, filename: a.txt }'),
    { severity: 'error', code: 'missing-key', message: 'The file of an upload needs the key "content".' },
  ],
  'an encoding that does not exist': [
    run('download_file', '\nurl: /a\nencoding: «hex»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"encoding" must be "base64", "utf8", "binary", "raw" or "none", not "hex".',
    },
  ],
  'a data source that is no expression': [
    run(
      'map_fields',
      '\ndataSource: «$»steps.first\nfields: [{ targetFieldKey: a, type: string, expression: $.a }]',
      '2',
    ),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"dataSource" starts with "$" but is no path: "$" must be followed by "." or "[".',
      help: 'A path starts with "$."; for the text itself write \'{{"$steps.first"}}\'.',
    },
  ],
  'an external source that does not parse': [
    run(
      'map_fields',
      "\ndataSource: $\nexternalSources:\n  x: '{{«)»}}'\nfields: [{ targetFieldKey: a, type: string, expression: $.a }]",
      '2',
    ),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"x" does not parse as an expression: unexpected ")".',
      path: 'actions[0].steps[0].stepFunction.parameters.externalSources.x',
    },
  ],
  'parameters version 1 of a mapping ignores': [
    run('typecast', '\n«dataSource»: $.a'),
    {
      severity: 'warning',
      code: 'no-effect',
      message:
        '"dataSource" has no effect in the parameters of typecast version 1: version 1 works on the result of the action.',
    },
  ],
  'a cast without fields': [
    run('typecast', '\ndataSource: $.a', '2').replace('parameters:', '«parameters»:'),
    {
      severity: 'warning',
      code: 'missing-mapping',
      message: 'typecast has no fields: neither "fields" here nor "fieldConfigs" at the action.',
    },
  ],
  'a matcher rule without its value': [
    run(
      'map_fields',
      "\ndataSource: $\nfields:\n  - targetFieldKey: a\n    type: enum\n    expression: $.a\n    enumMapper:\n      matcher:\n        - «matchExpression»: '{{a == 1}}'",
      '2',
    ),
    { severity: 'error', code: 'missing-key', message: 'A matcher rule needs the key "value".' },
  ],
  'a nested field that is wrong': [
    run(
      'map_fields',
      '\ndataSource: $\nfields:\n  - targetFieldKey: a\n    type: object\n    properties:\n      - targetFieldKey: b\n        type: «text»\n        expression: $.b',
      '2',
    ),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"type" must be "string", "number", "boolean", "datetime_string", "enum" or "object", not "text".',
      path: 'actions[0].steps[0].stepFunction.parameters.fields[0].properties[0].type',
    },
  ],
};

describe('validateConnector tells about events, bulk copies and the rarer functions:', () => {
  testMistakes(mistakes);
});
