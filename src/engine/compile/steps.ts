import type { ActionDefinition, StepDefinition, StepFunctionDefinition } from '../definition.ts';
import { STEP_FUNCTIONS } from '../execute/functions/registry.ts';
import { engineFailure } from '../execute/outcome.ts';
import { compileExpression } from '../expressions/index.ts';
import type { ConnectorProgram } from './connector-program.ts';
import type { Condition, StepProgram, StepRunner } from './program-of.ts';
import type { CompileScope } from './scope.ts';
import { reads } from './value.ts';

/** What steps belong to. */
export type StepOwner = Pick<CompileScope, 'compat' | 'connector' | 'action'> & { readonly program: ConnectorProgram };

function compileFunction(definition: StepFunctionDefinition, scope: CompileScope): StepRunner {
  const { functionName, version, parameters, fields } = definition;
  const compile = Object.hasOwn(STEP_FUNCTIONS, `${functionName}@${version}`)
    ? STEP_FUNCTIONS[`${functionName}@${version}`]
    : undefined;
  if (compile !== undefined) return compile({ ...parameters }, scope, fields);
  return async () => {
    throw engineFailure(`Unknown step function: ${functionName} v${version}`);
  };
}

const condition = (source: string | undefined, compat: CompileScope['compat']): Condition | undefined =>
  source === undefined ? undefined : compileExpression(source, { compat });

function compileStep(step: StepDefinition, stepIndex: number, owner: StepOwner): StepProgram {
  const { compat } = owner;
  const iterator = step.iterator === undefined ? undefined : compileExpression(step.iterator, { compat });
  const scope: CompileScope = {
    ...owner,
    stepIndex,
    stepId: step.stepId,
    callerItems: iterator !== undefined && (reads(iterator, 'inputs') || iterator.source.includes('inputs')),
  };
  const functions = step.stepFunctions ?? (step.stepFunction === undefined ? [] : [step.stepFunction]);
  const [admits, criteria] = [condition(step.condition, compat), condition(step.successCriteria, compat)];
  return {
    id: step.stepId,
    functionName: functions.map((definition) => definition.functionName).join('+'),
    functions: functions.map((definition) => compileFunction(definition, scope)),
    ...(admits === undefined ? {} : { condition: admits }),
    ...(step.onConditionError === undefined ? {} : { onConditionError: step.onConditionError }),
    ...(iterator === undefined ? {} : { iterator }),
    ignoreError: step.ignoreError === true,
    ...(criteria === undefined ? {} : { successCriteria: criteria }),
  };
}

/** Compiles the steps of an action. */
export const compileSteps = (action: ActionDefinition, owner: Omit<StepOwner, 'action'>): readonly StepProgram[] =>
  action.steps.map((step, index) => compileStep(step, index, { ...owner, action }));
