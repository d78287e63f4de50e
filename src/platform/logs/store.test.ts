import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTimeUuid } from '../../kernel/index.ts';
import type { Database } from '../../storage/index.ts';
import { forEachDatabase } from '../../storage/testing/databases.ts';
import { addProjects, testLogger } from '../testing/index.ts';
import { LOG_ORDERS, type LogFilter, type LogPage } from './log-query.ts';
import type { RequestLog, StepLog } from './request-log.ts';
import { createLogStore } from './store.ts';
import { createLogWriter } from './writer.ts';

const NO_FILTER: LogFilter = {
  accountIds: [],
  actions: [],
  providers: [],
  services: [],
  resources: [],
  subResources: [],
  childResources: [],
  requestIds: [],
  methods: [],
  statusCodes: [],
  sourceIds: [],
  sourceTypes: [],
  sourceValues: [],
  categories: [],
};
const NEWEST: LogPage = { orderBy: 'eventDatetime', descending: true, limit: 100 };
const SERVICES = new Map([
  ['acme', 'hris'],
  ['globex', 'crm'],
]);

const requestLog = (requestId: string, more: Partial<RequestLog> = {}): RequestLog => ({
  projectId: 'p1',
  requestId,
  category: 'action',
  accountId: 'a1',
  provider: 'acme',
  action: 'acme_list_people',
  sourceType: 'api_key',
  sourceId: 'k1',
  sourceIp: '127.0.0.1',
  method: 'POST',
  path: '/actions/rpc',
  status: 200,
  errorCode: null,
  startedAt: 1_000,
  durationMs: 5,
  ...more,
});
const stepLog = (requestId: string, more: Partial<StepLog> = {}): StepLog => ({
  projectId: 'p1',
  requestId,
  accountId: 'a1',
  provider: 'acme',
  action: 'acme_list_people',
  stepId: 'fetch',
  method: 'GET',
  url: 'https://api.acme.example/people',
  status: 200,
  error: null,
  startedAt: 1_000,
  durationMs: 4,
  ...more,
});

forEachDatabase((open) => {
  const start = async (database: Database) => {
    await addProjects(database, 'p1', 'p2');
    const writer = createLogWriter({ database, logger: testLogger });
    // Short stretches, so that a few rows are many of them.
    return { writer, store: createLogStore(database, () => SERVICES, { first: 1, most: 3 }), database };
  };
  const filled = async () => {
    const { writer, store, database } = await start(await open());
    const key = { project_id: 'p1', id: 'k1', name: 'Backend', hash: 'h', prefix: 'v1', scopes: '[]' };
    await database.kysely
      .insertInto('api_keys')
      .values({ ...key, enabled: 1, created_at: 1, expires_at: null, last_used_at: null, deleted_at: null })
      .execute();
    writer.request(requestLog('r1'));
    writer.request(requestLog('r2', { status: 404, errorCode: 'provider_not_found', startedAt: 2_000, method: 'GET' }));
    writer.request(
      requestLog('r3', {
        provider: 'globex',
        action: 'globex_list_job_roles',
        accountId: 'a2',
        sourceType: 'session',
        sourceId: 's1',
        startedAt: 3_000,
        durationMs: 50,
      }),
    );
    const platform = { category: 'platform', accountId: null, provider: null, action: null } as const;
    writer.request(requestLog('r4', { ...platform, path: '/accounts/a1/meta', startedAt: 4_000 }));
    writer.request(requestLog('r5', { ...platform, path: '/accounts', startedAt: 5_000 }));
    writer.request(requestLog('r6', { ...platform, path: '/accounts_x', startedAt: 6_000 }));
    writer.request(requestLog('other', { projectId: 'p2' }));
    writer.step(stepLog('r1'));
    writer.step(stepLog('r1', { stepId: 'second', status: null, error: 'timeout' }));
    writer.step(stepLog('r2', { status: 404 }));
    writer.step(stepLog('other', { projectId: 'p2' }));
    await writer.flush();
    return store;
  };

  describe('request logs', () => {
    it('are listed newest first, by project and kind', async () => {
      const store = await filled();
      const ids = async (project: string, category: RequestLog['category']) =>
        (await store.requests(project, category, NO_FILTER, NEWEST)).map(({ requestId }) => requestId);
      expect(await ids('p1', 'action')).toEqual(['r3', 'r2', 'r1']);
      expect(await ids('p1', 'platform')).toEqual(['r6', 'r5', 'r4']);
      expect(await ids('p2', 'action')).toEqual(['other']);
      expect(await ids('p3', 'action')).toEqual([]);
    });

    it('come back as they were written, with the name of the key', async () => {
      const store = await filled();
      expect(await store.request('p1', 'r1')).toEqual({ ...requestLog('r1'), sourceName: 'Backend' });
      expect((await store.request('p1', 'r3'))?.sourceName).toBeNull();
      expect(await store.request('p2', 'r1')).toBeUndefined();
    });

    it.each<[string, Partial<LogFilter>, string[]]>([
      ['account', { accountIds: ['a2', 'a9'] }, ['r3']],
      ['action', { actions: ['acme_list_people'] }, ['r2', 'r1']],
      ['provider', { providers: ['globex', 'acme'] }, ['r3', 'r2', 'r1']],
      ['service', { services: ['crm'] }, ['r3']],
      ['resource', { resources: ['people'] }, ['r2', 'r1']],
      ['the whole of a resource', { resources: ['roles'] }, []],
      ['one of several resources', { resources: ['Job_Roles', 'people'] }, ['r3', 'r2', 'r1']],
      ['a resource with a wildcard', { resources: ['%'] }, []],
      ['sub-resource, which actions have none of', { subResources: ['x'] }, []],
      ['child resource, which actions have none of', { childResources: ['x'] }, []],
      ['request', { requestIds: ['r1', 'r3', 'r4', 'other'] }, ['r3', 'r1']],
      ['method', { methods: ['GET'] }, ['r2']],
      ['status', { statusCodes: [404, 500] }, ['r2']],
      ['source', { sourceIds: ['s1'] }, ['r3']],
      ['kind of source', { sourceTypes: ['api_key'] }, ['r2', 'r1']],
      ['name of source', { sourceValues: ['Backend'] }, ['r2', 'r1']],
      ['kind', { categories: ['action'] }, ['r3', 'r2', 'r1']],
      ['start', { from: 2_000 }, ['r3', 'r2']],
      ['end', { to: 2_000 }, ['r2', 'r1']],
      ['success', { success: true }, ['r3', 'r1']],
      ['failure', { success: false }, ['r2']],
      ['several at once', { success: true, services: ['hris'], from: 1_000, to: 1_000 }, ['r1']],
    ])('can be filtered by %s', async (_name, filter, expected) => {
      const store = await filled();
      const rows = await store.requests('p1', 'action', { ...NO_FILTER, ...filter }, NEWEST);
      expect(rows.map(({ requestId }) => requestId)).toEqual(expected);
    });

    it('are looked through from a time on, that millisecond included', async () => {
      const { writer, store } = await start(await open());
      const now = 1_800_000_000_000;
      const ids = [0, 1, 2].map((ms) => newTimeUuid(now + ms));
      for (const [ms, id] of ids.entries()) writer.request(requestLog(id, { startedAt: now + ms }));
      await writer.flush();
      const rows = await store.requests('p1', 'action', { ...NO_FILTER, from: now + 1 }, NEWEST);
      expect(rows.map(({ requestId }) => requestId)).toEqual([ids[2], ids[1]]);
      expect(await store.requests('p1', 'action', { ...NO_FILTER, from: -1 }, NEWEST)).toHaveLength(3);
    });

    it('leave others their turn while many of them are looked through', async () => {
      const { writer, store } = await start(await open());
      for (let at = 0; at < 20; at += 1) writer.request(requestLog(`r${at + 10}`, { durationMs: at % 7 }));
      await writer.flush();
      const turnsDuring = async (filter: LogFilter, page: LogPage): Promise<number> => {
        let turns = 0;
        let timer = setImmediate(function turn() {
          turns += 1;
          timer = setImmediate(turn);
        });
        await store.requests('p1', 'action', filter, page);
        clearImmediate(timer);
        return turns;
      };
      expect(await turnsDuring(NO_FILTER, { ...NEWEST, orderBy: 'duration', limit: 1 })).toBeGreaterThan(4);
      expect(await turnsDuring({ ...NO_FILTER, methods: ['PUT'] }, NEWEST)).toBeGreaterThan(4);
    });

    it('of the platform are filtered by the first part of the path', async () => {
      const store = await filled();
      const rows = await store.requests('p1', 'platform', { ...NO_FILTER, resources: ['accounts'] }, NEWEST);
      expect(rows.map(({ requestId }) => requestId)).toEqual(['r5', 'r4']);
    });

    it('of the platform are filtered by the third and fifth part of the path, whole and in any case', async () => {
      const { writer, store } = await start(await open());
      const platform = { category: 'platform', accountId: null, provider: null, action: null } as const;
      const paths = [
        '/',
        '/a',
        '/a/meta',
        '/a/1/meta',
        '/a/1/Meta/2',
        '/a/1/meta/2/kids',
        '/a/1/metal',
        '/a/1/x/2/kids/3',
      ];
      for (const path of paths) writer.request(requestLog(path, { ...platform, path }));
      await writer.flush();
      const list = async (filter: Partial<LogFilter>) =>
        (await store.requests('p1', 'platform', { ...NO_FILTER, ...filter }, NEWEST)).map(({ path }) => path).sort();
      expect(await list({ subResources: ['META'] })).toEqual(['/a/1/Meta/2', '/a/1/meta', '/a/1/meta/2/kids']);
      expect(await list({ childResources: ['kids'] })).toEqual(['/a/1/meta/2/kids', '/a/1/x/2/kids/3']);
      expect(await list({ childResources: ['kids'], subResources: ['x', 'y'] })).toEqual(['/a/1/x/2/kids/3']);
      expect(await list({ subResources: ['%'] })).toEqual([]);
    });

    it('keep the name of their source, whatever becomes of it', async () => {
      const { writer, store } = await start(await open());
      writer.request(requestLog('r1', { sourceType: 'dashboard', sourceId: 'u1', sourceName: 'Ada' }));
      writer.request(requestLog('r2', { sourceType: 'session', sourceId: '7', sourceName: 'Owner' }));
      await writer.flush();
      const named = { ...NO_FILTER, sourceValues: ['Ada', 'Nobody'] };
      expect(await store.requests('p1', 'action', named, NEWEST)).toMatchObject([
        { requestId: 'r1', sourceType: 'dashboard', sourceName: 'Ada' },
      ]);
    });
  });

  describe('step logs', () => {
    it('are listed by project with their outcome', async () => {
      const store = await filled();
      const list = async (filter: Partial<LogFilter>, project = 'p1') =>
        (await store.steps(project, { ...NO_FILTER, ...filter }, NEWEST)).map(
          ({ requestId, stepId }) => `${requestId}/${stepId}`,
        );
      expect(await list({})).toEqual(['r2/fetch', 'r1/second', 'r1/fetch']);
      expect(await list({ success: true })).toEqual(['r1/fetch']);
      expect(await list({ success: false })).toEqual(['r2/fetch', 'r1/second']);
      expect(await list({ requestIds: ['r1'], services: ['hris'], resources: ['people'] })).toHaveLength(2);
      expect(await list({ statusCodes: [404] })).toEqual(['r2/fetch']);
      expect(await list({ sourceIds: ['k1'] })).toEqual([]);
      expect(await list({}, 'p2')).toEqual(['other/fetch']);
    });

    it('of some requests come in the order of the calls', async () => {
      const store = await filled();
      expect((await store.stepsOf('p1', ['r1', 'other'])).map(({ stepId }) => stepId)).toEqual(['fetch', 'second']);
      expect(await store.stepsOf('p1', [])).toEqual([]);
    });
  });

  describe('paging through logs', () => {
    const SortValue = {
      provider: (log: RequestLog) => log.provider ?? '',
      service: (log: RequestLog) => SERVICES.get(log.provider ?? '') ?? '',
      status: (log: RequestLog) => log.status,
      duration: (log: RequestLog) => log.durationMs,
      eventDatetime: (log: RequestLog) => log.requestId,
    };
    const anyLog = fc.record({
      provider: fc.constantFrom('acme', 'globex', 'initech', null),
      status: fc.constantFrom(200, 404, 500),
      durationMs: fc.integer({ min: 0, max: 3 }),
    });
    const rising = (n: number): string => `r${String(n).padStart(5, '0')}`;

    it('gives every row once, in order, whatever is added meanwhile', async () => {
      const { store, writer } = await start(await open());
      let used = 0;
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyLog, { maxLength: 12 }),
          fc.array(anyLog, { maxLength: 3 }),
          fc.constantFrom(...LOG_ORDERS),
          fc.boolean(),
          fc.integer({ min: 1, max: 5 }),
          async (logs, added, orderBy, descending, limit) => {
            run += 1;
            const accountId = `run${run}`;
            const add = async (some: typeof logs): Promise<string[]> => {
              const ids = some.map((_, at) => rising(used + at));
              used += some.length;
              for (const [at, log] of some.entries()) writer.request(requestLog(ids[at]!, { ...log, accountId }));
              await writer.flush();
              return ids;
            };
            const first = await add(logs);
            const seen: RequestLog[] = [];
            let page: LogPage = { orderBy, descending, limit };
            for (;;) {
              const rows = await store.requests('p1', 'action', { ...NO_FILTER, accountIds: [accountId] }, page);
              seen.push(...rows);
              const last = rows.at(-1);
              if (last === undefined || rows.length < limit) break;
              page = { ...page, after: { value: SortValue[orderBy](last), id: last.requestId } };
              if (seen.length === limit) await add(added);
            }
            const ids = seen.map(({ requestId }) => requestId);
            expect(new Set(ids).size).toBe(ids.length);
            expect(ids).toEqual(expect.arrayContaining(first));
            const compare = (a: RequestLog, b: RequestLog): number => {
              const [x, y] = [SortValue[orderBy](a), SortValue[orderBy](b)];
              if (x !== y) return x < y ? -1 : 1;
              return a.requestId < b.requestId ? -1 : 1;
            };
            expect(seen).toEqual([...seen].sort((a, b) => (descending ? -compare(a, b) : compare(a, b))));
          },
        ),
        { numRuns: 40 },
      );
    });
  });
});
