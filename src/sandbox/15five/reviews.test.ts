import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';
import { idIn } from './testing/expectations.ts';

let company: TestCompany;
let admin: Client;
let cycles: { id: number; name: string; status: string; start_ts: string; end_ts: string | null }[];

beforeAll(async () => {
  company = await openCompany();
  admin = company.admin;
  cycles = await admin.all('/review-cycle/');
});
afterAll(() => company.close());

const ended = () => cycles.filter(({ status }) => status === 'ended').at(-1)!.id;

describe('review cycles', () => {
  it('reach three years back; one is under way', () => {
    expect(cycles.map(({ name, status }) => [name, status])).toEqual([
      ['Annual review 2023', 'ended'],
      ['Mid-year review 2024', 'ended'],
      ['Annual review 2024', 'ended'],
      ['Mid-year review 2025', 'ended'],
      ['Annual review 2025', 'ended'],
      ['Mid-year review 2026', 'in_progress'],
    ]);
    for (const { start_ts, end_ts, status } of cycles)
      expect(end_ts === null ? status : end_ts > start_ts).toBe(end_ts === null ? 'in_progress' : true);
  });

  it('have a review of their own by every participant and one by the manager', async () => {
    const participants = await admin.all(`/review-cycle/${ended()}/participants/`);
    const reviews = await admin.all(`/review-cycle/${ended()}/reviews/`);
    const byUser = Map.groupBy(reviews, ({ user }) => user);
    expect(participants.length).toBeGreaterThan(240);
    for (const { user, manager } of participants) {
      const own = byUser.get(user)!;
      expect(own.filter(({ review_type }) => review_type === 'self')).toMatchObject([{ author: user }]);
      const byManager = own.filter(({ review_type }) => review_type === 'manager');
      expect(byManager.map(({ author }) => author)).toEqual(manager === null ? [] : [manager]);
    }
    expect(new Set(reviews.map(({ review_type }) => review_type))).toEqual(
      new Set(['self', 'manager', 'peer', 'upward']),
    );
    for (const { status, answers } of reviews) expect(answers.length > 0).toBe(status === 'complete');
  });

  it('have answers grouped by question, with the people they are about and from', async () => {
    const seen = new Set<string>();
    let path = `/review-cycle/${ended()}/results/answers/`;
    const first = (await admin.get(path)).json;
    for (let page = 1; ; page++) {
      const { results, next } = (await admin.get(`${path}?page=${page}`)).json;
      expect(Object.keys(results)).toEqual(['participants', 'authors', 'questions']);
      const people = new Set(results.participants.map(({ id }: { id: number }) => id));
      const authors = new Set(results.authors.map(({ id }: { id: number }) => id));
      for (const { id, question_type, answers } of results.questions)
        for (const { review_id, participant_id, author_id, value, answer_text } of answers) {
          expect(people.has(participant_id) && authors.has(author_id)).toBe(true);
          expect([value === null, answer_text === null]).toEqual([
            question_type === 'text',
            question_type === 'rating',
          ]);
          seen.add(`${review_id}/${id}`);
        }
      if (next === null) break;
    }
    expect(seen.size).toBe(first.count);
    const reviews = await admin.all(`/review-cycle/${ended()}/reviews/`);
    expect(first.count).toBe(reviews.reduce((sum, { answers }) => sum + answers.length, 0));
    path += '?section_type=open_ended';
    const open = (await admin.get(path)).json;
    expect(open.results.questions).toMatchObject([{ section_type: 'open_ended', question_type: 'text' }]);
  });

  it('have answers that are narrowed by participant, manager and question', async () => {
    const path = `/review-cycle/${ended()}/results/answers/`;
    const [participant] = (await admin.get(`/review-cycle/${ended()}/participants/?order_by=-id`)).json.results;
    const [user, manager] = [idIn(participant.user), idIn(participant.manager)];
    const own = (await admin.get(`${path}?participating_user_id=${user}`)).json;
    expect(own.results.participants).toMatchObject([{ id: user }]);
    const team = (await admin.get(`${path}?manager_id=${manager}`)).json;
    expect(team.count).toBeGreaterThan(own.count);
    for (const { id } of team.results.participants)
      expect((await admin.get(`/user/${id}/`)).json.reviewer_id).toBe(manager);
    const [question] = own.results.questions;
    const about = (await admin.get(`${path}?question_id=${question.id}&participating_user_id=${user}`)).json;
    expect(about.results.questions).toEqual([question]);
    expect((await admin.get(`${path}?question_id=1`)).json.results).toEqual({
      participants: [],
      authors: [],
      questions: [],
    });
  });

  it('have scores that are the means of what others rated', async () => {
    const reviews = await admin.all(`/review-cycle/${ended()}/reviews/`);
    const rows = await admin.all(`/review-cycle/${ended()}/results/performance-measurements/`);
    expect(rows.length).toBeGreaterThan(200);
    for (const { user_id, measurements } of rows.slice(0, 40)) {
      const ratings = reviews
        .filter(({ user, review_type }) => idIn(user) === user_id && review_type !== 'self')
        .flatMap(({ answers }) => answers);
      for (const { definition_id, value } of measurements) {
        const values = ratings
          .filter((one: { question_id: number; value: number | null }) => one.question_id === definition_id)
          .map((one: { value: number }) => one.value);
        expect(value).toBeCloseTo(values.reduce((a: number, b: number) => a + b, 0) / values.length, 2);
      }
    }
    const narrowed = await admin.all(
      `/review-cycle/${ended()}/results/performance-measurements/?definition_type=overall`,
    );
    for (const { measurements } of narrowed) expect(measurements).toMatchObject([{ name: 'Overall result' }]);
  });

  it('that do not exist are not found, whoever asks', async () => {
    for (const client of [admin, company.as('Not a review admin')])
      for (const rest of ['', 'participants/', 'reviews/', 'results/answers/', 'results/performance-measurements/'])
        expect((await client.get(`/review-cycle/7/${rest}`)).status).toBe(404);
  });

  it('are empty without a word for those who may not see them, in the shape of each list', async () => {
    const client = company.as('Not a review admin');
    const path = `/review-cycle/${ended()}`;
    const empty = { count: 0, next: null, previous: null, results: [] };
    expect((await client.get('/review-cycle/')).json).toEqual(empty);
    expect((await client.get(`${path}/reviews/`)).json).toEqual(empty);
    expect((await client.get(`${path}/results/answers/`)).json).toEqual({
      ...empty,
      results: { participants: [], authors: [], questions: [] },
    });
  });
});
