import type { InputProperty, InputShape } from '../../definition.ts';

const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function coerceNumber(value: unknown): unknown {
  if (typeof value !== 'string' || !NUMBER.test(value.trim())) return value;
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

function coerceBoolean(value: unknown): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

function coerceText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function coerceElement(value: unknown, shape: InputShape): unknown {
  switch (shape.type) {
    case 'number':
      return coerceNumber(value);
    case 'boolean':
      return coerceBoolean(value);
    case 'string':
      return coerceText(value);
    case 'enum':
      return shape.oneOf?.values?.find((candidate) => candidate === value || String(candidate) === value) ?? value;
    case 'object':
      return parseJson(value);
    default:
      return value;
  }
}

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * The value of a path, query or header input in its declared type where its text spells one: such values often arrive as
 * text. Anything else is returned as it is, for the validator to refuse.
 */
export function coerceInput(value: unknown, input: InputProperty): unknown {
  if (input.variants !== undefined && input.variants.length > 0) return value;
  if (!input.array) return coerceElement(value, input);
  const list = parseJson(value);
  return (Array.isArray(list) ? list : [value]).map((item) => coerceElement(item, input));
}
