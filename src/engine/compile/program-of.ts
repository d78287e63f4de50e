import type { Outcome } from '../execute/outcome.ts';
import type { Fields } from '../execute/records.ts';
import type { RunState } from '../execute/state.ts';
import type { CompiledAction } from '../program.ts';
import type { ConnectorProgram } from './connector-program.ts';
import type { Compat } from './scope.ts';
import type { Value } from './value.ts';

/** A step function with its parameters compiled. */
export type StepRunner = (state: RunState) => Promise<Outcome>;

/** A condition; `evaluate` throws where the expression fails. */
export interface Condition {
  evaluate(scope: Readonly<Fields>): unknown;
}

/** A step, compiled. */
export interface StepProgram {
  readonly id: string;
  /** For logs: names of its functions. */
  readonly functionName: string;
  readonly functions: readonly StepRunner[];
  readonly condition?: Condition;
  readonly onConditionError?: boolean | 'break';
  readonly iterator?: Condition;
  readonly ignoreError: boolean;
  readonly successCriteria?: Condition;
}

/** How the answer of an action is put together. */
export interface ResultProgram {
  readonly data?: Value;
  readonly message?: Value;
  readonly next?: Value;
}

/** An action, compiled for running. */
export interface ActionProgram {
  readonly connector: ConnectorProgram;
  readonly actionId: string;
  readonly steps: readonly StepProgram[];
  readonly result?: ResultProgram;
  readonly successStatus: number;
  /** The engine itself publishes the cursor of the next page. */
  readonly publishesCursor: boolean;
  /** Adds the parts of composite ids among the inputs. */
  readonly expandInputs: (inputs: Readonly<Fields>) => Readonly<Fields>;
  /** The action's own part of `$.context`. */
  readonly context: Readonly<Fields>;
  readonly connectorFacts: Readonly<Fields>;
  readonly actionFacts: Readonly<Fields>;
}

type ProgramMaker = (compat: Compat | undefined) => ActionProgram;

const makers = new WeakMap<CompiledAction, ProgramMaker>();

/** Attaches the program to its action; it is made when first needed. */
export function attachProgram(action: CompiledAction, make: ProgramMaker): void {
  makers.set(action, make);
}

/**
 * The program of an action.
 * @param compat other behaviour than the connector was loaded with
 * @throws TypeError for an action that was not made by `loadConnector`
 */
export function programOf(action: CompiledAction, compat: Compat | undefined): ActionProgram {
  const make = makers.get(action);
  if (make === undefined) throw new TypeError(`The action ${action.id} was not made by loadConnector.`);
  return make(compat);
}
