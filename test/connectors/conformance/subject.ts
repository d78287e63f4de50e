import type { CompiledAction } from '../../../src/engine/index.ts';
import { type Examples, examplesFor } from './inputs.ts';
import type { ActionCase, ConnectorSheet, Inputs } from './sheet.ts';
import type { Ran, RunOptions, World } from './world.ts';

/** One action under check. */
export interface Subject {
  readonly action: CompiledAction;
  readonly spec: ActionCase;
  readonly sheet: ConnectorSheet;
  readonly world: World;
  /** Inputs that fit the data as it is now. */
  examples(): Promise<Examples>;
  run(inputs: Inputs, options?: RunOptions): Promise<Ran>;
}

/** What is known of an action before anything runs. */
export type Declared = Pick<Subject, 'action' | 'spec' | 'sheet'>;

/** How one outcome is checked. */
export interface Check {
  /** The title of the test. */
  readonly title: string;
  /** Why an action cannot have this outcome; undefined when it can. */
  readonly impossible?: (declared: Declared) => string | undefined;
  /** @throws AssertionError when the action does not behave */
  readonly verify: (subject: Subject) => Promise<void>;
}

export const subjectOf = (declared: Declared, world: World): Subject => ({
  ...declared,
  world,
  async examples() {
    const { sheet, spec } = declared;
    if (sheet.restore !== 'each action' || spec.unrepeatable) await world.clean();
    return examplesFor(world, sheet, declared.action, spec);
  },
  run: (inputs, options) => world.run(declared.action, inputs, options),
});

/** The data of a run that must succeed. */
export function dataOf({ result }: Ran): unknown {
  if (!result.successful)
    throw new Error(
      `failed: ${result.statusCode} ${result.message} ${JSON.stringify(result.failure?.provider?.body ?? {})}`,
    );
  return result.data;
}
