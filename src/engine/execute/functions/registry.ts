import type { StepRunner } from '../../compile/program-of.ts';
import type { CompileScope } from '../../compile/scope.ts';
import type { FieldDefinition } from '../../definition.ts';
import type { Fields } from '../records.ts';
import { compileRequest } from './request.ts';

/**
 * Compiles the parameters of a step function.
 * @param fields `parameters.fields` in the normalised form, where it is a list of fields
 */
export type StepFunction = (
  parameters: Readonly<Fields>,
  scope: CompileScope,
  fields: readonly FieldDefinition[] | undefined,
) => StepRunner;

/** Every step function by `name@version`. */
export const STEP_FUNCTIONS: Readonly<Record<string, StepFunction>> = {
  'request@1': compileRequest,
};
