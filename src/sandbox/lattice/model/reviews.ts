/** A round of performance reviews. */
export interface ReviewCycle {
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  readonly creatorId: string;
  readonly calibrationEnabled: boolean;
  readonly weightedScoresEnabled: boolean;
  readonly autocalculatedWeightedScoresEnabled: boolean;
  readonly peerSelectionStartedAt: number | null;
  readonly reviewsStartedAt: number | null;
  readonly reviewsEndedAt: number | null;
  readonly calibrationEndedAt: number | null;
  readonly weightedScoresEndedAt: number | null;
  /** Revisions of the questions that its reviews answer. */
  readonly revisionIds: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Someone who is reviewed in a cycle. */
export interface Reviewee {
  readonly id: string;
  readonly cycleId: string;
  readonly userId: string;
  readonly closedAt: number | null;
  readonly esignatureGivenAt: number | null;
  readonly responsesReleasedAt: number | null;
  readonly weightedScore: { readonly manual: number | null; readonly autoCalculated: number | null } | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A question of reviews as it stands, or one of its revisions. */
export interface Question {
  readonly id: string;
  /** The question a revision belongs to; null for the question itself. */
  readonly questionId: string | null;
  readonly body: string;
  readonly description: string | null;
  readonly hasFreeFormText: boolean;
  readonly ratingScale: readonly { readonly value: number; readonly descriptor: string }[] | null;
  readonly choices: readonly string[] | null;
  readonly competencyId: string | null;
  readonly isRequired: boolean;
}

/** What one question was answered with. */
export interface ReviewResponse {
  readonly revisionId: string;
  readonly rating: number | null;
  readonly choices: readonly string[] | null;
  readonly comment: string | null;
  /** Null: when the review itself was last changed. */
  readonly writtenAt: number | null;
}

export const DIRECTIONS = ['self', 'peer', 'upward', 'downward'] as const;

/** Everything one person writes about another in a cycle. */
export interface Review {
  readonly id: string;
  readonly cycleId: string;
  readonly revieweeId: string;
  readonly reviewerId: string;
  readonly direction: (typeof DIRECTIONS)[number];
  readonly state: 'unstarted' | 'drafted' | 'submitted' | 'rejected' | 'shared';
  readonly responses: readonly ReviewResponse[];
  readonly submittedAt: number | null;
  readonly declinedAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}
