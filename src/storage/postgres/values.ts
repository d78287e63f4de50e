import { TypeOverrides } from 'pg';

const INT8 = 20;
const NUMERIC = 1700;

/**
 * A number that SQLite would answer as a number too.
 * @throws RangeError for a whole number that JavaScript cannot hold
 */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(value)) {
    throw new RangeError(`Value is too large to be represented as a JavaScript number: ${text}`);
  }
  return value;
}

/** How values of the server become JavaScript: as usual, but 64-bit integers, counts and sums as numbers. */
export function valueTypes(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, parseNumber);
  types.setTypeParser(NUMERIC, parseNumber);
  return types;
}
