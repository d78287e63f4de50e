/** A provider that answers every request at once with the same 2 KB of JSON. Prints its port. */
import { createServer } from 'node:http';

const record = {
  id: 'u7Qe2RkXw9LbN4sTz0VaMcYd',
  firstName: 'Imogen',
  lastName: 'Farrow',
  tags: Array.from({ length: 30 }, (_, index) => ({ id: index, name: `tag number ${index}`, active: index % 2 === 0 })),
  notes: 'n'.repeat(500),
};
const body = Buffer.from(JSON.stringify(record));

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(
    `${JSON.stringify({ port: (server.address() as { port: number }).port, bytes: body.length })}\n`,
  ),
);
