import { type Clock, newTimeUuid } from '../../kernel/index.ts';
import type { Database, ToolFeedbackTable } from '../../storage/index.ts';

/** What somebody said about tools of an account. */
export interface ToolFeedbackEntry {
  readonly projectId: string;
  readonly id: string;
  readonly accountId: string;
  readonly toolNames: readonly string[];
  readonly feedback: string;
  /** Key that sent it. */
  readonly apiKeyId: string;
  /** Id of the request that brought it. */
  readonly traceId: string;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
}

/** What was said about tools: added to, never changed. */
export interface ToolFeedback {
  add(entry: Omit<ToolFeedbackEntry, 'id' | 'submittedAt'>): Promise<ToolFeedbackEntry>;
  /** Newest first. @param before id of an entry; only older ones are listed */
  list(
    projectId: string,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<ToolFeedbackEntry[]>;
}

const toEntry = (row: ToolFeedbackTable): ToolFeedbackEntry => ({
  projectId: row.project_id,
  id: row.id,
  accountId: row.account_id,
  toolNames: JSON.parse(row.tool_names) as string[],
  feedback: row.feedback,
  apiKeyId: row.api_key_id,
  traceId: row.trace_id,
  submittedAt: Number(row.submitted_at),
});

/** Makes the store of feedback. */
export function createToolFeedback({
  database: { kysely },
  clock,
}: {
  readonly database: Database;
  readonly clock: Clock;
}): ToolFeedback {
  return {
    async add(entry) {
      const now = clock.now();
      // Ids sort by time, so that lists page by them.
      const stored = { ...entry, id: newTimeUuid(now), submittedAt: now };
      await kysely
        .insertInto('tool_feedback')
        .values({
          project_id: stored.projectId,
          id: stored.id,
          account_id: stored.accountId,
          tool_names: JSON.stringify(stored.toolNames),
          feedback: stored.feedback,
          api_key_id: stored.apiKeyId,
          trace_id: stored.traceId,
          submitted_at: stored.submittedAt,
        })
        .execute();
      return stored;
    },
    async list(projectId, { before, limit }) {
      let query = kysely.selectFrom('tool_feedback').selectAll().where('project_id', '=', projectId);
      if (before !== undefined) query = query.where('id', '<', before);
      return (await query.orderBy('id', 'desc').limit(limit).execute()).map(toEntry);
    },
  };
}
