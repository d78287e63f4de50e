/** A round of performance reviews. */
export interface ReviewCycle {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly start_ts: string;
  readonly end_ts: string | null;
  readonly due_date: string;
  readonly create_ts: string;
}

/** Someone who is reviewed in a cycle. */
export interface Participant {
  readonly id: number;
  readonly cycle_id: number;
  readonly user_id: number;
  readonly manager_id: number | null;
  readonly create_ts: string;
  readonly update_ts: string;
  /** When the chain of managers last changed. */
  readonly hierarchy_update_ts: string;
}

/** A question of reviews. */
export interface ReviewQuestion {
  readonly id: number;
  readonly question_text: string;
  readonly question_type: string;
  readonly section_type: string;
  /** What its ratings are computed into; null for a question without a rating. */
  readonly definition_type: string | null;
  readonly definition_name: string | null;
}

/** One answer of a review: a text, or a value from 1 to 5. */
export interface ReviewAnswer {
  readonly question_id: number;
  readonly value: number | null;
  readonly text: string | null;
}

/** What one person writes about another in a cycle. */
export interface Review {
  readonly id: number;
  readonly cycle_id: number;
  readonly participant_id: number;
  /** Who is reviewed. */
  readonly user_id: number;
  /** Who writes. */
  readonly author_id: number;
  readonly review_type: string;
  readonly status: string;
  readonly due_date: string;
  readonly answers: readonly ReviewAnswer[];
  readonly create_ts: string;
  readonly update_ts: string;
}
