import { addDays, eachDay, isWeekend, type Random } from '../../kit/index.ts';
import { EMPLOYEE_FIELDS, type Option } from '../hris/fields.ts';
import type { Group } from '../model/hris.ts';
import { type Person, type Seeder, secondsOf, workingTime } from './seeder.ts';

const optionOf = (group: string, key: string, id: string): Option =>
  EMPLOYEE_FIELDS.find((field) => field.group === group && field.key === key)!.options!.find((one) => one.id === id)!;

const PLACES = [
  ['Storgatan 14', 'Uppsala', 'SE', '753 31', '+46 18 555 01'],
  ['9 Welsh Back', 'Bristol', 'GB', 'BS1 4SP', '+44 117 496 00'],
  ['Lindenweg 5', 'Leipzig', 'DE', '04109', '+49 341 555 01'],
  ['220 Pearl Walk', 'Boulder', 'US', '80302', '+1 303 555 01'],
] as const;
const CURRENCIES: Readonly<Record<string, string>> = { SE: 'SEK', GB: 'GBP', DE: 'EUR', US: 'USD' };
const GENDERS: Readonly<Record<string, string>> = { Female: 'woman', Male: 'man', NonBinary: 'non_binary' };
const STATUSES: Readonly<Record<string, string>> = {
  ACTIVE: 'ACTIVE',
  DEACTIVATED: 'TERMINATED',
  INVITED: 'ACTIVE',
  CREATED: 'PENDING',
};

function groupsOf({ user, index, since, until }: Person, random: Random): Readonly<Record<string, Group>> {
  const [firstName = '', ...rest] = user.name.split(' ');
  const [line, city, country, postcode, phone] = random.pick(PLACES);
  const gender = GENDERS[user.gender] ?? 'not_disclosed';
  const type = user.jobType === 'PartTime' ? 'part_time' : index % 47 === 20 ? 'contractor' : 'full_time';
  const pay = (random.int(30, 110) + (user.jobLevel?.startsWith('IC') ? 0 : 40)) * 1000;
  const isBadged = index % 4 !== 0;
  return {
    personal: {
      legal_first_name: firstName,
      legal_middle_name: index % 13 === 5 ? 'Robin' : null,
      legal_last_name: rest.join(' '),
      preferred_first_name: user.preferredName ?? firstName,
      preferred_last_name: index % 29 === 3 ? 'Vale' : null,
    },
    contact_information: {
      personal_email: index % 3 === 0 ? null : `${user.email.split('@')[0]}@postbox.example`,
      phone_number: `${phone} ${String(index % 100).padStart(2, '0')}`,
      address_line_1: line,
      address_line_2: index % 11 === 3 ? 'Flat 2' : null,
      address_city: city,
      address_state: country === 'US' ? optionOf('contact_information', 'address_state', 'US-CO') : null,
      address_country: optionOf('contact_information', 'address_country', country),
      address_postal_code: postcode,
    },
    employment_details: {
      employment_status: STATUSES[user.status],
      employment_type: optionOf('employment_details', 'employment_type', type),
      termination_date: until,
      termination_reason: until === null ? null : optionOf('employment_details', 'termination_reason', 'new_role'),
      termination_type: until === null ? null : optionOf('employment_details', 'termination_type', 'voluntary'),
    },
    role_details: { effective_at: addDays(since, index % 2 === 0 ? 0 : 180) },
    pay_types: {
      base_pay_amount: pay,
      base_pay_currency: optionOf('pay_types', 'base_pay_currency', CURRENCIES[country] ?? 'USD'),
      base_pay_effective_at: since,
      base_pay_schedule: optionOf('pay_types', 'base_pay_schedule', country === 'US' ? 'semi_monthly' : 'monthly'),
      base_pay_payment_type: optionOf('pay_types', 'base_pay_payment_type', 'salary'),
    },
    demographic: {
      gender_identity: optionOf('demographic', 'gender_identity', gender),
      binary_sex:
        gender === 'woman' || gender === 'man'
          ? optionOf('demographic', 'binary_sex', gender === 'woman' ? 'female' : 'male')
          : null,
    },
    // Numbers that begin with 9 are never given out.
    sensitive_data: { ssn: country === 'US' ? `9${random.int(10, 99)}-00-${random.int(1000, 9999)}` : null },
    workplace: { desk: isBadged ? `${city.charAt(0)}-${index}` : null, badge_issued_on: isBadged ? since : null },
    wellbeing: { lunch: index % 3 === 1 ? null : optionOf('wellbeing', 'lunch', index % 6 === 0 ? 'vegan' : 'any') },
  };
}

const POLICIES = [
  ['Holiday', 'VACATION', 'ACCRUED', 25],
  ['Sick leave', 'SICK', 'UNLIMITED', null],
  ['Volunteering', 'OTHER', 'LUMP_SUM', 3],
] as const;
const NOTES = [null, null, 'Family visit', 'See you on Monday'];

function seedRequests(seeder: Seeder, { user, index, since }: Person): void {
  const random = seeder.own(`time-off/${index}`);
  const offsets = index % 12 === 4 ? [-random.int(0, 3)] : [-random.int(40, 300), random.int(10, 90)];
  for (const [position, offset] of offsets.entries()) {
    const startDate = seeder.day(offset);
    if (startDate <= since || isWeekend(startDate)) continue;
    const endDate = addDays(startDate, random.int(4, 11));
    const policy = random.weighted([
      ['Holiday', 7],
      ['Sick leave', 2],
      ['Volunteering', 1],
    ] as const);
    const asked = workingTime(seeder.day(Math.min(0, offset) - 10 - random.int(0, 15)), random);
    const status =
      offset > 0
        ? random.pick(['PENDING', 'APPROVED', 'PENDING_CANCELLATION'])
        : random.weighted([
            ['APPROVED', 8],
            ['REJECTED', 1],
            ['CANCELLED', 1],
          ] as const);
    seeder.add('timeOffRequests', {
      id: seeder.id('timeOffRequest', `${index}/${position}`),
      employeeId: user.id,
      policyId: seeder.id('timeOffPolicy', policy),
      status,
      startDate,
      endDate,
      amount: eachDay(startDate, endDate).filter((date) => !isWeekend(date)).length,
      note: random.pick(NOTES),
      createdAt: asked,
      updatedAt: status === 'PENDING' ? asked : Math.min(asked + 86_400, secondsOf(seeder.today)),
    });
  }
}

/** Adds an employee for everybody, and their time off. */
export function seedHris(seeder: Seeder, people: readonly Person[]): void {
  for (const [name, policyType, accrualType, daysPerYear] of POLICIES)
    seeder.add('timeOffPolicies', { id: seeder.id('timeOffPolicy', name), name, policyType, accrualType, daysPerYear });
  for (const person of people) {
    const groups = groupsOf(person, seeder.own(`employee/${person.index}`));
    seeder.add('employees', { id: person.user.id, groups });
    if (person.user.status === 'ACTIVE') seedRequests(seeder, person);
  }
}
