import { addDays, addMonths } from '../../kit/index.ts';
import type { Participant, Review, ReviewAnswer, ReviewCycle, ReviewQuestion } from '../model/reviews.ts';
import { type Person, type Seeder, startOf, wasThere, workingTime } from './seeder.ts';

/** Half years with a review cycle, the current one included: three years. */
const CYCLES = 6;

const QUESTIONS: readonly Omit<ReviewQuestion, 'id'>[] = [
  {
    question_text: 'Takes ownership of outcomes',
    question_type: 'rating',
    section_type: 'competencies',
    definition_type: 'competency',
    definition_name: 'Ownership',
  },
  {
    question_text: 'Makes others better',
    question_type: 'rating',
    section_type: 'competencies',
    definition_type: 'competency',
    definition_name: 'Collaboration',
  },
  {
    question_text: 'How would you rate the results overall?',
    question_type: 'rating',
    section_type: 'overall',
    definition_type: 'overall',
    definition_name: 'Overall result',
  },
  {
    question_text: 'What should they keep doing, and what should they change?',
    question_type: 'text',
    section_type: 'open_ended',
    definition_type: null,
    definition_name: null,
  },
];
const TEXTS = [
  'Keeps every promise. Could say no more often.',
  'Great with customers; should share more of it with the team.',
  'Learns quickly. Next step: lead a project from start to end.',
  'Steady in rough weather. More writing, fewer meetings.',
  'Asks the right questions. Could be quicker to decide.',
];

const QUESTION_ID = 330_010;
const ANSWER_SETS = 60;

/** Number of the half year of a date, counted from 2020. */
const halfOf = (date: string): number => (Number(date.slice(0, 4)) - 2020) * 2 + (Number(date.slice(5, 7)) > 6 ? 1 : 0);

/** Answers for many reviews: a few sets that are shared, because there are thousands of reviews. */
function answerSets(seeder: Seeder, kept: readonly number[]): ReviewAnswer[][] {
  return Array.from({ length: ANSWER_SETS }, (_, set) => {
    const random = seeder.own(`review-answers/${kept.length}/${set}`);
    return kept.map((index) =>
      QUESTIONS[index]!.question_type === 'rating'
        ? { question_id: QUESTION_ID + index, value: random.pick([2, 3, 3, 4, 4, 4, 5]), text: null }
        : { question_id: QUESTION_ID + index, value: null, text: random.pick(TEXTS) },
    );
  });
}

/** Who writes about someone: themselves, the manager, a peer in every second cycle, the reports of managers. */
function authorsOf(
  person: Person,
  people: readonly Person[],
  half: number,
): (readonly [type: string, author: Person])[] {
  const manager = people.find(({ user }) => user.id === person.user.reviewer_id);
  const peers = people.filter(
    ({ user, index }) => user.reviewer_id === person.user.reviewer_id && index !== person.index,
  );
  const reports = people.filter(({ user }) => user.reviewer_id === person.user.id);
  const isLong = half % 2 === 1;
  const peer = isLong ? peers[person.index % Math.max(1, peers.length)] : undefined;
  const upward = isLong ? reports.slice(0, 2) : [];
  return [
    ['self', person],
    ...(manager === undefined ? [] : [['manager', manager] as const]),
    ...(peer === undefined ? [] : [['peer', peer] as const]),
    ...upward.map((report) => ['upward', report] as const),
  ];
}

/** What the reviews of people, and those of their peers and reports, are answered with. */
interface Sets {
  readonly long: readonly ReviewAnswer[][];
  readonly short: readonly ReviewAnswer[][];
}

/** Adds what is written about one participant. */
function seedReviews(
  seeder: Seeder,
  cycle: ReviewCycle,
  { id: participantId }: Participant,
  person: Person,
  authors: ReturnType<typeof authorsOf>,
  sets: Sets,
): void {
  const isOver = cycle.status === 'ended';
  for (const [index, [review_type, author]] of authors.entries()) {
    const random = seeder.own(`review/${participantId}/${index}`);
    const written = addDays(cycle.start_ts.slice(0, 10), random.int(3, 40));
    const isComplete = isOver ? random.chance(0.95) : written < seeder.today;
    const begun = workingTime(addDays(cycle.start_ts.slice(0, 10), 1), random);
    const isShort = review_type === 'peer' || review_type === 'upward';
    const review: Review = {
      id: participantId * 8 + index,
      cycle_id: cycle.id,
      participant_id: participantId,
      user_id: person.user.id,
      author_id: author.user.id,
      review_type,
      status: isComplete ? 'complete' : isOver ? 'missed' : random.pick(['not_started', 'in_progress']),
      due_date: cycle.due_date,
      answers: isComplete ? random.pick(isShort ? sets.short : sets.long) : [],
      create_ts: begun,
      update_ts: isComplete ? workingTime(written, random) : begun,
    };
    seeder.add('reviews', review);
  }
}

/** Adds a cycle in the middle of every half year. */
export function seedReviewCycles(seeder: Seeder, people: readonly Person[]): void {
  for (const [index, question] of QUESTIONS.entries())
    seeder.add('reviewQuestions', { id: QUESTION_ID + index, ...question });
  const sets: Sets = { long: answerSets(seeder, [0, 1, 2, 3]), short: answerSets(seeder, [0, 2, 3]) };
  const current = halfOf(seeder.today);
  for (let half = current - CYCLES + 1; half <= current; half++) {
    const first = addMonths('2020-01-01', half * 6);
    // The current one has just been opened, whatever the day.
    const start = half === current ? seeder.day(-20) : addDays(first, 120);
    const isOver = half < current;
    const cycle = seeder.add('reviewCycles', {
      id: 61_000 + half,
      name: `${half % 2 === 0 ? 'Mid-year' : 'Annual'} review ${2020 + Math.floor(half / 2)}`,
      status: isOver ? 'ended' : 'in_progress',
      start_ts: startOf(start),
      end_ts: isOver ? startOf(addDays(start, 45)) : null,
      due_date: addDays(start, 42),
      create_ts: startOf(addDays(start, -15)),
    });
    const staff = people.filter((person) => wasThere(person, addDays(start, -30)));
    for (const person of staff) {
      const random = seeder.own(`participant/${half}/${person.index}`);
      const id = 800_000 + half * 1000 + person.index;
      const participant = seeder.add('participants', {
        id,
        cycle_id: cycle.id,
        user_id: person.user.id,
        manager_id: person.user.reviewer_id,
        create_ts: workingTime(start, random),
        update_ts: workingTime(addDays(start, isOver ? 45 : 1), random),
        hierarchy_update_ts: workingTime(addDays(start, -random.int(1, 25)), random),
      });
      seedReviews(seeder, cycle, participant, person, authorsOf(person, staff, half), sets);
    }
  }
}
