import type { Participant, Review, ReviewAnswer, ReviewCycle, ReviewQuestion } from '../model/reviews.ts';
import type { View } from '../view.ts';
import { personDetails } from './people.ts';

export function presentReviewCycle({ due_date, ...shown }: ReviewCycle): object {
  return shown;
}

export function presentParticipant(row: Participant, view: View): object {
  const { id, create_ts, update_ts, hierarchy_update_ts } = row;
  const [user, manager] = [view.url('user', row.user_id), view.url('user', row.manager_id)];
  return { id, user, manager, create_ts, update_ts, hierarchy_update_ts };
}

export function presentReview(review: Review, view: View): object {
  const { id, review_type, status, due_date, create_ts, update_ts } = review;
  return {
    id,
    review_type,
    user: view.url('user', review.user_id),
    author: view.url('user', review.author_id),
    status,
    due_date,
    answers: review.answers.map(({ question_id, value, text }) => ({ question_id, value, answer_text: text })),
    create_ts,
    update_ts,
  };
}

/** One answer of a cycle with the review it stands in. */
export interface CycleAnswer {
  readonly id: number;
  readonly review: Review;
  readonly answer: ReviewAnswer;
  readonly question: ReviewQuestion;
}

/** Answers of a cycle: the people they are about, the people who wrote them, and the questions with the answers. */
export function presentCycleAnswers(answers: readonly CycleAnswer[], view: View): object {
  const people = (ids: readonly number[]) => [...new Set(ids)].map((id) => personDetails(id, view));
  const questions = Map.groupBy(answers, ({ question }) => question);
  return {
    participants: people(answers.map(({ review }) => review.user_id)),
    authors: people(answers.map(({ review }) => review.author_id)),
    questions: [...questions].map(([question, group]) => ({
      id: question.id,
      question_text: question.question_text,
      question_type: question.question_type,
      section_type: question.section_type,
      answers: group.map(({ review, answer }) => ({
        review_id: review.id,
        review_type: review.review_type,
        participant_id: review.user_id,
        author_id: review.author_id,
        value: answer.value,
        answer_text: answer.text,
        create_ts: review.update_ts,
      })),
    })),
  };
}

/** A value computed from the ratings of someone in a cycle. */
export interface Measurement {
  readonly definition_id: number;
  readonly definition_type: string;
  readonly name: string;
  readonly value: number;
}

/** What was computed for one participant. */
export interface MeasuredParticipant {
  readonly participant: Participant;
  readonly measurements: readonly Measurement[];
}

export function presentMeasurements({ participant, measurements }: MeasuredParticipant): object {
  const { id, user_id, manager_id } = participant;
  return { id, user_id, manager_id, measurements };
}
