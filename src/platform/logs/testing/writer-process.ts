import { silentLogger } from '../../../kernel/index.ts';
import { type DatabaseLocation, openDatabase } from '../../../storage/index.ts';
import { createLogWriter } from '../writer.ts';

/**
 * A process of its own for tests: `node writer-process.ts <location as JSON>`. Logs a request every few milliseconds
 * and says `<id> <milliseconds since its start>` once the row is handed over. Ends cleanly on SIGTERM.
 */
const place = JSON.parse(process.argv[2]!) as DatabaseLocation;
const database = await openDatabase(place);
const writer = createLogWriter({ database, logger: silentLogger });
let count = 0;

const timer = setInterval(() => {
  count += 1;
  const requestId = `r${String(count).padStart(8, '0')}`;
  writer.request({
    projectId: 'p1',
    requestId,
    category: 'action',
    accountId: 'a',
    provider: 'acme',
    action: 'acme_list_people',
    sourceType: 'api_key',
    sourceId: 'k',
    sourceIp: '127.0.0.1',
    method: 'POST',
    path: '/actions/rpc',
    status: 200,
    errorCode: null,
    startedAt: Date.now(),
    durationMs: 1,
  });
  process.stdout.write(`${requestId} ${Math.round(performance.now())}\n`);
}, 4);

process.once('SIGTERM', async () => {
  clearInterval(timer);
  await writer.close();
  await database.close();
});
