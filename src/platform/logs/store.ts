import { setImmediate } from 'node:timers/promises';
import { type SqlBool, sql } from 'kysely';
import { firstTimeUuid } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import { afterPosition, filterConditions, type LogColumns, pathPart, type Services, sortValue } from './conditions.ts';
import type { LogFilter, LogPage } from './log-query.ts';
import type { RequestLog, StepLog } from './request-log.ts';

/** The kept exchange of a stored log, as JSON; present where it was asked for. */
export interface StoredExchange {
  readonly request?: string | null;
  readonly response?: string | null;
}

/** A stored request log. */
export interface StoredRequest extends Omit<RequestLog, 'kept'>, StoredExchange {
  /** What the source was called then; of older rows, what the API key is called now. */
  readonly sourceName: string | null;
}

/** A stored step log. */
export interface StoredStep extends Omit<StepLog, 'kept'>, StoredExchange {
  readonly id: string;
}

/** What is read besides the log itself. */
export interface Details {
  /** Request and answer with headers and bodies. */
  readonly exchange?: boolean;
}

/** Reads `request_logs` and `step_logs`. */
export interface LogStore {
  requests(
    projectId: string,
    category: RequestLog['category'],
    filter: LogFilter,
    page: LogPage,
    details?: Details,
  ): Promise<StoredRequest[]>;
  request(projectId: string, requestId: string, details?: Details): Promise<StoredRequest | undefined>;
  steps(projectId: string, filter: LogFilter, page: LogPage, details?: Details): Promise<StoredStep[]>;
  /** All steps of some requests, in the order in which they ended. */
  stepsOf(projectId: string, requestIds: readonly string[], details?: Details): Promise<StoredStep[]>;
}

/** Rows that one statement of a list looks through, at first and later: the embedded database works on the serving thread. */
const STRETCH = { first: 1_000, most: 16_000 };

const ref = (name: string) => sql.ref<unknown>(name);

/** Rows from before names were kept have that of the key, while there is one. */
const SOURCE_NAME = sql<string | null>`coalesce(l.source_name, k.name)`;

const REQUESTS: LogColumns = {
  id: ref('l.request_id'),
  requestId: ref('l.request_id'),
  accountId: ref('l.account_id'),
  provider: ref('l.provider'),
  action: ref('l.action'),
  method: ref('l.method'),
  status: ref('l.status'),
  startedAt: ref('l.started_at'),
  duration: ref('l.duration_ms'),
  succeeded: sql<SqlBool>`(l.success = 1)`,
  sourceId: ref('l.source_id'),
  sourceType: ref('l.source_type'),
  sourceValue: SOURCE_NAME,
  category: ref('l.category'),
};

const STEPS: LogColumns = {
  id: ref('s.id'),
  requestId: ref('s.request_id'),
  accountId: ref('s.account_id'),
  provider: ref('s.provider'),
  action: ref('s.action'),
  method: ref('s.method'),
  status: ref('s.status'),
  startedAt: ref('s.started_at'),
  duration: ref('s.duration_ms'),
  succeeded: sql<SqlBool>`(s.error is null and coalesce(s.status, 500) < 400)`,
};

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows in the order of their ids; those that were removed meanwhile are left out. */
function inOrder<Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string): Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Makes the store.
 * @param services category of each provider's connector, for filters and order
 * @param stretch rows that one statement of a list looks through, at first and later
 */
export function createLogStore(
  { kysely, kind }: Pick<Database, 'kysely' | 'kind'>,
  services: () => Services,
  stretch: { readonly first: number; readonly most: number } = STRETCH,
): LogStore {
  const path = ref('l.path');
  const platform: LogColumns = { ...REQUESTS, path, pathPart: (part) => pathPart(kind, path, part) };
  const requestRows = (projectId: string) =>
    kysely
      .selectFrom('request_logs as l')
      .leftJoin('api_keys as k', (join) =>
        join.onRef('k.project_id', '=', 'l.project_id').onRef('k.id', '=', 'l.source_id'),
      )
      .where('l.project_id', '=', projectId);
  const requests = (projectId: string, { exchange = false }: Details = {}) =>
    requestRows(projectId)
      .select([
        'l.project_id as projectId',
        'l.request_id as requestId',
        'l.category as category',
        'l.account_id as accountId',
        'l.provider as provider',
        'l.action as action',
        'l.source_type as sourceType',
        'l.source_id as sourceId',
        'l.source_ip as sourceIp',
        'l.method as method',
        'l.path as path',
        'l.status as status',
        'l.error_code as errorCode',
        'l.started_at as startedAt',
        'l.duration_ms as durationMs',
        SOURCE_NAME.as('sourceName'),
      ])
      .$if(exchange, (query) => query.select(['l.request as request', 'l.response as response']));
  const stepRows = (projectId: string) => kysely.selectFrom('step_logs as s').where('s.project_id', '=', projectId);
  const steps = (projectId: string, { exchange = false }: Details = {}) =>
    stepRows(projectId)
      .select([
        's.project_id as projectId',
        's.id as id',
        's.request_id as requestId',
        's.account_id as accountId',
        's.provider as provider',
        's.action as action',
        's.step_id as stepId',
        's.method as method',
        's.url as url',
        's.status as status',
        's.error as error',
        's.started_at as startedAt',
        's.duration_ms as durationMs',
      ])
      .$if(exchange, (query) => query.select(['s.request as request', 's.response as response']));

  /**
   * The ids of a page in order. One stretch of rows is looked through after the other, from the newest on unless the
   * oldest come first, and others get their turn in between.
   */
  const idsOf = async (
    rows: ReturnType<typeof requestRows> | ReturnType<typeof stepRows>,
    columns: LogColumns,
    filter: LogFilter,
    page: LogPage,
    category?: RequestLog['category'],
  ): Promise<string[]> => {
    const { id } = columns;
    const value = sortValue(page.orderBy, columns, services());
    const newestFirst = value !== undefined || page.descending;
    const [past, upTo] = newestFirst ? [sql`<`, sql`>=`] : [sql`>`, sql`<=`];
    const walk = sql`${id} ${sql.raw(newestFirst ? 'desc' : 'asc')}`;
    const [sign, direction] = page.descending ? [-1, sql`desc`] : [1, sql`asc`];
    const conditions = filterConditions(filter, columns, services());
    // In the order of ids the walk itself begins behind the position.
    if (value !== undefined) conditions.push(...afterPosition(page, id, value));
    if (category !== undefined) conditions.push(sql`${columns.category} = ${category}`);
    let all = rows as ReturnType<typeof stepRows>;
    if (filter.requestIds.length > 0)
      all = all.where(sql<SqlBool>`${columns.requestId} in (${sql.join(filter.requestIds)})`);
    // Requests of one account stand together in an index, so that the others need not be walked through.
    const [account, ...accounts] = filter.accountIds;
    if (category !== undefined && account !== undefined && accounts.length === 0)
      all = all.where(sql<SqlBool>`${columns.accountId} = ${account}`);
    // No id is earlier than the time of its row.
    const first = filter.from === undefined ? undefined : firstTimeUuid(filter.from);
    const last = newestFirst ? first : undefined;

    let found: { id: string; value: string | number }[] = [];
    let edge = (value === undefined ? page.after?.id : undefined) ?? (newestFirst ? undefined : first);
    for (let size = stretch.first; ; size = Math.min(stretch.most, 4 * size)) {
      const ahead = edge === undefined ? all : all.where(sql<SqlBool>`${id} ${past} ${edge}`);
      // One bound on each side: an index uses no more.
      const until = (end: string | undefined) =>
        end === undefined ? ahead : ahead.where(sql<SqlBool>`${id} ${upTo} ${end}`);
      const end = await until(last)
        .select(sql<string>`${id}`.as('id'))
        .orderBy(walk)
        .offset(size)
        .limit(1)
        .executeTakeFirst();
      edge = end?.id;
      const some = await conditions
        .reduce((query, condition) => query.where(condition), until(edge ?? last))
        .select([sql<string>`${id}`.as('id'), sql<string | number>`${value ?? id}`.as('value')])
        .orderBy(sql`${value ?? id} ${direction}, ${id} ${direction}`)
        .limit(page.limit)
        .execute();
      found = [...found, ...some]
        .sort((a, b) => sign * (compare(a.value, b.value) || compare(a.id, b.id)))
        .slice(0, page.limit);
      const full = value === undefined && found.length === page.limit;
      if (edge === undefined || full) return found.map((one) => one.id);
      await setImmediate();
    }
  };

  return {
    async requests(projectId, category, filter, page, details) {
      const columns = category === 'platform' ? platform : REQUESTS;
      const ids = await idsOf(requestRows(projectId), columns, filter, page, category);
      if (ids.length === 0) return [];
      const read = (await requests(projectId, details).where('l.request_id', 'in', ids).execute()) as StoredRequest[];
      return inOrder(ids, read, ({ requestId }) => requestId);
    },
    async request(projectId, requestId, details) {
      const row = await requests(projectId, details).where('l.request_id', '=', requestId).executeTakeFirst();
      return row as StoredRequest | undefined;
    },
    async steps(projectId, filter, page, details) {
      const ids = await idsOf(stepRows(projectId), STEPS, filter, page);
      if (ids.length === 0) return [];
      const read = (await steps(projectId, details).where('s.id', 'in', ids).execute()) as StoredStep[];
      return inOrder(ids, read, ({ id }) => id);
    },
    async stepsOf(projectId, requestIds, details) {
      if (requestIds.length === 0) return [];
      return (await steps(projectId, details)
        .where('s.request_id', 'in', [...requestIds])
        .orderBy('s.id')
        .execute()) as StoredStep[];
    },
  };
}
