/**
 * Why an expression gave no value.
 * `empty`, `invalid-path`, `invalid-expression`: the text itself. `limit`: too long, too deep, too much work or output.
 * `key-not-found`: only from {@link explain}. `evaluation`: the data did not fit.
 */
export type ExpressionFault =
  | 'empty'
  | 'invalid-path'
  | 'invalid-expression'
  | 'limit'
  | 'key-not-found'
  | 'evaluation';

/** The only error that leaves this folder. Its message is the published one where the format has one. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly fault: ExpressionFault;
  /** What exactly is wrong, in words, where the published message does not say. */
  readonly reason: string | undefined;

  constructor(fault: ExpressionFault, message: string, reason?: string) {
    super(message);
    this.fault = fault;
    this.reason = reason;
  }
}

/** A syntax error while parsing: what and where in the text given to the parser. Never leaves this folder. */
export class SyntaxFault extends Error {
  override readonly name = 'SyntaxFault';
  /** 0-based, in UTF-16 units. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
