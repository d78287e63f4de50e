import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';
import { startProxy } from '../../src/storage/testing/tcp-proxy.ts';
import { databaseEnv } from '../support/database-env.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const undo: (() => Promise<unknown>)[] = [];
const session = (server: TestServer) =>
  server.call('POST', '/connect_sessions', { origin_owner_id: 'o', origin_owner_name: 'O', type: 'test' });

const unavailable = {
  status: 503,
  body: { statusCode: 503, code: 'database_unavailable', message: expect.stringContaining('database') },
};

describe('a database that goes away', () => {
  forEachDatabase((_open, { kind, newLocation }) => {
    // Here, so that servers stop before their database is removed.
    afterEach(async () => {
      for (const step of undo.splice(0).reverse()) await step();
    });

    if (kind === 'postgres') {
      it('is told as 503, and all is well again when it is back, without a restart', async () => {
        const location = await newLocation();
        if (location.kind !== 'postgres') throw new Error('PostgreSQL is needed here');
        const proxy = await startProxy(Number(new URL(location.url).port || 5432));
        undo.push(() => proxy.close());
        const server = await startTestServer({
          env: databaseEnv({ kind: 'postgres', url: proxy.urlOf(location.url) }),
        });
        undo.push(() => server.dispose());
        const account = await linkDemoAccount(server, 'humaans');
        const rpc = () =>
          server.call('POST', '/actions/rpc', { action: 'humaans_list_companies' }, { 'x-account-id': account });
        expect((await rpc()).status).toBe(200);

        await proxy.cut();
        expect(await session(server)).toMatchObject(unavailable);
        expect(await server.call('GET', '/accounts')).toMatchObject(unavailable);
        expect((await server.call('GET', '/health')).status).toBe(200);
        expect((await server.call('GET', '/ready')).status).toBe(503);

        await proxy.restore();
        await expect.poll(async () => (await server.call('GET', '/ready')).status, { timeout: 30_000 }).toBe(200);
        expect((await session(server)).status).toBe(201);
        expect((await rpc()).status).toBe(200);
        // Log rows of the outage waited in memory.
        await server.platform.logs.flush();
        const { body } = await server.call('GET', '/requests/platform-logs?page_size=100');
        expect(body.data.map(({ status }: { status: number }) => status)).toContain(503);
      });
    } else {
      it('for writing, because the disk is full, is told as 503, loses nothing, and needs no restart', async () => {
        const server = await startTestServer();
        undo.push(() => server.dispose());
        const account = await linkDemoAccount(server, 'humaans');
        const { kysely } = server.platform.database;
        // The limit on pages makes SQLite fail exactly as a full disk does (SQLITE_FULL).
        const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(kysely);
        await sql`pragma max_page_count = ${sql.raw(String(rows[0]!.page_count))}`.execute(kysely);

        let refused: Awaited<ReturnType<typeof session>> | undefined;
        for (let n = 0; n < 2_000 && refused === undefined; n += 1) {
          const answer = await server.call('PATCH', `/accounts/${account}`, {
            metadata: { fill: 'x'.repeat(n * 100) },
          });
          if (answer.status !== 200) refused = answer;
        }
        expect(refused).toMatchObject(unavailable);
        const before = await server.call('GET', `/accounts/${account}`);
        expect(before.status).toBe(200);

        await sql`pragma max_page_count = 1073741823`.execute(kysely);
        const label = await server.call('PATCH', `/accounts/${account}`, { label: 'after' });
        expect(label).toMatchObject({ status: 200, body: { label: 'after', metadata: before.body.metadata } });
        await server.platform.logs.flush();
        const { body } = await server.call('GET', '/requests/platform-logs?filter[status_codes]=503');
        expect(body.data.length).toBeGreaterThan(0);
      });
    }
  });
});
