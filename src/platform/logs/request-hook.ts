import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/index.ts';
import type { LogWriter } from './writer.ts';

/** What a route adds to the log row of its request. */
export interface LogNotes {
  accountId?: string;
  provider?: string;
  /** Set for requests that ran an action. */
  action?: string;
  errorCode?: string;
}

/** On whose behalf a request was served. */
export interface LogSource {
  readonly projectId: string;
  readonly type: 'api_key' | 'session';
  readonly id: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Filled by routes; read when the answer has been sent. */
    logNotes: LogNotes | null;
    startedAt: number;
  }
}

/** The notes of a request, made on first use. */
export const logNotesOf = (request: FastifyRequest): LogNotes => {
  request.logNotes ??= {};
  return request.logNotes;
};

/**
 * Writes one row for every answered request that has a source; refused strangers belong to no project.
 * @param sourceOf who made the request, known once its guard has passed
 */
export function logRequests(
  app: FastifyInstance,
  {
    writer,
    clock,
    sourceOf,
  }: { writer: LogWriter; clock: Clock; sourceOf: (request: FastifyRequest) => LogSource | null },
): void {
  app.decorateRequest('logNotes', null);
  app.decorateRequest('startedAt', 0);
  app.addHook('onRequest', (request, _reply, done) => {
    request.startedAt = clock.now();
    done();
  });
  app.addHook('onError', (request, _reply, error, done) => {
    if (typeof error.code === 'string') logNotesOf(request).errorCode = error.code;
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const source = sourceOf(request);
    if (source !== null) {
      const notes = request.logNotes;
      writer.request({
        projectId: source.projectId,
        requestId: request.id,
        category: notes?.action === undefined ? 'platform' : 'action',
        accountId: notes?.accountId ?? null,
        provider: notes?.provider ?? null,
        action: notes?.action ?? null,
        sourceType: source.type,
        sourceId: source.id,
        sourceIp: request.ip,
        method: request.method,
        path: request.url.split('?', 1)[0] ?? '',
        status: reply.statusCode,
        errorCode: notes?.errorCode ?? null,
        startedAt: request.startedAt,
        durationMs: Math.round(reply.elapsedTime),
      });
    }
    done();
  });
}
