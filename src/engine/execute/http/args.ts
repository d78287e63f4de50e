import { reasonOf } from '../../../kernel/index.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import type { Scope, Value } from '../../compile/value.ts';
import { compileExpression } from '../../expressions/index.ts';
import { callerFailure, engineFailure, type StepError } from '../outcome.ts';
import { isRecord } from '../records.ts';
import { BodyParts } from './body.ts';
import { type ArrayFormat, Query } from './query.ts';

/** What the arguments of a call amount to. */
export interface Arguments {
  readonly query: Query;
  /** Lower-case names. */
  readonly headers: Record<string, string>;
  readonly body: BodyParts;
}

/** Evaluates the arguments of a call. */
export type ArgumentsOf = (scope: Scope) => Arguments;

/** Whether a condition holds. */
export type Holds = (scope: Scope) => boolean;

interface Arg {
  readonly name: Value;
  readonly value: Value;
  readonly holds: Holds | undefined;
  readonly apply: (name: string, value: unknown, to: Arguments) => void;
}

const NOT_IN_HEADERS = /[^\t\x20-\x7e\x80-\xff]/;
const ARRAY_FORMATS: ReadonlySet<unknown> = new Set<ArrayFormat>(['repeat', 'brackets', 'comma', 'stringify']);

/** True for results an author means as "yes": true itself, and anything that is there and not empty. */
function means(result: unknown): boolean {
  if (typeof result === 'boolean') return result;
  if (Array.isArray(result)) return result.length > 0;
  return Boolean(result) && result !== 'false';
}

/** Compiles the condition of an argument; absent means it always holds. */
export function compileCondition(source: unknown, scope: CompileScope): Holds | undefined {
  if (source === undefined || source === null) return undefined;
  if (typeof source !== 'string') return () => source === true;
  const expression = compileExpression(source, { compat: scope.compat });
  const strict = scope.compat === 'published';
  return (block) => {
    let result: unknown;
    try {
      result = expression.evaluate(block);
    } catch (cause) {
      throw engineFailure(`The condition of an argument cannot be evaluated: ${reasonOf(cause)}`, 500, cause);
    }
    return strict ? result === true : means(result);
  };
}

/** Sets a header after checking that its value may stand in one. */
export function setHeader(
  headers: Record<string, string>,
  name: string,
  value: string,
  refuse: (message: string) => StepError = callerFailure,
): void {
  if (NOT_IN_HEADERS.test(value)) {
    throw refuse(`The value of header "${name}" holds characters that headers cannot hold.`);
  }
  headers[name.toLowerCase()] = value;
}

function applier(source: Readonly<Record<string, unknown>>, published: boolean): Arg['apply'] {
  const dropped = (value: unknown): boolean => !published && (value === undefined || value === null);
  switch (source['in']) {
    case 'query': {
      const format = ARRAY_FORMATS.has(source['arrayFormat']) ? (source['arrayFormat'] as ArrayFormat) : 'indices';
      return (name, value, to) => {
        if (!dropped(value)) to.query.add(name, value, format);
      };
    }
    case 'headers':
      return (name, value, to) => {
        if (!dropped(value)) setHeader(to.headers, name, String(value));
      };
    default:
      if (source['spread'] === true) return (_name, value, to) => to.body.spread(value);
      if (source['inline'] === true) return setInline;
      return (name, value, to) => {
        if (value !== undefined) to.body.add(name, value);
      };
  }
}

function setInline(name: string, value: unknown, to: Arguments): void {
  if (typeof value !== 'string' || value === '') {
    throw engineFailure(`The body argument "${name}" is sent as it is, so its value must be a text that is not empty.`);
  }
  to.body.setRaw(value);
}

function compileArg(source: unknown, scope: CompileScope): Arg | undefined {
  if (!isRecord(source)) return undefined;
  return {
    name: parameter(source['name'], scope),
    value: parameter(source['value'], scope),
    holds: compileCondition(source['condition'], scope),
    apply: applier(source, scope.compat === 'published'),
  };
}

/**
 * Compiles the `args` of a call. An argument whose condition does not hold is left out, and so is a query or header
 * argument without a value.
 */
export function compileArguments(source: unknown, scope: CompileScope): ArgumentsOf {
  const args = (Array.isArray(source) ? source : [])
    .map((arg) => compileArg(arg, scope))
    .filter((arg) => arg !== undefined);
  return (block) => {
    const result: Arguments = { query: new Query(), headers: {}, body: new BodyParts() };
    for (const { name, value, holds, apply } of args) {
      if (holds !== undefined && !holds(block)) continue;
      apply(String(name.get(block) ?? ''), value.get(block), result);
    }
    return result;
  };
}
