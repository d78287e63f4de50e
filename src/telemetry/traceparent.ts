import { type Context, createTraceState, isSpanContextValid, ROOT_CONTEXT, trace } from '@opentelemetry/api';

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** The trace that a caller's headers continue (W3C Trace Context); a new one where they name none. */
export function parentOf(headers: Readonly<Record<string, string | string[] | undefined>>): Context {
  const [given, state] = [headers['traceparent'], headers['tracestate']];
  const found = typeof given === 'string' ? TRACEPARENT.exec(given.trim()) : null;
  if (found === null) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '00'] = found;
  const context = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & 1,
    isRemote: true,
    ...(typeof state === 'string' ? { traceState: createTraceState(state.slice(0, 512)) } : {}),
  };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}
