import type { ActionDefinition, ConnectorDefinition } from '../definition.ts';
import { compileExpansion } from '../execute/mapping/composites.ts';
import type { ConnectorProgram } from './connector-program.ts';
import type { ActionProgram, ResultProgram } from './program-of.ts';
import { compileSteps } from './steps.ts';
import { compileValue } from './value.ts';

const PAGINATED: ReadonlySet<string> = new Set(['paginated_request', 'soap_paginated_request']);
const STEP_NEXT = /^\s*\$\.steps\.[\w-]+\.output\.next\s*$/;

/**
 * True when the cursor of the next page is made by the engine: some step pages through the provider's answers and the
 * author does not handle its cursor. A token alone (`$.steps.x.output.next`) would lose the place within a page.
 */
function publishesCursor(action: ActionDefinition): boolean {
  const pages = action.steps.some(
    ({ stepFunction, iterator }) =>
      iterator === undefined &&
      stepFunction !== undefined &&
      PAGINATED.has(stepFunction.functionName) &&
      stepFunction.parameters['cursor'] === undefined,
  );
  const next = action.result?.next;
  return (
    pages &&
    (next === undefined || action.schemaType === 'unified' || (typeof next === 'string' && STEP_NEXT.test(next)))
  );
}

function compileResult(
  action: ActionDefinition,
  compat: ConnectorProgram['compat'],
  ownNext: boolean,
): ResultProgram | undefined {
  const { result } = action;
  if (result === undefined) return undefined;
  return {
    ...(result.data === undefined ? {} : { data: compileValue(result.data, { compat }) }),
    ...(result.message === undefined ? {} : { message: compileValue(result.message, { compat }) }),
    ...(result.next === undefined || ownNext ? {} : { next: compileValue(result.next, { compat }) }),
  };
}

function successStatus(action: ActionDefinition): number {
  const declared = Number(action.responses?.success?.['statusCode']);
  return Number.isInteger(declared) && declared >= 200 && declared < 400 ? declared : 200;
}

/** Compiles an action for running. */
export function compileActionProgram(
  action: ActionDefinition,
  connector: ConnectorDefinition,
  program: ConnectorProgram,
): ActionProgram {
  const { compat } = program;
  const ownCursor = publishesCursor(action);
  const result = compileResult(action, compat, ownCursor);
  const { key, title, version } = connector.info;
  return {
    connector: program,
    actionId: action.actionId,
    steps: compileSteps(action, { compat, connector, program }),
    ...(result === undefined ? {} : { result }),
    successStatus: successStatus(action),
    publishesCursor: ownCursor,
    expandInputs: compileExpansion(action.compositeIdentifiers, action.fieldConfigs ?? []),
    context: Object.freeze({
      connectorKey: key,
      connectorVersion: version,
      service: key,
      category: action.categories[0],
      schema: action.schema,
      resource: action.schema,
      actionType: action.actionType,
    }),
    connectorFacts: Object.freeze({ key, title, version }),
    actionFacts: Object.freeze({
      id: `${key}_${action.actionId}`,
      actionId: action.actionId,
      label: action.label,
      actionType: action.actionType,
      schemaType: action.schemaType,
      schema: action.schema,
      categories: action.categories,
    }),
  };
}
