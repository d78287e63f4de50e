import { addDays, addMonths, type Random } from '../../kit/index.ts';
import type { Employee } from './people.ts';
import { type Seeder, workingTime } from './seeder.ts';

const BANKS = ['Harbour Bank', 'Meridian Credit Union', 'Oakleaf Savings', 'First Quay Bank'];
const RELATIONSHIPS = ['Partner', 'Parent', 'Sibling', 'Friend', 'Spouse'];
const EQUIPMENT = {
  Laptop: ['MB Pro 14', 'MB Air 13', 'Frame 13', 'ThinkBook X1'],
  Monitor: ['27" 4K monitor', '34" ultrawide'],
  Phone: ['Pixel 9', 'Handset 16'],
  Headset: ['Quiet 700', 'Evolve 2'],
  'Access card': ['Door card'],
} as const;

function bankFields({ place, sample }: Employee, random: Random): Readonly<Record<string, unknown>> {
  const digits = (count: number) => Array.from({ length: count }, () => random.int(0, 9)).join('');
  const fields = { bankName: random.pick(BANKS), nameOnAccount: `${sample.firstName} ${sample.lastName}` };
  if (place.countryCode === 'GB')
    return {
      ...fields,
      accountNumber: digits(8),
      swiftCode: null,
      sortCode: `00-${digits(2)}-${digits(2)}`,
      routingNumber: null,
    };
  if (place.countryCode === 'US')
    return { ...fields, accountNumber: digits(10), swiftCode: null, sortCode: null, routingNumber: `0000${digits(5)}` };
  const accountNumber = `${place.countryCode}00${digits(18)}`;
  return { ...fields, accountNumber, swiftCode: `TEST${place.countryCode}00`, sortCode: null, routingNumber: null };
}

function addContacts(seeder: Seeder, employee: Employee): void {
  const { seat, id: personId, sample, createdAt } = employee;
  const random = seeder.own('emergencyContacts', seat.index);
  const count = random.weighted([
    [0, 1],
    [1, 6],
    [2, 3],
  ] as const);
  for (let index = 0; index < count; index++) {
    const first = random.pick([...sample.culture.female, ...sample.culture.male]);
    const fields = {
      personId,
      name: `${first} ${sample.lastName}`,
      relationship: random.pick(RELATIONSHIPS),
      phoneNumber: `+447700900${random.int(100, 999)}`,
      email: random.chance(0.5) ? `contact.${seat.index}.${index}@mail.example` : null,
      isPrimary: index === 0,
    };
    seeder.add('emergencyContacts', `${seat.index}/${index}`, fields, { createdAt });
  }
}

function addEquipment(seeder: Seeder, employees: readonly Employee[]): void {
  const types = seeder.addNamed('equipmentTypes', Object.keys(EQUIPMENT));
  const names = seeder.addNamed('equipmentNames', Object.values(EQUIPMENT).flat());
  for (const { seat, id: personId, standing, startDate, endDate } of employees) {
    const random = seeder.own('equipment', seat.index);
    for (const [type, models] of Object.entries(EQUIPMENT)) {
      if (standing === 'newHire' || (type !== 'Laptop' && !random.chance(0.4))) continue;
      const fields = {
        personId,
        equipmentTypeId: types.get(type)!,
        equipmentNameId: names.get(random.pick<string>(models))!,
        serialNumber: `SN-${random.base62(10).toUpperCase()}`,
        assignedDate: startDate,
        returnedDate: standing === 'left' ? endDate : null,
      };
      seeder.add('equipment', `${seat.index}/${type}`, fields, { createdAt: workingTime(startDate, random) });
    }
  }
}

/** Custom fields: section, type, choices, and the value of a person (undefined: none). */
const CUSTOM_FIELDS: Readonly<
  Record<
    string,
    {
      section: string;
      type: string;
      choices?: readonly string[];
      value: (who: Employee, random: Random, all: readonly Employee[]) => unknown;
    }
  >
> = {
  'T-shirt size': {
    section: 'basics',
    type: 'select',
    choices: ['XS', 'S', 'M', 'L', 'XL', 'XXL'],
    value: (_who, random) => random.pick(['XS', 'S', 'M', 'L', 'XL', 'XXL']),
  },
  'Cost centre': {
    section: 'employment',
    type: 'text',
    value: ({ seat }) => `CC-${(seat.department?.name ?? 'Board').slice(0, 3).toUpperCase()}-${10 + (seat.index % 7)}`,
  },
  Certifications: {
    section: 'skills',
    type: 'multiSelect',
    choices: ['First aid', 'Fire warden', 'Robot safety', 'Forklift', 'Data protection'],
    value: (_who, random) =>
      random.chance(0.25)
        ? random.sample(['First aid', 'Fire warden', 'Robot safety', 'Data protection'], 2)
        : undefined,
  },
  'Onboarding buddy': {
    section: 'onboarding',
    type: 'person',
    value: ({ seat, standing }, _random, all) =>
      standing === 'newHire' || standing === 'joined' ? all[seat.manager ?? 0]!.id : undefined,
  },
  'Right to work check': {
    section: 'compliance',
    type: 'date',
    value: ({ startDate, standing }) => (standing === 'newHire' ? null : addDays(startDate, -3)),
  },
  Portfolio: {
    section: 'basics',
    type: 'link',
    value: ({ seat, sample }) =>
      seat.department?.name === 'Design' ? `https://work.example/${sample.handle}` : undefined,
  },
};

function addCustomFields(seeder: Seeder, employees: readonly Employee[]): void {
  const ids = seeder.addNamed('customFields', Object.keys(CUSTOM_FIELDS), (name) => {
    const { section, type, choices } = CUSTOM_FIELDS[name]!;
    return { section, resourceId: null, type, config: choices === undefined ? null : { choices } };
  });
  for (const employee of employees)
    for (const [name, customFieldId] of ids) {
      const key = `${employee.seat.index}/${name}`;
      const value = CUSTOM_FIELDS[name]!.value(employee, seeder.own('customValues', key), employees);
      const fields = { personId: employee.id, customFieldId, resourceId: null, value };
      if (value !== undefined) seeder.add('customValues', key, fields, { createdAt: employee.createdAt });
    }
}

function addFile(seeder: Seeder, key: string, filename: string, createdAt: string): string {
  return seeder.add('files', key, { filename }, { createdAt }).id;
}

function addDocuments(seeder: Seeder, employees: readonly Employee[]): void {
  const types = seeder.addNamed('documentTypes', ['Contract', 'Offer letter', 'Payslip', 'Certificate', 'Policy']);
  const owner = employees.find(({ seat }) => seat.level === 'head' && seat.department?.name === 'People')!;
  const folders = seeder.addNamed('documentFolders', ['Contracts', 'Certificates', 'Company policies'], (name) => ({
    audience:
      name === 'Company policies' ? { type: 'everyone', rules: [] } : { type: 'person', rules: ['self', 'admins'] },
    createdBy: owner.id,
    deletedAt: null,
  }));
  const identityTypes = seeder.addNamed('identityDocumentTypes', ['Passport', 'Work permit', 'Driving licence']);
  const add = (employee: Employee, kind: string, folder: string | null, body: Readonly<Record<string, unknown>>) => {
    const key = `${employee.seat.index}/${kind}`;
    const createdAt = employee.createdAt;
    const common = { companyId: seeder.companyId, personId: employee.id, documentTypeId: types.get(kind)! };
    const folderId = folder === null ? null : folders.get(folder)!;
    const fields = {
      ...common,
      folderId,
      link: null,
      fileId: null,
      source: null,
      sourceId: null,
      createdBy: owner.id,
      ...body,
    };
    seeder.add('documents', key, fields, { createdAt });
  };
  for (const employee of employees) {
    const { seat, sample, startDate, createdAt, place } = employee;
    const random = seeder.own('documents', seat.index);
    const contract = addFile(seeder, `contract/${seat.index}`, `contract-${sample.handle}.pdf`, createdAt);
    add(employee, 'Contract', 'Contracts', { name: 'Employment contract', fileId: contract, issueDate: startDate });
    if (random.chance(0.3))
      add(employee, 'Certificate', 'Certificates', {
        name: 'Robot safety certificate',
        link: `https://learn.example/c/${seat.index}`,
        issueDate: addMonths(startDate, 2),
      });
    if (!random.chance(0.6)) continue;
    const type = random.weighted([
      ['Passport', 7],
      ['Driving licence', 2],
      ['Work permit', 1],
    ] as const);
    const fields = {
      personId: employee.id,
      identityDocumentTypeId: identityTypes.get(type)!,
      name: type,
      number: `${place.countryCode}${random.int(1_000_000, 9_999_999)}`,
      issuingCountry: sample.culture.country,
      issueDate: addDays(startDate, -random.int(100, 2000)),
      expiryDate: random.chance(0.1) ? seeder.day(random.int(5, 60)) : addDays('2027-01-01', random.int(0, 2500)),
      fileId: addFile(
        seeder,
        `identity/${seat.index}`,
        `${type.toLowerCase().replace(' ', '-')}-${sample.handle}.pdf`,
        createdAt,
      ),
    };
    seeder.add('identityDocuments', seat.index, fields, { createdAt });
  }
}

/** Bank accounts, emergency contacts, equipment, documents and custom fields. */
export function seedProfiles(seeder: Seeder, employees: readonly Employee[]): void {
  for (const employee of employees) {
    const { seat, id: personId, createdAt, standing } = employee;
    const random = seeder.own('bankAccounts', seat.index);
    if (standing !== 'newHire')
      seeder.add('bankAccounts', seat.index, { personId, ...bankFields(employee, random) }, { createdAt });
    addContacts(seeder, employee);
  }
  addEquipment(seeder, employees);
  addCustomFields(seeder, employees);
  addDocuments(seeder, employees);
}
