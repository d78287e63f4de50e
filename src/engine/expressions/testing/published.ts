import jexl from 'jexl';
import { JSONPath } from 'jsonpath-plus';

/** How an evaluation ended. */
export type Outcome = { readonly value: unknown } | { readonly throws: string };

const missing = (value: unknown): boolean => value === null || value === undefined || value === '';
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const engine = new jexl.Jexl();
engine.addBinaryOp('??', 0, (left, right) => (!missing(left) ? left : !missing(right) ? right : (left ?? right)));
engine.addFunction('present', (value: unknown) => value !== null && value !== undefined);
engine.addFunction('missing', missing);
engine.addFunction('keys', (value: unknown) => (isObject(value) ? Object.keys(value) : []));
engine.addFunction('values', (value: unknown) => (isObject(value) ? Object.values(value) : []));
engine.addFunction('includes', (list: unknown, wanted: unknown) => {
  if (!Array.isArray(list) || list.length === 0 || missing(wanted)) return false;
  return Array.isArray(wanted)
    ? wanted.every((item) => list.some((one) => one === item))
    : list.some((one) => one === wanted);
});
engine.addFunction('includesSome', (list: unknown, wanted: unknown) => {
  if (!Array.isArray(list) || list.length === 0 || missing(wanted)) return false;
  return Array.isArray(wanted)
    ? wanted.some((item) => list.some((one) => one === item))
    : list.some((one) => one === wanted);
});

/** Evaluates a JEXL text with the library the format is defined by; data that does not fit gives undefined. */
export function publishedJexl(text: string, context: object): Outcome {
  let compiled: ReturnType<typeof engine.compile>;
  try {
    if (text.trim() === '.') throw new Error('nothing but a dot');
    compiled = engine.compile(text);
  } catch (error) {
    return { throws: String(error) };
  }
  try {
    return { value: compiled.evalSync(context) };
  } catch {
    return { value: undefined };
  }
}

/** Evaluates a JSONPath with the library the format is defined by, unwrapping as the format does. */
export function publishedPath(path: string, context: object): Outcome {
  const refused =
    path.includes('$_') || /\$[^.[]/.test(path) || (path.includes('[') ? !path.includes(']') : path.includes(' '));
  if (refused) return { throws: 'refused' };
  try {
    const found = JSONPath({ path, json: context }) as unknown[];
    return { value: found.length > 1 ? found : found[0] };
  } catch (error) {
    return { throws: String(error) };
  }
}

/** The text of a placeholder: its value as JEXL, else as a dotted path, else itself. */
function fill(raw: string, inner: string, context: object): string {
  const outcome = publishedJexl(inner.trim(), context);
  let value = 'value' in outcome ? outcome.value : undefined;
  if (value === undefined) {
    value = context;
    for (const name of inner.trim().split('.')) {
      value =
        value !== null && value !== undefined && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined;
    }
  }
  return value === undefined ? raw : String(value);
}

/** Evaluates a string of a connector as the published engine does. */
export function publishedExpression(source: string, context: object): Outcome {
  const text = source.trim();
  if (text === '') return { throws: 'Empty expression' };
  const braced = text.length > 4 && text.startsWith('{{') && text.endsWith('}}');
  const body = (braced ? text.slice(2, -2) : text).replaceAll('$.', '');
  const filled = body.replace(/\$\{([^}]+)\}/g, (raw, inner: string) => fill(raw, inner, context));
  if (/\$\{[^}]+\}/.test(body) && filled !== '') return { value: filled };
  if (!braced) return text.startsWith('$') ? publishedPath(text, context) : { value: source };
  return publishedJexl(body, context);
}
