import { DataFault } from './data-fault.ts';
import type { SelectableType } from './path-tree.ts';

/** Whether a value is of the type a `@type()` selector asks for. */
export const TYPE_TESTS: Readonly<Record<SelectableType, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => Number.isFinite(value),
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  undefined: (value) => value === undefined,
  nonFinite: (value) => typeof value === 'number' && !Number.isFinite(value),
  scalar: (value) => typeof value !== 'object' || value === null,
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null,
  function: () => false,
  other: () => {
    throw new DataFault('@other() has no meaning here');
  },
};
