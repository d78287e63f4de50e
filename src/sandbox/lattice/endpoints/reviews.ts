import { type Answer, asText, ok } from '../../kit/index.ts';
import { forbidden, unprocessable } from '../errors.ts';
import { cursorPage, readOffset } from '../lists.ts';
import type { Review } from '../model/reviews.ts';
import { byAge } from '../order.ts';
import {
  linesOf,
  presentQuestion,
  presentReviewCycle,
  presentReviewee,
  presentReviewLine,
} from '../present/reviews.ts';
import type { View } from '../view.ts';
import { forPeople, type LatticeEndpoint } from './endpoint.ts';

/** An operation for admins. */
const forAdmins = (path: string, summary: string, handle: (view: View) => Answer): LatticeEndpoint =>
  forPeople('GET', path, summary, (view) => {
    if (!view.user.isAdmin) throw forbidden(view.call);
    return handle(view);
  });

/** One line for each question of each review. */
function linesPage(reviews: readonly Review[], view: View, isDescending = false, skip = 0): Answer {
  const lines = byAge(reviews).flatMap((review) => linesOf(review, view));
  return cursorPage(view.call, isDescending ? lines.reverse() : lines, (line) => presentReviewLine(line, view), skip);
}

/** Whether the newest shall come first. @throws Refusal 422 for another word */
function readDirection(view: View): boolean {
  const text = asText(view.call.query['orderDirection']) ?? 'asc';
  if (text !== 'asc' && text !== 'desc') throw unprocessable(view.call, 'orderDirection must be asc or desc');
  return text === 'desc';
}

/** Review cycles, for admins, and the questions they ask. */
export const REVIEW_ENDPOINTS: readonly LatticeEndpoint[] = [
  forAdmins('/v1/reviewCycles', 'List review cycles', (view) =>
    cursorPage(view.call, byAge(view.rows('reviewCycles')), (cycle) => presentReviewCycle(cycle, view)),
  ),
  forAdmins('/v1/reviewCycle/:id', 'Get a review cycle', (view) =>
    ok(presentReviewCycle(view.find('reviewCycles'), view)),
  ),
  forAdmins('/v1/reviewCycle/:id/reviewees', 'List the reviewees of a review cycle', (view) => {
    const reviewees = view.having('reviewees', 'cycleId', view.find('reviewCycles').id);
    return cursorPage(view.call, byAge(reviewees), (reviewee) => presentReviewee(reviewee, view));
  }),
  forAdmins('/v1/reviewCycle/:id/reviews', 'List the reviews of a review cycle', (view) => {
    const reviews = view.having('reviews', 'cycleId', view.find('reviewCycles').id);
    return linesPage(reviews, view, readDirection(view), readOffset(view.call));
  }),
  forAdmins('/v1/reviewee/:id', 'Get a reviewee', (view) => ok(presentReviewee(view.find('reviewees'), view))),
  forAdmins('/v1/reviewee/:id/reviews', 'List the reviews of a reviewee', (view) =>
    linesPage(view.having('reviews', 'revieweeId', view.find('reviewees').id), view),
  ),
  forPeople('GET', '/v1/question/:id', 'Get a question', (view) =>
    ok(presentQuestion('question', view.find('questions'), view)),
  ),
  forPeople('GET', '/v1/questionRevision/:id', 'Get a revision of a question', (view) =>
    ok(presentQuestion('questionRevision', view.find('questionRevisions'), view)),
  ),
];
