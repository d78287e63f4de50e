import type { CompositeIdentifiersDefinition, FieldDefinition } from '../../definition.ts';
import { encodeCompositeId, type PartAliases } from '../cursor/composite-id.ts';
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
export function compositesOf(
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
