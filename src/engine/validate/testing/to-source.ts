import { stringify } from 'yaml';
import type { ConnectorDefinition } from '../../definition.ts';

/** A definition written back as the text of one file. */
export function toSource({ formatVersion, scopeDefinitions, authentication, ...rest }: ConnectorDefinition): string {
  const written = {
    StackOne: formatVersion,
    ...rest,
    scopeDefinitions: Object.fromEntries(scopeDefinitions.map(({ name, ...body }) => [name, body])),
    authentication: authentication.map(({ authKey, config }) => ({ [authKey]: config })),
  };
  return stringify(withoutReadFields(written), { aliasDuplicateObjects: false });
}

/** Fields of a mapping function stand in its parameters as well; those beside them are how they were read. */
function withoutReadFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutReadFields);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !(key === 'fields' && 'functionName' in value));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutReadFields(inner)]));
}
