import type { CompiledAction, GroupedInputs } from '../actions/index.ts';

/** How the inputs of an action stand in a tool's arguments. */
export const PARAM_STYLES = ['nested', 'flat_prefixed', 'flat_smart'] as const;

/** One of {@link PARAM_STYLES}: groups as members, `query_page_size`, or `page_size` unless two groups hold one. */
export type ParamStyle = (typeof PARAM_STYLES)[number];

/** Groups of inputs, in the order in which tools show them. */
export const GROUPS = ['path', 'query', 'headers', 'body'] as const;
type Group = (typeof GROUPS)[number];

interface Place {
  readonly group: Group;
  readonly name: string;
}

interface Flat {
  /** Argument → where it belongs. */
  readonly places: ReadonlyMap<string, Place>;
  readonly schema: Readonly<Record<string, unknown>>;
}

type GroupSchema = {
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
};

function flatten({ inputSchema }: CompiledAction, style: Exclude<ParamStyle, 'nested'>): Flat {
  const groups = (inputSchema['properties'] ?? {}) as Partial<Record<Group, GroupSchema>>;
  const needed = new Set((inputSchema['required'] ?? []) as readonly string[]);
  const named = GROUPS.flatMap((group) =>
    Object.entries(groups[group]?.properties ?? {}).map(([name, schema]) => ({ group, name, schema })),
  );
  const uses = new Map<string, number>();
  for (const { name } of named) uses.set(name, (uses.get(name) ?? 0) + 1);
  const prefixedNames = new Set(named.map(({ group, name }) => `${group}_${name}`));
  const places = new Map<string, Place>();
  const properties: Record<string, object> = {};
  const required: string[] = [];
  for (const { group, name, schema } of named) {
    const prefixed = `${group}_${name}`;
    // A name that looks like a prefixed one is prefixed itself.
    const plain = style === 'flat_smart' && uses.get(name) === 1 && !prefixedNames.has(name);
    const argument = plain ? name : prefixed;
    places.set(argument, { group, name });
    Object.defineProperty(properties, argument, { value: schema, enumerable: true });
    if (needed.has(group) && groups[group]?.required?.includes(name)) required.push(argument);
  }
  return {
    places,
    schema: {
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    },
  };
}

const flattened = {
  flat_prefixed: new WeakMap<CompiledAction, Flat>(),
  flat_smart: new WeakMap<CompiledAction, Flat>(),
};

function flatOf(action: CompiledAction, style: Exclude<ParamStyle, 'nested'>): Flat {
  let flat = flattened[style].get(action);
  if (flat === undefined) {
    flat = flatten(action, style);
    flattened[style].set(action, flat);
  }
  return flat;
}

/** The JSON Schema of the arguments of an action's tool. */
export const argumentsSchema = (action: CompiledAction, style: ParamStyle): Readonly<Record<string, unknown>> =>
  style === 'nested' ? action.inputSchema : flatOf(action, style).schema;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gathers inputs by their group; of two with one name in a group the later one counts. */
class Inputs {
  readonly #groups = new Map<string, Map<string, unknown>>();

  add(group: string, name: string, value: unknown): void {
    this.group(group).set(name, value);
  }

  /** Reads arguments as the schema of nested ones groups them; any that stand outside the groups belong to the body. */
  addNested(args: Iterable<readonly [string, unknown]>): void {
    for (const [name, value] of args) {
      if ((GROUPS as readonly string[]).includes(name) && isRecord(value)) {
        const group = this.group(name);
        for (const [input, one] of Object.entries(value)) group.set(input, one);
      } else this.add('body', name, value);
    }
  }

  group(name: string): Map<string, unknown> {
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = new Map();
      this.#groups.set(name, group);
    }
    return group;
  }

  grouped(): GroupedInputs {
    return Object.fromEntries([...this.#groups].map(([name, group]) => [name, Object.fromEntries(group)]));
  }
}

/** Puts arguments into the groups of the action's inputs; what no input is called is left to the nested reading. */
export function groupArguments(
  args: Readonly<Record<string, unknown>>,
  style: ParamStyle,
  action: CompiledAction | undefined,
): GroupedInputs {
  const inputs = new Inputs();
  const places = style === 'nested' || action === undefined ? undefined : flatOf(action, style).places;
  const given = Object.entries(args);
  inputs.addNested(places === undefined ? given : given.filter(([argument]) => !places.has(argument)));
  // After the others: a name of the tool's schema wins.
  if (places !== undefined)
    for (const [argument, value] of given) {
      const place = places.get(argument);
      if (place !== undefined) inputs.add(place.group, place.name, value);
    }
  return inputs.grouped();
}
