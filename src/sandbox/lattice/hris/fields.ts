import type { FieldGroup } from '../oauth/scopes.ts';

/** One thing of a list to choose from. */
export interface Option {
  readonly id: string;
  readonly name: string;
}

/** A field of employees. */
export interface EmployeeField {
  /** Group in an employee's record. */
  readonly group: string;
  readonly key: string;
  readonly name: string;
  readonly type: 'text' | 'date' | 'number' | 'option' | 'department' | 'employee';
  readonly options?: readonly Option[];
  readonly isCustom?: true;
}

const option = (id: string, name: string): Option => ({ id, name });
const COUNTRIES = [
  option('US', 'United States'),
  option('GB', 'United Kingdom'),
  option('IE', 'Ireland'),
  option('SE', 'Sweden'),
  option('DE', 'Germany'),
  option('ES', 'Spain'),
  option('CA', 'Canada'),
];
const STATES = [option('US-CO', 'Colorado'), option('US-NY', 'New York'), option('CA-ON', 'Ontario')];
const GENDERS = [
  option('woman', 'Woman'),
  option('man', 'Man'),
  option('non_binary', 'Non-binary'),
  option('not_disclosed', 'Prefer not to say'),
];

type Row = readonly [key: string, name: string, type?: EmployeeField['type'], options?: readonly Option[]];

const group = (name: string, rows: readonly Row[], isCustom?: true): EmployeeField[] =>
  rows.map(([key, label, type = 'text', options]) => ({
    group: name,
    key,
    name: label,
    type,
    ...(options && { options }),
    ...(isCustom && { isCustom }),
  }));

/** Every field of employees, in the order of the record. */
export const EMPLOYEE_FIELDS: readonly EmployeeField[] = [
  ...group('personal', [
    ['company_employee_id', 'Employee ID'],
    ['legal_first_name', 'Legal first name'],
    ['legal_middle_name', 'Legal middle name'],
    ['legal_last_name', 'Legal last name'],
    ['preferred_first_name', 'Preferred first name'],
    ['preferred_last_name', 'Preferred last name'],
    ['birthdate', 'Date of birth', 'date'],
  ]),
  ...group('contact_information', [
    ['work_email', 'Work email'],
    ['personal_email', 'Personal email'],
    ['phone_number', 'Phone number'],
    ['address_line_1', 'Address line 1'],
    ['address_line_2', 'Address line 2'],
    ['address_city', 'City'],
    ['address_state', 'State', 'option', STATES],
    ['address_country', 'Country', 'option', COUNTRIES],
    ['address_postal_code', 'Postal code'],
  ]),
  ...group('employment_details', [
    ['employment_status', 'Employment status'],
    [
      'employment_type',
      'Employment type',
      'option',
      [
        option('full_time', 'Full-time'),
        option('part_time', 'Part-time'),
        option('contractor', 'Contractor'),
        option('intern', 'Intern'),
      ],
    ],
    ['start_date', 'Start date', 'date'],
    ['termination_date', 'Termination date', 'date'],
    [
      'termination_reason',
      'Termination reason',
      'option',
      [
        option('new_role', 'New role elsewhere'),
        option('relocation', 'Relocation'),
        option('performance', 'Performance'),
      ],
    ],
    [
      'termination_type',
      'Termination type',
      'option',
      [option('voluntary', 'Voluntary'), option('involuntary', 'Involuntary')],
    ],
  ]),
  ...group('role_details', [
    ['job_title', 'Job title'],
    ['department', 'Department', 'department'],
    ['manager', 'Manager', 'employee'],
    ['effective_at', 'Effective date', 'date'],
  ]),
  ...group('pay_types', [
    ['base_pay_amount', 'Base pay', 'number'],
    [
      'base_pay_currency',
      'Base pay currency',
      'option',
      [
        option('USD', 'US dollar'),
        option('EUR', 'Euro'),
        option('GBP', 'Pound sterling'),
        option('SEK', 'Swedish krona'),
      ],
    ],
    ['base_pay_effective_at', 'Base pay effective date', 'date'],
    [
      'base_pay_schedule',
      'Base pay schedule',
      'option',
      [option('monthly', 'Monthly'), option('semi_monthly', 'Semi-monthly')],
    ],
    ['base_pay_payment_type', 'Base pay type', 'option', [option('salary', 'Salary'), option('hourly', 'Hourly')]],
  ]),
  ...group('demographic', [
    ['gender_identity', 'Gender identity', 'option', GENDERS],
    ['binary_sex', 'Sex', 'option', [option('female', 'Female'), option('male', 'Male')]],
  ]),
  ...group('sensitive_data', [['ssn', 'Social security number']]),
  ...group(
    'workplace',
    [
      ['desk', 'Desk'],
      ['badge_issued_on', 'Badge issued on', 'date'],
    ],
    true,
  ),
  ...group('wellbeing', [['lunch', 'Lunch', 'option', [option('any', 'Anything'), option('vegan', 'Vegan')]]], true),
];

/** Groups of an employee's record, those of the company's own making last. */
export const RECORD_GROUPS: readonly string[] = [...new Set(EMPLOYEE_FIELDS.map((field) => field.group))];

/** Groups that the company has made. They come together in one member of the record. */
export const CUSTOM_GROUPS: readonly string[] = [
  ...new Set(EMPLOYEE_FIELDS.flatMap((field) => (field.isCustom ? [field.group] : []))),
];

/** The fields of a group of the record. */
export const fieldsOf = (name: string): readonly EmployeeField[] =>
  EMPLOYEE_FIELDS.filter((field) => field.group === name);

/** The group that permissions are given for. */
export const permissionGroup = (name: string): FieldGroup =>
  CUSTOM_GROUPS.includes(name) ? 'custom_fields' : (name as FieldGroup);
