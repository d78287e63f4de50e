import type { Seeder } from './seeder.ts';

/** A department of the demonstration company. */
export interface SeedDepartment {
  readonly name: string;
  readonly size: number;
  /** Title of its head. */
  readonly head: string;
  /** Title of those who lead its teams. */
  readonly lead: string;
  /** Titles of everybody else. */
  readonly titles: readonly string[];
  readonly teams: readonly string[];
}

/** With the chief executive they are 300 people. */
export const DEPARTMENTS: readonly SeedDepartment[] = [
  {
    name: 'Engineering',
    size: 90,
    head: 'Chief Technology Officer',
    lead: 'Engineering Manager',
    titles: ['Software Engineer', 'Senior Software Engineer', 'Staff Engineer', 'Quality Engineer'],
    teams: ['Harbour', 'Lighthouse', 'Compass', 'Anchor', 'Current', 'Breakwater', 'Buoy', 'Keel', 'Rigging'],
  },
  {
    name: 'Product',
    size: 20,
    head: 'Chief Product Officer',
    lead: 'Group Product Manager',
    titles: ['Product Manager', 'Senior Product Manager', 'Product Analyst'],
    teams: ['Core Product', 'Growth Product'],
  },
  {
    name: 'Design',
    size: 16,
    head: 'Head of Design',
    lead: 'Design Manager',
    titles: ['Product Designer', 'Senior Product Designer', 'User Researcher'],
    teams: ['Product Design', 'Brand Design'],
  },
  {
    name: 'Sales',
    size: 58,
    head: 'Chief Revenue Officer',
    lead: 'Sales Manager',
    titles: ['Account Executive', 'Sales Development Representative', 'Solutions Consultant'],
    teams: ['North Sales', 'South Sales', 'Enterprise Sales', 'Inside Sales', 'Partner Sales', 'Renewals'],
  },
  {
    name: 'Marketing',
    size: 26,
    head: 'Chief Marketing Officer',
    lead: 'Marketing Lead',
    titles: ['Content Strategist', 'Product Marketing Manager', 'Campaign Manager'],
    teams: ['Content', 'Demand', 'Events'],
  },
  {
    name: 'Customer Success',
    size: 50,
    head: 'Head of Customer Success',
    lead: 'Customer Success Lead',
    titles: ['Customer Success Manager', 'Support Specialist', 'Onboarding Consultant'],
    teams: ['Support', 'Onboarding', 'Key Accounts', 'Community', 'Training'],
  },
  {
    name: 'People',
    size: 14,
    head: 'Chief People Officer',
    lead: 'People Partner Lead',
    titles: ['People Partner', 'Talent Partner', 'People Coordinator'],
    teams: ['Talent', 'People Operations'],
  },
  {
    name: 'Finance',
    size: 12,
    head: 'Chief Financial Officer',
    lead: 'Finance Manager',
    titles: ['Accountant', 'Financial Analyst', 'Payroll Specialist'],
    teams: ['Accounting', 'Planning'],
  },
  {
    name: 'Operations',
    size: 13,
    head: 'Chief Operating Officer',
    lead: 'Operations Manager',
    titles: ['Operations Associate', 'IT Support Engineer', 'Workplace Coordinator'],
    teams: ['IT', 'Workplace'],
  },
];

/** Where people work. */
export const LOCATIONS = ['Lisbon', 'Dublin', 'Berlin', 'Toronto', 'Austin', 'Remote'] as const;

/** Groups that cross departments. */
const GUILDS = ['Accessibility Guild', 'Mentors', 'Green Team', 'New Voices'] as const;

const GROUP_TYPES = [
  ['Department', 'Departments'],
  ['Team', 'Teams'],
  ['Location', 'Locations'],
  ['Guild', 'Guilds'],
] as const;

const FOUNDED = '2021-01-11T09:00:00.000000Z';

/** Group ids by name. */
export type GroupIds = ReadonlyMap<string, number>;

/** Adds group types, groups and departments. @returns ids of groups and of departments by name */
export function seedCompany(seeder: Seeder): { readonly groups: GroupIds; readonly departments: GroupIds } {
  const groups = new Map<string, number>();
  const departments = new Map<string, number>();
  const names: Readonly<Record<string, readonly string[]>> = {
    Department: DEPARTMENTS.map(({ name }) => name),
    Team: DEPARTMENTS.flatMap(({ teams }) => teams),
    Location: LOCATIONS,
    Guild: GUILDS,
  };
  for (const [index, [name_singular, name_plural]] of GROUP_TYPES.entries()) {
    const group_type_id = 510 + index * 3;
    seeder.add('groupTypes', { id: group_type_id, name_singular, name_plural, create_ts: FOUNDED });
    for (const name of names[name_singular] ?? []) {
      const id = 88_400 + groups.size * 7;
      groups.set(name, id);
      seeder.add('groups', {
        id,
        name,
        group_type_id,
        admin_ids: [],
        is_peer_view: name_singular === 'Team',
        is_peer_drilldown: false,
        skip_company_wide_questions: false,
        create_ts: FOUNDED,
      });
    }
  }
  for (const [index, { name }] of DEPARTMENTS.entries()) {
    departments.set(name, 30_110 + index);
    seeder.add('departments', { id: 30_110 + index, name, create_ts: FOUNDED });
  }
  return { groups, departments };
}
