import {
  addDays,
  addMonths,
  laterOf,
  onOrAfter,
  type Random,
  type SamplePerson,
  samplePeople,
  WEEKDAYS,
} from '../../kit/index.ts';
import { REMOTE } from '../resource.ts';
import { WORKING_WEEK } from '../resources/working-days.ts';
import { HOMES, OFFICES, type Place } from './offices.ts';
import { type Seat, seats } from './organization.ts';
import { type Seeder, workingTime } from './seeder.ts';

/** How someone stands with the company. */
export type Standing = 'settled' | 'newHire' | 'joined' | 'leaving' | 'left';

/** Someone of the demonstration company, with what other tables are made from. */
export interface Employee {
  readonly id: string;
  readonly seat: Seat;
  readonly sample: SamplePerson;
  readonly place: Place;
  readonly standing: Standing;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly contractType: string;
  readonly createdAt: string;
  readonly random: Random;
}

/** Work mail host of the demonstration company. */
export const MAIL_HOST = 'northgate.example';

/** Day on which the company brought its records into the product. */
const IMPORTED_ON = '2017-03-06';

const LEAVING_NOTES = {
  resigned: 'Moved to a new role elsewhere.',
  redundancy: 'Team reorganisation.',
  contract_ended: 'Fixed term ended.',
};

/** Members at fixed positions are new, newly joined, leaving or gone; everybody else has been here for a while. */
function standingOf({ index, level }: Seat): Standing {
  if (level !== 'member') return 'settled';
  if (index % 37 === 5) return 'newHire';
  if (index % 14 === 9) return 'left';
  if (index % 31 === 7) return 'joined';
  return index % 97 === 40 ? 'leaving' : 'settled';
}

function employment(
  seat: Seat,
  standing: Standing,
  seeder: Seeder,
  random: Random,
): [start: string, end: string | null] {
  const { index } = seat;
  const monday = (date: string) => onOrAfter(date, ['monday']);
  const between = (from: number, to: number) => monday(addDays('2014-01-06', random.int(from, to)));
  switch (standing) {
    case 'newHire':
      return [monday(seeder.day(4 + (index % 8) * 6)), null];
    case 'joined':
      return [monday(seeder.day(-14 - (index % 9) * 7)), null];
    case 'leaving':
      return [between(1400, 3600), seeder.day(9 + (index % 20))];
    case 'left': {
      const start = between(500, 3000);
      return [start, addDays(start, random.int(380, 1150))];
    }
    default:
      if (seat.level === 'chief' || seat.level === 'head') return [between(0, 1500), null];
      return [seat.level === 'lead' ? between(900, 2900) : between(1300, 4150), null];
  }
}

function phone(countryCode: string, random: Random): string {
  const digits = (count: number) => String(random.int(10 ** (count - 1), 10 ** count - 1));
  // Number ranges that are set aside for fiction where a country has them.
  if (countryCode === 'GB') return `+447700900${digits(3)}`;
  if (countryCode === 'US') return `+1${random.pick(['212', '512', '720'])}55501${digits(2)}`;
  const prefix = { DE: '+491555', ES: '+34600', IE: '+35385', PT: '+351910' }[countryCode] ?? '+44';
  return `${prefix}${digits(countryCode === 'DE' || countryCode === 'IE' ? 7 : 6)}`;
}

const taxId = (countryCode: string, random: Random): string => {
  if (countryCode === 'GB') return `QQ${random.int(100_000, 999_999)}${random.pick(['A', 'B', 'C', 'D'])}`;
  if (countryCode === 'US') return `9${random.int(10, 99)}-00-${random.int(1000, 9999)}`;
  return `X${random.int(10_000_000, 99_999_999)}`;
};

const contract = ({ level, index }: Seat): { readonly type: string; readonly days: readonly { day: string }[] } => {
  if (level !== 'member') return { type: 'Full time', days: WORKING_WEEK };
  if (index % 13 === 4) {
    const days = index % 2 === 0 ? WEEKDAYS.slice(0, 4) : (['tuesday', 'wednesday', 'thursday'] as const);
    return { type: 'Part time', days: days.map((day) => ({ day })) };
  }
  return { type: index % 29 === 11 ? 'Contractor' : index % 53 === 17 ? 'Intern' : 'Full time', days: WORKING_WEEK };
};

function roleOf({ level, department }: Seat): string {
  if (level === 'chief') return 'admin';
  if (level === 'lead') return 'manager';
  if (level === 'member') return 'user';
  return (
    { People: 'owner', Finance: 'finance', Engineering: 'tech', Operations: 'admin' }[department?.name ?? ''] ??
    'manager'
  );
}

function leaving(standing: Standing, endDate: string | null, random: Random): Readonly<Record<string, unknown>> {
  const fields = { employmentEndDate: endDate, lastWorkingDay: endDate, leavingFileId: null };
  if (standing !== 'left' && standing !== 'leaving')
    return { ...fields, leavingReason: null, leavingNote: null, turnoverImpact: null };
  const reason =
    standing === 'leaving' ? 'resigned' : random.pick(['resigned', 'redundancy', 'contract_ended'] as const);
  const turnoverImpact = random.pick(['regrettable', 'nonRegrettable']);
  return { ...fields, leavingReason: reason, leavingNote: LEAVING_NOTES[reason], turnoverImpact };
}

function home(place: Place, isRemote: boolean, seeder: Seeder): Readonly<Record<string, unknown>> {
  return {
    locationId: isRemote ? REMOTE : seeder.id('locations', place.label),
    remoteCity: isRemote ? place.city : null,
    remoteRegionCode: isRemote ? place.region : null,
    remoteCountryCode: isRemote ? place.countryCode : null,
    remoteTimezone: isRemote ? place.timezone : null,
  };
}

const photo = (seeder: Seeder, employee: Employee): string | null => {
  if (employee.seat.index % 5 < 2) return null;
  const filename = `${employee.sample.handle}.svg`;
  return seeder.add('files', `photo/${employee.seat.index}`, { filename }, { createdAt: employee.createdAt }).id;
};

function addPerson(seeder: Seeder, employee: Employee, isRemote: boolean): void {
  const { seat, sample, place, standing, startDate, endDate, createdAt, random } = employee;
  const { index } = seat;
  const { firstName, lastName, gender, culture, handle } = sample;
  const nickname = gender !== 'Male' && firstName.length > 6 && random.chance(0.25) ? firstName.slice(0, 3) : null;
  const changed =
    standing === 'settled' && index % 23 !== 3
      ? workingTime(addDays('2025-02-03', random.int(0, 250)), random)
      : workingTime(seeder.day(-1 - (index % 12)), random);
  const second = random.chance(0.06) ? ['Canadian'] : [];
  const { type, days } = contract(seat);
  const fields = {
    companyId: seeder.companyId,
    firstName,
    middleName: random.chance(0.12) ? random.pick(culture.female) : null,
    lastName,
    preferredName: nickname,
    email: `${handle}@${MAIL_HOST}`,
    personalEmail: `${handle}@mail.example`,
    ...home(place, isRemote, seeder),
    phoneNumber: phone(place.countryCode, random),
    personalPhoneNumber: random.chance(0.6) ? phone(place.countryCode, random) : null,
    gender: random.chance(0.05) ? null : gender,
    birthday: addDays('1964-01-01', random.int(0, 37 * 365)),
    profilePhotoId: photo(seeder, employee),
    nationalities: [culture.nationality, ...second],
    spokenLanguages: [...culture.languages],
    dietaryPreference: random.chance(0.3) ? random.pick(['Vegetarian', 'Vegan', 'Pescatarian', 'Halal']) : null,
    foodAllergies: random.chance(0.15) ? [random.pick(['Peanuts', 'Shellfish', 'Gluten', 'Lactose'])] : [],
    address: `${random.int(1, 180)} ${random.pick(['Orchard Lane', 'Mill Street', 'Chapel Row', 'Station Road', 'Willow Court'])}`,
    city: place.city,
    state: place.region,
    postcode: place.postcode,
    countryCode: place.countryCode,
    bio: random.chance(0.4)
      ? `${firstName} works in ${seat.teams[0] ?? 'the company'} and likes ${random.pick(['climbing', 'ceramics', 'chess', 'open water', 'baking'])}.`
      : null,
    linkedIn: random.chance(0.5) ? `https://social.example/in/${handle}` : null,
    twitter: null,
    github: seat.department?.name === 'Engineering' ? `https://code.example/${handle}` : null,
    employmentStartDate: startDate,
    firstWorkingDay: startDate,
    probationEndDate: addMonths(startDate, 3),
    ...leaving(standing, endDate, random),
    workingDays: days,
    publicHolidayCalendarId: place.calendar,
    contractType: type,
    employeeId: `NG-${String(index + 1).padStart(4, '0')}`,
    taxId: taxId(place.countryCode, random),
    taxCode: place.countryCode === 'GB' ? '1257L' : null,
    teams: seat.teams.map((name) => ({ name })),
    isVerified: standing !== 'newHire',
    isWorkEmailHidden: index % 41 === 8,
    isBirthdayHidden: index % 11 === 2,
    demo: false,
    calendarFeedToken: random.base62(32),
    role: roleOf(seat),
    seenDocumentsAt: standing === 'newHire' ? null : workingTime(startDate, random),
    source: null,
    sourceId: null,
    payrollProvider: { GB: 'Paperbark Payroll', US: 'Sandpiper Pay' }[place.countryCode] ?? null,
  };
  seeder.add('people', index, fields, { createdAt, updatedAt: laterOf(changed, createdAt) });
}

/** Adds everybody and returns them in the order of their seats. */
export function seedPeople(seeder: Seeder): Employee[] {
  const plan = seats();
  const samples = samplePeople('northgate', plan.length, ['GB', 'IE', 'DE', 'ES', 'US', 'PT']);
  const employees = plan.map((seat): Employee & { readonly isRemote: boolean } => {
    const random = seeder.own('people', seat.index);
    const isRemote = seat.level === 'member' && random.chance(0.22);
    const place = random.weighted((isRemote ? HOMES : OFFICES).map((one) => [one, one.weight] as const));
    const standing = standingOf(seat);
    const [startDate, endDate] = employment(seat, standing, seeder, random);
    const entered = addDays(standing === 'newHire' ? seeder.today : startDate, -random.int(2, 30));
    const createdAt = workingTime(laterOf(entered, IMPORTED_ON), random);
    const id = seeder.id('people', seat.index);
    const contractType = contract(seat).type;
    return {
      id,
      seat,
      sample: samples[seat.index]!,
      place,
      standing,
      startDate,
      endDate,
      contractType,
      createdAt,
      random,
      isRemote,
    };
  });
  for (const employee of employees) addPerson(seeder, employee, employee.isRemote);
  return employees;
}
