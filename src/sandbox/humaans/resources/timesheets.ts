import { seesEveryone } from '../access.ts';
import { badRequest, forbidden } from '../errors.ts';
import { textOf } from '../item.ts';
import { deriveTimesheetEntry, deriveTimesheetSubmission } from '../present/timesheets.ts';
import type { Change, ResourceRow } from '../resource.ts';
import { PRIVATE } from '../scopes.ts';
import {
  choice,
  date,
  optionalText,
  personId,
  readNumber,
  readObject,
  readReference,
  readTimestamp,
} from '../specs.ts';

/** One entry can run at a time: clocking in twice is refused. */
function prepareEntry({ call, values, before }: Change): Readonly<Record<string, unknown>> {
  const merged = { ...before, ...values } as Readonly<Record<string, unknown>>;
  if (merged['endTime'] !== null) return {};
  const running = call.state.database
    .table('timesheetEntries')
    .find((other) => other.id !== before?.id && other['personId'] === merged['personId'] && other['endTime'] === null);
  if (running !== undefined) throw badRequest([{ name: 'endTime', reason: 'another entry is still running' }]);
  return {};
}

/** Submissions start out pending; reviewing them is noted with who and when. */
function prepareSubmission({ call, caller, values, before }: Change): Readonly<Record<string, unknown>> {
  const merged = { ...before, ...values } as Readonly<Record<string, unknown>>;
  if (textOf(merged, 'endDate') < textOf(merged, 'startDate'))
    throw badRequest([{ name: 'endDate', reason: 'must not be before startDate' }]);
  if (before === undefined)
    return { status: 'pending', submittedAt: call.timestamp, reviewedBy: null, reviewedAt: null };
  if (values['status'] === undefined) return {};
  if (!seesEveryone(caller)) throw forbidden('status', `not allowed for the role ${caller.role}`);
  return { reviewedBy: caller.token.personId, reviewedAt: call.timestamp };
}

/** Hours worked and their approval. */
export const TIMESHEETS: readonly ResourceRow[] = [
  {
    path: '/timesheet-entries',
    noun: 'timesheet entry',
    scopes: PRIVATE,
    selfService: true,
    fields: {
      personId,
      date,
      startTime: { type: 'time', required: true },
      endTime: { type: 'time', nullable: true },
      duration: readObject,
    },
    derive: deriveTimesheetEntry,
    prepare: prepareEntry,
  },
  {
    path: '/timesheet-submissions',
    noun: 'timesheet submission',
    scopes: PRIVATE,
    selfService: true,
    fields: {
      personId,
      startDate: date,
      endDate: date,
      status: choice(['pending', 'approved', 'rejected'], 'pending'),
      submittedAt: readTimestamp,
      reviewedBy: { ...readReference('people'), nullable: true },
      reviewedAt: readTimestamp,
      changesRequested: optionalText,
      durationAsTime: readObject,
      durationAsDays: readNumber,
    },
    derive: deriveTimesheetSubmission,
    prepare: prepareSubmission,
  },
];
