import { describe } from 'vitest';
import { connector, indent, type Mistakes, withRequest } from './testing/check.ts';
import { testMistakes } from './testing/mistakes.ts';

const auth = (keys: string, actions = withRequest('')): string =>
  connector({ authentication: `\n- custom:\n    type: custom\n    label: Key${indent(keys, 4)}`, actions });

const field = (keys: string): string => auth(`\nconfigFields:\n  - key: token\n    label: Token${indent(keys, 4)}`);

const oauth = (keys: string): string =>
  connector({
    authentication: `\n- oauth2:\n    type: oauth2\n    authorization:\n      type: oauth2${indent(keys, 6)}`,
  });

const URLS = '\nauthorizationUrl: https://a.example\ntokenUrl: https://b.example\ntoken: $.credentials.accessToken';

const mistakes: Mistakes = {
  'authentication as a mapping': [
    connector({ authentication: ' «{ custom: { type: custom } }»' }),
    {
      severity: 'error',
      code: 'wrong-type',
      message: '"authentication" must be a list of authentications, not a mapping.',
      help: 'Write "- custom:" and its keys below it.',
      path: 'authentication',
    },
  ],
  'keys of an authentication that are not indented': [
    connector({ authentication: '\n- «custom»:\n  type: custom\n  label: Key' }),
    {
      severity: 'error',
      code: 'wrong-type',
      message: 'The keys of an authentication stand one level deeper, under its auth key.',
      help: 'Write "- custom:" and indent the keys below it by four more spaces.',
    },
  ],
  'two authentications in one item': [
    connector({ authentication: '\n- «one»:\n    type: custom\n  two:\n    type: custom' }),
    {
      severity: 'error',
      code: 'wrong-type',
      message: 'An item of "authentication" has one key, the auth key.',
      help: 'Start a new item with "- " for each authentication.',
    },
  ],
  'the same auth key twice': [
    connector({ authentication: '\n- one:\n    type: custom\n- «one»:\n    type: custom' }),
    {
      severity: 'error',
      code: 'duplicate-id',
      message: 'The authentication "one" is already defined (line 8).',
      path: 'authentication[1].one',
    },
  ],
  'a type that is an authorization type': [
    auth('').replace('type: custom', 'type: «bearer»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"type" must be "custom", "oauth2", "mcp" or "apikey", not "bearer".',
      help: 'Write "custom".',
    },
  ],
  'an authorization without a type': [
    auth('\n«authorization»:\n  token: $.credentials.accessToken'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'An authorization needs the key "type": "none", "basic", "bearer", "oauth2" or "apiKey".',
    },
  ],
  'an authorization of an unknown type': [
    auth('\nauthorization:\n  type: «berer»\n  token: $.credentials.accessToken'),
    {
      severity: 'error',
      code: 'unknown-value',
      message:
        '"type" of an authorization must be "none", "basic", "bearer", "oauth2" or "apiKey", not "berer". Did you mean "bearer"?',
      path: 'authentication[0].custom.authorization.type',
    },
  ],
  'an authorization with a header of its own': [
    auth('\nauthorization:\n  type: «custom»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message: '"type" of an authorization must be "none", "basic", "bearer", "oauth2" or "apiKey", not "custom".',
      help: 'For headers of your own write "none" and give them in the args of each step.',
    },
  ],
  'a bearer authorization without its token': [
    auth('\n«authorization»:\n  type: bearer'),
    { severity: 'error', code: 'missing-key', message: 'An authorization of type "bearer" needs the key "token".' },
  ],
  'a misspelled token': [
    auth('\nauthorization:\n  type: bearer\n  «tokn»: $.credentials.accessToken'),
    {
      severity: 'error',
      code: 'misspelled-key',
      message: 'Unknown key "tokn" in an authorization of type "bearer". Did you mean "token"?',
      path: 'authentication[0].custom.authorization.tokn',
    },
  ],
  'a key another type of authorization has': [
    auth('\nauthorization:\n  type: basic\n  «token»: $.credentials.accessToken'),
    {
      severity: 'error',
      code: 'unknown-key',
      message: 'Unknown key "token" in an authorization of type "basic".',
      help: 'Known keys: type, username, password, encoding, redirectUri.',
    },
  ],
  'a credential no field provides': [
    auth(
      '\nauthorization:\n  type: bearer\n  token: $.credentials.«apiKy»\nconfigFields:\n  - key: apiKey\n    label: K\n    type: text',
    ),
    {
      severity: 'warning',
      code: 'undeclared-credential',
      message: 'No field or token of this connector provides the credential "apiKy". Did you mean "apiKey"?',
    },
  ],
  'a callback that would overwrite a token': [
    oauth(`${URLS}\ncallbackParams:\n  code: «accessToken»`),
    {
      severity: 'error',
      code: 'unknown-value',
      message: 'A callback parameter may not write the credential "accessToken".',
      path: 'authentication[0].oauth2.authorization.callbackParams.code',
    },
  ],
  'an OAuth authorization without its addresses': [
    oauth('').replace('authorization:', '«authorization»:'),
    {
      severity: 'warning',
      code: 'incomplete-oauth',
      message: 'The OAuth authorization lacks "authorizationUrl", "tokenUrl", "token".',
      help: 'Write token: $.credentials.accessToken.',
    },
  ],
  'a field without its key': [
    auth('\nconfigFields:\n  - «label»: Token\n    type: text'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'A field needs the key "key".',
      path: 'authentication[0].custom.configFields[0]',
    },
  ],
  'a field of another kind of form': [
    field('\ntype: «textarea»'),
    {
      severity: 'error',
      code: 'unknown-value',
      message:
        '"type" must be "text", "password", "number", "text_area" or "select", not "textarea". Did you mean "text_area"?',
      help: 'Write "text_area".',
    },
  ],
  'a snake_case key': [
    field('\ntype: text\n«read_only»: true'),
    {
      severity: 'warning',
      code: 'unknown-key',
      message: 'Unknown key "read_only" in a field. Did you mean "readOnly"?',
    },
  ],
  'a word for a boolean': [
    field('\ntype: text\nrequired: «yes»'),
    {
      severity: 'error',
      code: 'wrong-type',
      message: '"required" must be true or false, not the text "yes".',
      help: 'Write true.',
      path: 'authentication[0].custom.configFields[0].required',
    },
  ],
  'a boolean in quotes': [
    field('\ntype: text\nrequired: «"true"»'),
    {
      severity: 'warning',
      code: 'quoted-value',
      message: '"required" is "true" in quotes; it is read as true.',
      help: 'Write it without quotes.',
    },
  ],
  'a text that YAML reads as a number': [
    field('\ntype: text\nplaceholder: «0123»'),
    {
      severity: 'warning',
      code: 'unquoted-text',
      message: '"placeholder" is a text; 0123 is read as "0123".',
      help: "Put it in quotes: '0123'.",
    },
  ],
  'a password that is not secret': [
    field('\ntype: «password»'),
    {
      severity: 'warning',
      code: 'password-not-secret',
      message: 'A password field should be secret, or its value is shown where secrets are hidden.',
      help: 'Add "secret: true".',
    },
  ],
  'a select without options': [
    auth('\nconfigFields:\n  - «key»: region\n    label: Region\n    type: select'),
    { severity: 'error', code: 'missing-key', message: 'A field of type "select" needs the key "options".' },
  ],
  'a select with a validation': [
    field('\ntype: select\noptions:\n  - { value: a, label: A }\n«validation»:\n  format: email'),
    {
      severity: 'error',
      code: 'conflicting-keys',
      message: 'A field of type "select" has no validation: its options are the only values.',
    },
  ],
  'options of a text': [
    field('\ntype: text\n«options»:\n  - { value: a, label: A }'),
    {
      severity: 'warning',
      code: 'no-effect',
      message: 'Only a field of type "select" has options; this one is "text".',
    },
  ],
  'a validation with pattern and format': [
    field("\ntype: text\nvalidation:\n  pattern: '^a$'\n  format: «email»"),
    { severity: 'error', code: 'conflicting-keys', message: 'A validation has a "pattern" or a "format", not both.' },
  ],
  'a validation with neither': [
    field('\ntype: text\n«validation»:\n  errorMessage: Wrong.'),
    { severity: 'error', code: 'missing-key', message: 'A validation needs the key "pattern" or "format".' },
  ],
  'a pattern that does not compile': [
    field("\ntype: text\nvalidation:\n  pattern: «'^[a-'»"),
    {
      severity: 'error',
      code: 'invalid-pattern',
      message: '"pattern" is no regular expression: unterminated character class.',
      path: 'authentication[0].custom.configFields[0].validation.pattern',
    },
  ],
  'a pattern that can take ages': [
    field("\ntype: text\nvalidation:\n  pattern: «'^([a-z]+)*$'»"),
    {
      severity: 'warning',
      code: 'slow-pattern',
      message: '"pattern" can take exponential time: one text can match a repeated part in many ways.',
      help: 'Make the parts of the repetition exclude each other, for example ([a-z]+\\.)* instead of ([a-z]+\\.?)*.',
    },
  ],
  'a field twice': [
    auth('\nconfigFields:\n  - { key: a, label: A, type: text }\n  - { key: «a», label: B, type: text }'),
    { severity: 'warning', code: 'duplicate-id', message: 'The field "a" is already defined (line 12).' },
  ],
  'an anchor at the bottom': [
    auth('\nconfigNotices:\n  - key: n\n    type: info\n    description: N.\n    position: bottom\n    anchor: «here»'),
    { severity: 'warning', code: 'conflicting-keys', message: 'Only a notice at the top has an anchor.' },
  ],
  'no environment called production': [
    auth('\n«environments»:\n  - key: sandbox\n    name: Sandbox'),
    {
      severity: 'warning',
      code: 'no-effect',
      message: 'The environment "production" should always be there: accounts are linked against it.',
    },
  ],
  'a test action that does not exist': [
    auth('\ntestActions:\n  - action: «get_thng»\n    required: true'),
    {
      severity: 'error',
      code: 'unknown-action',
      message: 'The connector has no action "get_thng". Did you mean "get_thing"?',
      path: 'authentication[0].custom.testActions[0].action',
    },
  ],
  'an old-style test action that does not exist': [
    auth('\ntestActionsIds:\n  - get_thing\n  - «other»'),
    {
      severity: 'error',
      code: 'unknown-action',
      message: 'The connector has no action "other".',
      path: 'authentication[0].custom.testActionsIds[1]',
    },
  ],
  'a schedule with six fields': [
    auth(
      `\nrefreshAuthentication:\n  schedule: «'0 0 * * * *'»\n  action:\n    actionId: refresh\n    description: R.\n    steps: []\n    result: { data: { accessToken: a } }`,
    ),
    {
      severity: 'error',
      code: 'invalid-schedule',
      message:
        'The schedule "0 0 * * * *" is no cron expression: it has 6 fields where cron has five (minute, hour, day of month, month, day of week).',
    },
  ],
  'a guide section without content': [
    auth('\nsupport:\n  guides:\n    config:\n      sections:\n        - «title»: Make a key'),
    {
      severity: 'error',
      code: 'missing-key',
      message: 'A section of a guide needs the key "content".',
      path: 'authentication[0].custom.support.guides.config.sections[0]',
    },
  ],
  'fields under a wrong name': [
    auth('\n«fields»:\n  - key: a'),
    {
      severity: 'warning',
      code: 'misplaced-key',
      message: '"fields" has no effect in an authentication; it belongs in "configFields".',
    },
  ],
};

describe('validateConnector tells the author of an authentication about', () => {
  testMistakes(mistakes);
});
