import type { Item } from '../item.ts';
import { textOf } from '../item.ts';
import type { View } from '../view.ts';

const SECONDS_PER_DAY = 86_400;

const secondsOf = (time: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
};
const minutesOf = (entry: Item): number => {
  if (typeof entry['endTime'] !== 'string') return 0;
  // A shift past midnight ends on the next day.
  const span = secondsOf(entry['endTime']) - secondsOf(textOf(entry, 'startTime'));
  return Math.floor((span < 0 ? span + SECONDS_PER_DAY : span) / 60);
};
const asTime = (minutes: number) => ({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });

/** How long an entry lasted; null while it is still running. */
export const deriveTimesheetEntry = (entry: Item): Readonly<Record<string, unknown>> => ({
  duration: entry['endTime'] === null ? null : asTime(minutesOf(entry)),
});

/** Time and days worked within the span of a submission. */
export function deriveTimesheetSubmission(submission: Item, view: View): Readonly<Record<string, unknown>> {
  const [start, end] = [textOf(submission, 'startDate'), textOf(submission, 'endDate')];
  const entries = view
    .having('timesheetEntries', 'personId', textOf(submission, 'personId'))
    .filter((entry) => textOf(entry, 'date') >= start && textOf(entry, 'date') <= end);
  return {
    durationAsTime: asTime(entries.reduce((sum, entry) => sum + minutesOf(entry), 0)),
    durationAsDays: new Set(entries.map((entry) => entry['date'])).size,
  };
}
