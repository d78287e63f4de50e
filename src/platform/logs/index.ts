export { type LogNotes, type LogSource, logNotesOf, logRequests } from './request-hook.ts';
export type { RequestLog, StepLog } from './request-log.ts';
export { type LogRouteParts, logRoutes } from './routes.ts';
export { createLogWriter, type LogWriter } from './writer.ts';
