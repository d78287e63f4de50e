import { expect, it } from 'vitest';
import { silentLogger } from '../../src/kernel/index.ts';
import { startServer } from '../../src/main.ts';
import { startTestServer } from '../support/server.ts';

it('a stop in which one part fails still closes all others, and tells what failed', async () => {
  const server = await startTestServer();
  Object.assign(server.platform.logs, { close: () => Promise.reject(new Error('the rows were not taken')) });
  await expect(server.close()).rejects.toThrow('the rows were not taken');
  // The data directory belongs to one server: another one can have it once the first has let go of everything.
  const next = await startServer(server.config, { logger: silentLogger });
  await next.close();
  await server.dispose();
});
