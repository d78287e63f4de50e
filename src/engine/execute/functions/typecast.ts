import type { StepRunner } from '../../compile/program-of.ts';
import type { CompileScope } from '../../compile/scope.ts';
import { compileValue } from '../../compile/value.ts';
import type { FieldDefinition } from '../../definition.ts';
import { compileCasts } from '../mapping/cast.ts';
import { succeeded } from '../outcome.ts';
import type { Fields } from '../records.ts';
import { restrictedScope } from '../state.ts';

/**
 * The `typecast` step function, version 2: a copy of `dataSource` with the listed fields in their types; output `{data}`.
 * What cannot be cast becomes null. Without fields there is no output.
 */
export function compileTypecast(
  parameters: Readonly<Fields>,
  scope: CompileScope,
  own: readonly FieldDefinition[] | undefined,
): StepRunner {
  const definitions = own ?? scope.action.fieldConfigs;
  if (definitions === undefined) return async () => ({ successful: true });
  const source = compileValue(parameters['dataSource'], { compat: scope.compat });
  const cast = compileCasts(definitions);
  return async (state) => {
    const records = source.get(restrictedScope(state));
    if (state.run.debug?.customMappings === 'disabled') return succeeded({ data: records ?? {} });
    return succeeded({ data: Array.isArray(records) ? records.map(cast) : cast(records) });
  };
}

/** The `typecast` step function, version 1: casts the records of `$.result` in place. It has no output. */
export function compileTypecastV1(_parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const cast = compileCasts(scope.action.fieldConfigs ?? []);
  return async ({ block }) => {
    if (Array.isArray(block.result)) block.result = block.result.map(cast);
    else if (block.result !== undefined) block.result = cast(block.result);
    return { successful: true };
  };
}
