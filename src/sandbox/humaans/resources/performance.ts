import type { ResourceRow } from '../resource.ts';
import { PRIVATE } from '../scopes.ts';
import { companyId, date, optionalDate, personId, readNumber, reference, text } from '../specs.ts';

const LISTED = { operations: 'LG', scopes: PRIVATE } as const;
const SINGLE = { operations: 'G', scopes: PRIVATE } as const;

const performanceCycleId = reference('performanceCycles');

/** Performance reviews. Some kinds can only be read one by one. */
export const PERFORMANCE: readonly ResourceRow[] = [
  {
    ...LISTED,
    path: '/performance-cycles',
    noun: 'performance cycle',
    fields: { companyId, name: text, status: text, startDate: date, endDate: optionalDate },
  },
  {
    ...LISTED,
    path: '/performance-instances',
    noun: 'performance instance',
    fields: { companyId, performanceCycleId, personId, status: text },
  },
  {
    ...LISTED,
    path: '/performance-reviews',
    noun: 'performance review',
    fields: { companyId, personId, performanceInstanceId: reference('performanceInstances'), status: text },
  },
  { ...LISTED, path: '/performance-templates', noun: 'performance template', fields: { companyId, name: text } },
  {
    ...SINGLE,
    path: '/performance-ratings',
    noun: 'performance rating',
    fields: { companyId, personId, value: readNumber },
  },
  {
    ...SINGLE,
    path: '/performance-summaries',
    noun: 'performance summary',
    fields: { companyId, personId, performanceCycleId, summary: text },
  },
  {
    ...SINGLE,
    path: '/performance-cycle-peer-nominations',
    noun: 'performance cycle peer nomination',
    fields: { companyId, performanceCycleId, personId, nomineeId: reference('people'), status: text },
  },
];
