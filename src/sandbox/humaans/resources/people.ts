import { isDate } from '../../kit/index.ts';
import { badRequest, conflict } from '../errors.ts';
import { textOf } from '../item.ts';
import { deriveJobRole, jobRolesAsOf } from '../present/job-roles.ts';
import { deriveOnePerson, derivePerson, reducePerson } from '../present/people.ts';
import { formatPhone } from '../present/phones.ts';
import { type Change, REMOTE, type ResourceRow } from '../resource.ts';
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
  readObject,
  readText,
  readTimestamp,
  reference,
  text,
  texts,
} from '../specs.ts';
import { WORKING_WEEK, workingDays } from './working-days.ts';

const LEAVING_REASONS = ['dismissed', 'resigned', 'redundancy', 'contract_ended', 'other'];
/** Roles a person can have in the product. */
export const PERSON_ROLES = ['user', 'manager', 'finance', 'tech', 'admin', 'owner'];

const notBefore = (later: string, earlier: string, values: Readonly<Record<string, unknown>>) => {
  const [from, to] = [values[earlier], values[later]];
  if (isDate(from) && isDate(to) && to < from)
    throw badRequest([{ name: later, reason: `must not be before ${earlier}` }]);
};

/** Work addresses are unique; an absent employee id is drawn from the company's numbers. */
function preparePerson({ call, values, before }: Change): Readonly<Record<string, unknown>> {
  const { database, companyId: company } = call.state;
  const merged = { ...before, ...values };
  const taken = database
    .table('people')
    .find(
      (other) =>
        other.id !== before?.id && textOf(other, 'email').toLowerCase() === textOf(merged, 'email').toLowerCase(),
    );
  if (taken !== undefined) throw conflict('A person with this email already exists', 'email');
  notBefore('employmentEndDate', 'employmentStartDate', merged);
  if (before !== undefined) return {};
  const settings = database.table('companies').get(company)!;
  const next = settings['nextEmployeeId'] as number;
  const numbered = values['employeeId'] === null && settings['autogenerateEmployeeId'] === true;
  if (numbered) database.table('companies').update(company, { nextEmployeeId: next + 1 });
  return {
    employeeId: numbered ? `NG-${String(next).padStart(4, '0')}` : values['employeeId'],
    isVerified: false,
    demo: false,
    calendarFeedToken: null,
    seenDocumentsAt: null,
    firstWorkingDay: values['firstWorkingDay'] ?? values['employmentStartDate'],
  };
}

/** Nobody can report to themselves. */
function prepareJobRole({ values, before }: Change): Readonly<Record<string, unknown>> {
  const merged = { ...before, ...values };
  if (merged['reportingTo'] !== null && merged['reportingTo'] === merged['personId'])
    throw badRequest([{ name: 'reportingTo', reason: 'must be another person' }]);
  return {};
}

const PERSON: ResourceRow['fields'] = {
  companyId,
  firstName: text,
  middleName: optionalText,
  lastName: text,
  preferredName: optionalText,
  email: { type: 'email', required: true },
  personalEmail: { type: 'email', nullable: true },
  locationId: { ...reference('locations'), required: false, initial: REMOTE },
  remoteCity: optionalText,
  remoteRegionCode: optionalText,
  remoteCountryCode: optionalText,
  remoteTimezone: optionalText,
  phoneNumber: optionalText,
  formattedPhoneNumber: readText,
  personalPhoneNumber: optionalText,
  formattedPersonalPhoneNumber: readText,
  gender: optionalText,
  birthday: optionalDate,
  profilePhotoId: optionalReference('files'),
  profilePhoto: readObject,
  nationality: readText,
  nationalities: texts,
  spokenLanguages: texts,
  dietaryPreference: optionalText,
  foodAllergies: texts,
  address: optionalText,
  city: optionalText,
  state: optionalText,
  postcode: optionalText,
  countryCode: { ...optionalText, min: 2, max: 2 },
  country: readText,
  bio: optionalText,
  linkedIn: optionalText,
  twitter: optionalText,
  github: optionalText,
  employmentStartDate: date,
  firstWorkingDay: optionalDate,
  probationEndDate: optionalDate,
  employmentEndDate: optionalDate,
  lastWorkingDay: optionalDate,
  turnoverImpact: optionalText,
  workingDays: { ...workingDays, initial: WORKING_WEEK },
  publicHolidayCalendarId: optionalReference('publicHolidayCalendars'),
  leavingReason: { type: 'text', nullable: true, choices: LEAVING_REASONS },
  leavingNote: optionalText,
  leavingFileId: optionalReference('files'),
  contractType: optionalText,
  employeeId: optionalText,
  taxId: optionalText,
  taxCode: optionalText,
  teams: { type: 'list', items: { type: 'object', fields: { name: text } }, initial: [], max: 100 },
  status: readText,
  isVerified: readBoolean,
  isWorkEmailHidden: flag(false),
  isBirthdayHidden: flag(false),
  demo: readBoolean,
  calendarFeedToken: readText,
  role: choice(PERSON_ROLES, 'user'),
  seenDocumentsAt: readTimestamp,
  source: optionalText,
  sourceId: optionalText,
  timezone: readText,
  payrollProvider: optionalText,
};

/** People, their jobs and places. */
export const PEOPLE: readonly ResourceRow[] = [
  {
    path: '/people',
    noun: 'person',
    scopes: COMPANY_WIDE,
    fields: PERSON,
    personField: 'id',
    derive: derivePerson,
    deriveOne: deriveOnePerson,
    reduce: reducePerson,
    prepare: preparePerson,
  },
  {
    path: '/companies',
    noun: 'company',
    operations: 'LGU',
    scopes: COMPANY_WIDE,
    fields: {
      name: text,
      domains: texts,
      trialEndDate: { ...optionalDate, readOnly: true },
      status: readText,
      paymentStatus: readText,
      package: readText,
      isTimesheetEnabled: flag(true),
      autogenerateEmployeeId: flag(true),
      autogenerateEmployeeIdForNewHires: flag(true),
      nextEmployeeId: { type: 'integer', min: 1 },
    },
    reduce: ({ id, name, domains, createdAt, updatedAt }) => ({ id, name, domains, createdAt, updatedAt }),
  },
  {
    path: '/job-roles',
    noun: 'job role',
    scopes: COMPANY_WIDE,
    fields: {
      personId,
      jobTitle: text,
      department: optionalText,
      reportingTo: optionalReference('people'),
      effectiveDate: date,
      endDate: { type: 'date', readOnly: true },
      note: optionalText,
    },
    derive: deriveJobRole,
    reduce: ({ note: _note, ...shown }) => shown as { id: string },
    prepare: prepareJobRole,
    asOf: jobRolesAsOf,
  },
  {
    path: '/locations',
    noun: 'location',
    scopes: COMPANY_WIDE,
    fields: {
      companyId,
      label: text,
      address: optionalText,
      city: optionalText,
      state: optionalText,
      postcode: optionalText,
      country: optionalText,
      countryCode: { ...optionalText, min: 2, max: 2 },
      timezone: { ...text, required: false, initial: 'Etc/UTC' },
    },
  },
  { path: '/spaces', noun: 'space', scopes: COMPANY_WIDE, fields: { companyId, name: text } },
  { path: '/roles', noun: 'role', operations: 'LG', scopes: PRIVATE, timestamps: 'none', fields: { name: text } },
  {
    path: '/role-members',
    noun: 'role member',
    operations: 'LG',
    scopes: PRIVATE,
    timestamps: 'none',
    fields: { personId, roleId: reference('roles') },
  },
  {
    path: '/role-permissions',
    noun: 'role permission',
    operations: 'LG',
    scopes: PRIVATE,
    timestamps: 'none',
    fields: { name: text, roleId: reference('roles') },
  },
  {
    path: '/emergency-contacts',
    noun: 'emergency contact',
    scopes: PRIVATE,
    selfService: true,
    fields: {
      personId,
      name: text,
      relationship: optionalText,
      phoneNumber: text,
      formattedPhoneNumber: readText,
      email: { type: 'email', nullable: true },
      isPrimary: flag(false),
    },
    derive: (contact) => ({ formattedPhoneNumber: formatPhone(contact['phoneNumber']) }),
  },
];
