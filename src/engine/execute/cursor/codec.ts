import { isRecord } from '../records.ts';

/** Where a paginated step goes on. */
export interface StepPosition {
  readonly pageNumber?: number;
  /** The provider's own cursor; null or absent means its first page. */
  readonly providerPageCursor?: unknown;
  /** Records of that page that were already given out. */
  readonly position?: number;
}

/** Where a list goes on: a position per step index. */
export interface ActionCursor {
  readonly remote: Readonly<Record<string, StepPosition>>;
  readonly version: number;
  /** When it was made, in milliseconds since 1970. */
  readonly timestamp: number;
}

/** Version written into cursors. */
export const CURSOR_VERSION = 2;

const OUTER_KEYS: ReadonlySet<string> = new Set(['r', 'v', 't']);
const INNER_KEYS: ReadonlySet<string> = new Set(['n', 'c', 'p']);
const LONGEST = 16_384;

/** The public form of a cursor: JSON with short names in base64url without padding. */
export function encodeCursor(cursor: ActionCursor): string {
  const r: Record<string, object> = {};
  for (const index of Object.keys(cursor.remote)) {
    const position = cursor.remote[index] ?? {};
    r[index] = { n: position.pageNumber, c: position.providerPageCursor, p: position.position };
  }
  return Buffer.from(JSON.stringify({ r, v: cursor.version, t: cursor.timestamp }), 'utf8').toString('base64url');
}

const hasOnly = (record: object, keys: ReadonlySet<string>): boolean =>
  Object.keys(record).every((key) => keys.has(key));

function positionOf(value: unknown): StepPosition | undefined {
  if (!isRecord(value) || !hasOnly(value, INNER_KEYS)) return undefined;
  const { n, c, p } = value;
  if (n !== undefined && typeof n !== 'number') return undefined;
  if (p !== undefined && (typeof p !== 'number' || !Number.isSafeInteger(p) || p < 0)) return undefined;
  return {
    ...(n === undefined ? {} : { pageNumber: n }),
    ...(c === undefined ? {} : { providerPageCursor: c }),
    ...(p === undefined ? {} : { position: p }),
  };
}

/** The cursor behind its public form, or null when it is not one. */
export function decodeCursor(text: string): ActionCursor | null {
  if (text.length > LONGEST || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64url')));
  } catch {
    return null;
  }
  if (!isRecord(value) || !hasOnly(value, OUTER_KEYS)) return null;
  const { r, v, t } = value;
  if (!isRecord(r) || typeof v !== 'number' || typeof t !== 'number') return null;
  const remote: Record<string, StepPosition> = {};
  for (const index of Object.keys(r)) {
    const position = /^\d{1,4}$/.test(index) ? positionOf(r[index]) : undefined;
    if (position === undefined) return null;
    remote[index] = position;
  }
  return { remote, version: v, timestamp: t };
}

/** The cursor with another position for one step; a position without values takes the step out. */
export function withPosition(cursor: ActionCursor, stepIndex: number, position: StepPosition): ActionCursor {
  const { [String(stepIndex)]: _before, ...others } = cursor.remote;
  const isEmpty = Object.values(position).every((value) => value === undefined);
  return { ...cursor, remote: isEmpty ? others : { ...others, [String(stepIndex)]: position } };
}

/** True when there is no next page. */
export const isEmptyCursor = (cursor: ActionCursor): boolean => Object.keys(cursor.remote).length === 0;
