import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { FORMATS, isDateOrDateTime } from './formats.ts';
import { compilePattern } from './pattern.ts';
import type { JsonSchema } from './schema.ts';

// The validator keeps compiled patterns apart by their text.
const boundedRegExp = (source: string) => ({ ...compilePattern(source), toString: () => `/${source}/` });

const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  verbose: true,
  validateSchema: false,
  code: { regExp: Object.assign(boundedRegExp, { code: 'bounded' }) },
  formats: {
    'date-time': isDateOrDateTime,
    ...Object.fromEntries(Object.entries(FORMATS).map(([name, format]) => [name, format.test])),
  },
});

/** Compiles a JSON Schema into a validator. Nothing is kept of it here. */
export function compileSchema(schema: JsonSchema): ValidateFunction {
  try {
    return ajv.compile(schema);
  } finally {
    ajv.removeSchema(schema);
  }
}
