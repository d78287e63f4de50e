import type { Client } from './account.ts';

/** A body to create a record with, and a change to make to it. */
export interface Sample {
  readonly body: Readonly<Record<string, unknown>>;
  readonly change: Readonly<Record<string, unknown>>;
}

/** Ids of the account that samples refer to. */
type Ids = (path: string, index?: number) => string;

const NAMED: Sample = { body: { name: 'New one' }, change: { name: 'Renamed' } };

/** What each resource is created and changed with. */
const SAMPLES: Readonly<Record<string, (id: Ids) => Sample>> = {
  '/people': () => ({
    body: {
      firstName: 'Imogen',
      lastName: 'Farrow',
      email: 'new.person@northgate.example',
      employmentStartDate: '2026-01-05',
    },
    change: { preferredName: 'Immy' },
  }),
  '/companies': () => ({ body: {}, change: { name: 'Northgate Limited', isTimesheetEnabled: false } }),
  '/job-roles': (id) => ({
    body: {
      personId: id('/people', 40),
      jobTitle: 'Analytics Lead',
      department: 'Data',
      reportingTo: id('/people'),
      effectiveDate: '2026-04-01',
    },
    change: { jobTitle: 'Head of Analytics', note: 'Promotion' },
  }),
  '/locations': () => ({
    body: { label: 'Oslo', countryCode: 'NO', timezone: 'Europe/Oslo' },
    change: { city: 'Oslo' },
  }),
  '/spaces': () => NAMED,
  '/emergency-contacts': (id) => ({
    body: { personId: id('/people', 40), name: 'Robin Farrow', relationship: 'Sibling', phoneNumber: '+447700900555' },
    change: { isPrimary: true, email: 'robin@mail.example' },
  }),
  '/compensations': (id) => ({
    body: {
      personId: id('/people', 40),
      compensationTypeId: id('/compensation-types'),
      amount: '61500',
      currency: 'GBP',
      period: 'annual',
      effectiveDate: '2026-04-01',
    },
    change: { amount: '62750.50', note: 'Annual review' },
  }),
  '/compensation-types': () => ({ body: { name: 'Car allowance', baseType: 'custom' }, change: { name: 'Car' } }),
  '/bank-accounts': (id) => ({
    body: {
      personId: id('/people', 40),
      bankName: 'Harbour Bank',
      nameOnAccount: 'I Farrow',
      accountNumber: '00012345',
    },
    change: { sortCode: '00-11-22' },
  }),
  '/documents': (id) => ({
    body: {
      personId: id('/people', 40),
      name: 'Handbook',
      documentTypeId: id('/document-types'),
      link: 'https://docs.example/handbook',
    },
    change: { name: 'Handbook 2026', folderId: id('/document-folders') },
  }),
  '/document-types': () => NAMED,
  '/document-folders': () => NAMED,
  '/identity-documents': (id) => ({
    body: {
      personId: id('/people', 40),
      identityDocumentTypeId: id('/identity-document-types'),
      name: 'Passport',
      number: 'X1234567',
      issuingCountry: 'IE',
    },
    change: { expiryDate: '2035-01-31' },
  }),
  '/equipment': (id) => ({
    body: {
      personId: id('/people', 40),
      equipmentTypeId: id('/equipment-types'),
      equipmentNameId: id('/equipment-names'),
      serialNumber: 'SN-1',
    },
    change: { returnedDate: '2026-03-01' },
  }),
  '/custom-fields': () => ({
    body: { name: 'Parking', type: 'select', config: { choices: ['Yes', 'No'] } },
    change: { section: 'workplace' },
  }),
  // The fourth custom field is the onboarding buddy, which settled people do not have.
  '/custom-values': (id) => ({
    body: { personId: id('/people', 40), customFieldId: id('/custom-fields', 3), value: id('/people') },
    change: { value: id('/people', 1) },
  }),
  '/time-away': (id) => ({
    body: {
      personId: id('/people', 40),
      startDate: '2026-06-01',
      endDate: '2026-06-05',
      timeAwayTypeId: id('/time-away-types'),
    },
    change: { requestStatus: 'declined', reviewNote: 'Too busy' },
  }),
  '/time-away-types': () => NAMED,
  '/time-away-policies': () => NAMED,
  '/time-away-allocations': (id) => ({
    body: {
      personId: id('/people', 40),
      timeAwayPolicyId: id('/time-away-policies'),
      amount: 25.5,
      startDate: '2026-01-01',
    },
    change: { amount: 26 },
  }),
  '/time-away-adjustments': (id) => ({
    body: { personId: id('/people', 40), timeAwayAllocationId: id('/time-away-allocations'), amount: -1.5 },
    change: { note: 'Correction' },
  }),
  '/public-holiday-calendar-days': (id) => ({
    body: { publicHolidayCalendarId: 'GB-ENG', publicHolidayId: id('/public-holidays?publicHolidayCalendarId=IE') },
    change: { publicHolidayCalendarId: 'IE' },
  }),
  '/working-patterns': () => NAMED,
  '/working-pattern-allocations': (id) => ({
    body: { personId: id('/people', 40), workingPatternId: id('/working-patterns'), startDate: '2026-05-01' },
    change: { endDate: '2026-12-31' },
  }),
  '/timesheet-entries': (id) => ({
    body: { personId: id('/people', 40), date: '2026-03-04', startTime: '08:45' },
    change: { endTime: '12:15' },
  }),
  '/timesheet-submissions': (id) => ({
    body: { personId: id('/people', 40), startDate: '2026-03-02', endDate: '2026-03-08' },
    change: { status: 'rejected', changesRequested: 'Tuesday is missing' },
  }),
  '/webhooks': () => ({
    body: { url: 'http://127.0.0.1:9/hooks', events: ['space.created'] },
    change: { events: ['space.created', 'space.deleted'] },
  }),
  '/data-exports': () => ({ body: {}, change: {} }),
};

/** The sample of a resource, with ids of the account filled in. @throws Error when there is none */
export async function sampleFor(path: string, client: Client): Promise<Sample> {
  const make = SAMPLES[path];
  if (make === undefined) throw new Error(`There is no sample for ${path}`);
  const wanted = new Set<string>();
  make((from, index = 0) => {
    wanted.add(`${from} ${index}`);
    return '';
  });
  const ids = new Map<string, string>();
  for (const key of wanted) {
    const [from = '', index] = key.split(' ');
    const glue = from.includes('?') ? '&' : '?';
    const { json } = await client.get(`${from}${glue}$limit=1&$skip=${index}`);
    ids.set(key, json.data[0].id);
  }
  return make((from, index = 0) => ids.get(`${from} ${index}`)!);
}
