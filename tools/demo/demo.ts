import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { readConfig } from '../../src/config.ts';
import { newSecret, silentLogger } from '../../src/kernel/index.ts';
import { startServer } from '../../src/main.ts';
import { JOURNEYS } from './journeys.ts';
import { chapter, result, tell } from './narrator.ts';

const command = new Command('demo')
  .description('Plays the whole journey against a server of its own: link an account, run an action by RPC and by MCP.')
  .addOption(
    new Option('--connector <key>', 'which connector to link').choices(Object.keys(JOURNEYS)).default('humaans'),
  );
const { connector } = command.parse().opts<{ connector: string }>();
const journey = JOURNEYS[connector]!;

interface Sandboxed {
  readonly key: string;
  readonly credentials: readonly { readonly fields: Readonly<Record<string, string>> }[];
}

const dir = mkdtempSync(join(tmpdir(), 'patchbay-demo-'));
const key = `demo.${newSecret()}`;
const server = await startServer(
  readConfig({ PATCHBAY_PORT: '0', PATCHBAY_DATA_DIR: dir, PATCHBAY_BOOTSTRAP_API_KEY: key, PATCHBAY_SANDBOX: 'true' }),
  { logger: silentLogger },
);
try {
  const { url } = server;
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  chapter(`1. A server on a free port, with an emulator of ${connector}`);
  const providers = (await tell('GET', `${url}/sandbox`, { accept: 'application/json' })) as Sandboxed[];
  const demo = providers.find((provider) => provider.key === connector)!.credentials[0]!;

  chapter('2. Your backend makes a connect session for a customer');
  const session = { origin_owner_id: 'acme-1', origin_owner_name: 'Acme', provider: connector, type: 'test' };
  const { token } = (await tell('POST', `${url}/connect_sessions`, { authorization }, session)) as { token: string };

  chapter('3. The hub shows the customer what to fill in');
  const hub = { 'x-hub-session-token': token };
  const offers = (await tell('GET', `${url}/hub/connectors`, hub)) as { integrations: { integration_id: string }[] };
  const { integration_id } = offers.integrations[0]!;
  await tell('GET', `${url}/hub/connectors/${integration_id}`, hub);

  chapter('4. The customer pastes the key; the provider is asked; the account is stored');
  const account = (await tell('POST', `${url}/hub/accounts`, hub, { integration_id, credentials: demo.fields })) as {
    id: string;
  };

  chapter('5. Your app runs an action through RPC');
  const headers = { authorization, 'x-account-id': account.id };
  const rpc = (await tell('POST', `${url}/actions/rpc`, headers, { action: journey.action, query: journey.query })) as {
    data: Record<string, unknown>[];
  };
  for (const record of rpc.data) result(journey.line(record));

  chapter('6. Your agent runs it through MCP');
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: journey.action, arguments: { query: journey.query } },
  };
  const mcp = (await tell(
    'POST',
    `${url}/mcp`,
    { ...headers, accept: 'application/json, text/event-stream' },
    call,
  )) as { result: { content: { text: string }[] } };
  const read = JSON.parse(mcp.result.content[0]!.text) as { data: Record<string, unknown>[] };
  for (const record of read.data) result(journey.line(record));

  chapter(`Done: ${rpc.data.length} records by RPC, ${read.data.length} by MCP.`);
  if (rpc.data.length === 0 || read.data.length === 0) process.exitCode = 1;
} finally {
  await server.close();
  rmSync(dir, { recursive: true, force: true });
}
