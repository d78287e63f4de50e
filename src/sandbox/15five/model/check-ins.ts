/** A comment below something. */
export interface Comment {
  readonly user_id: number;
  readonly text: string;
  readonly create_ts: string;
}

/** A check-in, which the provider calls a report. */
export interface Report {
  readonly id: number;
  readonly user_id: number;
  readonly due_date: string;
  readonly create_ts: string;
  /** Null until it is filed. */
  readonly submit_ts: string | null;
  readonly reviewed_ts: string | null;
  readonly reviewed_by_id: number | null;
  readonly comments: readonly Comment[];
  readonly objective_ids: readonly number[];
  readonly accomplishments: readonly string[];
}

/** A question of check-ins. */
export interface Question {
  readonly id: number;
  readonly question_text: string;
  readonly question_type: string;
  /** Asked of this group only; null: asked of everybody. */
  readonly group_id: number | null;
  readonly create_ts: string;
  readonly update_ts: string;
}

/** What someone answered in a check-in. */
export interface Answer {
  readonly id: number;
  readonly report_id: number;
  readonly question_id: number;
  readonly user_id: number;
  readonly answer_text: string;
  readonly goal_status: string | null;
  readonly comments: readonly Comment[];
  readonly create_ts: string;
}

/** What someone means to do next. */
export interface Priority {
  readonly id: number;
  readonly user_id: number;
  readonly manager_id: number | null;
  /** The check-in it belongs to; null for one that no check-in holds yet. */
  readonly report_id: number | null;
  readonly text: string;
  readonly status: string;
  readonly create_ts: string;
  readonly update_ts: string;
}

/** How someone felt, from 1 to 5. */
export interface Pulse {
  readonly id: number;
  readonly value: number;
  readonly user_id: number;
  readonly report_id: number;
  readonly create_ts: string;
}

/** A public thank-you. */
export interface HighFive {
  readonly id: number;
  readonly text: string;
  readonly creator_id: number;
  readonly receiver_ids: readonly number[];
  /** Addresses of receivers who are not in the company. */
  readonly email_receivers: readonly string[];
  /** Null when it was given outside a check-in. */
  readonly report_id: number | null;
  readonly create_ts: string;
}

/** A talk between two people. */
export interface OneOnOne {
  readonly id: number;
  readonly user_1_id: number;
  readonly user_1_role: string;
  readonly user_2_id: number;
  readonly user_2_role: string;
  readonly is_draft: boolean;
  readonly for_date: string;
  readonly end_ts: string | null;
  readonly create_ts: string;
}
