import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import { succeeded } from '../outcome.ts';
import type { Fields } from '../records.ts';

/** The `static_values` step function: evaluates `values` at every depth; output `{data}`. */
export function compileStaticValues(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const values = parameter(parameters['values'], scope);
  return async ({ block }) => succeeded({ data: values.get(block) });
}
