import type { ActionFailure } from '../program.ts';

/** What a step function leaves for later steps (`$.steps.<id>.output`). */
export interface StepOutput {
  readonly data?: unknown;
  readonly raw?: unknown;
  readonly statusCode?: number;
  readonly message?: string;
  /** Token of the next page; null means "the first page again, from `position`". */
  readonly next?: unknown;
  /** Records of that page that were already used. */
  readonly position?: number;
  readonly [more: string]: unknown;
}

/** Something a step function noticed that did not stop it. */
export interface StepNote {
  readonly message: string;
  readonly id?: string;
  readonly targetField?: string;
}

/** How a step function ended. */
export interface Outcome {
  readonly successful: boolean;
  readonly output?: StepOutput;
  readonly notes?: readonly StepNote[];
  /** Set exactly when not successful. */
  readonly failure?: StepFailure;
  /** The body of a download in stream mode. */
  readonly stream?: AsyncIterable<Uint8Array>;
}

/** Why a step function failed; the step id is added by the executor. */
export type StepFailure = Omit<ActionFailure, 'stepId'> & { readonly statusCode: number };

/** Thrown inside the engine to fail the step that is running. Only `authorizeRequest` lets it out. */
export class StepError extends Error {
  override readonly name = 'StepError';
  readonly failure: StepFailure;

  constructor(failure: StepFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The error for something wrong with the connector or the data it works on. */
export const engineFailure = (message: string, statusCode = 500, cause?: unknown): StepError =>
  new StepError({ kind: 'engine', message, statusCode, ...(cause === undefined ? {} : { cause }) });

/** The error for something wrong with what the caller gave. */
export const callerFailure = (message: string): StepError =>
  new StepError({ kind: 'engine', message, statusCode: 400, blame: 'caller' });

/** A successful end with these outputs. */
export const succeeded = (output: StepOutput): Outcome => ({ successful: true, output });

/** An end that failed; `data` and `raw` stay readable for later steps when the error is ignored. */
export function failed(failure: StepFailure, output: Pick<StepOutput, 'data' | 'raw'> = {}): Outcome {
  return {
    successful: false,
    failure,
    output: { statusCode: failure.statusCode, message: failure.message, ...output },
  };
}
