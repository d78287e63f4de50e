import { isRecord, setOwn } from '../execute/records.ts';
import { compileExpression } from '../expressions/index.ts';
import type { Compat } from './scope.ts';

/** What expressions see. */
export type Scope = Readonly<Record<string, unknown>>;

/** A value of the connector file in which texts may be expressions, ready to be evaluated any number of times. */
export interface Value {
  /** True when it is the same for every run. */
  readonly constant: boolean;
  /** Paths it surely reads, for example `['inputs', 'id']`. */
  readonly references: References;
  /** Never throws: an expression that fails is null. */
  readonly get: (scope: Scope) => unknown;
}

/** Paths into the scope. */
export type References = readonly (readonly string[])[];

/** Choices for {@link compileValue}. */
export interface ValueOptions {
  readonly compat: Compat;
  /** Keeps empty texts; otherwise they become null, as the published format has it. */
  readonly keepEmpty?: boolean;
}

const NOTHING: References = Object.freeze([]);

/** A value that is the same for every run. */
export const constantValue = (value: unknown): Value => ({ constant: true, references: NOTHING, get: () => value });

/** True when one of the paths starts with this member of the scope. */
export const reads = ({ references }: { readonly references: References }, root: string): boolean =>
  references.some((path) => path[0] === root);

const merged = (values: readonly Value[]): References => values.flatMap((value) => value.references);

function compileText(text: string, options: ValueOptions): Value {
  if (text === '') return constantValue(options.keepEmpty === true ? '' : null);
  const expression = compileExpression(text, { compat: options.compat });
  if (expression.kind === 'literal') return constantValue(expression.safe({}));
  return { constant: false, references: expression.references, get: (scope) => expression.safe(scope) };
}

/** Compiles plain data: texts are evaluated wherever they are, everything else is kept. */
export function compileValue(source: unknown, options: ValueOptions): Value {
  if (typeof source === 'string') return compileText(source, options);
  if (Array.isArray(source)) {
    const items = source.map((item) => compileValue(item, options));
    if (items.every((item) => item.constant)) return constantValue(Object.freeze(items.map((item) => item.get({}))));
    return { constant: false, references: merged(items), get: (scope) => items.map((item) => item.get(scope)) };
  }
  if (!isRecord(source)) return constantValue(source);
  const members = Object.keys(source).map((name) => [name, compileValue(source[name], options)] as const);
  const build = (scope: Scope): Record<string, unknown> => {
    const record: Record<string, unknown> = {};
    for (const [name, value] of members) setOwn(record, name, value.get(scope));
    return record;
  };
  if (members.every(([, value]) => value.constant)) return constantValue(Object.freeze(build({})));
  return { constant: false, references: merged(members.map(([, value]) => value)), get: build };
}
