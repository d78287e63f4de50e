import { describe, expect, it } from 'vitest';
import { action, compareMarked, connector, type Mistakes, withRequest } from './testing/check.ts';
import { testMistakes } from './testing/mistakes.ts';

const mistakes: Mistakes = {
  'a title that is missing': [
    connector({ info: '\nkey: demo\nversion: 1.0.0' }).replace('info:', '«info»:'),
    { severity: 'error', code: 'missing-key', message: 'The info of a connector needs the key "title".', path: 'info' },
  ],
  'a version that is not semantic': [
    connector({ info: '\ntitle: Demo\nkey: demo\nversion: «1.0»' }),
    {
      severity: 'error',
      code: 'invalid-version',
      message: '"version" must be a semantic version such as 1.0.0, not "1.0".',
      path: 'info.version',
    },
  ],
  'a key with a space': [
    connector({ info: '\ntitle: Demo\nkey: «my demo»\nversion: 1.0.0' }),
    {
      severity: 'error',
      code: 'bad-identifier',
      message: '"key" may hold letters, digits, "_" and "-", not "my demo".',
      path: 'info.key',
    },
  ],
  'another version of the format': [
    connector().replace('StackOne: 1.0.0', 'StackOne: «2.0.0»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"StackOne" must be 1.0.0, the version of the format, not "2.0.0".',
      path: 'StackOne',
    },
  ],
  'no version of the format': [
    connector().replace('StackOne: 1.0.0\ninfo', '«info»'),
    { severity: 'error', code: 'missing-key', message: 'A connector needs the key "StackOne".', path: '' },
  ],
  'an unknown key at the top': [
    connector({ top: '«autentication»:\n  x: 1' }),
    {
      severity: 'warning',
      code: 'unknown-key',
      message: 'Unknown key "autentication" in a connector. Did you mean "authentication"?',
      path: 'autentication',
    },
  ],
  'a key of info at the top': [
    connector({ top: '«title»: Demo' }),
    {
      severity: 'warning',
      code: 'misplaced-key',
      message: '"title" has no effect in a connector; it belongs in "info".',
      path: 'title',
    },
  ],
  'actions under a wrong name': [
    connector({ top: '«action»:\n  - actionId: x' }),
    {
      severity: 'warning',
      code: 'unknown-key',
      message: 'Unknown key "action" in a connector. Did you mean "actions"?',
    },
  ],
  'an expression in the base URL that does not parse': [
    connector({ baseUrl: "baseUrl: '{{context.environment == «}»}'" }),
    {
      severity: 'error',
      code: 'invalid-expression',
      message: '"baseUrl" does not parse as an expression: unexpected end of the expression.',
      path: 'baseUrl',
    },
  ],
  'no authentication': [
    connector({ authentication: '' }).replace('StackOne', '«StackOne»'),
    {
      severity: 'warning',
      code: 'no-authentication',
      message: 'The connector has no "authentication": no account can be linked with it.',
    },
  ],
  'a rate limit of zero': [
    connector({ top: 'rateLimit:\n  mainRatelimit: «0»' }),
    {
      severity: 'error',
      code: 'out-of-range',
      message: '"mainRatelimit" must be 0.001 or more, not 0.',
      path: 'rateLimit.mainRatelimit',
    },
  ],
  'a rate limit in words': [
    connector({ top: 'rateLimit:\n  mainRatelimit: «ten»' }),
    { severity: 'error', code: 'wrong-type', message: '"mainRatelimit" must be a number, not the text "ten".' },
  ],
  'a rate limit in quotes': [
    connector({ top: "rateLimit:\n  mainRatelimit: «'10'»" }),
    {
      severity: 'warning',
      code: 'quoted-value',
      message: '"mainRatelimit" is "10" in quotes; it is read as 10.',
      help: 'Write it without quotes.',
    },
  ],
  'a sub-pool without its pattern': [
    connector({ top: 'rateLimit:\n  subPools:\n    - «subPoolKey»: a\n      rateLimit: 1' }),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'A sub-pool needs the key "urlPattern".',
      path: 'rateLimit.subPools[0]',
    },
  ],
  'a release stage of another product': [
    connector({ top: 'releaseStage: «alpha»' }),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"releaseStage" must be "preview", "beta", "ga", "deprecated" or "internal", not "alpha".',
    },
  ],
  'a release stage in capitals': [
    connector({ top: 'releaseStage: «GA»' }),
    { severity: 'warning', code: 'unknown-value', message: '"releaseStage" is written "ga", not "GA".' },
  ],
  'a scope that includes one that is not defined': [
    connector({ top: 'scopeDefinitions:\n  read:\n    description: Read.\n    includes: «raed»' }),
    {
      severity: 'warning',
      code: 'unknown-scope',
      message: 'The scope "raed" is not defined. Did you mean "read"?',
      path: 'scopeDefinitions.read.includes',
    },
  ],
  'a scope that includes itself': [
    connector({
      top: 'scopeDefinitions:\n  «a»:\n    includes: b\n  b:\n    includes: c\n  c:\n    includes: [b, a]',
    }),
    { severity: 'warning', code: 'no-effect', message: 'The scope "a" includes itself.' },
  ],
  'an icon that is no address': [
    connector({ info: '\ntitle: Demo\nkey: demo\nversion: 1.0.0\nassets:\n  icon: «icon.svg»' }),
    {
      severity: 'warning',
      code: 'invalid-url',
      message: '"icon" is no web address: "icon.svg".',
      help: 'Start it with https://.',
    },
  ],
  'an icon that is a script': [
    connector({ info: '\ntitle: Demo\nkey: demo\nversion: 1.0.0\nassets:\n  icon: «javascript:alert(1)»' }),
    { severity: 'error', code: 'invalid-url', message: '"icon" is no web address: "javascript:alert(1)".' },
  ],
  'a key without a value': [
    connector({ top: '«resources»:' }),
    { severity: 'warning', code: 'empty-value', message: '"resources" has no value; it counts as left out.' },
  ],
  'both names of a key': [
    connector({ top: 'resources: https://a.example\n«context»: https://b.example' }),
    {
      severity: 'warning',
      code: 'conflicting-keys',
      message: '"context" and "resources" mean the same; this one has no effect.',
    },
  ],
  'two actions with one id': [
    connector({ actions: `${withRequest('')}${withRequest('').replace('get_thing', '«get_thing»')}` }),
    {
      severity: 'error',
      code: 'duplicate-id',
      message: 'The action "get_thing" is already defined (line 19).',
      path: 'actions[1].actionId',
    },
  ],
  'actions as a mapping': [
    connector({ actions: '\n«get_thing»:\n  description: Get.' }),
    {
      severity: 'error',
      code: 'unknown-key',
      message: 'Under "actions" stands a list of actions or $ref keys, not "get_thing".',
      help: 'Start each action with "- ".',
      path: 'actions.get_thing',
    },
  ],
  'an action that is a text': [
    connector({ actions: '\n- «get_thing»' }),
    {
      severity: 'error',
      code: 'wrong-type',
      message: 'Item 1 of "actions" must be an action (a mapping), not the text "get_thing".',
      path: 'actions[0]',
    },
  ],
  'a $ref inside an action': [
    connector({ actions: action('\nsteps: []\n«$ref»: demo.more') }),
    {
      severity: 'error',
      code: 'misplaced-ref',
      message: 'A $ref may stand at the top level of a file or under "actions" only.',
      path: 'actions[0].$ref',
    },
  ],
};

describe('validateConnector tells the author of a connector about', () => {
  testMistakes(mistakes);

  it('nothing, when nothing is wrong', () => {
    const { found } = compareMarked(`«${connector({ actions: withRequest('') })}»`, {
      severity: 'error',
      code: '',
      message: '',
    });
    expect(found).toEqual([]);
  });
});
