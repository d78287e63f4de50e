import type { Question, Review, ReviewCycle, Reviewee, ReviewResponse } from '../model/reviews.ts';
import type { View } from '../view.ts';
import { head, lazyList, ref } from './refs.ts';

export const presentReviewCycle = (cycle: ReviewCycle, view: View): object => ({
  ...head('reviewCycle', cycle.id, view),
  name: cycle.name,
  stage: cycle.stage,
  creator: ref('user', cycle.creatorId, view),
  reviewees: lazyList(`reviewCycle/${cycle.id}/reviewees`, view),
  reviews: lazyList(`reviewCycle/${cycle.id}/reviews`, view),
  calibrationEnabled: cycle.calibrationEnabled,
  weightedScoresEnabled: cycle.weightedScoresEnabled,
  autocalculatedWeightedScoresEnabled: cycle.autocalculatedWeightedScoresEnabled,
  peerSelectionStartedAt: cycle.peerSelectionStartedAt,
  reviewsStartedAt: cycle.reviewsStartedAt,
  reviewsEndedAt: cycle.reviewsEndedAt,
  calibrationEndedAt: cycle.calibrationEndedAt,
  weightedScoresEndedAt: cycle.weightedScoresEndedAt,
  createdAt: cycle.createdAt,
  updatedAt: cycle.updatedAt,
});

export function presentReviewee(row: Reviewee, view: View): object {
  const isReleased = row.responsesReleasedAt !== null;
  const pdf = (facing: string) => (isReleased ? view.url(`reviewee/${row.id}/${facing}.pdf`) : null);
  return {
    ...head('reviewee', row.id, view),
    externalUserId: view.get('users', row.userId)?.externalUserId ?? null,
    reviewCycle: ref('reviewCycle', row.cycleId, view),
    user: ref('user', row.userId, view),
    reviews: lazyList(`reviewee/${row.id}/reviews`, view),
    revieweeFacingPDFUrl: pdf('revieweeFacing'),
    managerFacingPDFUrl: pdf('managerFacing'),
    closedAt: row.closedAt,
    esignatureGivenAt: row.esignatureGivenAt,
    responsesReleasedAt: row.responsesReleasedAt,
    weightedScore: row.weightedScore,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

export function presentQuestion(object: 'question' | 'questionRevision', question: Question, view: View): object {
  const { id, body, description, hasFreeFormText, ratingScale, choices } = question;
  return { ...head(object, id, view), body, description, hasFreeFormText, ratingScale, choices };
}

/** One question of one review; the Talent API lists these where it says "reviews". */
export interface ReviewLine {
  readonly id: string;
  readonly review: Review;
  readonly revision: Question;
}

/** The lines of a review, one for each question of its cycle. Ids differ from the review's in the last two digits. */
export const linesOf = (review: Review, view: View): ReviewLine[] =>
  view.get('reviewCycles', review.cycleId)!.revisionIds.map((revisionId, index) => ({
    id: `${review.id.slice(0, -2)}${(index + 16).toString(16)}`,
    review,
    revision: view.get('questionRevisions', revisionId)!,
  }));

const REVIEW_TYPES = { self: 'Self', peer: 'Peer', upward: 'Upward', downward: 'Downward' } as const;

function presentResponse(response: ReviewResponse, { ratingScale }: Question, writtenAt: number): object {
  const { rating, choices, comment } = response;
  const ratingString = ratingScale?.find(({ value }) => value === rating)?.descriptor ?? null;
  return { ratingString, rating, choices, comment, commentSentiment: null, createdAt: writtenAt, updatedAt: writtenAt };
}

export function presentReviewLine({ id, review, revision }: ReviewLine, view: View): object {
  const { cycleId, revieweeId, reviewerId, direction, submittedAt, declinedAt } = review;
  const cycle = view.get('reviewCycles', cycleId)!;
  const response = review.responses.find(({ revisionId }) => revisionId === revision.id);
  const writtenAt = response?.writtenAt ?? review.updatedAt;
  const isShown = submittedAt !== null && response !== undefined;
  const isCalibrated = cycle.calibrationEndedAt !== null;
  return {
    ...head('review', id, view),
    reviewee: ref('reviewee', revieweeId, view),
    reviewer: ref('user', reviewerId, view),
    question: ref('question', revision.questionId, view),
    questionRevision: ref('questionRevision', revision.id, view),
    competency: ref('competency', revision.competencyId, view),
    goal: null,
    reviewType: REVIEW_TYPES[direction],
    response: isShown ? presentResponse(response, revision, writtenAt) : null,
    calibratedResponse:
      isShown && isCalibrated && direction === 'downward' && response.rating !== null
        ? presentResponse({ ...response, comment: null }, revision, writtenAt)
        : null,
    submittedAt,
    declinedAt,
    calibrationEnded: isCalibrated,
    parentReviewId: review.id,
    isMostRecentDownwardReview: direction === 'downward' ? true : null,
  };
}
