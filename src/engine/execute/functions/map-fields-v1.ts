import { reasonOf } from '../../../kernel/index.ts';
import type { StepRunner } from '../../compile/program-of.ts';
import type { CompileScope } from '../../compile/scope.ts';
import { compileFields, mapFields } from '../mapping/fields.ts';
import { scopeCheck } from '../mapping/mapper.ts';
import { engineFailure, type StepNote } from '../outcome.ts';
import { type Fields, isRecord, ownValue } from '../records.ts';
import type { RunState } from '../state.ts';

/** A step as one record sees it: where its data is a list as long as the result, the element at the record's place. */
function stepFor(step: unknown, index: number, count: number): unknown {
  const output = ownValue(step, 'output');
  const data = ownValue(output, 'data');
  if (!isRecord(step) || !isRecord(output) || !Array.isArray(data) || data.length !== count) return step;
  return { ...step, output: { ...output, data: data[index] } };
}

function contextFor({ block }: RunState, record: unknown, index: number, count: number): Fields {
  const context: Fields = { unified: record };
  for (const id of Object.keys(block.steps)) context[id] = stepFor(block.steps[id], index, count);
  return context;
}

/**
 * The `map_fields` step function, version 1: maps the records of `$.result` with the action's `fieldConfigs` and puts them
 * back there. Expressions see `$.<stepId>.output…` and `$.unified`. It has no output.
 */
export function compileMapFieldsV1(_parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const fields = compileFields(scope.action.fieldConfigs ?? [], scope);
  return async (state) => {
    const { block } = state;
    const isList = Array.isArray(block.result);
    const records: readonly unknown[] = isList ? (block.result as unknown[]) : [block.result ?? {}];
    const notes: StepNote[] = [];
    const allows = scopeCheck(state);
    try {
      const mapped = records.map((record, index) => {
        const context = contextFor(state, record, index, records.length);
        const values = mapFields(fields, { scope: context, state: context, recordId: undefined, allows, notes });
        return isRecord(record) ? { ...record, ...values } : values;
      });
      block.result = isList ? mapped : mapped[0];
    } catch (cause) {
      throw engineFailure(`A matchExpression cannot be evaluated: ${reasonOf(cause)}`, 500, cause);
    }
    return { successful: true, notes };
  };
}
