import { seesEveryone } from '../access.ts';
import { badRequest, forbidden } from '../errors.ts';
import { textOf } from '../item.ts';
import { breakdownOf, deriveTimeAway, reduceTimeAway } from '../present/time-away.ts';
import type { Change, ResourceRow } from '../resource.ts';
import { COMPANY_WIDE, PRIVATE } from '../scopes.ts';
import {
  choice,
  companyId,
  date,
  flag,
  optionalDate,
  optionalReference,
  optionalText,
  personId,
  readBoolean,
  readNumber,
  readObject,
  readReference,
  readText,
  readTimestamp,
  reference,
  text,
} from '../specs.ts';

const MAX_DAYS = 1095;

/** An absence runs forward, keeps a snapshot of the person's schedule, and is reviewed by those who may. */
function prepareTimeAway({ call, caller, values, before }: Change): Readonly<Record<string, unknown>> {
  const merged = { ...before, ...values } as Readonly<Record<string, unknown>>;
  const [start, end] = [textOf(merged, 'startDate'), textOf(merged, 'endDate')];
  if (end < start) throw badRequest([{ name: 'endDate', reason: 'must not be before startDate' }]);
  if (breakdownOf({ ...merged, id: '' }, () => false).length > MAX_DAYS)
    throw badRequest([{ name: 'endDate', reason: `must be within ${MAX_DAYS} days of startDate` }]);

  const mayReview = seesEveryone(caller) || (caller.role === 'manager' && merged['personId'] !== caller.token.personId);
  const asked = before === undefined ? undefined : values['requestStatus'];
  if (asked !== undefined && !mayReview) throw forbidden('requestStatus', `not allowed for the role ${caller.role}`);
  const reviewed = before === undefined ? caller.role === 'admin' || caller.role === 'owner' : asked !== undefined;
  const review = reviewed
    ? {
        reviewedBy: asked === 'pending' ? null : caller.token.personId,
        reviewedAt: asked === 'pending' ? null : call.timestamp,
      }
    : {};
  if (before !== undefined) return review;

  const person = call.state.database.table('people').get(textOf(merged, 'personId'))!;
  return {
    requestStatus: reviewed ? 'approved' : 'pending',
    reviewedBy: null,
    reviewedAt: null,
    ...review,
    publicHolidayCalendarId: person['publicHolidayCalendarId'],
    workingDays: person['workingDays'],
  };
}

const notBefore = (later: string, earlier: string) => (change: Change) => {
  const merged = { ...change.before, ...change.values } as Readonly<Record<string, unknown>>;
  const end = merged[later];
  if (typeof end === 'string' && end < textOf(merged, earlier))
    throw badRequest([{ name: later, reason: `must not be before ${earlier}` }]);
  return {};
};

/** Absences, what they count against, and the calendars and schedules they are computed from. */
export const TIME_AWAY: readonly ResourceRow[] = [
  {
    path: '/time-away',
    noun: 'time away',
    scopes: COMPANY_WIDE,
    selfService: true,
    fields: {
      personId,
      startDate: date,
      startPeriod: choice(['full', 'am', 'pm'], 'full'),
      endDate: date,
      endPeriod: choice(['full', 'am', 'pm'], 'full'),
      timeAwayTypeId: reference('timeAwayTypes'),
      timeAwayType: readObject,
      name: readText,
      isTimeOff: readBoolean,
      workingFromLocationId: optionalReference('locations'),
      note: optionalText,
      breakdown: readObject,
      days: readNumber,
      requestStatus: choice(['pending', 'approved', 'declined'], 'pending'),
      reviewedBy: { ...readReference('people'), nullable: true },
      reviewedAt: readTimestamp,
      reviewNote: optionalText,
      publicHolidayCalendarId: { ...readReference('publicHolidayCalendars'), nullable: true },
      workingDays: readObject,
    },
    derive: deriveTimeAway,
    reduce: reduceTimeAway,
    prepare: prepareTimeAway,
  },
  {
    path: '/time-away-types',
    noun: 'time away type',
    scopes: COMPANY_WIDE,
    fields: { companyId, name: text, color: optionalText, isTimeOff: flag(true) },
  },
  { path: '/time-away-policies', noun: 'time away policy', scopes: PRIVATE, fields: { companyId, name: text } },
  {
    path: '/time-away-allocations',
    noun: 'time away allocation',
    scopes: PRIVATE,
    fields: {
      personId,
      timeAwayTypeId: optionalReference('timeAwayTypes'),
      timeAwayPolicyId: reference('timeAwayPolicies'),
      timeAwayPolicy: readObject,
      amount: { type: 'number', required: true, min: 0 },
      unit: choice(['days'], 'days'),
      startDate: date,
      endDate: optionalDate,
    },
    derive(item, view) {
      const policy = view.item('timeAwayPolicies', item['timeAwayPolicyId']);
      return { timeAwayPolicy: policy === undefined ? null : { id: policy.id, name: policy['name'] } };
    },
    prepare: notBefore('endDate', 'startDate'),
  },
  {
    path: '/time-away-adjustments',
    noun: 'time away adjustment',
    scopes: PRIVATE,
    fields: {
      personId,
      timeAwayAllocationId: { ...reference('timeAwayAllocations') },
      amount: { type: 'number', required: true },
      note: optionalText,
    },
  },
  {
    path: '/public-holidays',
    noun: 'public holiday',
    operations: 'L',
    scopes: COMPANY_WIDE,
    timestamps: 'none',
    fields: { publicHolidayCalendarId: reference('publicHolidayCalendars'), name: text, date },
    requiredFilter: 'publicHolidayCalendarId',
  },
  {
    path: '/public-holiday-calendars',
    noun: 'public holiday calendar',
    operations: 'L',
    scopes: COMPANY_WIDE,
    timestamps: 'none',
    fields: { companyId, name: text },
  },
  {
    path: '/public-holiday-calendar-days',
    noun: 'public holiday calendar day',
    operations: 'LGCU',
    scopes: COMPANY_WIDE,
    fields: {
      publicHolidayCalendarId: reference('publicHolidayCalendars'),
      publicHolidayId: reference('publicHolidays'),
    },
  },
  { path: '/working-patterns', noun: 'working pattern', scopes: COMPANY_WIDE, fields: { companyId, name: text } },
  {
    path: '/working-pattern-allocations',
    noun: 'working pattern allocation',
    scopes: PRIVATE,
    fields: { personId, workingPatternId: reference('workingPatterns'), startDate: date, endDate: optionalDate },
    prepare: notBefore('endDate', 'startDate'),
  },
];
