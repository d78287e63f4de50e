import type { CompiledAction } from '../../../src/engine/index.ts';
import { type Examples, examplesFor } from './inputs.ts';
import type { ActionCase, ConnectorSheet, Fields, Inputs, Rights } from './sheet.ts';
import type { Ran, RunOptions, World } from './world.ts';

/** One action under check. */
export interface Subject {
  readonly action: CompiledAction;
  readonly spec: ActionCase;
  readonly sheet: ConnectorSheet;
  readonly world: World;
  /** Inputs that fit the data as it is now. */
  examples(): Promise<Examples>;
  /** Runs it with full access, unless the options say otherwise. */
  run(inputs: Inputs, options?: Pick<RunOptions, 'fields' | 'fault'>): Promise<Ran>;
  /** Credentials of the way the action needs. */
  fields(rights: Rights): Promise<Fields>;
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

/** Name of a demo credential set that may not do what an action does. */
const setWithout = ({ spec, sheet }: Declared): string | undefined =>
  spec.lacking ?? ((spec.scopes ?? []).length === 0 ? undefined : sheet.lacking(spec.scopes ?? []));

/** True where some valid credentials may not do what an action does. */
export const canLackRights = (declared: Declared): boolean =>
  declared.spec.way !== undefined || setWithout(declared) !== undefined;

async function fieldsFor(declared: Declared, world: World, rights: Rights): Promise<Fields> {
  const { spec, sheet } = declared;
  if (spec.way !== undefined) return spec.way.fields(world, rights);
  return world.fields({ full: undefined, unknown: sheet.wrongKey, lacking: setWithout(declared) }[rights]);
}

export const subjectOf = (declared: Declared, world: World): Subject => ({
  ...declared,
  world,
  fields: (rights) => fieldsFor(declared, world, rights),
  async examples() {
    const { sheet, spec } = declared;
    if (sheet.restore !== 'each action' || spec.unrepeatable) await world.clean();
    return examplesFor(world, sheet, declared.action, spec);
  },
  async run(inputs, options = {}) {
    const fields = options.fields ?? (await fieldsFor(declared, world, 'full'));
    const { way } = declared.spec;
    const how = way === undefined ? {} : { authenticationType: way.key };
    return world.run(declared.action, inputs, { ...options, ...how, fields });
  },
});

/** The data of a run that must succeed. */
export function dataOf({ result }: Ran): unknown {
  if (!result.successful)
    throw new Error(
      `failed: ${result.statusCode} ${result.message} ${JSON.stringify(result.failure?.provider?.body ?? {})}`,
    );
  return result.data;
}
