import { addDays } from '../../kit/index.ts';
import type { Review, ReviewCycle, Reviewee, ReviewResponse } from '../model/reviews.ts';
import { NEXT_STEPS, QUESTIONS, revisionId } from './company.ts';
import { firstDayOf, halfOf } from './goals.ts';
import { isHere, type Person, type Seeder, secondsOf, wasThere, workingTime } from './seeder.ts';

/** Half years with a cycle, the current one included: three years. */
const CYCLES = 6;
const DAY = 86_400;
const ANSWER_SETS = 60;
/** Answers that a draft has. */
const DRAFTED = 2;

const COMMENTS = [
  'Explains hard things simply; the trial reports are the best example.',
  'Keeps calm when the weather does not.',
  'Takes new colleagues to the field and back.',
  'Asks until the question is clear.',
];

/** Answers for many reviews: a few sets that are shared, because there are thousands of reviews. */
function answerSets(seeder: Seeder): ReviewResponse[][] {
  return Array.from({ length: ANSWER_SETS }, (_, index) => {
    const random = seeder.own(`answers/${index}`);
    return QUESTIONS.map(({ key, kind }) => ({
      revisionId: revisionId(seeder, key),
      rating: kind === 'rating' ? random.pick([2, 3, 3, 3, 4, 4, 5]) : null,
      choices: kind === 'choice' ? [random.pick(NEXT_STEPS)] : null,
      comment: kind === 'text' ? random.pick(COMMENTS) : null,
      writtenAt: null,
    }));
  });
}

/** Who writes about someone: themselves, the manager, in every second cycle a peer, and reports about managers. */
function authorsOf(person: Person, staff: readonly Person[], half: number): (readonly [Review['direction'], Person])[] {
  const { managerId } = person.user;
  const manager = staff.find(({ user }) => user.id === managerId);
  const peers = staff.filter(({ user, index }) => user.managerId === managerId && index !== person.index);
  const peer = half % 2 === 1 ? peers[person.index % Math.max(1, peers.length)] : undefined;
  const report = half % 2 === 1 ? staff.find(({ user }) => user.managerId === person.user.id) : undefined;
  return [
    ['self', person],
    ...(manager === undefined ? [] : [['downward', manager] as const]),
    ...(peer === undefined ? [] : [['peer', peer] as const]),
    ...(report === undefined ? [] : [['upward', report] as const]),
  ];
}

class CycleSeeder {
  readonly #seeder: Seeder;
  readonly #cycle: ReviewCycle;
  readonly #key: string;
  readonly #answers: readonly ReviewResponse[][];

  constructor(seeder: Seeder, cycle: ReviewCycle, key: string, answers: readonly ReviewResponse[][]) {
    this.#seeder = seeder;
    this.#answers = answers;
    this.#cycle = cycle;
    this.#key = key;
  }

  add(person: Person, authors: ReturnType<typeof authorsOf>): void {
    const { id: cycleId, reviewsStartedAt, reviewsEndedAt } = this.#cycle;
    const key = `${this.#key}/${person.index}`;
    const begun = (reviewsStartedAt ?? 0) - 10 * DAY;
    const random = this.#seeder.own(`reviewee/${key}`);
    const manual = reviewsEndedAt === null ? null : random.pick([2.5, 3, 3.5, 4, 4.5]);
    const reviewee = this.#seeder.add('reviewees', {
      id: this.#seeder.id('reviewee', key),
      cycleId,
      userId: person.user.id,
      closedAt: reviewsEndedAt === null ? null : reviewsEndedAt + 12 * DAY,
      esignatureGivenAt: reviewsEndedAt !== null && random.chance(0.7) ? reviewsEndedAt + 9 * DAY : null,
      responsesReleasedAt: reviewsEndedAt === null ? null : reviewsEndedAt + 7 * DAY,
      weightedScore: reviewsEndedAt === null ? null : { manual, autoCalculated: random.pick([2.8, 3.1, 3.6, 4.2]) },
      createdAt: begun,
      updatedAt: reviewsEndedAt === null ? begun : reviewsEndedAt + 12 * DAY,
    });
    for (const [index, [direction, author]] of authors.entries())
      this.#addReview(reviewee, direction, author, `${key}/${index}`);
  }

  #addReview({ id: revieweeId }: Reviewee, direction: Review['direction'], author: Person, key: string): void {
    const { id: cycleId, reviewsStartedAt, reviewsEndedAt } = this.#cycle;
    const random = this.#seeder.own(`review/${key}`);
    const started = reviewsStartedAt ?? 0;
    const written = started + random.int(1, 25) * DAY + random.int(0, 28_000);
    const isOver = reviewsEndedAt !== null;
    const now = secondsOf(this.#seeder.today);
    const state = isOver
      ? random.weighted([
          ['submitted', 93],
          ['rejected', 3],
          ['unstarted', 4],
        ] as const)
      : written >= now
        ? 'unstarted'
        : random.pick(['unstarted', 'drafted', 'submitted'] as const);
    const answers = random.pick(this.#answers);
    this.#seeder.add('reviews', {
      id: this.#seeder.id('review', key),
      cycleId,
      revieweeId,
      reviewerId: author.user.id,
      direction,
      state,
      responses: state === 'submitted' ? answers : state === 'drafted' ? answers.slice(0, DRAFTED) : [],
      submittedAt: state === 'submitted' ? written : null,
      declinedAt: state === 'rejected' ? written : null,
      createdAt: started,
      updatedAt: state === 'unstarted' ? started : written,
    });
  }
}

/** A cycle for every half year: all but the last are over, the last collects reviews; one more is a draft. */
export function seedReviewCycles(seeder: Seeder, people: readonly Person[], creatorId: string): void {
  const current = halfOf(seeder.today);
  const answers = answerSets(seeder);
  const revisionIds = QUESTIONS.map(({ key }) => revisionId(seeder, key));
  for (let half = current - CYCLES + 1; half <= current + 1; half++) {
    const isDraft = half > current;
    const isOver = half < current;
    // The current cycle has just begun to collect, whatever the day.
    const start = half === current ? seeder.day(-15) : addDays(firstDayOf(half), 130);
    const startedAt = isDraft ? null : workingTime(start, seeder.own(`cycle/${half}`));
    const endedAt = isOver && startedAt !== null ? startedAt + 30 * DAY : null;
    const made = isDraft ? workingTime(seeder.day(-3), seeder.own('cycle/draft')) : (startedAt ?? 0) - 21 * DAY;
    const cycle = seeder.add('reviewCycles', {
      id: seeder.id('reviewCycle', half),
      name: `${half % 2 === 0 ? 'Spring' : 'Autumn'} review ${2020 + Math.floor(half / 2)}`,
      stage: isDraft ? 'Draft' : isOver ? 'Ended' : 'CollectingReviews',
      creatorId,
      calibrationEnabled: half % 2 === 1,
      weightedScoresEnabled: true,
      autocalculatedWeightedScoresEnabled: !isDraft,
      peerSelectionStartedAt: startedAt !== null && half % 2 === 1 ? startedAt - 7 * DAY : null,
      reviewsStartedAt: startedAt,
      reviewsEndedAt: endedAt,
      calibrationEndedAt: endedAt !== null && half % 2 === 1 ? endedAt + 5 * DAY : null,
      weightedScoresEndedAt: endedAt === null ? null : endedAt + 6 * DAY,
      revisionIds,
      createdAt: made,
      updatedAt: endedAt === null ? (startedAt ?? made) : endedAt + 12 * DAY,
    });
    if (isDraft) continue;
    const own = new CycleSeeder(seeder, cycle, String(half), answers);
    const staff = people.filter((person) => wasThere(person, addDays(start, -60)) && (isOver || isHere(person)));
    for (const person of staff) own.add(person, authorsOf(person, staff, half));
  }
}
