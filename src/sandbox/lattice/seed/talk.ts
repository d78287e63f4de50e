import { addDays } from '../../kit/index.ts';
import { COMPETENCIES, VALUES } from './company.ts';
import { isHere, type Person, type Seeder, secondsOf, wasThere, workingTime } from './seeder.ts';

/** Weeks of feedback and of updates. */
const FEEDBACK_WEEKS = 52;
const UPDATE_WEEKS = 8;
const FEEDBACK_A_WEEK = 12;

/** A Monday; weeks are counted from here. */
const FIRST_MONDAY = '2020-01-06';

const PRAISE = [
  'Thank you for the clearest trial report I have read this year.',
  'You made our new colleagues feel at home.',
  'The growers asked for you by name.',
  'Great preparation of the planning week.',
  'You caught the wrong calibration before it left the house.',
];
const ADVICE = [
  'It would help me to see drafts earlier.',
  'Leave more room for questions at the end.',
  'Say no to the next request from me.',
];
const QUESTIONS = ['What went well?', 'What stands in your way?', 'What comes next?'];
const ANSWERS = [
  ['The sensors survived the frost.', 'Two cooperatives signed.', 'The backlog is shorter than last week.'],
  ['Nothing.', 'Waiting for parts.', 'Too many meetings.', 'The test field is under water.'],
  ['Prepare the demonstration.', 'Visit the orchard.', 'Write the report.'],
];

const mondayOf = (week: number): string => addDays(FIRST_MONDAY, week * 7);
const weekOf = (date: string): number => Math.floor((secondsOf(date) - secondsOf(FIRST_MONDAY)) / 604_800);

/** Feedback of a year: public praise, private advice, some of it asked for. */
export function seedFeedback(seeder: Seeder, people: readonly Person[]): void {
  const competencies = COMPETENCIES.map(([name]) => seeder.id('competency', name));
  const values = VALUES.map((name) => seeder.id('companyValue', name));
  const present = people.filter(isHere);
  const last = weekOf(seeder.today);
  for (let week = last - FEEDBACK_WEEKS + 1; week <= last; week++) {
    const staff = present.filter((person) => wasThere(person, mondayOf(week)));
    for (let number = 0; number < FEEDBACK_A_WEEK; number++) {
      const random = seeder.own(`feedback/${week}/${number}`);
      const date = addDays(mondayOf(week), random.int(0, 4));
      if (date >= seeder.today) continue;
      const [author, ...targets] = random.sample(staff, random.chance(0.15) ? 3 : 2);
      const isPublic = random.chance(0.6);
      const isAsked = !isPublic && random.chance(0.5);
      seeder.add('feedbacks', {
        id: seeder.id('feedback', `${week}/${number}`),
        authorId: author!.user.id,
        targetIds: targets.map(({ user }) => user.id),
        body: random.pick(isPublic ? PRAISE : ADVICE),
        valueIds: isPublic ? random.sample(values, random.int(0, 2)) : [],
        feedbackRequestId: isAsked ? seeder.id('feedbackRequest', `${week}/${number}`) : null,
        competencyId: random.chance(0.3) ? random.pick(competencies) : null,
        visibility: isPublic ? 'Public' : 'Private',
        isPublic,
        createdAt: workingTime(date, random),
      });
    }
  }
}

/** Updates to managers at the end of every week. */
export function seedUpdates(seeder: Seeder, people: readonly Person[]): void {
  const last = weekOf(seeder.today);
  for (let week = last - UPDATE_WEEKS + 1; week <= last; week++) {
    const friday = addDays(mondayOf(week), 4);
    for (const person of people.filter(isHere)) {
      const { user, index } = person;
      const random = seeder.own(`update/${week}/${index}`);
      if (user.managerId === null || !wasThere(person, mondayOf(week)) || mondayOf(week) >= seeder.today) continue;
      // Every third person writes updates in a given week.
      if ((index + week) % 3 !== 0) continue;
      const key = `${week}/${index}`;
      const publishedAt = friday < seeder.today && random.chance(0.9) ? workingTime(friday, random) : null;
      const reviewed = addDays(friday, 3);
      seeder.add('updates', {
        id: seeder.id('update', key),
        authorId: user.id,
        managerId: user.managerId,
        responses: QUESTIONS.map((question, position) => ({
          id: seeder.id('updateResponse', `${key}/${position}`),
          question,
          answer: random.pick(ANSWERS[position]!),
        })),
        sentiment: random.chance(0.8) ? { id: seeder.id('sentimentResponse', key), rating: random.int(1, 5) } : null,
        isPublic: random.chance(0.3),
        publishedAt,
        reviewedAt:
          publishedAt !== null && reviewed < seeder.today && random.chance(0.8) ? workingTime(reviewed, random) : null,
        createdAt: workingTime(mondayOf(week), random),
      });
    }
  }
}
