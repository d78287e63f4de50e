import type { CompositeIdentifiersDefinition, FieldDefinition } from '../../definition.ts';
import { decodeCompositeId, encodeCompositeId, isCompositeId, type PartAliases } from '../cursor/composite-id.ts';
import { type Fields, ownValue, setOwn } from '../records.ts';

type Compose = (data: Fields | readonly Fields[]) => Fields | readonly Fields[];

interface Composite {
  readonly target: string;
  readonly remote: string | undefined;
  readonly components: readonly string[];
  readonly aliases: PartAliases;
}

/** Short names of the components: their own, else that of the field they are taken from. */
function aliasesOf(
  components: readonly { readonly name: string; readonly alias?: string }[],
  fields: readonly FieldDefinition[],
): PartAliases {
  const aliases: Record<string, string> = {};
  for (const { name, alias } of components) {
    const short = alias ?? fields.find((field) => field.targetFieldKey === name)?.alias;
    if (short !== undefined) setOwn(aliases, name, short);
  }
  return aliases;
}

/** The composite ids of an action, with the short names of their parts. */
function compositesOf(
  definition: CompositeIdentifiersDefinition | undefined,
  fields: readonly FieldDefinition[],
): readonly Composite[] {
  if (definition?.enabled !== true) return [];
  return definition.fields.map(({ targetFieldKey, remote, components }) => ({
    target: targetFieldKey,
    remote,
    components: components.map(({ name }) => name),
    aliases: aliasesOf(components, fields),
  }));
}

function composeRecord(record: Fields, composites: readonly Composite[]): Fields {
  const composed: Fields = { ...record };
  for (const { target, remote, components, aliases } of composites) {
    const parts: Record<string, string | number> = {};
    for (const name of components) {
      const value = ownValue(record, name);
      if (typeof value === 'string' || typeof value === 'number') setOwn(parts, name, value);
    }
    // An id that lacks a part would name nothing.
    if (components.length === 0 || Object.keys(parts).length !== components.length) continue;
    const before = ownValue(record, target);
    if (remote !== undefined && before !== undefined) setOwn(composed, remote, before);
    setOwn(composed, target, encodeCompositeId(parts, aliases));
  }
  return composed;
}

/** Compiles how mapped records get ids made of several of their fields. */
export function compileComposites(
  definition: CompositeIdentifiersDefinition | undefined,
  fields: readonly FieldDefinition[],
): Compose {
  const composites = compositesOf(definition, fields);
  if (composites.length === 0) return (data) => data;
  return (data) =>
    Array.isArray(data)
      ? data.map((record: Fields) => composeRecord(record, composites))
      : composeRecord(data as Fields, composites);
}

/** Adds the parts of a composite id; an input that was given itself stays, and a lone part takes the place of the id. */
function expand(inputs: Fields, name: string, id: string, aliases: PartAliases): void {
  const decoded = decodeCompositeId(id, aliases);
  // An id that only looks like one is left to the provider to judge.
  if (!decoded.ok) return;
  const parts = Object.entries(decoded.parts);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    setOwn(inputs, name, only[1]);
    return;
  }
  for (const [part, value] of parts) if (part === name || !Object.hasOwn(inputs, part)) setOwn(inputs, part, value);
}

/**
 * Compiles how composite ids among the inputs of an action are taken apart, so that its expressions can use the parts by
 * their names.
 */
export function compileExpansion(
  definition: CompositeIdentifiersDefinition | undefined,
  fields: readonly FieldDefinition[],
): (inputs: Readonly<Fields>) => Readonly<Fields> {
  if (definition?.enabled !== true) return (inputs) => inputs;
  const aliases: PartAliases = Object.assign(
    {},
    ...compositesOf(definition, fields).map((composite) => composite.aliases),
  );
  return (inputs) => {
    const ids = Object.keys(inputs).filter((name) => typeof inputs[name] === 'string' && isCompositeId(inputs[name]));
    if (ids.length === 0) return inputs;
    const expanded: Fields = { ...inputs };
    for (const name of ids) expand(expanded, name, String(inputs[name]), aliases);
    return expanded;
  };
}
