import { type Seeder, secondsOf } from './seeder.ts';

/** A department of the demonstration company. */
export interface SeedDepartment {
  readonly name: string;
  readonly size: number;
  readonly description: string | null;
  /** Title of its head. */
  readonly head: string;
  /** Title of those who lead its teams. */
  readonly lead: string;
  /** Titles of everybody else, junior first. */
  readonly titles: readonly string[];
  readonly teams: readonly string[];
}

/** With the chief executive they are 300 people. */
export const DEPARTMENTS: readonly SeedDepartment[] = [
  {
    name: 'Research',
    size: 64,
    description: 'Plants, soils and the **field trials** that join them.',
    head: 'Chief Scientist',
    lead: 'Research Lead',
    titles: ['Research Assistant', 'Scientist', 'Senior Scientist', 'Principal Scientist'],
    teams: ['Seeds', 'Soils', 'Climate', 'Trials', 'Pollinators', 'Water'],
  },
  {
    name: 'Engineering',
    size: 72,
    description: 'Sensors, data and the product.',
    head: 'Chief Technology Officer',
    lead: 'Engineering Manager',
    titles: ['Software Engineer', 'Senior Software Engineer', 'Firmware Engineer', 'Staff Engineer'],
    teams: ['Sensors', 'Data', 'Web', 'Mobile', 'Platform', 'Reliability', 'Maps', 'Identity'],
  },
  {
    name: 'Product',
    size: 18,
    description: null,
    head: 'Chief Product Officer',
    lead: 'Product Lead',
    titles: ['Product Manager', 'Product Designer', 'Senior Product Designer'],
    teams: ['Grower Experience', 'Agronomist Experience'],
  },
  {
    name: 'Sales',
    size: 54,
    description: null,
    head: 'Chief Revenue Officer',
    lead: 'Sales Manager',
    titles: ['Sales Associate', 'Account Executive', 'Senior Account Executive'],
    teams: ['Vineyards', 'Orchards', 'Greenhouses', 'Cooperatives', 'Nordics', 'Partners'],
  },
  {
    name: 'Customer Care',
    size: 48,
    description: 'Everybody who talks to growers after the sale.',
    head: 'Head of Customer Care',
    lead: 'Customer Care Lead',
    titles: ['Support Specialist', 'Field Advisor', 'Senior Field Advisor'],
    teams: ['Support', 'Field North', 'Field South', 'Training', 'Onboarding'],
  },
  {
    name: 'People',
    size: 15,
    description: null,
    head: 'Chief People Officer',
    lead: 'People Partner Lead',
    titles: ['People Coordinator', 'Talent Partner', 'People Partner'],
    teams: ['Talent', 'People Operations'],
  },
  {
    name: 'Finance',
    size: 14,
    description: null,
    head: 'Chief Financial Officer',
    lead: 'Finance Manager',
    titles: ['Finance Assistant', 'Accountant', 'Financial Analyst'],
    teams: ['Accounting', 'Planning'],
  },
  {
    name: 'Operations',
    size: 14,
    description: null,
    head: 'Chief Operating Officer',
    lead: 'Operations Manager',
    titles: ['Operations Associate', 'Supply Planner', 'IT Support Engineer'],
    teams: ['Supply', 'Workplace'],
  },
];

const FOUNDED = secondsOf('2019-05-06');

export const COMPETENCIES: readonly (readonly [name: string, description: string | null])[] = [
  ['Ownership', 'Sees things through.'],
  ['Collaboration', 'Makes others better.'],
  ['Craft', 'Knows the trade and keeps learning.'],
  ['Clarity', 'Says and writes what matters.'],
  ['Judgement', null],
];
export const VALUES = ['Grow slowly', 'Stay curious', 'Share the harvest'] as const;
const TAGS = ['customers', 'quality', 'sustainability', 'revenue', 'hiring', 'platform', 'learning', 'efficiency'];

const SCALE = [
  { value: 1, descriptor: 'Needs improvement' },
  { value: 2, descriptor: 'Partly meets expectations' },
  { value: 3, descriptor: 'Meets expectations' },
  { value: 4, descriptor: 'Exceeds expectations' },
  { value: 5, descriptor: 'Outstanding' },
];

interface SeedQuestion {
  readonly key: string;
  readonly body: string;
  readonly description: string | null;
  readonly competency: string | null;
  readonly kind: 'rating' | 'text' | 'choice';
}

/** Questions of reviews. */
export const QUESTIONS: readonly SeedQuestion[] = [
  {
    key: 'ownership',
    body: 'How well did this person see things through?',
    description: 'Think of the last six months.',
    competency: 'Ownership',
    kind: 'rating',
  },
  {
    key: 'collaboration',
    body: 'How well did this person work with others?',
    description: null,
    competency: 'Collaboration',
    kind: 'rating',
  },
  {
    key: 'keep',
    body: 'What should this person keep doing?',
    description: 'One or two examples are enough.',
    competency: null,
    kind: 'text',
  },
  { key: 'next', body: 'Which step comes next?', description: null, competency: null, kind: 'choice' },
];

/** Choices of the last question. */
export const NEXT_STEPS = ['Deepen the current role', 'Lead a project', 'Mentor others'] as const;

/** Id of the revision of a question that cycles use. */
export const revisionId = (seeder: Seeder, key: string): string => seeder.id('questionRevision', `${key}/2`);

/** Adds departments, tags, competencies, values and questions. */
export function seedCompany(seeder: Seeder): void {
  for (const { name, description } of DEPARTMENTS)
    seeder.add('departments', { id: seeder.id('department', name), name, description, createdAt: FOUNDED });
  for (const [index, name] of TAGS.entries())
    seeder.add('tags', {
      id: seeder.id('tag', name),
      name,
      createdAt: FOUNDED + index * 86_400,
      updatedAt: FOUNDED + index * 86_400,
    });
  for (const [name, description] of COMPETENCIES)
    seeder.add('competencies', { id: seeder.id('competency', name), name, description });
  for (const name of VALUES) seeder.add('companyValues', { id: seeder.id('companyValue', name), name });
  for (const { key, body, description, competency, kind } of QUESTIONS) {
    const common = {
      body,
      description,
      hasFreeFormText: kind !== 'choice',
      ratingScale: kind === 'rating' ? SCALE : null,
      choices: kind === 'choice' ? NEXT_STEPS : null,
      competencyId: competency === null ? null : seeder.id('competency', competency),
      isRequired: kind !== 'choice',
    };
    const questionId = seeder.id('question', key);
    seeder.add('questions', { id: questionId, questionId: null, ...common });
    const first = seeder.id('questionRevision', `${key}/1`);
    seeder.add('questionRevisions', {
      id: first,
      questionId,
      ...common,
      body: body.replace('this person', 'the person'),
    });
    seeder.add('questionRevisions', { id: revisionId(seeder, key), questionId, ...common });
  }
}
