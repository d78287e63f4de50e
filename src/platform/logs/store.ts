import { type SqlBool, sql } from 'kysely';
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

/**
 * Makes the store.
 * @param services category of each provider's connector, for filters and order
 */
export function createLogStore(
  { kysely, kind }: Pick<Database, 'kysely' | 'kind'>,
  services: () => Services,
): LogStore {
  const path = ref('l.path');
  const platform: LogColumns = { ...REQUESTS, path, pathPart: (part) => pathPart(kind, path, part) };
  const requests = (projectId: string, { exchange = false }: Details = {}) =>
    kysely
      .selectFrom('request_logs as l')
      .leftJoin('api_keys as k', (join) =>
        join.onRef('k.project_id', '=', 'l.project_id').onRef('k.id', '=', 'l.source_id'),
      )
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
      .$if(exchange, (query) => query.select(['l.request as request', 'l.response as response']))
      .where('l.project_id', '=', projectId);
  const steps = (projectId: string, { exchange = false }: Details = {}) =>
    kysely
      .selectFrom('step_logs as s')
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
      .$if(exchange, (query) => query.select(['s.request as request', 's.response as response']))
      .where('s.project_id', '=', projectId);

  /** Conditions and order of a list. */
  const partOf = (filter: LogFilter, page: LogPage, columns: LogColumns) => {
    const value = sortValue(page.orderBy, columns, services());
    const conditions = [...filterConditions(filter, columns, services()), ...afterPosition(page, columns.id, value)];
    const direction = page.descending ? sql`desc` : sql`asc`;
    const order = (value === undefined ? [columns.id] : [value, columns.id]).map((one) => sql`${one} ${direction}`);
    return {
      conditions: conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`${sql.join(conditions, sql` and `)}`,
      order: sql.join(order),
    };
  };

  return {
    async requests(projectId, category, filter, page, details) {
      const columns = category === 'platform' ? platform : REQUESTS;
      const { conditions, order } = partOf(filter, page, columns);
      const rows = requests(projectId, details).where('l.category', '=', category).where(conditions);
      return (await rows.orderBy(order).limit(page.limit).execute()) as StoredRequest[];
    },
    async request(projectId, requestId, details) {
      const row = await requests(projectId, details).where('l.request_id', '=', requestId).executeTakeFirst();
      return row as StoredRequest | undefined;
    },
    async steps(projectId, filter, page, details) {
      const { conditions, order } = partOf(filter, page, STEPS);
      return (await steps(projectId, details)
        .where(conditions)
        .orderBy(order)
        .limit(page.limit)
        .execute()) as StoredStep[];
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
