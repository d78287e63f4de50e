import { type Clock, systemClock } from '../../kernel/index.ts';
import type { ConnectorProgram } from '../compile/connector-program.ts';
import type { ActionProgram } from '../compile/program-of.ts';
import type { Scope } from '../compile/value.ts';
import type { Wait } from '../limiter.ts';
import type { ActionRun, EmittedEvent } from '../program.ts';
import type { Fields } from './records.ts';
import { waitFor } from './wait.ts';

/** Everything expressions can see while an action runs. The executor writes to it; expressions only read. */
export interface Block extends Scope {
  readonly inputs: Readonly<Fields>;
  readonly credentials: Readonly<Fields>;
  readonly steps: Fields;
  readonly intermediateSteps: Fields;
  iterator: IteratorState | undefined;
  readonly context: Readonly<Fields>;
  readonly connector: Readonly<Fields>;
  readonly action: Readonly<Fields>;
  /** Records of an action that maps in the older way. */
  result: unknown;
  readonly scopes: readonly string[] | undefined;
  readonly settings: Readonly<Fields>;
}

/** Where a step with an iterator is. */
export interface IteratorState {
  readonly item: unknown;
  readonly index: number;
  readonly current: unknown;
}

/** One run of one action. */
export interface RunState {
  readonly run: ActionRun;
  readonly program: ActionProgram;
  readonly connector: ConnectorProgram;
  readonly block: Block;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Id of the step that runs. */
  stepId: string;
  /** Raw exchange of the last request. */
  lastRaw: unknown;
}

/** Begins a run. */
export function beginRun(program: ActionProgram, run: ActionRun): RunState {
  const { connector } = program;
  const block: Block = {
    inputs: program.expandInputs(run.inputs),
    credentials: run.credentials,
    steps: {},
    intermediateSteps: {},
    iterator: undefined,
    context: {
      ...run.context,
      ...program.context,
      authenticationType: run.authenticationType,
      environment: run.environment,
      flowType: run.flowType ?? 'action',
    },
    connector: program.connectorFacts,
    action: program.actionFacts,
    result: undefined,
    scopes: run.grantedScopes,
    settings: EMPTY,
  };
  const clock = run.clock ?? systemClock;
  return {
    run,
    program,
    connector,
    block,
    clock,
    wait: run.wait ?? waitFor,
    startedAt: clock.now(),
    stepId: '',
    lastRaw: undefined,
  };
}

const EMPTY: Readonly<Fields> = Object.freeze({});

/** What mapping and results may read: no credentials unless credentials are what the run is about. */
export function restrictedScope(state: RunState): Scope {
  const { context, inputs, steps, intermediateSteps, iterator, result, credentials } = state.block;
  const scope: Fields = { context, inputs, steps, intermediateSteps, iterator, result };
  if (state.run.flowType === 'refresh_authentication') scope['credentials'] = credentials;
  return scope;
}

/** Tells an observer. What goes wrong in it must not change how the run ends. */
export function tell<Told>(observer: (told: Told) => void, told: Told): void {
  try {
    observer(told);
  } catch {
    // The observer's own affair: an action that did its work at the provider has succeeded.
  }
}

/** The account's name in limits and caches, with that of its project: ids are a project's own. */
export function ownerOf({ block: { context } }: RunState): string {
  const { projectSecureId: project, accountSecureId: account } = context;
  return project === undefined ? String(account ?? '-') : `${String(project)}/${String(account ?? '-')}`;
}

/** Hands an event to whoever runs the action. */
export const emit = async (state: RunState, event: EmittedEvent): Promise<void> => state.run.onEvent?.(event);
