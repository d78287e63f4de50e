import { addDays, isWeekend } from '../../kit/index.ts';
import type { Employee } from './people.ts';
import { type Seeder, workingTime } from './seeder.ts';

const DAYS_BACK = 14;
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;

/** Hours of those who are paid by the hour or work part time, for the last two weeks; a few are at work right now. */
export function seedTimesheets(seeder: Seeder, employees: readonly Employee[]): void {
  const hourly = employees.filter(
    ({ contractType, standing }) => contractType !== 'Full time' && standing !== 'left' && standing !== 'newHire',
  );
  for (const [position, { seat, id: personId }] of hourly.entries()) {
    for (let back = DAYS_BACK; back >= 0; back--) {
      const date = seeder.day(-back);
      const random = seeder.own('timesheetEntries', `${seat.index}/${back}`);
      const start = random.int(7 * 60 + 30, 9 * 60 + 45);
      const length = random.int(180, 480);
      const isRunning = back === 0 && position % 4 === 0;
      if (isWeekend(date) || (back === 0 && !isRunning)) continue;
      const fields = {
        personId,
        date,
        startTime: clock(start),
        endTime: isRunning ? null : clock(start + length),
      };
      seeder.add('timesheetEntries', `${seat.index}/${back}`, fields, { createdAt: workingTime(date, random) });
    }
    const random = seeder.own('timesheetSubmissions', seat.index);
    const reviewer = employees[seat.manager ?? 0]!.id;
    for (const [week, status] of (['pending', 'approved'] as const).entries()) {
      const startDate = seeder.day(-7 * (week + 1));
      const submittedAt = workingTime(addDays(startDate, 6), random);
      const reviewed = status === 'approved';
      const fields = {
        personId,
        startDate,
        endDate: addDays(startDate, 6),
        status,
        submittedAt,
        reviewedBy: reviewed ? reviewer : null,
        reviewedAt: reviewed ? workingTime(addDays(startDate, 7), random) : null,
        changesRequested: null,
      };
      seeder.add('timesheetSubmissions', `${seat.index}/${week}`, fields, { createdAt: submittedAt });
    }
  }
}
