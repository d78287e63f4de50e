import { expect, it } from 'vitest';
import { forEachDatabase } from '../../src/storage/testing/databases.ts';
import { databaseEnv } from '../support/database-env.ts';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer } from '../support/server.ts';

forEachDatabase((_open, { kind, newLocation }) => {
  it('carries the whole journey, and a second process sees a change at once', async () => {
    const env = databaseEnv(await newLocation());
    const first = await startTestServer({ env });
    const second = kind === 'postgres' ? await startTestServer({ env }) : undefined;
    try {
      const account = await linkDemoAccount(first, 'humaans');
      const call = (server: typeof first) =>
        server.call('POST', '/actions/rpc', { action: 'humaans_list_companies' }, { 'x-account-id': account });
      expect(await call(first)).toMatchObject({ status: 200 });
      if (second === undefined) return;
      // Each process serves its own emulator, so the second one's knows nothing of the first's state but its tokens.
      expect(await call(second)).toMatchObject({ status: 200 });
      const { body } = await first.call('GET', `/accounts/${account}`);
      const until = async (status: number): Promise<void> => {
        while ((await call(second)).status !== status) await new Promise((done) => setImmediate(done));
      };
      await first.call('PATCH', `/auth_configs/${body.integration_id}`, { enabled: false });
      await until(412);
      await first.call('PATCH', `/auth_configs/${body.integration_id}`, { enabled: true });
      await until(200);
      await first.call('PATCH', `/accounts/${account}`, { status: 'suspended' });
      await until(412);
      await first.call('DELETE', `/accounts/${account}`);
      await until(404);
    } finally {
      await second?.dispose();
      await first.dispose();
    }
  });
});
