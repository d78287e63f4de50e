export { BodyCapture } from './body-capture.ts';
export { Masker } from './masker.ts';
export { createLogPruner, type LogPruner } from './prune.ts';
export { type LogNotes, type LogSource, logNotesOf, logRequests } from './request-hook.ts';
export type { RequestLog, StepLog } from './request-log.ts';
export { type LogRouteParts, logRoutes } from './routes.ts';
export { secretForms } from './secret-forms.ts';
export type { LogSettings, LogSettingsOf } from './settings.ts';
export { createLogWriter, type LogWriter } from './writer.ts';
