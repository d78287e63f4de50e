import { DEFAULT_SETTINGS, type ProjectSettings } from '../projects/index.ts';

/** What a project chose about its logs. */
export type LogSettings = Pick<ProjectSettings, 'logRetentionDays' | 'bodyLogging' | 'bodyRetentionDays'>;

/** Finds what a project chose; at once when it is in memory. */
export type LogSettingsOf = (projectId: string) => LogSettings | Promise<LogSettings>;

const DAY_MS = 86_400_000;

/** What holds where nobody chose. */
export const defaultLogSettings: LogSettingsOf = () => DEFAULT_SETTINGS;

/** When a row that begins at a time goes, and when its bodies go: never later. In milliseconds since 1970. */
export function expiryOf(
  startedAt: number,
  { logRetentionDays, bodyRetentionDays }: LogSettings,
): { readonly row: number; readonly bodies: number } {
  const row = startedAt + logRetentionDays * DAY_MS;
  return { row, bodies: Math.min(row, startedAt + bodyRetentionDays * DAY_MS) };
}
