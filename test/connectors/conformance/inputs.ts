import type { CompiledAction } from '../../../src/engine/index.ts';
import type { ActionCase, ConnectorSheet, Inputs, Values } from './sheet.ts';
import type { World } from './world.ts';

type Schema = Readonly<Record<string, unknown>>;
type Group = keyof Inputs;

const membersOf = (schema: unknown): Readonly<Record<string, Schema>> =>
  ((schema as Schema | undefined)?.['properties'] ?? {}) as Readonly<Record<string, Schema>>;
const requiredOf = (schema: unknown): readonly string[] =>
  ((schema as Schema | undefined)?.['required'] ?? []) as readonly string[];

const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2026-03-02',
  'date-time': '2026-03-02T09:30:00Z',
  email: 'conformance@example.com',
  uri: 'https://example.com/conformance',
  uuid: '7d9f3c1e-52a4-4a0b-9a51-3f2f7a1f6f11',
};

/** A value that a schema allows. Texts are told apart by the name of their input. */
function sample(schema: Schema, name: string): unknown {
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices[0];
  const variants = schema['anyOf'];
  if (Array.isArray(variants)) return sample(variants[0] as Schema, name);
  switch (schema['type']) {
    case 'number':
      return Math.max(1, Number(schema['minimum'] ?? 1));
    case 'boolean':
      return true;
    case 'array':
      return [sample((schema['items'] ?? {}) as Schema, name)];
    case 'object':
      return Object.fromEntries(
        Object.entries(membersOf(schema)).map(([key, member]) => [key, sample(member, `${name} ${key}`)]),
      );
    default:
      return BY_FORMAT[String(schema['format'])] ?? name.slice(0, Number(schema['maxLength'] ?? name.length));
  }
}

const groupsOf = (action: CompiledAction): [Group, Schema][] =>
  Object.entries(membersOf(action.inputSchema)) as [Group, Schema][];

/** Names of an action's inputs, by group. */
export function inputNames(action: CompiledAction, group: Group): string[] {
  return Object.keys(membersOf(membersOf(action.inputSchema)[group]));
}

/** The required inputs of an action. */
export const requiredInputs = (action: CompiledAction): { readonly group: Group; readonly name: string }[] =>
  groupsOf(action).flatMap(([group, schema]) => requiredOf(schema).map((name) => ({ group, name })));

const LATER_PAGES = new Set(['next', 'cursor']);

/** Inputs of an action: every one it has, and the fewest it can do with. */
export interface Examples {
  readonly every: Inputs;
  readonly fewest: Inputs;
}

/** Makes inputs for an action from the sheet's values and, where it names none, from the input's own schema. */
export async function examplesFor(
  world: World,
  sheet: ConnectorSheet,
  action: CompiledAction,
  { values, omit = [], keep = [] }: ActionCase,
): Promise<Examples> {
  const known: Values = { ...(await sheet.values(world)), ...(await values?.(world)) };
  const every: Record<string, Record<string, unknown>> = {};
  const fewest: Record<string, Record<string, unknown>> = {};
  for (const [group, schema] of groupsOf(action)) {
    const required = requiredOf(schema);
    for (const [name, member] of Object.entries(membersOf(schema))) {
      if (LATER_PAGES.has(name)) continue;
      const value = Object.hasOwn(known, name) ? known[name] : sample(member, name);
      if (!omit.includes(name)) every[group] = { ...every[group], [name]: value };
      if (required.includes(name) || keep.includes(name)) fewest[group] = { ...fewest[group], [name]: value };
    }
  }
  return { every, fewest };
}

/** The inputs without one of them. */
export function without(inputs: Inputs, group: Group, name: string): Inputs {
  const { [name]: _gone, ...rest } = inputs[group] ?? {};
  return { ...inputs, [group]: rest };
}

/** The inputs with one of them replaced or added. */
export const withInput = (inputs: Inputs, group: Group, name: string, value: unknown): Inputs => ({
  ...inputs,
  [group]: { ...inputs[group], [name]: value },
});
