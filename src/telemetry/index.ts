export type { Readings } from './metrics.ts';
export type { ObservedCall, ObservedRun, RunProbe } from './run-probe.ts';
export { readTracing, type TracingSettings } from './settings.ts';
export { createTelemetry, type Telemetry, type TelemetryParts } from './telemetry.ts';
