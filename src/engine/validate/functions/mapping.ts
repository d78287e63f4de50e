import { quote } from '../../parse/index.ts';
import { fields } from '../blocks/field.ts';
import type { Block } from '../kinds/block.ts';
import { list, record } from '../kinds/collections.ts';
import { dynamic, expression, template } from '../kinds/expressions.ts';
import type { Kind } from '../kinds/kind.ts';
import { optional, required } from '../kinds/mapping.ts';
import { bool, text } from '../kinds/scalars.ts';
import { may, must, type ParameterTable } from './table.ts';

const dataSource = expression({ strict: true, mayBeEmpty: false });

/** `map_fields`, version 2. */
export const mapFields: ParameterTable = {
  what: 'the parameters of map_fields',
  keys: {
    fields: optional(dynamic(fields)),
    dataSource: required(dataSource),
    externalSources: may(record(expression({ strict: true }), 'expressions')),
  },
  check: (at) => checkFields(at, 'map_fields', 'error'),
};

/** `typecast`, version 2. */
export const typecast: ParameterTable = {
  what: 'the parameters of typecast',
  keys: { fields: optional(dynamic(fields)), dataSource: required(dataSource) },
  check: (at) => checkFields(at, 'typecast', 'warning'),
};

/** Version 1 of both reads fields and records of the action; it takes nothing of its own. */
export const firstVersion = (name: string): ParameterTable => ({
  what: `the parameters of ${name} version 1`,
  keys: {},
  ignored: {
    fields: 'version 1 uses the fieldConfigs of the action.',
    dataSource: 'version 1 works on the result of the action.',
    externalSources: 'version 1 works on the result of the action.',
  },
});

function checkFields(at: Block, name: string, severity: 'error' | 'warning'): void {
  if (at.entry('fields') || at.context.scope?.hasFieldConfigs !== false) return;
  const message = `${name} has no fields: neither "fields" here nor "fieldConfigs" at the action.`;
  at.context.report('missing-mapping', at.at, at.path, message, { severity });
}

/** Id of a step that has run before. */
const stepId: Kind<string> = text({
  mayBeEmpty: false,
  check(id, node, path, context) {
    const steps = context.scope?.steps;
    if (steps === undefined) return;
    const index = steps.get(id);
    if (index === undefined) {
      const message = `There is no step ${quote(id)} in this action.${context.suggest(id, steps.keys())}`;
      context.report('unknown-step', node, path, message);
    } else if (index >= (context.scope?.current ?? 0)) {
      context.report('later-step', node, path, `The step ${quote(id)} has not run yet here; it has no data to group.`);
    }
  },
});

/** `group_data`, version 1. */
export const groupData: ParameterTable = {
  what: 'the parameters of group_data',
  keys: { stepsDataToGroup: must(list(dynamic(stepId), 'step ids', { least: 1 })), isSingleRecord: may(bool) },
};

/** `static_values`, version 1. */
export const staticValues: ParameterTable = {
  what: 'the parameters of static_values',
  keys: { values: required(template()) },
};
