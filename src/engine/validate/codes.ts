/** What a diagnostic code stands for. */
export interface CodeRow {
  /** `warning` where the connector still loads and runs; some findings of a code override it. */
  readonly severity: 'error' | 'warning';
  /** One line for the documentation. */
  readonly meaning: string;
}

const error = (meaning: string): CodeRow => ({ severity: 'error', meaning });
const warning = (meaning: string): CodeRow => ({ severity: 'warning', meaning });

/** Every code a diagnostic can carry. Codes are stable: never renamed, never reused. */
export const DIAGNOSTIC_CODES = {
  // --- files ----------------------------------------------------------------------------------------------------
  'no-main-file': error('The folder holds no file that ends in .connector.s1.yaml or .s1.yaml.'),
  'several-main-files': error('More than one file could be the main file of the connector.'),
  'unused-file': warning('A YAML file of the folder is neither the main file nor a partial.'),
  'unused-partial': warning('A partial is in the folder but nothing refers to it.'),
  'too-large': error('The files are larger, more numerous or hold more values than a connector may.'),
  'too-deep': error('Values are nested deeper than a connector may nest them.'),
  'not-text': error('A file holds characters that no YAML text holds, as if it were binary or in another encoding.'),
  'wrong-encoding': warning('A text holds replacement characters: the file was probably not saved as UTF-8.'),
  'too-many-findings': error('More findings were made than are listed.'),

  // --- YAML -----------------------------------------------------------------------------------------------------
  'yaml-syntax': error('The text is not well-formed YAML.'),
  'unquoted-expression': error('An expression in double braces is not quoted, so YAML reads it as a mapping.'),
  'duplicate-key': error('A key stands twice in one mapping.'),
  'forbidden-key': error('A key is a list, a mapping, empty, or a name that no key may have.'),
  'unknown-tag': error('A YAML tag is not among those of YAML itself.'),
  'unknown-alias': error('An alias refers to an anchor that does not stand before it.'),
  'alias-cycle': error('An alias refers to a value that contains the alias.'),
  'inexact-number': warning('A number has more digits than a number can hold; it needs quotes to stay as written.'),

  // --- partials -------------------------------------------------------------------------------------------------
  'bad-ref': error('A $ref is not the name of a partial.'),
  'misplaced-ref': error('A $ref stands where the format allows none.'),
  'missing-partial': error('A $ref names a partial that is not in the folder.'),
  'repeated-ref': error('A partial is referred to more than once.'),
  'ref-cycle': error('Partials refer to each other in a circle.'),
  'bad-partial': error('A partial holds neither a list of actions nor a mapping that fits where it is used.'),

  // --- shape ----------------------------------------------------------------------------------------------------
  'missing-key': error('A required key is missing.'),
  'unknown-key': warning('A key is not part of the format and has no effect.'),
  'misspelled-key': error('A required key is missing and one spelled almost like it is there.'),
  'misplaced-key': warning('A key stands in the wrong mapping and has no effect there.'),
  'wrong-type': error('A value is of another type than its key asks for.'),
  'quoted-value': warning('A number or boolean is written as a text; it is read as the number or boolean.'),
  'unquoted-text': warning('A text is written like a number or boolean; it is read as a text.'),
  'empty-value': warning('A key has no value; it counts as left out.'),
  'unknown-value': error('A value is not among those its key allows.'),
  'out-of-range': error('A number is outside the range its key allows.'),
  'conflicting-keys': error('Keys stand together that exclude each other.'),
  'bad-identifier': error('An identifier holds characters it may not hold.'),
  'invalid-version': error('A version is not a semantic version.'),
  'invalid-url': warning('A text that should be an address is none.'),
  'invalid-schedule': error('A schedule is not a five-field cron expression.'),
  'invalid-pattern': error('A regular expression does not compile.'),
  'slow-pattern': warning('A regular expression can take exponential time on some texts.'),

  // --- expressions ----------------------------------------------------------------------------------------------
  'invalid-expression': error('An expression does not parse.'),
  'unresolved-text': warning(
    'A text looks like an expression but is none, and becomes null or stays as it is when run.',
  ),
  'unknown-function': warning('An expression calls a function that does not exist; its value is undefined.'),
  'unknown-step': warning('An expression refers to a step the action does not have.'),
  'later-step': warning('An expression refers to a step that has not run yet.'),
  'undeclared-input': warning('An expression uses an input the action does not declare.'),
  'undeclared-credential': warning('An expression uses a credential that no field or token of the connector provides.'),
  'condition-not-boolean': warning('A condition that must be exactly true is not an expression that yields a boolean.'),

  // --- references and rules -------------------------------------------------------------------------------------
  'duplicate-id': error('An id, key or name is used twice where each must be unique.'),
  'unknown-action': error('A test action or event rule names an action the connector does not have.'),
  'unknown-scope': warning('A scope is not among the scope definitions.'),
  'unknown-auth-key': warning('A key of authRequirements is not an authentication of the connector.'),
  'unknown-step-function': error('No step function has this name.'),
  'unknown-function-version': error('The step function has no such version.'),
  'unknown-matcher': warning('No built-in enum matcher has this name; the field is left out when run.'),
  'unknown-field': warning('A name refers to a field or input that is not declared.'),
  'unknown-path-parameter': warning('A parameter of the entrypoint address is not a path input.'),
  'first-version-mapping': warning(
    'A mapping function without a version is version 1, which is another function than version 2.',
  ),
  'no-base-url': warning('A request has a relative address and there is no base URL.'),
  'no-authentication': warning('The connector declares no way to connect.'),
  'no-effect': warning('A key or value is well formed but does nothing where it stands.'),
  'incomplete-oauth': warning('An OAuth authorization lacks an address or token it needs.'),
  'password-not-secret': warning('A field of type password is not marked secret.'),
  'result-without-data': warning('A result has none of data, message and next; the whole mapping counts as data.'),
  'missing-mapping': error('A mapping function has no fields: neither its own nor the action has any.'),
} as const satisfies Readonly<Record<string, CodeRow>>;

/** A stable code of a diagnostic. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;
