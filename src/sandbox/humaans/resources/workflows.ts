import type { ResourceRow } from '../resource.ts';
import { PRIVATE } from '../scopes.ts';
import { companyId, optionalDate, personId, readObject, readTimestamp, reference, text } from '../specs.ts';

const LISTED = { operations: 'LG', scopes: PRIVATE } as const;
const SINGLE = { operations: 'G', scopes: PRIVATE } as const;
const signedAt = { ...readTimestamp, nullable: true };

/** Workflows (read one by one) and electronic signatures. */
export const WORKFLOWS: readonly ResourceRow[] = [
  {
    ...SINGLE,
    path: '/workflow-dependencies',
    noun: 'workflow dependency',
    fields: { workflowId: text, dependsOnWorkflowId: text },
  },
  {
    ...SINGLE,
    path: '/workflow-form-responses',
    noun: 'workflow form response',
    fields: { workflowId: text, personId, data: readObject },
  },
  {
    ...SINGLE,
    path: '/workflow-publications',
    noun: 'workflow publication',
    fields: { workflowId: text, status: text },
  },
  {
    ...SINGLE,
    path: '/workflow-slack-actions',
    noun: 'workflow Slack action',
    fields: { workflowId: text, channel: text, message: text },
  },
  { ...SINGLE, path: '/workflow-stats', noun: 'workflow stat', fields: { workflowId: text, stats: readObject } },
  {
    ...LISTED,
    path: '/esign-templates',
    noun: 'e-signature template',
    fields: { companyId, name: text, body: text, status: text },
  },
  {
    ...LISTED,
    path: '/esign-instances',
    noun: 'e-signature instance',
    fields: { companyId, esignTemplateId: reference('esignTemplates'), personId, status: text, signedAt },
  },
  {
    ...LISTED,
    path: '/esign-bulks',
    noun: 'e-signature bulk',
    fields: { companyId, esignTemplateId: reference('esignTemplates'), name: text, status: text },
  },
  {
    ...LISTED,
    path: '/esign-bulk-recipients',
    noun: 'e-signature bulk recipient',
    fields: { esignBulkId: reference('esignBulks'), personId, status: text, signedAt },
  },
  {
    ...LISTED,
    path: '/esign-bulk-tokens',
    noun: 'e-signature bulk token',
    fields: {
      esignBulkRecipientId: reference('esignBulkRecipients'),
      token: text,
      expiresAt: { ...optionalDate, type: 'timestamp' },
    },
  },
];
