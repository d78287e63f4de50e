import type { FieldDefinition } from '../../definition.ts';
import { parseDateLoosely } from '../../expressions/index.ts';
import { type Fields, isRecord, ownValue, setOwn } from '../records.ts';
import { CUSTOM_FIELDS } from './fields.ts';
import { copyOf } from './record-scope.ts';

type Cast = (value: unknown) => unknown;

/** JSON of a value, or undefined where it has none (cycles, functions). */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function toText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (isRecord(value)) return jsonOf(value) ?? null;
  return textOf(value);
}

function textOf(value: unknown): string | null {
  try {
    return String(value);
  } catch {
    return null;
  }
}

function toNumber(value: unknown): number | null {
  if (value instanceof Date || typeof value === 'symbol' || typeof value === 'bigint') return null;
  if (typeof value === 'object' && !Array.isArray(value)) return null;
  const number = Array.isArray(value) ? Number(textOf(value) ?? Number.NaN) : Number(value);
  return Number.isNaN(number) ? null : number;
}

function toBoolean(value: unknown): boolean {
  return value !== 'false' && value !== '0' && Boolean(value);
}

function toDateTime(value: unknown): string | null {
  if (typeof value !== 'string' && !(value instanceof Date)) return null;
  return parseDateLoosely(value)?.toISOString() ?? null;
}

const SCALARS: Readonly<Record<string, Cast>> = {
  string: toText,
  number: toNumber,
  boolean: toBoolean,
  datetime_string: toDateTime,
};

function compileCast(field: FieldDefinition): Cast | undefined {
  if (field.type === 'object') {
    const { properties } = field;
    if (properties === undefined || properties.length === 0) return undefined;
    const cast = compileCasts(properties);
    return (value) =>
      Array.isArray(value)
        ? value.map((item) => (isRecord(item) ? cast(item) : item))
        : isRecord(value)
          ? cast(value)
          : value;
  }
  const scalar = SCALARS[field.type];
  if (scalar === undefined) return undefined;
  return field.array ? (value) => (Array.isArray(value) ? value : scalar(value)) : scalar;
}

function castMember(record: Fields, key: string, cast: Cast | undefined): void {
  const value = ownValue(record, key);
  if (value === undefined || value === null) return;
  if (value === '') setOwn(record, key, null);
  else if (cast !== undefined) setOwn(record, key, cast(value));
}

/** Compiles the casts of fields: a function that yields a copy of a record with those fields in their types. Never throws. */
export function compileCasts(fields: readonly FieldDefinition[]): (record: unknown) => Fields {
  const casts = fields.map((field) => ({ key: field.targetFieldKey, custom: field.custom, cast: compileCast(field) }));
  const hasCustom = casts.some(({ custom }) => custom);
  return (record) => {
    const copy = copyOf(record);
    const custom = hasCustom && isRecord(copy[CUSTOM_FIELDS]) ? copyOf(copy[CUSTOM_FIELDS]) : undefined;
    for (const field of casts) {
      if (!field.custom) castMember(copy, field.key, field.cast);
      else if (custom !== undefined) castMember(custom, field.key, field.cast);
    }
    if (custom !== undefined) copy[CUSTOM_FIELDS] = custom;
    return copy;
  };
}
