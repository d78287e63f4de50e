import { addDays, type Random } from '../../kit/index.ts';
import type { Comment, Report } from '../model/check-ins.ts';
import { stamp } from '../moments.ts';
import { fridayOf, type Person, type Seeder, wasThere, workingTime } from './seeder.ts';

/** Weeks of check-ins, the current one included. */
const WEEKS = 13;

const QUESTIONS = [
  'What are you proud of this week?',
  'What are you stuck on?',
  'What could we do better as a company?',
] as const;
const ANSWERS: readonly (readonly string[])[] = [
  [
    'The release went out without a single ticket.',
    'Two renewals signed, one of them a year early.',
    'The onboarding guide is finished and in use.',
    'I ran my first planning meeting.',
    'We closed the oldest item of the backlog.',
    'The new dashboard answered three questions before they were asked.',
  ],
  [
    'Waiting for a decision on the budget.',
    'Nothing at the moment.',
    'Too many meetings on Tuesdays.',
    'I need an hour with the platform team.',
    'The test environment is slow in the afternoons.',
  ],
  [
    'Write decisions down where everybody can find them.',
    'Fewer tools, please.',
    'Let new people meet customers in their first week.',
    'Nothing comes to mind.',
  ],
];
const PRIORITIES = [
  'Finish the migration plan',
  'Call the three customers from last week',
  'Prepare the quarterly review',
  'Review open pull requests',
  'Write the job advert',
  'Clean up the project board',
  'Draft the launch mail',
];
const ACCOMPLISHMENTS = ['Shipped the search improvements', 'Trained two colleagues', 'Closed the audit items'];
const REPLIES = [
  'Well done!',
  'Let us talk about this on Monday.',
  'Thank you for saying so.',
  'I will take it further.',
];

const QUESTION_ID = 210_400;

/** Number that ids of everything in one check-in are made from. */
const keyOf = (week: number, { index }: Person): number => week * 1000 + index;

/** Adds the questions: three for everybody, one for each of two departments. */
function seedQuestions(seeder: Seeder, people: readonly Person[]): void {
  const made = '2021-01-18T10:00:00.000000Z';
  const groups = [...new Set(people.flatMap(({ departmentGroupId }) => departmentGroupId ?? []))];
  const rows = [
    ...QUESTIONS.map((text) => [text, null] as const),
    ['Which change would save you the most time?', groups[0]!] as const,
    ['Which customer surprised you?', groups[3]!] as const,
  ];
  for (const [index, [question_text, group_id]] of rows.entries())
    seeder.add('questions', {
      id: QUESTION_ID + index,
      question_text,
      question_type: 'text',
      group_id,
      create_ts: made,
      update_ts: made,
    });
}

const comment = (userId: number, date: string, random: Random): Comment => ({
  user_id: userId,
  text: random.pick(REPLIES),
  create_ts: workingTime(date, random),
});

function seedAnswers(seeder: Seeder, person: Person, report: Report, key: number, random: Random): void {
  const { submit_ts } = report;
  if (submit_ts === null) return;
  const day = submit_ts.slice(0, 10);
  const manager = report.reviewed_by_id;
  for (const [index, texts] of ANSWERS.entries()) {
    if (index > 0 && random.chance(0.35)) continue;
    const isDiscussed = manager !== null && random.chance(0.06);
    seeder.add('answers', {
      id: 30_000_000 + key * 5 + index,
      report_id: report.id,
      question_id: QUESTION_ID + index,
      user_id: person.user.id,
      answer_text: random.pick(texts),
      goal_status: index === 0 ? random.pick(['on_track', 'on_track', 'at_risk', null]) : null,
      comments: isDiscussed ? [comment(manager, day, random)] : [],
      create_ts: submit_ts,
    });
  }
  seeder.add('pulses', {
    id: 7_000_000 + key,
    value: random.weighted([
      [5, 4],
      [4, 8],
      [3, 5],
      [2, 2],
      [1, 1],
    ] as const),
    user_id: person.user.id,
    report_id: report.id,
    create_ts: submit_ts,
  });
}

function seedPriorities(seeder: Seeder, person: Person, report: Report, key: number, random: Random): void {
  for (const [index, text] of random.sample(PRIORITIES, random.int(1, 2)).entries())
    seeder.add('priorities', {
      id: 40_000_000 + key * 5 + index,
      user_id: person.user.id,
      manager_id: person.user.reviewer_id,
      report_id: report.id,
      text,
      status: report.submit_ts === null ? 'on_track' : random.pick(['complete', 'complete', 'on_track', 'off_track']),
      create_ts: report.create_ts,
      update_ts: report.submit_ts ?? report.create_ts,
    });
}

function seedReport(seeder: Seeder, person: Person, week: number, objectives: readonly number[]): void {
  const key = keyOf(week, person);
  const random = seeder.own(`report/${key}`);
  const due_date = fridayOf(week);
  const isCurrent = due_date >= seeder.today;
  const isLate = random.chance(0.12);
  const filed = addDays(due_date, isLate ? 3 : -random.int(0, 1));
  const isFiled = filed < seeder.today && random.chance(isCurrent ? 0.2 : 0.92);
  const reviewed = isFiled && random.chance(0.85) ? addDays(filed, random.int(1, 4)) : undefined;
  const isReviewed = reviewed !== undefined && reviewed < seeder.today && person.user.reviewer_id !== null;
  const manager = person.user.reviewer_id;
  const report = seeder.add('reports', {
    id: 10_000_000 + key,
    user_id: person.user.id,
    due_date,
    create_ts: stamp(Date.parse(addDays(due_date, -6)) + random.int(0, 900_000), random.int(0, 999)),
    submit_ts: isFiled ? workingTime(filed, random) : null,
    reviewed_ts: isReviewed ? workingTime(reviewed, random) : null,
    reviewed_by_id: isReviewed ? manager : null,
    comments: isReviewed && random.chance(0.15) ? [comment(manager!, reviewed, random)] : [],
    objective_ids: objectives.slice(0, 2),
    accomplishments: isFiled ? random.sample(ACCOMPLISHMENTS, random.int(0, 2)) : [],
  });
  seedAnswers(seeder, person, report, key, random);
  seedPriorities(seeder, person, report, key, random);
}

/** Check-ins with answers, pulses and priorities, week by week. */
export function seedCheckIns(seeder: Seeder, people: readonly Person[]): void {
  seedQuestions(seeder, people);
  const owned = Map.groupBy(seeder.rows('objectives'), ({ user_id }) => user_id);
  for (let week = seeder.thisWeek - WEEKS + 1; week <= seeder.thisWeek; week++) {
    const friday = fridayOf(week);
    const begins = addDays(friday, -6);
    // A check-in is opened at the beginning of its week, which today may be.
    for (const person of people)
      if (person.user.is_reporter && wasThere(person, begins) && begins <= seeder.today) {
        const objectives = (owned.get(person.user.id) ?? [])
          .filter(({ start_ts, end_ts }) => start_ts.slice(0, 10) <= friday && friday <= end_ts.slice(0, 10))
          .map(({ id }) => id);
        seedReport(seeder, person, week, objectives);
      }
  }
}
