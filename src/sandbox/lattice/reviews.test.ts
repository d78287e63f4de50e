import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into records of every shape
type Line = any;

let company: TestCompany;
let admin: Client;
let cycles: { id: string; name: string; stage: string }[];

beforeAll(async () => {
  company = await openCompany();
  admin = company.admin;
  cycles = await admin.all('/v1/reviewCycles');
});
afterAll(() => company.close());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const cycleIn = (stage: string): string => cycles.filter((cycle) => cycle.stage === stage).at(-1)!.id;
const linesOf = (stage: string): Promise<Line[]> => admin.all(`/v1/reviewCycle/${cycleIn(stage)}/reviews`);

describe('review cycles', () => {
  it('reach three years back; one collects reviews, one is a draft', () => {
    const shown = cycles.map(({ name, stage }) => [name, stage]);
    expect(shown.sort()).toEqual(
      [
        ['Autumn review 2023', 'Ended'],
        ['Spring review 2024', 'Ended'],
        ['Autumn review 2024', 'Ended'],
        ['Spring review 2025', 'Ended'],
        ['Autumn review 2025', 'Ended'],
        ['Spring review 2026', 'CollectingReviews'],
        ['Autumn review 2026', 'Draft'],
      ].sort(),
    );
  });

  it('have a line for each question of each review', async () => {
    const lines = await linesOf('Ended');
    const reviews = Map.groupBy(lines, ({ parentReviewId }) => parentReviewId);
    for (const [, group] of reviews) {
      expect(new Set(group.map(({ question }) => question.id)).size).toBe(4);
      expect(new Set(group.map(({ reviewer, reviewee }) => `${reviewer.id} ${reviewee.id}`)).size).toBe(1);
    }
    expect(new Set(lines.map(({ reviewType }) => reviewType))).toEqual(new Set(['Self', 'Downward', 'Peer', 'Upward']));
    expect(lines.some(({ declinedAt }) => declinedAt !== null)).toBe(true);
    for (const { response, submittedAt } of lines) expect(response === null).toBe(submittedAt === null);
  });

  it('have a self review and one by the manager for every reviewee', async () => {
    const reviewees = await admin.all(`/v1/reviewCycle/${cycleIn('Ended')}/reviewees`);
    expect(reviewees.length).toBeGreaterThan(230);
    const lines = Map.groupBy(await linesOf('Ended'), ({ reviewee }) => reviewee.id);
    const managers = new Map((await admin.all('/v1/users?status=NULL')).map(({ id, manager }) => [id, manager?.id]));
    for (const { id, user } of reviewees) {
      const own = lines.get(id) ?? [];
      const by = (type: string) =>
        new Set(own.filter(({ reviewType }) => reviewType === type).map((line) => line.reviewer.id));
      expect([...by('Self')]).toEqual([user.id]);
      expect([...by('Downward')]).toEqual(managers.get(user.id) === undefined ? [] : [managers.get(user.id)]);
    }
  });

  it('answer questions on their scales', async () => {
    const lines = (await linesOf('Ended')).filter(({ response }) => response !== null);
    const questions = new Map<string, Line>();
    for (const { questionRevision } of lines)
      if (!questions.has(questionRevision.id))
        questions.set(questionRevision.id, (await admin.get(`/v1/questionRevision/${questionRevision.id}`)).json);
    for (const { response, questionRevision, competency } of lines) {
      const { ratingScale, choices } = questions.get(questionRevision.id)!;
      const step = ratingScale?.find(({ value }: { value: number }) => value === response.rating);
      expect(response.ratingString).toBe(step?.descriptor ?? null);
      if (choices !== null) expect(choices).toContain(response.choices[0]);
      expect(competency === null).toBe(ratingScale === null);
    }
  });

  it('show calibrated answers only of managers, and only after calibration', async () => {
    const lines = await linesOf('Ended');
    const calibrated = lines.filter(({ calibratedResponse }) => calibratedResponse !== null);
    expect(calibrated.length).toBeGreaterThan(100);
    for (const { reviewType, calibrationEnded } of calibrated)
      expect([reviewType, calibrationEnded]).toEqual(['Downward', true]);
    for (const { calibratedResponse } of await linesOf('CollectingReviews')) expect(calibratedResponse).toBeNull();
  });

  it('of the reviewee are those of the cycle', async () => {
    const lines = await linesOf('Ended');
    const { id } = lines[200].reviewee;
    expect(await admin.all(`/v1/reviewee/${id}/reviews`)).toEqual(lines.filter(({ reviewee }) => reviewee.id === id));
  });
});

describe('a review', () => {
  const unstarted = async (number: number): Promise<Line[]> => {
    const lines = await linesOf('CollectingReviews');
    const open = lines.filter(({ submittedAt, declinedAt, response }) => !submittedAt && !declinedAt && !response);
    const groups = [...Map.groupBy(open, ({ parentReviewId }) => parentReviewId).values()];
    for (const group of groups) {
      const state = await draft(group[0].parentReviewId, [{ questionRevisionId: UNKNOWN }]);
      if (state.json.errors?.[0]?.includes('already')) continue;
      if (number-- === 0) return group;
    }
    throw new Error('Every review was begun');
  };
  const draft = (reviewId: string, responses: unknown) =>
    admin.send('POST', '/v2/reviews/draft', { reviewId, responses });
  const answers = (group: Line[]) =>
    group.map(({ questionRevision }, index) => ({
      questionRevisionId: questionRevision.id,
      ...(index < 2 ? { rating: '4' } : index === 2 ? { comment: 'Always there.' } : { choices: ['Lead a project'] }),
    }));

  it('is drafted, changed and submitted; then the Talent API shows it', async () => {
    const group = await unstarted(0);
    const { parentReviewId: id, reviewee } = group[0];
    const given = answers(group);
    const drafted = await draft(id, given.slice(0, 1));
    expect(drafted.status).toBe(201);
    expect(drafted.json.data).toEqual({
      id,
      revieweeId: reviewee.id,
      cycleId: cycleIn('CollectingReviews'),
      direction: group[0].reviewType.toLowerCase(),
      state: 'drafted',
      responses: [{ ...given[0], comment: null, choices: null }],
      updatedAt: '2026-03-04T10:00:00.000Z',
      submittedAt: null,
    });
    expect((await draft(id, given)).json.errors).toEqual(['The review is drafted already']);
    const early = await admin.send('POST', `/v2/reviews/${id}/submit`);
    expect([early.status, early.json.errors.length]).toEqual([400, 2]);
    const changed = await admin.send('PUT', `/v2/reviews/${id}/draft`, { responses: given.slice(1) });
    expect([changed.status, changed.json.data.responses.length]).toEqual([200, 4]);
    const submitted = await admin.send('POST', `/v2/reviews/${id}/submit`);
    expect([submitted.status, submitted.json.data.state]).toEqual([200, 'submitted']);
    expect(submitted.json.data.submittedAt).toBe('2026-03-04T10:00:00.000Z');
    const shown = (await admin.all(`/v1/reviewee/${reviewee.id}/reviews`)).filter((line) => line.parentReviewId === id);
    expect(shown.map(({ response }) => response)).toMatchObject([
      { rating: 4, ratingString: 'Exceeds expectations' },
      { rating: 4 },
      { comment: 'Always there.', rating: null },
      { choices: ['Lead a project'] },
    ]);
    for (const [method, path] of [
      ['POST', `/v2/reviews/${id}/submit`],
      ['PUT', `/v2/reviews/${id}/draft`],
    ] as const)
      expect((await admin.send(method, path, { responses: given })).json).toMatchObject({
        status: 400,
        errors: ['The review is submitted, not drafted'],
      });
  });

  it('is also known by the id of one of its lines', async () => {
    const group = await unstarted(0);
    const { status, json } = await draft(group[1].id, answers(group).slice(0, 1));
    expect([status, json.data.id]).toEqual([201, group[0].parentReviewId]);
  });

  it('takes only answers to its questions, on their scales', async () => {
    const group = await unstarted(0);
    const { parentReviewId: id } = group[0];
    const [first, , third, fourth] = answers(group);
    const bad = [
      { ...first, rating: '6' },
      { questionRevisionId: UNKNOWN },
      { ...fourth, choices: ['Retire'] },
      { ...fourth, comment: 'hello' },
      { ...third, rating: '1' },
    ];
    const answer = await draft(id, bad);
    expect([answer.status, answer.json]).toEqual([
      400,
      {
        status: 400,
        title: 'Bad Request',
        detail: 'Validation failed',
        errors: [
          'responses[0].rating is not on the scale',
          'responses[1].questionRevisionId is not asked in this review',
          'responses[2].choices are not among those offered',
          'responses[3].comment is not asked for',
          'responses[4].rating is not on the scale',
        ],
      },
    ]);
    expect((await admin.send('POST', '/v2/reviews/draft', {})).json.errors).toEqual([
      'reviewId is required',
      'responses is required',
    ]);
    expect((await draft(id, [])).json.errors).toEqual(['responses must be at least 1 items']);
    expect((await draft(id, [{ rating: 4 }])).json.errors).toEqual([
      'responses[0].questionRevisionId is required',
      'responses[0].rating must be a string',
    ]);
  });

  it('belongs to its reviewer, or to an admin', async () => {
    const group = await unstarted(0);
    const employee = company.as('Employee');
    const { id: me } = (await employee.get('/v1/me')).json;
    expect(group[0].reviewer.id).not.toBe(me);
    const body = { reviewId: group[0].parentReviewId, responses: answers(group) };
    expect(await employee.send('POST', '/v2/reviews/draft', body)).toMatchObject({
      status: 403,
      json: { status: 403, title: 'Forbidden' },
    });
    const own = (await linesOf('CollectingReviews')).find(({ reviewer }) => reviewer.id === me);
    const answer = await employee.send('POST', '/v2/reviews/draft', { ...body, reviewId: own.parentReviewId });
    expect(answer.status).not.toBe(403);
  });

  it('that does not exist is not found', async () => {
    const body = { reviewId: UNKNOWN, responses: [{ questionRevisionId: UNKNOWN }] };
    const expected = { status: 404, title: 'Not Found', detail: 'The requested resource does not exist' };
    for (const [method, path] of [
      ['POST', '/v2/reviews/draft'],
      ['PUT', `/v2/reviews/${UNKNOWN}/draft`],
      ['POST', `/v2/reviews/${UNKNOWN}/submit`],
      ['POST', '/v2/reviews/x/submit'],
    ] as const)
      expect((await admin.send(method, path, body)).json).toEqual(expected);
  });
});
