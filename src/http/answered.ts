import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Calls back once for every answered request of the routes registered afterwards, also when the client went away before
 * it had the answer: Fastify's own hook is silent then, though the request may have done its work.
 */
export function onAnswered(app: FastifyInstance, tell: (request: FastifyRequest, reply: FastifyReply) => void): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    const { raw } = reply;
    // Not before the other hooks have had their turn.
    if (raw.destroyed) process.nextTick(tell, request, reply);
    else
      raw.once('close', () => {
        if (!raw.writableFinished) tell(request, reply);
      });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    tell(request, reply);
    done();
  });
}
