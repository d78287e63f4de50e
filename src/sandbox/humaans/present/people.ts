import { type Item, textOf } from '../item.ts';
import { REMOTE } from '../resource.ts';
import type { View } from '../view.ts';
import { countryName } from './countries.ts';
import { currentJobRole } from './job-roles.ts';
import { formatPhone } from './phones.ts';

const PHOTO_SIZES = ['64', '96', '104', '136', '156', '204', '320', '480'];

/** What the whole company may see of a person. */
const PUBLIC_FIELDS = [
  'id',
  'companyId',
  'firstName',
  'middleName',
  'lastName',
  'preferredName',
  'email',
  'locationId',
  'remoteCity',
  'remoteRegionCode',
  'remoteCountryCode',
  'remoteTimezone',
  'birthday',
  'profilePhotoId',
  'profilePhoto',
  'bio',
  'linkedIn',
  'twitter',
  'github',
  'employmentStartDate',
  'firstWorkingDay',
  'workingDays',
  'publicHolidayCalendarId',
  'teams',
  'status',
  'timezone',
  'createdAt',
  'updatedAt',
];

/** `newHire` before the first day, `offboarded` after the last, else `active`. */
export function personStatus(person: Item, today: string): 'newHire' | 'active' | 'offboarded' {
  if (textOf(person, 'employmentStartDate') > today) return 'newHire';
  const end = textOf(person, 'employmentEndDate');
  return end !== '' && end < today ? 'offboarded' : 'active';
}

/** A photo with the addresses of its sizes. */
export const photoOf = (fileId: string, baseUrl: string): Readonly<Record<string, unknown>> => ({
  id: fileId,
  variants: Object.fromEntries(PHOTO_SIZES.map((size) => [size, `${baseUrl}/files/${fileId}/photo-${size}.svg`])),
});

/** The time zone of a person's location, or of the place they work remotely from. */
export function timezoneOf(person: Item, view: View): string {
  if (person['locationId'] === REMOTE) return textOf(person, 'remoteTimezone') || 'Etc/UTC';
  const location = view.item('locations', person['locationId']);
  return location === undefined ? 'Etc/UTC' : textOf(location, 'timezone');
}

/** Computed members of a person. */
export function derivePerson(person: Item, view: View): Readonly<Record<string, unknown>> {
  const nationalities = person['nationalities'] as readonly string[];
  const photo = person['profilePhotoId'];
  return {
    nationality: nationalities[0] ?? null,
    country: countryName(person['countryCode']),
    formattedPhoneNumber: formatPhone(person['phoneNumber']),
    formattedPersonalPhoneNumber: formatPhone(person['personalPhoneNumber']),
    profilePhoto: typeof photo === 'string' ? photoOf(photo, view.call.baseUrl) : null,
    status: personStatus(person, view.call.today),
    timezone: timezoneOf(person, view),
  };
}

/** A person read alone also names the current job. */
export function deriveOnePerson(person: Item, view: View): Readonly<Record<string, unknown>> {
  const role = currentJobRole(person.id, view, view.call.today);
  return { jobRole: role === undefined ? null : { jobTitle: role['jobTitle'], department: role['department'] } };
}

/** A person as `public:read` alone shows it: the birthday without its year, hidden addresses left out. */
export function reducePerson(person: Item): Item {
  const shown: Record<string, unknown> = {};
  for (const name of PUBLIC_FIELDS) if (Object.hasOwn(person, name)) shown[name] = person[name];
  if (person['isWorkEmailHidden'] === true) delete shown['email'];
  if (person['isBirthdayHidden'] === true) delete shown['birthday'];
  else if (typeof shown['birthday'] === 'string') shown['birthday'] = shown['birthday'].slice(5);
  return shown as Item;
}
