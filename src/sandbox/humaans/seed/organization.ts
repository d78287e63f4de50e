/** A department of the demonstration company. */
export interface Department {
  readonly name: string;
  readonly size: number;
  /** Title of its head. */
  readonly head: string;
  /** Title of those who lead its teams. */
  readonly lead: string;
  /** Titles of everybody else with their yearly base pay in pounds, junior first. */
  readonly ladder: readonly (readonly [title: string, pay: number])[];
  readonly teams: readonly string[];
}

/** Departments by size of the organization chart; with the chief executive they are 320 people. */
export const DEPARTMENTS: readonly Department[] = [
  {
    name: 'Engineering',
    size: 92,
    head: 'Chief Technology Officer',
    lead: 'Engineering Manager',
    ladder: [
      ['Associate Engineer', 42_000],
      ['Software Engineer', 58_000],
      ['Senior Software Engineer', 76_000],
      ['Staff Engineer', 94_000],
      ['Principal Engineer', 112_000],
    ],
    teams: [
      'Platform',
      'Motion Control',
      'Fleet',
      'Vision',
      'Mobile',
      'Web',
      'Infrastructure',
      'Firmware',
      'Identity',
      'Quality',
    ],
  },
  {
    name: 'Product',
    size: 18,
    head: 'Chief Product Officer',
    lead: 'Group Product Manager',
    ladder: [
      ['Associate Product Manager', 45_000],
      ['Product Manager', 64_000],
      ['Senior Product Manager', 82_000],
    ],
    teams: ['Product Core', 'Product Growth'],
  },
  {
    name: 'Design',
    size: 14,
    head: 'Head of Design',
    lead: 'Design Manager',
    ladder: [
      ['Product Designer', 50_000],
      ['Senior Product Designer', 68_000],
      ['User Researcher', 54_000],
    ],
    teams: ['Product Design', 'Brand'],
  },
  {
    name: 'Data',
    size: 20,
    head: 'Head of Data',
    lead: 'Analytics Lead',
    ladder: [
      ['Data Analyst', 46_000],
      ['Analytics Engineer', 60_000],
      ['Machine Learning Engineer', 80_000],
    ],
    teams: ['Data Platform', 'Insights'],
  },
  {
    name: 'Sales',
    size: 52,
    head: 'Chief Revenue Officer',
    lead: 'Sales Manager',
    ladder: [
      ['Sales Development Representative', 34_000],
      ['Account Executive', 52_000],
      ['Senior Account Executive', 68_000],
      ['Solutions Consultant', 62_000],
    ],
    teams: ['UK & Ireland', 'DACH', 'Southern Europe', 'East Coast', 'West Coast', 'Enterprise'],
  },
  {
    name: 'Marketing',
    size: 24,
    head: 'Chief Marketing Officer',
    lead: 'Marketing Lead',
    ladder: [
      ['Marketing Executive', 33_000],
      ['Content Strategist', 44_000],
      ['Product Marketing Manager', 60_000],
    ],
    teams: ['Content', 'Demand', 'Events'],
  },
  {
    name: 'Customer Success',
    size: 44,
    head: 'Head of Customer Success',
    lead: 'Customer Success Lead',
    ladder: [
      ['Support Specialist', 30_000],
      ['Customer Success Manager', 44_000],
      ['Onboarding Consultant', 42_000],
      ['Senior Customer Success Manager', 56_000],
    ],
    teams: ['Support', 'Onboarding', 'Key Accounts', 'Field Service', 'Training'],
  },
  {
    name: 'Finance',
    size: 14,
    head: 'Chief Financial Officer',
    lead: 'Finance Manager',
    ladder: [
      ['Finance Assistant', 29_000],
      ['Accountant', 43_000],
      ['Financial Analyst', 50_000],
    ],
    teams: ['Accounting', 'Planning'],
  },
  {
    name: 'People',
    size: 13,
    head: 'Chief People Officer',
    lead: 'People Partner Lead',
    ladder: [
      ['People Coordinator', 30_000],
      ['Talent Partner', 44_000],
      ['People Partner', 52_000],
    ],
    teams: ['Talent', 'People Operations'],
  },
  {
    name: 'Legal',
    size: 6,
    head: 'General Counsel',
    lead: 'Legal Manager',
    ladder: [
      ['Paralegal', 36_000],
      ['Legal Counsel', 74_000],
    ],
    teams: ['Legal'],
  },
  {
    name: 'Operations',
    size: 22,
    head: 'Chief Operating Officer',
    lead: 'Operations Manager',
    ladder: [
      ['Operations Associate', 31_000],
      ['Facilities Coordinator', 30_000],
      ['IT Support Engineer', 40_000],
      ['Supply Planner', 45_000],
    ],
    teams: ['Workplace', 'IT', 'Supply'],
  },
];

/** Someone's place in the organization. */
export interface Seat {
  /** Position in the list of people, from 0. */
  readonly index: number;
  readonly level: 'chief' | 'head' | 'lead' | 'member';
  /** Null for the chief executive. */
  readonly department: Department | null;
  /** Seat of the manager; null for the chief executive. */
  readonly manager: number | null;
  readonly teams: readonly string[];
}

const MEMBERS_PER_LEAD = 9;

/** Everybody's seat: the chief executive, then department by department the head, the leads and the members. */
export function seats(): Seat[] {
  const all: Seat[] = [{ index: 0, level: 'chief', department: null, manager: null, teams: ['Leadership'] }];
  for (const department of DEPARTMENTS) {
    const head = all.length;
    const leads = Math.ceil((department.size - 1) / (MEMBERS_PER_LEAD + 1));
    for (let position = 0; position < department.size; position++) {
      const index = head + position;
      const team = department.teams[((position - 1) % leads) % department.teams.length] ?? department.name;
      if (position === 0) all.push({ index, level: 'head', department, manager: 0, teams: ['Leadership'] });
      else if (position <= leads) all.push({ index, level: 'lead', department, manager: head, teams: [team] });
      else
        all.push({ index, level: 'member', department, manager: head + 1 + ((position - 1) % leads), teams: [team] });
    }
  }
  return all;
}
