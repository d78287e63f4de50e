import type { FastifyInstance } from 'fastify';
import type { HttpApp } from '../http/index.ts';
import { isPatchbayError, type Logger } from '../kernel/index.ts';
import { createExposition } from './exposition.ts';
import { createMetrics, type Readings } from './metrics.ts';
import { metricsRoute } from './metrics-route.ts';
import { observeRequests } from './request-metrics.ts';
import { type ObservedRun, outcomeOf, type RunProbe } from './run-probe.ts';
import type { TracingSettings } from './settings.ts';
import type { Tracer } from './tracer.ts';

/** What is told to the operator's own collectors. */
export interface Telemetry {
  /** Watches the requests of all routes registered afterwards. */
  observe(app: FastifyInstance): void;
  /** Registers the routes of metrics, with what other parts count. */
  routes(app: HttpApp, readings: Readings): void;
  /** Watches one run of an action. */
  startRun(run: ObservedRun): RunProbe;
  /** Counts a renewal of credentials. */
  countRenewal(provider: string, outcome: string): void;
  /** Watches outbound calls for those that are refused. */
  watch<Request, Answer>(send: (request: Request) => Promise<Answer>): (request: Request) => Promise<Answer>;
  /** Sends what is noted and stops. */
  close(): Promise<void>;
}

/** What {@link createTelemetry} is told. */
export interface TelemetryParts {
  /** Whoever bears it may read the metrics; there are none while it is undefined. */
  readonly metricsToken: string | undefined;
  /** Where traces go; there are none while it is undefined. */
  readonly tracing: TracingSettings | undefined;
  readonly version: string;
  readonly logger: Logger;
}

/** Longest that a stop waits for a collector, in milliseconds. */
const LAST_WAIT_MS = 5_000;

/** Waits for the last traces to be taken, but neither for long nor with an error: a stop goes on without a collector. */
async function sendLast(tracer: Tracer, logger: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LAST_WAIT_MS} ms`)), LAST_WAIT_MS);
  });
  try {
    await Promise.race([tracer.close(), late]);
  } catch (err) {
    logger.warn({ err }, 'the last traces were not taken by the collector');
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Makes what metrics and traces were asked for; their libraries are loaded only then.
 * @returns undefined when nothing is wanted
 */
export async function createTelemetry({
  metricsToken,
  tracing,
  version,
  logger,
}: TelemetryParts): Promise<Telemetry | undefined> {
  if (metricsToken === undefined && tracing === undefined) return undefined;
  const metrics = metricsToken === undefined ? undefined : createMetrics(version);
  const exposition = metrics && (await createExposition(() => metrics.families));
  const tracer = tracing && (await import('./tracer.ts')).createTracer(tracing, version, logger);

  const countRun = ({ provider, action }: ObservedRun): RunProbe | undefined => {
    if (metrics === undefined) return undefined;
    const began = performance.now();
    return {
      call({ startedAt, endedAt, response }) {
        const status = response === undefined ? 'none' : String(response.status);
        metrics.providerCalls.with(provider, status).observe((endedAt - startedAt) / 1_000);
      },
      end: (error) =>
        metrics.actions.with(provider, action, outcomeOf(error)).observe((performance.now() - began) / 1_000),
    };
  };

  return {
    observe(app) {
      if (metrics !== undefined) observeRequests(app, metrics);
      tracer?.observe(app);
    },
    routes(app, readings) {
      if (metrics === undefined || exposition === undefined || metricsToken === undefined) return;
      metrics.read(readings);
      metricsRoute(app, metricsToken, exposition);
    },
    startRun(run) {
      const [counted, traced] = [countRun(run), tracer?.startRun(run)];
      if (counted === undefined || traced === undefined) return (counted ?? traced)!;
      return {
        call(call) {
          counted.call(call);
          traced.call(call);
        },
        end(error) {
          counted.end(error);
          traced.end(error);
        },
      };
    },
    countRenewal: (provider, outcome) => metrics?.renewals.with(provider, outcome).add(),
    watch(send) {
      if (metrics === undefined) return send;
      return async (request) => {
        try {
          return await send(request);
        } catch (error) {
          if (isPatchbayError(error, 'egress_blocked')) metrics.egressBlocked.add();
          throw error;
        }
      };
    },
    close: async () => {
      if (tracer !== undefined) await sendLast(tracer, logger);
    },
  };
}
