import { type Answer, empty, json, ok } from './answer.ts';
import type { Call } from './call.ts';
import type { ShiftedClock } from './clock.ts';
import type { Endpoint } from './emulator.ts';
import { type FaultBoard, readFault } from './faults.ts';
import { type CheckedBody, checkBody, type FieldSpecs } from './fields.ts';
import type { Journal } from './journal.ts';
import { asText } from './query.ts';
import type { RateLimiter } from './rate-limits.ts';

/** The parts of a running emulator that its admin routes work on. */
export interface AdminPart {
  readonly faults: FaultBoard;
  readonly journal: Journal;
  readonly limiter: RateLimiter;
  readonly clock: ShiftedClock;
  readonly idle: () => Promise<void>;
  readonly reset: () => Promise<void>;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const YEAR_MS = 31_536_000_000;

const FAULT: FieldSpecs = {
  kind: { type: 'text', required: true },
  retry_after: { type: 'integer', min: 0 },
  delay_ms: { type: 'integer', min: 0 },
  chunk_bytes: { type: 'integer', min: 1 },
  times: { type: 'integer', min: 1, nullable: true, initial: 1 },
  path: { type: 'text', max: 500, nullable: true },
  method: { type: 'text', choices: METHODS, nullable: true },
};
const LIMITS: FieldSpecs = {
  enabled: { type: 'boolean', required: true },
  limit: { type: 'integer', min: 1 },
  window_ms: { type: 'integer', min: 1 },
};
const CLOCK: FieldSpecs = { advance_ms: { type: 'integer', required: true, min: 0, max: YEAR_MS } };

const refusal = (text: string): Answer => json(400, { sandbox_error: text });

/** Runs `use` with the checked body, or answers 400 with every reason. */
function withBody(specs: FieldSpecs, call: Call<unknown>, use: (values: CheckedBody['values']) => Answer): Answer {
  const { values, issues } = checkBody(specs, call.json(), { unknown: 'refuse' });
  if (issues.length === 0) return use(values);
  return refusal(issues.map(({ path, message }) => `${path || 'The body'} ${message}.`).join(' '));
}

function limitsAnswer({ limiter }: AdminPart): Answer {
  return ok({
    enabled: limiter.enabled,
    limits: limiter.rules.map(({ name, limit, windowMs, by }) => ({ name, limit, window_ms: windowMs, by })),
  });
}

/** The admin routes that every emulator has, below `/sandbox/<key>/__admin`. Answers are JSON; refusals say `sandbox_error`. */
export function adminEndpoints<State>(part: AdminPart): Endpoint<State, undefined>[] {
  const { faults, journal, limiter, clock } = part;
  const listFaults = (): Answer =>
    ok(
      faults.list().map(({ fault, times, path, method }) => ({
        kind: fault.kind,
        retry_after: fault.retryAfter,
        delay_ms: fault.delayMs ?? null,
        chunk_bytes: fault.chunkBytes,
        times,
        path,
        method,
      })),
    );
  return [
    {
      method: 'POST',
      path: '/reset',
      summary: 'Restore the demonstration data',
      async handle() {
        await part.reset();
        return empty();
      },
    },
    { method: 'GET', path: '/faults', summary: 'List armed faults', handle: listFaults },
    {
      method: 'POST',
      path: '/faults',
      summary: 'Arm a fault',
      handle: (call) =>
        withBody(FAULT, call, (values) => {
          const fault = readFault(values);
          if (typeof fault === 'string') return refusal(fault);
          faults.arm({
            fault,
            times: values['times'] as number | null,
            path: values['path'] as string | null,
            method: values['method'] as string | null,
          });
          return { ...listFaults(), status: 201 };
        }),
    },
    {
      method: 'DELETE',
      path: '/faults',
      summary: 'Disarm every fault',
      handle() {
        faults.clear();
        return empty();
      },
    },
    { method: 'GET', path: '/limits', summary: 'Show rate limits', handle: () => limitsAnswer(part) },
    {
      method: 'POST',
      path: '/limits',
      summary: 'Switch rate limits on or off, optionally with a limit of your own',
      handle: (call) =>
        withBody(LIMITS, call, (values) => {
          const limit = values['limit'] as number | undefined;
          const windowMs = (values['window_ms'] as number | undefined) ?? 1000;
          const own = limit === undefined ? undefined : [{ name: 'test', limit, windowMs, by: 'account' as const }];
          limiter.configure(values['enabled'] as boolean, own);
          return limitsAnswer(part);
        }),
    },
    {
      method: 'GET',
      path: '/requests',
      summary: 'Show the last requests, secrets masked',
      handle: (call) => ok(journal.list({ method: asText(call.query['method']), path: asText(call.query['path']) })),
    },
    {
      method: 'DELETE',
      path: '/requests',
      summary: 'Forget the requests so far',
      handle() {
        journal.clear();
        return empty();
      },
    },
    {
      method: 'POST',
      path: '/clock',
      summary: 'Move the emulator’s clock ahead',
      handle: (call) =>
        withBody(CLOCK, call, (values) => {
          clock.advance(values['advance_ms'] as number);
          return ok({ now: new Date(clock.now()).toISOString() });
        }),
    },
    {
      method: 'POST',
      path: '/idle',
      summary: 'Wait until no background work is left',
      async handle() {
        await part.idle();
        return empty();
      },
    },
  ];
}
