import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;
beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

it('a warm call asks the database for nothing; only its log rows are written, afterwards', async () => {
  const call = () => server.call('POST', '/actions/rpc', { action: 'humaans_get_me' }, { 'x-account-id': account });
  await call();
  await server.platform.logs.flush();
  await server.platform.apiKeys.flush();

  const statements: string[] = [];
  const spies = (['all', 'get', 'run', 'iterate'] as const).map((method) => {
    const original = StatementSync.prototype[method] as (...args: unknown[]) => unknown;
    return vi.spyOn(StatementSync.prototype, method).mockImplementation(function spied(
      this: StatementSync,
      ...args: unknown[]
    ) {
      statements.push(this.sourceSQL);
      return original.apply(this, args) as never;
    });
  });
  const exec = vi.spyOn(DatabaseSync.prototype, 'exec');
  try {
    for (let count = 0; count < 20; count += 1) expect((await call()).status).toBe(200);
    await server.platform.logs.flush();
    const others = statements.filter(
      (sql) =>
        !/^(insert into "(request|step)_logs"|begin|commit)/i.test(sql) &&
        !/update "api_keys" set "last_used_at"/.test(sql),
    );
    expect(others).toEqual([]);
    expect(statements.some((sql) => sql.includes('"request_logs"'))).toBe(true);
  } finally {
    for (const spy of [...spies, exec]) spy.mockRestore();
  }
});
