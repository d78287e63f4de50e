/** The baseline: Fastify and undici, parsing the upstream's answer and writing it again. Prints its port. */
import Fastify from 'fastify';
import { Pool } from 'undici';

const pool = new Pool(process.argv[2]!, { connections: 64 });
const app = Fastify();
app.post('/call', async () => {
  const { body } = await pool.request({ method: 'GET', path: '/records/1' });
  return { next: null, data: await body.json() };
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ port: (app.server.address() as { port: number }).port })}\n`);
