// biome-ignore lint/suspicious/noExplicitAny: records of every shape
type Record_ = any;

/** What is known about the company before a list is judged. */
export interface Known {
  /** Groups by user id. */
  readonly groups: ReadonlyMap<number, readonly number[]>;
}

/** Reads from a shown record what a parameter is compared with: one value, or several of which one must fit. */
export type Shown = (row: Record_, known: Known) => unknown;

/** The id at the end of an address. */
export const idIn = (address: string | null): number | null =>
  address === null ? null : Number(/\/(\d+)\/$/.exec(address)?.[1]);

const created: Shown = ({ create_ts }) => create_ts;
const updated: Shown = ({ update_ts }) => update_ts;
const groupsOf = (user: number | null, { groups }: Known): readonly number[] => groups.get(user ?? 0) ?? [];

/** Parameters that bound from below end so, those that bound from above end otherwise. */
export const boundOf = (parameter: string): 'from' | 'to' | undefined => {
  if (/_(after|start)$/.test(parameter)) return 'from';
  return /_(before|end)$/.test(parameter) ? 'to' : undefined;
};

/** By list and parameter; a parameter that is not here is compared with the member of its name. */
export const SHOWN: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  '/user/': { is_admin: ({ is_company_admin }) => is_company_admin },
  '/group/': { name__in: ({ name }) => name },
  '/objective/': {
    parent_id: ({ parent }) => parent,
    department_id: ({ departments }) => departments,
    start_after: ({ start_ts }) => start_ts,
    end_before: ({ end_ts }) => end_ts,
  },
  '/high-five/': {
    report_id: ({ report }) => idIn(report),
    receiver_id: ({ receivers }) => receivers.map(({ id }: { id: number }) => id),
    user_id: ({ creator }) => idIn(creator),
  },
  '/report/': {
    user_id: ({ user }) => idIn(user),
    due_date_start: ({ due_date }) => due_date,
    due_date_end: ({ due_date }) => due_date,
  },
  '/answer/': { question_id: ({ question }) => idIn(question), user_id: ({ user }) => idIn(user) },
  '/priority/': { group_id: ({ user_id }, known) => groupsOf(user_id, known) },
  '/pulse/': {
    report_id: ({ report }) => idIn(report),
    user_id: ({ user }) => idIn(user),
    updated_after: created,
    updated_before: created,
  },
  '/review-cycle/': {
    started_on_start: ({ start_ts }) => start_ts,
    started_on_end: ({ start_ts }) => start_ts,
    ended_on_start: ({ end_ts }) => end_ts,
    ended_on_end: ({ end_ts }) => end_ts,
  },
  '/review-cycle/:id/participants/': {
    user_id: ({ user }) => idIn(user),
    group_id: ({ user }, known) => groupsOf(idIn(user), known),
  },
  '/review-cycle/:id/reviews/': {
    user_id: ({ user }) => idIn(user),
    due_date_start: ({ due_date }) => due_date,
    due_date_end: ({ due_date }) => due_date,
    is_complete: ({ status }) => status === 'complete',
  },
  '/review-cycle/:id/results/performance-measurements/': {
    group_id: ({ user_id }, known) => groupsOf(user_id, known),
    definition_type: ({ measurements }) =>
      measurements.map(({ definition_type }: { definition_type: string }) => definition_type),
  },
  '/one-on-one/': {
    type: ({ user_1_role }) => (user_1_role === 'manager' ? 'Manager-Reporter' : 'Non-Manager-Reporter'),
    group_id: ({ user_1, user_2 }, known) => [...groupsOf(idIn(user_1), known), ...groupsOf(idIn(user_2), known)],
    user_id: ({ user_1, user_2 }) => [idIn(user_1), idIn(user_2)],
    scheduled_on_start: ({ for_date }) => for_date,
    scheduled_on_end: ({ for_date }) => for_date,
  },
  '/security-audit/': { actor_id: ({ actor }) => actor },
};

/** What a parameter of a list is compared with. */
export function shownBy(path: string, parameter: string): Shown {
  const own = SHOWN[path]?.[parameter];
  if (own !== undefined) return own;
  if (parameter.startsWith('created_')) return created;
  if (parameter.startsWith('updated_')) return updated;
  return (row) => row[parameter];
}

/** True when a shown record satisfies a parameter. A date as the upper bound of timestamps counts whole. */
export function satisfies(parameter: string, text: string, value: unknown): boolean {
  const bound = boundOf(parameter);
  if (bound !== undefined && (value === null || value === undefined)) return false;
  if (bound === 'from') return String(value) >= text;
  if (bound === 'to') return String(value).slice(0, text.length) <= text;
  const wanted = parameter === 'user' || parameter.endsWith('__in') ? text.split(',') : [text];
  return (Array.isArray(value) ? value : [value]).some((one) => wanted.includes(String(one)));
}
