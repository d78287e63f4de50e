/** An objective without its key results. */
export interface Objective {
  readonly id: number;
  readonly description: string;
  readonly long_description: string;
  readonly scope: string;
  readonly color: string;
  readonly start_ts: string;
  readonly end_ts: string;
  readonly user_id: number;
  readonly parent_id: number | null;
  readonly group_id: number | null;
  readonly department_ids: readonly number[];
  readonly tags: readonly string[];
  readonly visibility: string;
  readonly viewable_by_users: readonly number[];
  readonly weight: number | null;
  readonly sort_order: number;
  /** When it was closed. */
  readonly marked_completed_ts: string | null;
  readonly is_archived: boolean;
  readonly create_ts: string;
  readonly update_ts: string;
}

/** What an objective is measured by. */
export interface KeyResult {
  readonly id: number;
  readonly objective_id: number;
  readonly description: string;
  readonly sort_order: number;
  readonly type: string;
  readonly start_value: number;
  readonly target_value: number;
  readonly current_value: number;
  readonly owner_id: number;
}

/** Something that happened to an objective. */
export interface ObjectiveEvent {
  readonly id: number;
  readonly objective_id: number;
  readonly event: string;
  readonly user_id: number;
  readonly create_ts: string;
  readonly update_ts: string;
}

export const SCOPES = ['company-wide', 'group-type', 'individual', 'self-development'] as const;
export const STATES = ['active', 'future', 'archived', 'closed'] as const;
export const COLORS = ['green', 'yellow', 'red', 'undefined'] as const;
export const VISIBILITIES = ['public', 'report', 'custom'] as const;
export const KEY_RESULT_TYPES = ['currency', 'boolean', 'number', 'percent'] as const;

/** What an objective is up to at a time, both written as timestamps. */
export function stateOf({ is_archived, marked_completed_ts, start_ts }: Objective, now: string): string {
  if (is_archived) return 'archived';
  if (marked_completed_ts !== null) return 'closed';
  return start_ts > now ? 'future' : 'active';
}

/** How much of a key result is done, from 0 to 100. */
function progressOf({ start_value, target_value, current_value }: KeyResult): number {
  const span = target_value - start_value;
  if (span === 0) return current_value === target_value ? 100 : 0;
  return Math.min(100, Math.max(0, ((current_value - start_value) / span) * 100));
}

/** How much of an objective is done, in whole percent: the mean of its key results. */
export const percentageOf = (keyResults: readonly KeyResult[]): number =>
  keyResults.length === 0
    ? 0
    : Math.round(keyResults.reduce((sum, keyResult) => sum + progressOf(keyResult), 0) / keyResults.length);
