import { FIRST_AUDIT_SEQ } from '../changes.ts';
import type { Employee } from './people.ts';
import { type Seeder, workingTime } from './seeder.ts';

const REQUEST_TYPES = ['Equipment', 'Address change', 'Training budget', 'Flexible working'];
const TASKS = [
  'Complete profile',
  'Sign the handbook',
  'Book a safety briefing',
  'Review working pattern',
  'Return old laptop',
];
const GOALS = [
  'Cut support backlog by half',
  'Ship the new fleet view',
  'Open two partner accounts',
  'Reduce build time',
  'Mentor a new colleague',
];

/** Every n-th active employee, with a number counting from 0. */
const every = (employees: readonly Employee[], n: number, offset = 0): [number, Employee][] =>
  employees
    .filter(({ seat, standing }) => standing === 'settled' && seat.index % n === offset)
    .map((one, index) => [index, one]);

function seedRequests(seeder: Seeder, employees: readonly Employee[]): void {
  const { companyId } = seeder;
  const types = seeder.addNamed('requestTypes', REQUEST_TYPES);
  for (const [index, { id: personId, seat }] of every(employees, 8, 2)) {
    const random = seeder.own('requests', index);
    const status = random.pick(['pending', 'approved', 'rejected']);
    const createdAt = workingTime(seeder.day(-random.int(1, 60)), random);
    const reason = random.pick(['Needed for a new project', 'Moved last month', 'Agreed with my manager']);
    const typeId = types.get(random.pick(REQUEST_TYPES))!;
    const requestId = seeder.add(
      'requests',
      index,
      { companyId, personId, requestTypeId: typeId, status, data: { reason } },
      { createdAt },
    ).id;
    const reviewerId = employees[seat.manager ?? 0]!.id;
    const decision = status === 'pending' ? null : status;
    seeder.add(
      'requestReviews',
      index,
      { requestId, reviewerId, status: decision === null ? 'open' : 'done', decision },
      { createdAt },
    );
    if (random.chance(0.5))
      seeder.add(
        'requestComments',
        index,
        { requestId, personId: reviewerId, body: 'Let us talk about it on Thursday.' },
        { createdAt },
      );
    const log = {
      id: seeder.id('requestActivityLogs', index),
      requestId,
      personId,
      action: 'created',
      data: { status: 'pending' },
      createdAt,
    };
    seeder.database.table('requestActivityLogs').insert(log);
  }
}

function seedTasks(seeder: Seeder, employees: readonly Employee[]): void {
  const { companyId } = seeder;
  for (const [index, { id: personId }] of every(employees, 5, 1)) {
    const random = seeder.own('tasks', index);
    const createdAt = workingTime(seeder.day(-random.int(1, 90)), random);
    const status = random.pick(['open', 'open', 'completed']);
    const dueDate = random.chance(0.8) ? seeder.day(random.int(-10, 40)) : null;
    seeder.add(
      'tasks',
      index,
      {
        companyId,
        personId,
        title: random.pick(TASKS),
        description: null,
        status,
        priority: random.pick(['low', 'medium', 'high']),
        dueDate,
      },
      { createdAt },
    );
    const progress = random.int(0, 20) * 5;
    seeder.add(
      'okrs',
      index,
      {
        companyId,
        personId,
        title: random.pick(GOALS),
        description: null,
        progress,
        status: progress === 100 ? 'completed' : 'open',
      },
      { createdAt },
    );
  }
}

function seedPerformance(seeder: Seeder, employees: readonly Employee[]): void {
  const { companyId } = seeder;
  seeder.addNamed('performanceTemplates', ['Annual review', 'Probation review', 'Peer feedback']);
  const made = { createdAt: '2025-05-05T09:00:00.000Z' };
  const cycle = (name: string, status: string, startDate: string, endDate: string | null) =>
    seeder.add('performanceCycles', name, { companyId, name, status, startDate, endDate }, made).id;
  const performanceCycleId = cycle('Mid-year 2025', 'completed', '2025-06-02', '2025-07-11');
  cycle('Year-end 2025', 'active', '2025-11-03', null);
  for (const [index, { id: personId, seat }] of every(employees, 6)) {
    const random = seeder.own('performance', index);
    const common = { companyId, personId };
    const performanceInstanceId = seeder.add(
      'performanceInstances',
      index,
      { ...common, performanceCycleId, status: 'completed' },
      made,
    ).id;
    seeder.add(
      'performanceReviews',
      index,
      { ...common, performanceInstanceId, status: random.pick(['submitted', 'shared']) },
      made,
    );
    seeder.add('performanceRatings', index, { ...common, value: random.int(2, 5) }, made);
    seeder.add(
      'performanceSummaries',
      index,
      { ...common, performanceCycleId, summary: 'Met what was agreed, with room to grow.' },
      made,
    );
    const nomineeId = employees[seat.manager ?? 1]!.id;
    seeder.add(
      'performanceCyclePeerNominations',
      index,
      { ...common, performanceCycleId, nomineeId, status: 'accepted' },
      made,
    );
  }
}

function seedWorkflows(seeder: Seeder, employees: readonly Employee[]): void {
  const made = { createdAt: '2025-02-17T09:00:00.000Z' };
  const workflows = ['Onboarding', 'Offboarding', 'Probation'].map((name) => seeder.id('workflows', name));
  for (const [index, workflowId] of workflows.entries()) {
    const personId = employees[index + 20]!.id;
    seeder.add('workflowDependencies', index, { workflowId, dependsOnWorkflowId: workflows[(index + 1) % 3]! }, made);
    seeder.add('workflowFormResponses', index, { workflowId, personId, data: { answer: 'Yes' } }, made);
    seeder.add('workflowPublications', index, { workflowId, status: 'published' }, made);
    seeder.add('workflowSlackActions', index, { workflowId, channel: '#people', message: 'Welcome aboard!' }, made);
    seeder.add(
      'workflowStats',
      index,
      { workflowId, stats: { started: 40 - index * 9, completed: 31 - index * 9 } },
      made,
    );
  }
}

function seedSignatures(seeder: Seeder, employees: readonly Employee[]): void {
  const { companyId } = seeder;
  const made = { createdAt: '2025-03-10T09:00:00.000Z' };
  const templates = seeder.addNamed('esignTemplates', ['Handbook acknowledgement', 'NDA'], (name) => ({
    body: `I have read the ${name}.`,
    status: 'active',
  }));
  const esignTemplateId = templates.get('Handbook acknowledgement')!;
  const esignBulkId = seeder.add(
    'esignBulks',
    0,
    { companyId, esignTemplateId, name: 'Handbook 2025', status: 'sent' },
    made,
  ).id;
  for (const [index, { id: personId }] of every(employees, 9, 3)) {
    const signedAt = index % 3 === 0 ? null : workingTime('2025-03-12', seeder.own('esign', index));
    const status = signedAt === null ? 'pending' : 'signed';
    seeder.add('esignInstances', index, { companyId, esignTemplateId, personId, status, signedAt }, made);
    const recipient = seeder.add('esignBulkRecipients', index, { esignBulkId, personId, status, signedAt }, made);
    const token = seeder.own('esignBulkTokens', index).base62(32);
    seeder.add(
      'esignBulkTokens',
      index,
      { esignBulkRecipientId: recipient.id, token, expiresAt: `${seeder.day(30)}T00:00:00.000Z` },
      made,
    );
  }
}

function seedAudit(seeder: Seeder, employees: readonly Employee[], owner: Employee): void {
  for (const [index, { id }] of every(employees, 7, 4)) {
    const random = seeder.own('auditEvents', index);
    const ts = workingTime(seeder.day(index - 60), random);
    const request = {
      id: random.base62(16),
      path: `/api/people/${id}`,
      method: 'PATCH',
      ip: `192.0.2.${random.int(1, 254)}`,
    };
    const fields = {
      companyId: seeder.companyId,
      seq: String(FIRST_AUDIT_SEQ + index),
      ts,
      request,
      action: 'update',
      actor: { personId: owner.id },
      entity: { id, fieldsChanged: [random.pick(['phoneNumber', 'address', 'teams', 'bio'])] },
      subject: { type: 'person', id },
    };
    seeder.add('auditEvents', index, fields, { createdAt: ts });
  }
}

/** Requests, tasks, performance, workflows, signatures, exports and the audit trail. @param owner the account's owner */
export function seedProcesses(seeder: Seeder, employees: readonly Employee[], owner: Employee): void {
  seedRequests(seeder, employees);
  seedTasks(seeder, employees);
  seedPerformance(seeder, employees);
  seedWorkflows(seeder, employees);
  seedSignatures(seeder, employees);
  seedAudit(seeder, employees, owner);
  const createdAt = workingTime(seeder.day(-9), seeder.own('dataExports', 0));
  const fileId = seeder.add('files', 'export/0', { filename: 'export-people.csv' }, { createdAt }).id;
  seeder.database
    .table('dataExports')
    .insert({ id: seeder.id('dataExports', 0), status: 'completed', fileId, createdAt });
}
