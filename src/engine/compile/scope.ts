import type { ActionDefinition, ConnectorDefinition } from '../definition.ts';
import type { ConnectorProgram } from './connector-program.ts';
import { compileValue, type Value } from './value.ts';

/** Whether Patchbay's own decisions hold or those of the published engine. */
export type Compat = 'patchbay' | 'published';

/** What the parts of an action see while they are compiled. */
export interface CompileScope {
  readonly compat: Compat;
  readonly connector: ConnectorDefinition;
  readonly program: ConnectorProgram;
  readonly action: ActionDefinition;
  /** Position of the step being compiled. */
  readonly stepIndex: number;
  readonly stepId: string;
  /** True when the step goes through items that the caller gave. */
  readonly callerItems: boolean;
}

/** Compiles a parameter of a step function. */
export const parameter = (source: unknown, scope: CompileScope): Value =>
  compileValue(source, { compat: scope.compat });
