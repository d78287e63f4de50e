import { addDays } from '../../kit/index.ts';
import type { Answer, Comment, HighFive, OneOnOne, Priority, Pulse, Question, Report } from '../model/check-ins.ts';
import { percentageOf, stateOf } from '../model/objectives.ts';
import type { View } from '../view.ts';
import { personDetails } from './people.ts';

const PERIOD_DAYS = 7;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const shortDate = (date: string): string => `${MONTHS[Number(date.slice(5, 7)) - 1]} ${date.slice(8)}`;

const presentComment = ({ user_id, text, create_ts }: Comment, view: View): object => ({
  user: view.url('user', user_id),
  text,
  create_ts,
});

/** A check-in in a list: hardly more than whose it is. */
export const presentReport = ({ id, user_id, due_date }: Report, view: View): object => ({
  id,
  user: view.url('user', user_id),
  due_date,
});

function goalOf(id: number, view: View): object | null {
  const objective = view.get('objectives', id);
  if (objective === undefined) return null;
  const percentage = percentageOf(view.having('keyResults', 'objective_id', id));
  const { description, color } = objective;
  return { id, description, state: stateOf(objective, view.now), color, percentage };
}

/** A check-in read alone: everything. */
export function presentWholeReport(report: Report, view: View): object {
  const { id, due_date, submit_ts } = report;
  const start = addDays(due_date, 1 - PERIOD_DAYS);
  const answers = view.having('answers', 'report_id', id);
  const questions = answers.map(({ question_id }) => view.get('questions', question_id)!);
  return {
    ...presentReport(report, view),
    reporting_period: `${shortDate(start)} - ${shortDate(due_date)}, ${due_date.slice(0, 4)}`,
    reporting_period_start: `${start}T00:00:00Z`,
    reporting_period_end: `${due_date}T23:59:59Z`,
    submit_ts,
    reviewed_ts: report.reviewed_ts,
    reviewed_by: view.url('user', report.reviewed_by_id),
    was_submitted_late: submit_ts !== null && submit_ts.slice(0, 10) > due_date,
    groups: view.groupsOf(report.user_id),
    questions: questions.map(({ id: question, question_text, question_type }) => ({
      id: question,
      question_text,
      question_type,
    })),
    answers: answers.map(({ id: answer, question_id: question, answer_text, create_ts }) => ({
      id: answer,
      question,
      answer_text,
      create_ts,
    })),
    comments: report.comments.map((comment) => presentComment(comment, view)),
    goals: report.objective_ids.map((goal) => goalOf(goal, view)),
    accomplishments: report.accomplishments.map((text) => ({ text })),
  };
}

/** An answer in a list. */
export function presentAnswer(answer: Answer, view: View): object {
  const { id, report_id, question_id, user_id, answer_text, create_ts } = answer;
  const [question, user] = [view.url('question', question_id), view.url('user', user_id)];
  return { id, report_id, question, user, answer_text, create_ts };
}

/** An answer read alone. */
export const presentWholeAnswer = (answer: Answer, view: View): object => ({
  ...presentAnswer(answer, view),
  goal_status: answer.goal_status,
  comments: answer.comments.map((comment) => presentComment(comment, view)),
});

export function presentQuestion({ id, question_text, question_type, create_ts, update_ts }: Question): object {
  return { id, question_text, question_type, create_ts, update_ts };
}

export function presentPriority({ report_id, ...shown }: Priority): object {
  return shown;
}

export function presentPulse({ id, value, user_id, report_id, create_ts }: Pulse, view: View): object {
  return { id, value, user: view.url('user', user_id), report: view.url('report', report_id), create_ts };
}

export function presentHighFive(row: HighFive, view: View): object {
  const { id, text, creator_id, receiver_ids, email_receivers, report_id, create_ts } = row;
  return {
    id,
    text,
    creator: view.url('user', creator_id),
    creator_id,
    creator_details: personDetails(creator_id, view),
    receivers: receiver_ids.map((receiver) => ({ id: receiver, url: view.url('user', receiver) })),
    email_receivers,
    report: view.url('report', report_id),
    create_ts,
  };
}

export function presentOneOnOne(row: OneOnOne, view: View): object {
  const { id, is_draft, for_date, end_ts, create_ts } = row;
  return {
    id,
    user_1: view.url('user', row.user_1_id),
    user_1_role: row.user_1_role,
    user_1_details: personDetails(row.user_1_id, view),
    user_2: view.url('user', row.user_2_id),
    user_2_role: row.user_2_role,
    user_2_details: personDetails(row.user_2_id, view),
    is_draft,
    for_date,
    end_ts,
    create_ts,
  };
}
