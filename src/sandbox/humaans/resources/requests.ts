import type { ResourceRow } from '../resource.ts';
import { PRIVATE } from '../scopes.ts';
import { companyId, optionalDate, optionalText, personId, readNumber, readObject, reference, text } from '../specs.ts';

const READ_ONLY = { operations: 'LG', scopes: PRIVATE } as const;

/** Tasks, objectives and the approval flows of requests. All of it can only be read. */
export const REQUESTS: readonly ResourceRow[] = [
  {
    ...READ_ONLY,
    path: '/tasks',
    noun: 'task',
    fields: {
      companyId,
      personId,
      title: text,
      description: optionalText,
      status: text,
      priority: text,
      dueDate: optionalDate,
    },
  },
  {
    ...READ_ONLY,
    path: '/okrs',
    noun: 'OKR',
    fields: { companyId, personId, title: text, description: optionalText, progress: readNumber, status: text },
  },
  { ...READ_ONLY, path: '/request-types', noun: 'request type', fields: { companyId, name: text } },
  {
    ...READ_ONLY,
    path: '/requests',
    noun: 'request',
    fields: { companyId, personId, requestTypeId: reference('requestTypes'), status: text, data: readObject },
  },
  {
    ...READ_ONLY,
    path: '/request-comments',
    noun: 'request comment',
    fields: { requestId: reference('requests'), personId, body: text },
  },
  {
    ...READ_ONLY,
    path: '/request-reviews',
    noun: 'request review',
    personField: 'reviewerId',
    fields: { requestId: reference('requests'), reviewerId: reference('people'), status: text, decision: optionalText },
  },
  {
    ...READ_ONLY,
    path: '/request-activity-logs',
    noun: 'request activity log',
    timestamps: 'created',
    fields: { requestId: reference('requests'), personId, action: text, data: readObject },
  },
];
