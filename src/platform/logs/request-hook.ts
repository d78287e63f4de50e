import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { onAnswered, toPatchbayError } from '../../http/index.ts';
import { answerBody } from './answer-body.ts';
import type { BodyCapture, KeptExchange } from './body-capture.ts';
import type { RequestLog } from './request-log.ts';
import type { LogWriter } from './writer.ts';

/** What a route adds to the log row of its request. */
export interface LogNotes {
  accountId?: string;
  provider?: string;
  /** Set for requests that ran an action. */
  action?: string;
  errorCode?: string;
  /** How the action ended, where the status of the answer does not say it. */
  status?: number;
  /** Set while the project keeps headers and bodies. */
  capture?: BodyCapture;
  /** What was answered, as it went out. */
  answer?: unknown;
}

/** On whose behalf a request was served. */
export interface LogSource {
  readonly projectId: string;
  readonly type: RequestLog['sourceType'];
  readonly id: string;
  /** Name of the key, of the session's owner or of the operator. */
  readonly name?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `action` for doors that run actions: what they refuse is listed with the actions, too. */
    logs?: 'action';
  }
  interface FastifyRequest {
    /** Filled by routes; read when the answer has been sent. */
    logNotes: LogNotes | null;
  }
}

/** The notes of a request, made on first use. */
export const logNotesOf = (request: FastifyRequest): LogNotes => {
  request.logNotes ??= {};
  return request.logNotes;
};

/** The millisecond in a request id (UUID version 7): known for requests that were refused at the door, too. */
const timeOf = (requestId: string): number => Number.parseInt(requestId.slice(0, 8) + requestId.slice(9, 13), 16);

/** The exchange with the caller, where one of this status is kept. */
function keptOf(
  capture: BodyCapture,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
): KeptExchange | undefined {
  if (!capture.wants(status)) return undefined;
  return capture.exchange(
    { method: request.method, url: request.url, headers: request.headers, body: request.body },
    {
      status: reply.statusCode,
      headers: reply.getHeaders(),
      body: answerBody(request.logNotes?.answer, reply.getHeader('content-type')),
    },
  );
}

/**
 * Writes one row for every answered request that has a source, also where the client did not wait for the answer; refused
 * strangers belong to no project.
 * @param sourceOf who made the request, known once its guard has passed
 */
export function logRequests(
  app: FastifyInstance,
  { writer, sourceOf }: { writer: LogWriter; sourceOf: (request: FastifyRequest) => LogSource | null },
): void {
  app.decorateRequest('logNotes', null);
  app.addHook('onError', (request, _reply, error, done) => {
    logNotesOf(request).errorCode = toPatchbayError(error, request).code;
    done();
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    const notes = request.logNotes;
    if (notes !== null && notes.capture !== undefined) notes.answer = payload;
    done();
  });
  onAnswered(app, (request, reply) => {
    const source = sourceOf(request);
    if (source !== null) {
      const notes = request.logNotes;
      const isAction = notes?.action !== undefined || request.routeOptions.config.logs === 'action';
      const status = notes?.status ?? reply.statusCode;
      writer.request({
        projectId: source.projectId,
        requestId: request.id,
        category: isAction ? 'action' : 'platform',
        accountId: notes?.accountId ?? null,
        provider: notes?.provider ?? null,
        action: notes?.action ?? null,
        sourceType: source.type,
        sourceId: source.id,
        sourceName: source.name ?? null,
        sourceIp: request.ip,
        method: request.method,
        path: request.url.split('?', 1)[0] ?? '',
        status,
        errorCode: notes?.errorCode ?? null,
        startedAt: timeOf(request.id),
        durationMs: Math.round(reply.elapsedTime),
        kept: notes?.capture === undefined ? undefined : keptOf(notes.capture, status, request, reply),
      });
    }
  });
}
