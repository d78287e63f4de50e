import { existsSync, readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The object that an option holds as JSON or in a JSON file.
 * @throws InvalidArgumentError when it is neither
 */
export function jsonArgument(value: string): Record<string, unknown> {
  const inline = value.trimStart().startsWith('{');
  if (!inline && !existsSync(value))
    throw new InvalidArgumentError(`There is no file ${value}. Give a file, or JSON that begins with {.`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(inline ? value : readFileSync(value, 'utf8'));
  } catch (error) {
    throw new InvalidArgumentError(`${inline ? 'The argument' : value} is not valid JSON: ${(error as Error).message}`);
  }
  if (!isRecord(parsed)) throw new InvalidArgumentError('A JSON object is needed.');
  return parsed;
}
