import { DEFAULT_SETTINGS, type ProjectSettings } from '../projects/index.ts';

/** What a project chose about its logs. */
export type LogSettings = Pick<ProjectSettings, 'logRetentionDays' | 'bodyLogging' | 'bodyRetentionDays'>;

/** Finds what a project chose; at once when it is in memory. */
export type LogSettingsOf = (projectId: string) => LogSettings | Promise<LogSettings>;

const DAY_MS = 86_400_000;

/** What holds where nobody chose. */
export const defaultLogSettings: LogSettingsOf = () => DEFAULT_SETTINGS;

/** When a row that begins at a time goes, in milliseconds since 1970. */
export const rowExpiry = (startedAt: number, { logRetentionDays }: LogSettings): number =>
  startedAt + logRetentionDays * DAY_MS;

/** When the bodies of a row that begins at a time go: never later than the row. */
export const bodiesExpiry = (startedAt: number, settings: LogSettings): number =>
  Math.min(rowExpiry(startedAt, settings), startedAt + settings.bodyRetentionDays * DAY_MS);
