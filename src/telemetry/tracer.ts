import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onAnswered } from '../http/index.ts';
import type { Logger } from '../kernel/index.ts';
import type { ObservedRun, RunProbe } from './run-probe.ts';
import type { Sampling, TracingSettings } from './settings.ts';
import { parentOf } from './traceparent.ts';

/** Traces of requests, of the actions they run, and of the calls these make. */
export interface Tracer {
  /** One span for each request of the routes registered afterwards. */
  observe(app: FastifyInstance): void;
  /** One span for a run of an action inside its request, and one for each of its calls. */
  startRun(run: ObservedRun): RunProbe;
  /** Sends what is noted and stops. */
  close(): Promise<void>;
}

/** Requests in flight that spans can belong to; far more than there can be connections. */
const MOST_OPEN = 100_000;

function samplerOf({ parentBased, ratio }: Sampling): Sampler {
  const root = new TraceIdRatioBasedSampler(ratio);
  return parentBased ? new ParentBasedSampler({ root }) : root;
}

/** The exporter, which says so once when the collector stops taking spans, and is quiet until it has taken some again. */
function exporterTo({ url, headers }: TracingSettings, logger: Logger): SpanExporter {
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers } });
  let failing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = result.code !== 0;
        if (failed && !failing) logger.warn({ reason: result.error?.message }, 'the collector takes no traces');
        failing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}

const statusOf = (failed: boolean) => ({ code: failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET });

/** Host and port of a call; nothing else of its URL, where secrets and names of people may be. */
function placeOf(text: string): Record<string, string | number> {
  const url = URL.parse(text);
  if (url === null) return {};
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { 'server.address': url.hostname, 'server.port': port };
}

/** Makes the tracer. Names of attributes are those of the OpenTelemetry semantic conventions for HTTP. */
export function createTracer(settings: TracingSettings, version: string, logger: Logger): Tracer {
  const { sampling, resource } = settings;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ ...resource, 'service.version': version }),
    sampler: samplerOf(sampling),
    spanProcessors: [new BatchSpanProcessor({ exporter: exporterTo(settings, logger) })],
  });
  const tracer = provider.getTracer('patchbay', version);
  /** Spans of the requests under way, by request id. */
  const open = new Map<string, Span>();
  const inside = (requestId: string): Context => {
    const span = open.get(requestId);
    return span === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, span);
  };

  const begin = (request: FastifyRequest): void => {
    const { url: route } = request.routeOptions;
    const attributes = {
      'http.request.method': request.method,
      ...(route === undefined ? {} : { 'http.route': route }),
      'patchbay.request_id': request.id,
    };
    const name = route === undefined ? request.method : `${request.method} ${route}`;
    const parent = parentOf(request.headers);
    if (open.size < MOST_OPEN)
      open.set(request.id, tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent));
  };

  return {
    observe(app) {
      app.addHook('onRequest', (request, _reply, done) => {
        begin(request);
        done();
      });
      onAnswered(app, (request, reply) => {
        const span = open.get(request.id);
        open.delete(request.id);
        span?.setAttribute('http.response.status_code', reply.statusCode);
        span?.setStatus(statusOf(reply.statusCode >= 500));
        span?.end();
      });
    },
    startRun({ requestId, projectId, accountId, provider: connector, action }) {
      const attributes = {
        'patchbay.project_id': projectId,
        'patchbay.account_id': accountId,
        'patchbay.provider': connector,
        'patchbay.action': action,
      };
      const parent = inside(requestId);
      trace.getSpan(parent)?.setAttribute('patchbay.project_id', projectId);
      const span = tracer.startSpan(action, { kind: SpanKind.INTERNAL, attributes }, parent);
      const context = trace.setSpan(parent, span);
      return {
        call({ stepId, startedAt, endedAt, request, response }) {
          const method = request.method.toUpperCase();
          const call = tracer.startSpan(
            method,
            {
              kind: SpanKind.CLIENT,
              startTime: startedAt,
              attributes: {
                'http.request.method': method,
                ...placeOf(request.url),
                ...(response === undefined
                  ? { 'error.type': 'no_answer' }
                  : { 'http.response.status_code': response.status }),
                'patchbay.provider': connector,
                'patchbay.step': stepId,
              },
            },
            context,
          );
          call.setStatus(statusOf(response === undefined || response.status >= 400));
          call.end(endedAt);
        },
        end(error) {
          if (error !== undefined) span.setAttribute('error.type', error);
          span.setStatus(statusOf(error !== undefined));
          span.end();
        },
      };
    },
    close: () => provider.shutdown(),
  };
}
