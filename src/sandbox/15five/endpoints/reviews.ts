import { asText } from '../../kit/index.ts';
import type { Participant, Review, ReviewCycle } from '../model/reviews.ts';
import {
  type CycleAnswer,
  type MeasuredParticipant,
  type Measurement,
  presentCycleAnswers,
  presentMeasurements,
  presentParticipant,
  presentReview,
  presentReviewCycle,
} from '../present/reviews.ts';
import { filtersOf } from '../query/filters.ts';
import { byOwnName } from '../query/ordering.ts';
import { pageAnswer } from '../query/paging.ts';
import type { View } from '../view.ts';
import { endpoint, type FifteenFiveEndpoint, type ListRules, resourceEndpoints, select } from './resource.ts';

/** The records of the path's cycle that the caller may see: none, unless reviews are theirs to see. @throws Refusal 404 */
function within<Row>(view: View, rowsOf: (cycle: ReviewCycle) => readonly Row[]): readonly Row[] {
  const cycle = view.find('reviewCycles', view.call.params['id']);
  return view.caller.seesReviews ? rowsOf(cycle) : [];
}

const hierarchy = (participant: Participant | undefined) => participant?.hierarchy_update_ts;

const cycles = filtersOf<ReviewCycle>();
const participants = filtersOf<Participant>();
const reviews = filtersOf<Review>();
const answers = filtersOf<CycleAnswer>();
const measured = filtersOf<Measured>();

const PARTICIPANTS: ListRules<Participant> = {
  filters: [
    participants.idIs('user_id', ({ user_id }) => user_id),
    participants.idIs('group_id', ({ user_id }, view) => view.groupsOf(user_id)),
  ],
  ordering: byOwnName<Participant>('id', 'create_ts', 'update_ts', 'hierarchy_update_ts'),
  order: 'id',
};

const REVIEWS: ListRules<Review> = {
  filters: [
    reviews.idIs('user_id', ({ user_id }) => user_id),
    ...reviews.dateBetween(['due_date_start', 'due_date_end'], ({ due_date }) => due_date),
    reviews.flagIs('is_complete', ({ status }) => status === 'complete'),
  ],
  ordering: {
    ...byOwnName<Review>('id', 'create_ts', 'update_ts'),
    hierarchy_update_ts: ({ participant_id }, view) => hierarchy(view.get('participants', participant_id)),
  },
  order: 'id',
};

const ANSWERS: ListRules<CycleAnswer> = {
  filters: [
    answers.textIs('section_type', ({ question }) => question.section_type),
    answers.idIs('participating_user_id', ({ review }) => review.user_id),
    answers.idIs(
      'manager_id',
      ({ review }, view) => view.get('participants', review.participant_id)?.manager_id ?? null,
    ),
    answers.idIs('question_id', ({ question }) => question.id),
  ],
  ordering: byOwnName<CycleAnswer>('id'),
  order: 'id',
};

/** The answers of the filed reviews of a cycle. */
const answersOf = ({ id: cycle }: ReviewCycle, view: View): CycleAnswer[] =>
  view
    .having('reviews', 'cycle_id', cycle)
    .filter(({ status }) => status === 'complete')
    .flatMap((review) => review.answers.map((answer) => ({ review, answer })))
    .map(({ review, answer }, index) => {
      const question = view.get('reviewQuestions', answer.question_id)!;
      return { id: index, review, answer, question };
    });

/** The mean of what others rated someone in a cycle, by definition. */
function measure({ id }: Participant, view: View): Measurement[] {
  const ratings = view
    .having('reviews', 'participant_id', id)
    .filter(({ status, review_type }) => status === 'complete' && review_type !== 'self')
    .flatMap(({ answers }) => answers)
    .filter(({ value }) => value !== null);
  return [...Map.groupBy(ratings, ({ question_id }) => question_id)].flatMap(([question_id, answers]) => {
    const { definition_type, definition_name } = view.get('reviewQuestions', question_id)!;
    if (definition_type === null || definition_name === null) return [];
    const mean = answers.reduce((sum, { value }) => sum + (value ?? 0), 0) / answers.length;
    return [
      { definition_id: question_id, definition_type, name: definition_name, value: Math.round(mean * 100) / 100 },
    ];
  });
}

type Measured = MeasuredParticipant & { readonly id: number };

const MEASUREMENTS: ListRules<Measured> = {
  filters: [
    measured.idIs('user_id', ({ participant }) => participant.user_id),
    measured.idIs('manager_id', ({ participant }) => participant.manager_id),
    measured.idIs('group_id', ({ participant }, view) => view.groupsOf(participant.user_id)),
  ],
  ordering: byOwnName<Measured>('id'),
  order: 'id',
};

function measurementsOf(cycle: ReviewCycle, view: View): Measured[] {
  const wanted = asText(view.call.query['definition_type']) ?? '';
  return view
    .having('participants', 'cycle_id', cycle.id)
    .map((participant) => {
      const all = measure(participant, view);
      const measurements = wanted === '' ? all : all.filter(({ definition_type }) => definition_type === wanted);
      return { id: participant.id, participant, measurements };
    })
    .filter(({ measurements }) => measurements.length > 0);
}

const path = (rest: string): string => `/review-cycle/:id/${rest}`;

/** Performance review cycles. They are empty for keys whose maker is not both Company Admin and Review Admin. */
export const REVIEW_ENDPOINTS: readonly FifteenFiveEndpoint[] = [
  ...resourceEndpoints({
    path: '/review-cycle/',
    table: 'reviewCycles',
    nouns: 'review cycles',
    needs: 'member',
    visible: (view) => (view.caller.seesReviews ? view.rows('reviewCycles') : []),
    filters: [
      ...cycles.between(['created_on_start', 'created_on_end'], ({ create_ts }) => create_ts),
      ...cycles.between(['started_on_start', 'started_on_end'], ({ start_ts }) => start_ts),
      ...cycles.between(['ended_on_start', 'ended_on_end'], ({ end_ts }) => end_ts),
    ],
    ordering: byOwnName<ReviewCycle>('id', 'create_ts', 'start_ts', 'end_ts'),
    order: 'id',
    present: presentReviewCycle,
  }),
  endpoint('GET', path('participants/'), 'List participants of a review cycle', 'member', (view) => {
    const all = within(view, ({ id }) => view.having('participants', 'cycle_id', id));
    const rows = select(PARTICIPANTS, all, view);
    return pageAnswer(view.call, rows, (page) => page.map((row) => presentParticipant(row, view)));
  }),
  endpoint('GET', path('results/answers/'), 'List answers of a review cycle', 'member', (view) => {
    const rows = select(
      ANSWERS,
      within(view, (cycle) => answersOf(cycle, view)),
      view,
    );
    return pageAnswer(view.call, rows, (page) => presentCycleAnswers(page, view));
  }),
  endpoint('GET', path('results/performance-measurements/'), 'List scores of a review cycle', 'member', (view) => {
    const rows = select(
      MEASUREMENTS,
      within(view, (cycle) => measurementsOf(cycle, view)),
      view,
    );
    return pageAnswer(view.call, rows, (page) => page.map(presentMeasurements));
  }),
  endpoint('GET', path('reviews/'), 'List reviews of a review cycle', 'member', (view) => {
    const rows = select(
      REVIEWS,
      within(view, ({ id }) => view.having('reviews', 'cycle_id', id)),
      view,
    );
    return pageAnswer(view.call, rows, (page) => page.map((row) => presentReview(row, view)));
  }),
];
