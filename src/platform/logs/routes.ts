import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Access, type HttpApp, QueryList, queryList } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import { callerOf } from '../api-keys/index.ts';
import type { Services } from './conditions.ts';
import { LogsQuery, logFilterOf, logPageOf, nextLogCursor } from './list-query.ts';
import type { LogPage, LogPosition } from './log-query.ts';
import { PlatformLogView, RequestLogView, StepLogView, toPlatformLog, toRequestLog, toStepLog } from './schema.ts';
import { createLogStore, type StoredRequest, type StoredStep } from './store.ts';
import type { LogWriter } from './writer.ts';

const READ: Access = { kind: 'api-key', scopes: ['platform:read'] };
const MOST_WITH_BODIES = 50;
const INCLUDES = ['step_logs', 'advanced_logs'];
const Next = Type.Union([Type.String(), Type.Null()]);

/** What the routes of logs need. */
export interface LogRouteParts {
  readonly database: Database;
  readonly writer: LogWriter;
  /** Category of each connector of a project by its key. */
  readonly services: (projectId: string) => Promise<Services>;
  readonly publicUrl: () => string;
}

/** @throws PatchbayError `validation_failed` for a name that is not known */
function includesOf(value: string | readonly string[] | undefined): { steps: boolean; advanced: boolean } {
  const include = queryList(value);
  if (!include.every((name) => INCLUDES.includes(name))) {
    const sentence = `include must be one of ${INCLUDES.join(', ')}.`;
    throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
  }
  return { steps: include.includes('step_logs'), advanced: include.includes('advanced_logs') };
}

/** Bodies are heavy: lists that hold them have shorter pages. */
const pageOf = (query: Parameters<typeof logPageOf>[0], advanced: boolean): LogPage => {
  const page = logPageOf(query);
  return advanced ? { ...page, limit: Math.min(page.limit, MOST_WITH_BODIES) } : page;
};

/** Registers `GET /requests/logs`, `/requests/logs/:id`, `/requests/logs/steps` and `/requests/platform-logs`. */
export function logRoutes(app: HttpApp, { database, writer, services, publicUrl }: LogRouteParts): void {
  /** What a request reads with: the project's own connectors have categories, too. */
  const readerFor = async (request: FastifyRequest) => {
    const { projectId } = callerOf(request);
    const known = await services(projectId);
    return {
      projectId,
      store: createLogStore(database, () => known),
      parts: { services: known, publicUrl: publicUrl() },
    };
  };

  const positionOf = (row: StoredRequest | StoredStep, { orderBy }: LogPage, known: Services): LogPosition => {
    const id = 'id' in row ? row.id : row.requestId;
    switch (orderBy) {
      case 'provider':
        return { value: row.provider ?? '', id };
      case 'service':
        return { value: known.get(row.provider ?? '') ?? '', id };
      case 'status':
        return { value: row.status ?? 0, id };
      case 'duration':
        return { value: row.durationMs, id };
      case 'eventDatetime':
        return { value: id, id };
    }
  };

  /** Reads one row more than the page holds, to know whether there is a next page. */
  const listed = async <Row extends StoredRequest | StoredStep>(
    page: LogPage,
    known: Services,
    read: (page: LogPage) => Promise<Row[]>,
  ): Promise<{ rows: Row[]; next: string | null }> => {
    // Requests that were answered before this one are seen by it.
    await writer.flush();
    const found = await read({ ...page, limit: page.limit + 1 });
    const rows = found.slice(0, page.limit);
    const last = rows.at(-1);
    return {
      rows,
      next: found.length > page.limit && last !== undefined ? nextLogCursor(page, positionOf(last, page, known)) : null,
    };
  };

  app.get(
    '/requests/logs',
    {
      config: { access: READ },
      schema: {
        tags: ['Request logs'],
        summary: 'List requests that ran an action',
        querystring: LogsQuery,
        response: { 200: Type.Object({ next: Next, data: Type.Array(RequestLogView) }) },
      },
    },
    async (request) => {
      const { projectId, store, parts } = await readerFor(request);
      const filter = logFilterOf(request.query);
      const { steps: withSteps, advanced } = includesOf(request.query.include);
      const { rows, next } = await listed(pageOf(request.query, advanced), parts.services, (page) =>
        store.requests(projectId, 'action', filter, page, { exchange: advanced }),
      );
      const ids = withSteps ? rows.map(({ requestId }) => requestId) : [];
      const steps = Map.groupBy(await store.stepsOf(projectId, ids), ({ requestId }) => requestId);
      return {
        next,
        data: rows.map((row) =>
          toRequestLog(row, parts, { advanced, steps: withSteps ? (steps.get(row.requestId) ?? []) : undefined }),
        ),
      };
    },
  );

  app.get(
    '/requests/logs/steps',
    {
      config: { access: READ },
      schema: {
        tags: ['Request logs'],
        summary: 'List calls to providers',
        querystring: LogsQuery,
        response: { 200: Type.Object({ next: Next, data: Type.Array(StepLogView) }) },
      },
    },
    async (request) => {
      const { projectId, store, parts } = await readerFor(request);
      const filter = logFilterOf(request.query);
      const { advanced } = includesOf(request.query.include);
      const { rows, next } = await listed(pageOf(request.query, advanced), parts.services, (page) =>
        store.steps(projectId, filter, page, { exchange: advanced }),
      );
      return { next, data: rows.map((row) => toStepLog(row, parts, advanced)) };
    },
  );

  app.get(
    '/requests/logs/:id',
    {
      config: { access: READ },
      schema: {
        tags: ['Request logs'],
        summary: 'Get a request',
        params: Type.Object({ id: Type.String({ maxLength: 128, description: 'Id of the request.' }) }),
        querystring: Type.Object({ include: QueryList }),
        response: { 200: Type.Object({ data: RequestLogView }) },
      },
    },
    async (request) => {
      const { projectId, store, parts } = await readerFor(request);
      const { id } = request.params;
      const { steps: withSteps, advanced } = includesOf(request.query.include);
      await writer.flush();
      const log = await store.request(projectId, id, { exchange: advanced });
      if (log === undefined) throw fail('request_log_not_found', { id });
      const steps = withSteps ? await store.stepsOf(projectId, [id], { exchange: advanced }) : undefined;
      return { data: toRequestLog(log, parts, { advanced, steps }) };
    },
  );

  app.get(
    '/requests/platform-logs',
    {
      config: { access: READ },
      schema: {
        tags: ['Request logs'],
        summary: 'List requests to the platform API',
        querystring: LogsQuery,
        response: { 200: Type.Object({ next: Next, data: Type.Array(PlatformLogView) }) },
      },
    },
    async (request) => {
      const { projectId, store, parts } = await readerFor(request);
      const filter = logFilterOf(request.query);
      const { rows, next } = await listed(logPageOf(request.query), parts.services, (page) =>
        store.requests(projectId, 'platform', filter, page),
      );
      return { next, data: rows.map((row) => toPlatformLog(row, parts)) };
    },
  );
}
