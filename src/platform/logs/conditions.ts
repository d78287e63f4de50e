import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { LogFilter, LogOrder, LogPage } from './log-query.ts';

/** The parts of a log table, as SQL, that lists filter and sort by. A missing part is empty in every row. */
export interface LogColumns {
  /** Unique in the project and rising with time. */
  readonly id: RawBuilder<unknown>;
  readonly requestId: RawBuilder<unknown>;
  readonly accountId: RawBuilder<unknown>;
  readonly provider: RawBuilder<unknown>;
  readonly action: RawBuilder<unknown>;
  readonly method: RawBuilder<unknown>;
  readonly status: RawBuilder<unknown>;
  readonly startedAt: RawBuilder<unknown>;
  readonly duration: RawBuilder<unknown>;
  /** True for rows that tell of a success. */
  readonly succeeded: RawBuilder<SqlBool>;
  readonly sourceId?: RawBuilder<unknown>;
  readonly sourceType?: RawBuilder<unknown>;
  readonly sourceValue?: RawBuilder<unknown>;
  readonly category?: RawBuilder<unknown>;
  /** For requests that run no action. */
  readonly path?: RawBuilder<unknown>;
  /** A part of the path, counted from 1, in lower case; goes with `path`. */
  readonly pathPart?: (part: number) => RawBuilder<unknown>;
}

/** Provider → category of its connector. */
export type Services = ReadonlyMap<string, string>;

const NEVER = sql<SqlBool>`1 = 0`;

const serviceOf = ({ provider }: LogColumns, services: Services): RawBuilder<unknown> => {
  const cases = [...services].map(([key, service]) => sql`when ${provider} = ${key} then ${service}`);
  return sql`case when ${provider} is null then '' ${sql.join(cases, sql` `)} else '' end`;
};

const escaped = (text: string): string => text.toLowerCase().replace(/[\\%_]/g, '\\$&');

const aboutResource = ({ action, path }: LogColumns, resource: string): RawBuilder<SqlBool> => {
  const name = escaped(resource);
  if (path !== undefined)
    return sql`(lower(${path}) like ${`/${name}`} escape '\\' or lower(${path}) like ${`/${name}/%`} escape '\\')`;
  // An action is named <connector>_<verb>_<resource>: exactly two underscores stand before the resource.
  const [two, three] = [`%\\_%\\_${name}`, `%\\_%\\_%\\_${name}`];
  return sql`(lower(${action}) like ${two} escape '\\' and lower(${action}) not like ${three} escape '\\')`;
};

const lower = (values: readonly string[]): string[] => values.map((value) => value.toLowerCase());

/** The conditions of a filter; all must hold. */
export function filterConditions(filter: LogFilter, columns: LogColumns, services: Services): RawBuilder<SqlBool>[] {
  const conditions: RawBuilder<SqlBool>[] = [];
  const only = (column: RawBuilder<unknown> | undefined, values: readonly (string | number)[]): void => {
    if (values.length === 0) return;
    conditions.push(column === undefined ? NEVER : sql<SqlBool>`${column} in (${sql.join(values)})`);
  };
  only(columns.accountId, filter.accountIds);
  only(columns.action, filter.actions);
  only(columns.provider, filter.providers);
  only(columns.requestId, filter.requestIds);
  only(columns.method, filter.methods);
  only(columns.status, filter.statusCodes);
  only(columns.sourceId, filter.sourceIds);
  only(columns.sourceType, filter.sourceTypes);
  only(columns.sourceValue, filter.sourceValues);
  only(columns.category, filter.categories);
  // Actions have resources only; paths name them in turn with ids: /accounts/1/meta.
  only(columns.pathPart?.(3), lower(filter.subResources));
  only(columns.pathPart?.(5), lower(filter.childResources));
  if (filter.services.length > 0) only(serviceOf(columns, services), filter.services);
  if (filter.resources.length > 0) {
    const any = filter.resources.map((resource) => aboutResource(columns, resource));
    conditions.push(sql<SqlBool>`(${sql.join(any, sql` or `)})`);
  }
  if (filter.from !== undefined) conditions.push(sql<SqlBool>`${columns.startedAt} >= ${filter.from}`);
  if (filter.to !== undefined) conditions.push(sql<SqlBool>`${columns.startedAt} <= ${filter.to}`);
  if (filter.success !== undefined)
    conditions.push(filter.success ? columns.succeeded : sql<SqlBool>`not ${columns.succeeded}`);
  return conditions;
}

/** What rows are sorted by before their id; undefined where the id alone is the order. */
export function sortValue(order: LogOrder, columns: LogColumns, services: Services): RawBuilder<unknown> | undefined {
  switch (order) {
    case 'provider':
      return sql`coalesce(${columns.provider}, '')`;
    case 'service':
      return serviceOf(columns, services);
    case 'status':
      return sql`coalesce(${columns.status}, 0)`;
    case 'duration':
      return columns.duration;
    case 'eventDatetime':
      return undefined;
  }
}

/** The condition that leaves out all rows up to a position; rows added meanwhile neither repeat nor hide others. */
export function afterPosition(
  { after, descending }: LogPage,
  id: RawBuilder<unknown>,
  value: RawBuilder<unknown>,
): RawBuilder<SqlBool>[] {
  if (after === undefined) return [];
  const beyond = descending ? sql`<` : sql`>`;
  return [
    sql<SqlBool>`(${value} ${beyond} ${after.value} or (${value} = ${after.value} and ${id} ${beyond} ${after.id}))`,
  ];
}

/** A part of a path in SQL: the text between its `part`th slash and the next. */
export function pathPart(kind: 'sqlite' | 'postgres', path: RawBuilder<unknown>, part: number): RawBuilder<unknown> {
  if (kind === 'postgres') return sql`lower(split_part(${path}, '/', ${part + 1}))`;
  // There is no such function here: what stands before the next slash is cut off as often as needed.
  let rest = sql`(${path} || ${'/'.repeat(part + 1)})`;
  for (let slash = 0; slash < part; slash += 1) rest = sql`substr(${rest}, instr(${rest}, '/') + 1)`;
  return sql`lower(substr(${rest}, 1, instr(${rest}, '/') - 1))`;
}
