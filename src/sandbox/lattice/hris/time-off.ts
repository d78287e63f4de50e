import { asList, asText, eachDay, earlierOf, isDate, isWeekend, laterOf, ok } from '../../kit/index.ts';
import { requireAny } from '../access.ts';
import { forTokens, type LatticeEndpoint } from '../endpoints/endpoint.ts';
import { badRequest, notFound } from '../errors.ts';
import { offsetPage } from '../lists.ts';
import { TIME_OFF_STATUSES, type TimeOffPolicy, type TimeOffRequest } from '../model/hris.ts';
import type { LatticeCall, State } from '../state.ts';

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

const present = (request: TimeOffRequest): object => ({
  id: request.id,
  employee_id: request.employeeId,
  policy_id: request.policyId,
  status: request.status,
  start_date: request.startDate,
  end_date: request.endDate,
  amount: request.amount,
  unit: 'DAYS',
  note: request.note,
  created_at: iso(request.createdAt),
  updated_at: iso(request.updatedAt),
});

const presentPolicy = ({ id, name, policyType, accrualType }: TimeOffPolicy): object => ({
  id,
  name,
  policy_type: policyType,
  accrual_type: accrualType,
});

/** A list parameter; without it nothing is left out. */
function wanted(call: LatticeCall, name: string): (value: string) => boolean {
  const values = asList(call.query[name]);
  return (value) => values.length === 0 || values.includes(value);
}

/** A date parameter. @throws Refusal 400 when it is none */
function readDate(call: LatticeCall, name: string): string | undefined {
  const text = asText(call.query[name]);
  if (text !== undefined && !isDate(text))
    throw badRequest(call, 'Validation failed', [`${name} must be a date in the format YYYY-MM-DD`]);
  return text;
}

/** @throws Refusal 400 for a status that does not exist */
function requireStatuses(call: LatticeCall): void {
  const unknown = asList(call.query['statuses']).find(
    (status) => !(TIME_OFF_STATUSES as readonly string[]).includes(status),
  );
  if (unknown !== undefined)
    throw badRequest(call, 'Validation failed', [`statuses must be among ${TIME_OFF_STATUSES.join(', ')}`]);
}

/** The requests that the query asks for; dates ask for those that overlap. */
function asked(call: LatticeCall): TimeOffRequest[] {
  const [from, to] = [readDate(call, 'start_date'), readDate(call, 'end_date')];
  const [employee, status] = [wanted(call, 'employee_ids'), wanted(call, 'statuses')];
  requireStatuses(call);
  return call.state.database
    .table('timeOffRequests')
    .filter(
      ({ employeeId, status: own, startDate, endDate }) =>
        employee(employeeId) &&
        status(own) &&
        (from === undefined || endDate >= from) &&
        (to === undefined || startDate <= to),
    );
}

const workingDays = (from: string, to: string): number => eachDay(from, to).filter((date) => !isWeekend(date)).length;

/** What one employee has of one policy. */
interface Balance {
  readonly employeeId: string;
  readonly policy: TimeOffPolicy;
}

function presentBalance({ employeeId, policy }: Balance, from: string, to: string, state: State): object {
  const used = state.database
    .table('timeOffRequests')
    .filter((one) => one.employeeId === employeeId && one.policyId === policy.id && one.status === 'APPROVED')
    .filter(({ startDate, endDate }) => startDate <= to && endDate >= from)
    .reduce((sum, { startDate, endDate }) => sum + workingDays(laterOf(startDate, from), earlierOf(endDate, to)), 0);
  const days = Math.min(365, eachDay(from, to).length);
  const accrued = policy.daysPerYear === null ? 0 : Math.round(((policy.daysPerYear * days) / 365) * 100) / 100;
  const balance = policy.daysPerYear === null ? null : Math.round((accrued - used) * 100) / 100;
  return { employee_id: employeeId, policy_id: policy.id, balance, used, accrued };
}

/** Time off of the HRIS API. Any permission to read lets a token read it. */
export const TIME_OFF_ENDPOINTS: readonly LatticeEndpoint[] = [
  forTokens('GET', '/v2/time-off/requests', 'List time off requests', (call, scopes) => {
    requireAny(call, scopes, 'read');
    return offsetPage(call, asked(call), present);
  }),
  forTokens('GET', '/v2/time-off/requests/:id', 'Get a time off request', (call, scopes) => {
    requireAny(call, scopes, 'read');
    const request = call.state.database.table('timeOffRequests').get(call.params['id'] ?? '');
    if (request === undefined) throw notFound(call);
    return ok({ data: present(request) });
  }),
  forTokens('GET', '/v2/time-off/policies', 'List time off policies', (call, scopes) => {
    requireAny(call, scopes, 'read');
    return ok({ data: call.state.database.table('timeOffPolicies').all().map(presentPolicy) });
  }),
  forTokens('GET', '/v2/time-off/reports', 'List time off balances', (call, scopes) => {
    requireAny(call, scopes, 'read');
    const from = readDate(call, 'range_start_date') ?? `${call.today.slice(0, 4)}-01-01`;
    const to = readDate(call, 'range_end_date') ?? call.today;
    if (to < from) throw badRequest(call, 'Validation failed', ['range_end_date must not be before range_start_date']);
    const [employee, policy] = [wanted(call, 'employee_ids'), wanted(call, 'policy_ids')];
    const { database } = call.state;
    const policies = database.table('timeOffPolicies').filter(({ id }) => policy(id));
    const balances = database
      .table('employees')
      .filter(({ id }) => employee(id))
      .flatMap(({ id }) => policies.map((one): Balance => ({ employeeId: id, policy: one })));
    return offsetPage(call, balances, (balance) => presentBalance(balance, from, to, call.state));
  }),
];
