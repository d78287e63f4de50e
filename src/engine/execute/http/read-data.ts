import type { CompileScope } from '../../compile/scope.ts';
import { compileValue, type Scope } from '../../compile/value.ts';
import { compileExpression } from '../../expressions/index.ts';
import { type Fields, isRecord, ownValue, setOwn } from '../records.ts';

/** Finds something in a body or in headers. */
export type Reader = (body: unknown, scope: Scope) => unknown;

const BLOCK_ROOT =
  /^\$\.?\[?['"]?(inputs|credentials|steps|intermediateSteps|iterator|context|connector|action|settings)\b/;
const MOST_DYNAMIC_READERS = 100;

function pathReader(path: string, compat: CompileScope['compat']): (body: Readonly<Fields>) => unknown {
  if (/^[\w-]+$/.test(path)) return (body) => ownValue(body, path);
  const expression = compileExpression(path.startsWith('[') ? `$${path}` : `$.${path}`, { compat });
  return (body) => {
    const found = expression.safe(body);
    return found === undefined || found === null ? (ownValue(body, path) ?? found) : found;
  };
}

/**
 * Compiles a `dataKey` or `nextKey`: a dot path or `{{…}}` on the body. A body that is not an object is the result itself.
 * A key that is an expression on the run (`$.inputs.kind`) is evaluated first and then read as a path.
 */
export function compileReader(key: unknown, scope: CompileScope): Reader | undefined {
  if (typeof key !== 'string' || key.trim() === '') return undefined;
  const { compat } = scope;
  const text = key.trim();
  if (text.startsWith('{{')) {
    const expression = compileExpression(text, { compat });
    return (body) => (isRecord(body) ? expression.safe(body) : body);
  }
  // The published engine evaluates every `$…` on the run; `$.data.items` can only be meant for the body.
  if (text.startsWith('$') && !text.startsWith('${') && !BLOCK_ROOT.test(text) && compat !== 'published') {
    const path = compileExpression(text, { compat });
    return (body) => (isRecord(body) ? path.safe(body) : body);
  }
  const value = compileValue(key, { compat });
  if (value.constant) {
    const read = pathReader(text, compat);
    return (body) => (isRecord(body) ? read(body) : body);
  }
  const known = new Map<string, (body: Readonly<Fields>) => unknown>();
  return (body, block) => {
    const path = value.get(block);
    if (!isRecord(body) || typeof path !== 'string' || path === '') return body;
    let read = known.get(path);
    if (read === undefined) {
      if (known.size >= MOST_DYNAMIC_READERS) known.clear();
      read = pathReader(path, compat);
      known.set(path, read);
    }
    return read(body);
  };
}

const keyOf = (record: unknown, field: string): string | undefined => {
  const value = ownValue(record, field);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
};

/** An object of the records by the value of one of their fields; records without it are left out. */
export function indexBy(records: readonly unknown[], field: string): Fields {
  const index: Fields = {};
  for (const record of records) {
    const key = keyOf(record, field);
    if (key !== undefined) setOwn(index, key, record);
  }
  return index;
}

/** Shapes the data of a single answer: `collection` with `indexField` keys a list, `indexField` alone keys one record. */
export function shapeData(data: unknown, collection: boolean, indexField: string | undefined): unknown {
  if (indexField === undefined) return data;
  if (collection) return Array.isArray(data) ? indexBy(data, indexField) : data;
  const key = isRecord(data) ? keyOf(data, indexField) : undefined;
  return key === undefined ? data : indexBy([data], indexField);
}
