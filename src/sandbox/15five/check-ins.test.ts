import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, openCompany, type TestCompany } from './testing/company.ts';
import { idIn } from './testing/expectations.ts';

let company: TestCompany;
let admin: Client;

beforeAll(async () => {
  company = await openCompany();
  admin = company.admin;
});
afterAll(() => company.close());

describe('a check-in', () => {
  it('shows its answers, questions, goals and what became of it when it is read alone', async () => {
    const [{ id: answered }] = (await admin.get('/report/?due_date_end=2026-02-20')).json.results;
    const thin = (await admin.get(`/report/?page_size=1&due_date_end=2026-02-20`)).json.results[0];
    const { json } = await admin.get(`/report/${answered}/`);
    expect(json).toMatchObject(thin);
    expect(json.due_date).toBe('2026-02-20');
    expect(json.reporting_period).toBe('Feb 14 - Feb 20, 2026');
    expect(json.reporting_period_start).toBe('2026-02-14T00:00:00Z');
    expect(json.reporting_period_end).toBe('2026-02-20T23:59:59Z');
    const questions = json.questions.map(({ id }: { id: number }) => id);
    expect(json.answers.map(({ question }: { question: number }) => question)).toEqual(questions);
    const own = (await admin.all('/answer/')).filter(({ report_id }) => report_id === answered);
    expect(own.map(({ id }) => id)).toEqual(json.answers.map(({ id }: { id: number }) => id));
    for (const { id, description } of json.goals)
      expect((await admin.get(`/objective/${id}/`)).json.description).toBe(description);
  });

  it('is late when it is filed after it was due, and reviewed by the manager', async () => {
    const rows = (await admin.get('/report/?due_date_end=2026-02-06')).json.results;
    const whole = await Promise.all(rows.map(({ id }: { id: number }) => admin.get(`/report/${id}/`)));
    const reports = whole.map(({ json }) => json);
    expect(reports.some(({ was_submitted_late }) => was_submitted_late)).toBe(true);
    expect(reports.some(({ submit_ts }) => submit_ts === null)).toBe(true);
    expect(reports.some(({ comments }) => comments.length > 0)).toBe(true);
    for (const { submit_ts, due_date, was_submitted_late, reviewed_ts, reviewed_by, user, answers } of reports) {
      expect(was_submitted_late).toBe(submit_ts !== null && submit_ts.slice(0, 10) > due_date);
      expect(reviewed_by === null).toBe(reviewed_ts === null);
      if (submit_ts === null) expect([answers, reviewed_ts]).toEqual([[], null]);
      if (reviewed_by !== null) {
        expect(reviewed_ts > submit_ts).toBe(true);
        expect((await admin.get(`/user/${idIn(user)}/`)).json.reviewer_id).toBe(idIn(reviewed_by));
      }
    }
  });

  it('can be found by when it was opened', async () => {
    const rows = await admin.all('/report/?created_after=2026-02-14&created_before=2026-02-14');
    expect(rows.length).toBeGreaterThan(200);
    expect(new Set(rows.map(({ due_date }) => due_date))).toEqual(new Set(['2026-02-20']));
  });

  it('is listed with the latest first', async () => {
    const ids = (await admin.all('/report/')).map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
});

describe('an answer', () => {
  it('shows comments and the status of the goal when it is read alone', async () => {
    const answers = await admin.all('/answer/?created_on_start=2026-02-16&created_on_end=2026-02-20');
    const whole = await Promise.all(answers.map(({ id }) => admin.get(`/answer/${id}/`)));
    const comments = whole.flatMap(({ json }) => json.comments);
    expect(comments.length).toBeGreaterThan(0);
    for (const comment of comments)
      expect(comment).toEqual({
        user: expect.stringMatching(/\/user\/\d+\/$/),
        text: expect.any(String),
        create_ts: expect.any(String),
      });
    expect(new Set(whole.map(({ json }) => json.goal_status))).toContain('on_track');
  });
});

describe('a question', () => {
  it('is asked of everybody or of a group', async () => {
    const all = await admin.all('/question/');
    const [engineering] = (await admin.get('/group/?name__in=Engineering')).json.results;
    const asked = async (query: string) => (await admin.all(`/question/?${query}`)).map(({ id }) => id);
    const ofGroup = await asked(`group_id=${engineering.id}`);
    expect(ofGroup).toHaveLength(1);
    const member = idIn(engineering.members[3]);
    const outsider = (await admin.all('/user/')).find(
      ({ company_groups_ids }) => !company_groups_ids.includes(engineering.id),
    );
    expect(await asked(`user_id=${member}`)).toEqual(expect.arrayContaining(ofGroup));
    expect(await asked(`user_id=${outsider.id}`)).not.toEqual(expect.arrayContaining(ofGroup));
    expect((await asked(`user_id=${member}`)).length).toBeLessThan(all.length);
  });
});

describe('priorities', () => {
  it('are those of the open check-in, unless past ones are asked for', async () => {
    const [current, past] = await Promise.all(
      ['false', 'true'].map(async (flag) => (await admin.get(`/priority/?include_past_checkins=${flag}`)).json),
    );
    expect(current.length).toBeGreaterThan(100);
    expect(past.length).toBeGreaterThan(current.length * 3);
    expect((await admin.get('/priority/')).json).toEqual(current);
    // Pages are accepted and mean nothing.
    expect((await admin.get('/priority/?page=3&page_size=5')).json).toEqual(current);
  });

  it('can be ordered by their people', async () => {
    const emails = new Map((await admin.all('/user/')).map(({ id, email }) => [id, email]));
    const ordered = (await admin.get('/priority/?order_by=-email')).json;
    const shown = ordered.map(({ user_id }: { user_id: number }) => emails.get(user_id));
    expect(shown).toEqual([...shown].sort().reverse());
  });
});

describe('a High Five', () => {
  it('is inside a check-in or not, and may go to people outside', async () => {
    const all = await admin.all('/high-five/');
    expect(all.filter(({ report }) => report !== null).length).toBeGreaterThan(50);
    const outside = all.filter(({ email_receivers }) => email_receivers.length > 0);
    expect(outside.length).toBeGreaterThan(10);
    for (const { receivers, text, email_receivers } of outside) {
      expect(receivers).toEqual([]);
      expect(text).toContain(email_receivers[0]);
    }
    for (const { creator, creator_id, creator_details } of all) {
      expect(idIn(creator)).toBe(creator_id);
      expect(creator_details.id).toBe(creator_id);
    }
  });
});
