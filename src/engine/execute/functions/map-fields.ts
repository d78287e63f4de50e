import { reasonOf } from '../../../kernel/index.ts';
import type { StepRunner } from '../../compile/program-of.ts';
import type { CompileScope } from '../../compile/scope.ts';
import { compileValue, type Scope } from '../../compile/value.ts';
import type { FieldDefinition } from '../../definition.ts';
import { compileExpression } from '../../expressions/index.ts';
import { compileComposites } from '../mapping/composites.ts';
import { compileFields } from '../mapping/fields.ts';
import { mapRecords } from '../mapping/mapper.ts';
import { mappingScope } from '../mapping/record-scope.ts';
import { engineFailure } from '../outcome.ts';
import { type Fields, isRecord, setOwn } from '../records.ts';

type Source = (scope: Scope) => unknown;

/** Compiles where records come from; an expression that fails, fails the step. */
function compileSource(source: unknown, name: string, scope: CompileScope): Source {
  if (typeof source !== 'string') {
    const value = compileValue(source, { compat: scope.compat });
    return value.get;
  }
  const expression = compileExpression(source, { compat: scope.compat });
  return (context) => {
    try {
      return expression.evaluate(context);
    } catch (cause) {
      throw engineFailure(`${name} cannot be evaluated: ${reasonOf(cause)}`, 500, cause);
    }
  };
}

/**
 * The `map_fields` step function, version 2: one mapped record per record of `dataSource`; output `{data}`, or none when
 * the source yields nothing. Fields come from the step, else from the action's `fieldConfigs`.
 */
export function compileMapFields(
  parameters: Readonly<Fields>,
  scope: CompileScope,
  own: readonly FieldDefinition[] | undefined,
): StepRunner {
  const definitions = own ?? scope.action.fieldConfigs;
  if (definitions === undefined) {
    return async () => {
      throw engineFailure('map_fields needs fields: neither the step nor fieldConfigs of the action lists any.');
    };
  }
  const source = compileSource(parameters['dataSource'], 'dataSource', scope);
  const { externalSources } = parameters;
  const external = isRecord(externalSources)
    ? Object.keys(externalSources).map(
        (name) => [name, compileSource(externalSources[name], `externalSources.${name}`, scope)] as const,
      )
    : [];
  const fields = compileFields(definitions, scope);
  const compose = compileComposites(scope.action.compositeIdentifiers, definitions);
  return async (state) => {
    const context = mappingScope(state);
    const records = source(context);
    if (!records) return { successful: true };
    if (state.run.debug?.customMappings === 'disabled') return { successful: true, output: { data: records } };
    let values: Fields | undefined;
    for (const [name, read] of external) {
      values ??= {};
      setOwn(values, name, read(context));
    }
    try {
      const { data, notes } = mapRecords(fields, records, state, context, values);
      return { successful: true, notes, output: { data: compose(data) } };
    } catch (cause) {
      throw engineFailure(`A matchExpression cannot be evaluated: ${reasonOf(cause)}`, 500, cause);
    }
  };
}
