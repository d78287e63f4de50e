import { toIso } from '../../kernel/index.ts';
import type { Account, AccountChangeContext, AccountEventKind } from '../accounts/index.ts';

/** Events that are sent today. */
export const SENT_EVENTS = ['account.created', 'account.updated', 'account.deleted'] as const;

/** Resources of the unified models that have events in the published service (its page on webhooks). */
const UNIFIED_RESOURCES = [
  'hris_employees',
  'hris_employments',
  'ats_assessments',
  'ats_candidates',
  'ats_applications',
  'ats_interviews',
  'ats_jobs',
  'ats_job_postings',
  'ats_lists',
  'ats_users',
  'crm_accounts',
  'crm_contacts',
  'lms_assignments',
  'lms_completions',
  'lms_content',
  'lms_courses',
  'lms_users',
  'documents_files',
  'documents_folders',
] as const;

/** Events a webhook may ask for: those sent today, and those of unified records, which nothing sends yet. */
export const KNOWN_EVENTS: readonly string[] = [
  ...SENT_EVENTS,
  ...UNIFIED_RESOURCES.flatMap((resource) => ['created', 'updated', 'deleted'].map((verb) => `${resource}.${verb}`)),
];

/** The event of the test button; every webhook gets it. */
export const TEST_EVENT = 'webhook.test';

/** An event without the time of its sending. */
export interface EventPayload extends Readonly<Record<string, unknown>> {
  readonly project_id: string;
  readonly event: string;
  /** When it happened. */
  readonly event_date: string;
  readonly record_type: string;
  readonly record_id: string;
}

/** What is told of a change of an account: who it belongs to and its set-up without secrets. */
export const accountEvent = (kind: AccountEventKind, account: Account, now: number): EventPayload => ({
  project_id: account.projectId,
  event: `account.${kind}`,
  event_date: toIso(now),
  record_type: 'account',
  record_id: account.id,
  account_id: account.id,
  provider: account.provider,
  origin_owner_id: account.originOwnerId,
  origin_owner_name: account.originOwnerName,
  ...(account.originUsername === null ? {} : { origin_username: account.originUsername }),
  setup_information: { ...account.setup },
});

/** What the test button sends. */
export const testEvent = (projectId: string, webhookId: number, now: number): EventPayload => ({
  project_id: projectId,
  event: TEST_EVENT,
  event_date: toIso(now),
  record_type: 'webhook',
  record_id: String(webhookId),
});

/** What a client that reads the account can see of it, but for times. */
const visible = (account: Account): string => {
  const { statusReasons, setup, metadata, originOwnerId, originOwnerName, originUsername } = account;
  const { authConfigId, environment, authMethodKey, provider, label, type, shared, status } = account;
  const sorted = (values: Readonly<Record<string, unknown>> | null) =>
    values === null ? null : Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    [provider, authConfigId, environment, authMethodKey, type, shared, label, status],
    [originOwnerId, originOwnerName, originUsername],
    // The same reason found again is no news.
    statusReasons.map(({ code, description }) => [code, description]),
    sorted(setup),
    sorted(metadata),
  ]);
};

/**
 * Whether subscribers are told of a change. Linking an account again is news though nothing else may have changed; the
 * renewal of a token or a check of the credentials is not.
 */
export const isNews = (
  kind: AccountEventKind,
  account: Account,
  { previous, linked }: Pick<AccountChangeContext, 'previous' | 'linked'>,
): boolean => kind !== 'updated' || linked || previous === undefined || visible(previous) !== visible(account);
