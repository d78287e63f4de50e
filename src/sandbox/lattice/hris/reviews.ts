import { type Answer, checkBody, type FieldSpecs, json, ok } from '../../kit/index.ts';
import { bodyOf, forPeople, type LatticeEndpoint } from '../endpoints/endpoint.ts';
import { badRequest, forbidden, notFound } from '../errors.ts';
import type { Question, Review, ReviewResponse } from '../model/reviews.ts';
import type { View } from '../view.ts';

const RESPONSE: FieldSpecs = {
  questionRevisionId: { type: 'text', required: true },
  comment: { type: 'text', nullable: true, max: 50_000 },
  rating: { type: 'text', nullable: true },
  choices: { type: 'list', nullable: true, items: { type: 'text' } },
};
const RESPONSES: FieldSpecs = {
  responses: { type: 'list', required: true, min: 1, items: { type: 'object', fields: RESPONSE } },
};
const DRAFT: FieldSpecs = { reviewId: { type: 'text', required: true }, ...RESPONSES };

/** An answer as the body gives it. */
interface Given {
  readonly questionRevisionId: string;
  readonly comment: string | null;
  readonly rating: string | null;
  readonly choices: readonly string[] | null;
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

function present(review: Review): object {
  return {
    id: review.id,
    revieweeId: review.revieweeId,
    cycleId: review.cycleId,
    direction: review.direction,
    state: review.state,
    responses: review.responses.map(({ revisionId, comment, rating, choices }) => ({
      questionRevisionId: revisionId,
      comment,
      rating: rating === null ? null : String(rating),
      choices,
    })),
    updatedAt: iso(review.updatedAt),
    submittedAt: review.submittedAt === null ? null : iso(review.submittedAt),
  };
}

const invalid = (view: View, ...reasons: readonly string[]) => badRequest(view.call, 'Validation failed', reasons);

function readBody<Body>(specs: FieldSpecs, view: View): Body {
  const { values, issues } = checkBody(specs, bodyOf(view.call));
  if (issues.length > 0) throw invalid(view, ...issues.map(({ path, message }) => `${path} ${message}`));
  return values as Body;
}

/** The review of an id; also by the id of one of its lines. @throws Refusal 404, or 403 for somebody else's */
function reviewOf(id: string, view: View): Review {
  const stem = id.slice(0, -2);
  const isLine = (review: Review) => review.id.startsWith(stem) && stem.length === review.id.length - 2;
  const review = view.get('reviews', id) ?? view.call.state.database.table('reviews').find(isLine);
  if (review === undefined) throw notFound(view.call);
  if (!view.user.isAdmin && review.reviewerId !== view.user.id) throw forbidden(view.call);
  return review;
}

/** What is wrong with an answer, if anything. */
function objection({ rating, choices, comment }: Given, question: Question): string | undefined {
  const { ratingScale, hasFreeFormText } = question;
  if (rating !== null && !ratingScale?.some(({ value }) => String(value) === rating))
    return 'rating is not on the scale';
  if (choices?.some((choice) => !question.choices?.includes(choice))) return 'choices are not among those offered';
  return comment !== null && !hasFreeFormText ? 'comment is not asked for' : undefined;
}

function readResponses(given: readonly Given[], review: Review, view: View): ReviewResponse[] {
  const { revisionIds } = view.get('reviewCycles', review.cycleId)!;
  const problems: string[] = [];
  const now = view.seconds;
  const read = given.map((one, index): ReviewResponse => {
    const { questionRevisionId: revisionId, rating, choices, comment } = one;
    const question = revisionIds.includes(revisionId) ? view.get('questionRevisions', revisionId) : undefined;
    const problem =
      question === undefined ? 'questionRevisionId is not asked in this review' : objection(one, question);
    if (problem !== undefined) problems.push(`responses[${index}].${problem}`);
    return {
      revisionId,
      rating: rating === null ? null : Number(rating),
      choices,
      comment,
      writtenAt: now,
    };
  });
  if (problems.length > 0) throw invalid(view, ...problems);
  return [...new Map(read.map((response) => [response.revisionId, response])).values()];
}

/** Stores the answers of a draft; those to other questions stay. */
function save(review: Review, given: readonly Given[], view: View): Review {
  const responses = readResponses(given, review, view);
  const fresh = new Set(responses.map(({ revisionId }) => revisionId));
  return view.call.state.database.table('reviews').update(review.id, {
    state: 'drafted',
    responses: [...review.responses.filter(({ revisionId }) => !fresh.has(revisionId)), ...responses],
    updatedAt: view.seconds,
  })!;
}

function createDraft(view: View): Answer {
  const { reviewId, responses } = readBody<{ reviewId: string; responses: readonly Given[] }>(DRAFT, view);
  const review = reviewOf(reviewId, view);
  if (review.state !== 'unstarted') throw invalid(view, `The review is ${review.state} already`);
  return json(201, { data: present(save(review, responses, view)) });
}

/** The drafted review of the path. @throws Refusal 404, 403, or 400 when it is in another state */
function draftOf(view: View): Review {
  const review = reviewOf(view.call.params['id'] ?? '', view);
  if (review.state !== 'drafted') throw invalid(view, `The review is ${review.state}, not drafted`);
  return review;
}

function updateDraft(view: View): Answer {
  const review = draftOf(view);
  const { responses } = readBody<{ responses: readonly Given[] }>(RESPONSES, view);
  return ok({ data: present(save(review, responses, view)) });
}

const isAnswered = ({ rating, choices, comment }: ReviewResponse): boolean =>
  rating !== null || (choices?.length ?? 0) > 0 || (comment ?? '') !== '';

function submit(view: View): Answer {
  const review = draftOf(view);
  const answered = new Set(review.responses.filter(isAnswered).map(({ revisionId }) => revisionId));
  const { revisionIds } = view.get('reviewCycles', review.cycleId)!;
  const missing = revisionIds.filter((id) => view.get('questionRevisions', id)?.isRequired && !answered.has(id));
  if (missing.length > 0) throw invalid(view, ...missing.map((id) => `The required question ${id} is not answered`));
  const now = view.seconds;
  const changes = { state: 'submitted', submittedAt: now, updatedAt: now } as const;
  return ok({ data: present(view.call.state.database.table('reviews').update(review.id, changes)!) });
}

/** Writing reviews. The reviewer's own API key, or an admin's, is what counts here. */
export const REVIEW_DRAFT_ENDPOINTS: readonly LatticeEndpoint[] = [
  forPeople('POST', '/v2/reviews/draft', 'Draft a review', createDraft),
  forPeople('PUT', '/v2/reviews/:id/draft', 'Change the draft of a review', updateDraft),
  forPeople('POST', '/v2/reviews/:id/submit', 'Submit the draft of a review', submit),
];
