import { isRecord, setOwn } from '../../execute/records.ts';
import type { Scope } from '../value.ts';
import type { UrlSource } from './source.ts';

// What would end a path segment or start another part of the address, and what decoding would turn into it.
const RESERVED = /[%/?#\\&+\s\p{Cc}]/gu;
const DEEPEST = 32;

const percent = (character: string): string => encodeURIComponent(character.toWellFormed());

/** Encodes an input so that it stays within the path segment or query value it is put into. */
export const encodeUrlInput = (text: string): string => text.replace(RESERVED, percent);

function encodeDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return encodeUrlInput(value);
  if (value === null || typeof value !== 'object') return value;
  // Nobody writes addresses that deep into their data; what is not encoded must not get in.
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return value.map((item) => encodeDeep(item, depth + 1));
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) setOwn(copy, name, encodeDeep(value[name], depth + 1));
  return copy;
}

function encodeNamed(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(values, name)) setOwn(copy, name, encodeDeep(values[name]));
  return copy;
}

/**
 * Makes a copy of the scope in which a caller's values are encoded; only the inputs that the address names, where it is
 * clear which those are, so that a large body costs nothing.
 * @param roots members of the scope that hold a caller's values
 */
export function inputEncoder(sources: readonly UrlSource[], roots: readonly string[]): (scope: Scope) => Scope {
  const paths = sources.flatMap(({ value }) => value.references);
  const mentions = sources.reduce((count, { text }) => count + text.split('inputs').length - 1, 0);
  const named = paths.filter(([root]) => root === 'inputs').map(([, name]) => name);
  const known = named.length === mentions ? named.filter((name) => name !== undefined) : [];
  const isClear = mentions > 0 && known.length === mentions;
  return (scope) => {
    const encoded: Record<string, unknown> = { ...scope };
    for (const root of roots) {
      const values = scope[root];
      if (values === undefined) continue;
      encoded[root] =
        root === 'inputs' && isClear && isRecord(values) ? encodeNamed(values, known) : encodeDeep(values);
    }
    return encoded;
  };
}
