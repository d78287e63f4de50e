/** Patchbay with everything on and one linked account of the bench connector. Prints where it is and the account. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { startServer } from '../../src/main.ts';

const [upstream = '', key = '', databaseUrl = ''] = process.argv.slice(2);
const config = readConfig({
  PATCHBAY_PORT: '0',
  PATCHBAY_DATA_DIR: mkdtempSync(join(tmpdir(), 'patchbay-bench-')),
  PATCHBAY_BOOTSTRAP_API_KEY: key,
  PATCHBAY_EGRESS_ALLOW: new URL(upstream).host,
  PATCHBAY_LOG_LEVEL: 'warn',
  // One key calls as fast as it can.
  PATCHBAY_RATE_LIMIT: '0',
  ...(databaseUrl === ''
    ? {}
    : {
        PATCHBAY_DATABASE_URL: databaseUrl,
        PATCHBAY_ENCRYPTION_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
      }),
});
const server = await startServer(config, { connectors: join(import.meta.dirname, '../fixtures/connectors') });

const post = async (path: string, body: unknown, headers: Record<string, string>) => {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, string>;
};
const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
const { token = '' } = await post(
  '/connect_sessions',
  { origin_owner_id: 'bench', origin_owner_name: 'Bench', provider: 'bench' },
  { authorization },
);
const offers = await (
  await fetch(`${server.url}/hub/connectors`, { headers: { 'x-hub-session-token': token } })
).json();
const { integration_id } = (offers as { integrations: { integration_id: string }[] }).integrations[0]!;
const account = await post(
  '/hub/accounts',
  { integration_id, credentials: { baseUrl: upstream, apiKey: 'secret' } },
  { 'x-hub-session-token': token },
);
process.stdout.write(`${JSON.stringify({ port: Number(new URL(server.url).port), account: account['id'] })}\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
