import { type Answer, empty, json, ok } from '../../kit/index.ts';
import { requireAny, requireGroups } from '../access.ts';
import { bodyOf, forTokens, type LatticeEndpoint } from '../endpoints/endpoint.ts';
import { badRequest, notFound } from '../errors.ts';
import { offsetPage } from '../lists.ts';
import type { Employee, Group } from '../model/hris.ts';
import type { User } from '../model/people.ts';
import type { LatticeCall } from '../state.ts';
import { EMPLOYEE_FIELDS, permissionGroup } from './fields.ts';
import { type EmployeeInput, readEmployee } from './input.ts';
import { presentEmployee } from './record.ts';

const STATUS_OF_USER: Readonly<Record<string, string>> = { TERMINATED: 'DEACTIVATED', ACTIVE: 'ACTIVE' };

function find(call: LatticeCall): Employee {
  const employee = call.state.database.table('employees').get(call.params['id'] ?? '');
  if (employee === undefined) throw notFound(call);
  return employee;
}

/** What a body means for the person's own record. */
function changesOfUser(input: EmployeeInput, groups: Readonly<Record<string, Group>>): Partial<User> {
  const at = (group: string, key: string): unknown => input[group]?.[key];
  const changed = (member: keyof User, value: unknown) => (value === undefined ? {} : { [member]: value });
  const { legal_first_name: first, legal_last_name: last } = groups['personal'] ?? {};
  const status = at('employment_details', 'employment_status');
  return {
    ...(input['personal'] !== undefined && { name: `${first ?? ''} ${last ?? ''}`.trim() }),
    ...changed('preferredName', at('personal', 'preferred_first_name')),
    ...changed('externalUserId', at('personal', 'company_employee_id')),
    ...changed('birthDate', at('personal', 'birthdate')),
    ...changed('email', at('contact_information', 'work_email')),
    ...changed('startDate', at('employment_details', 'start_date')),
    ...changed('title', at('role_details', 'job_title')),
    ...changed('departmentId', at('role_details', 'department')),
    ...changed('managerId', at('role_details', 'manager')),
    ...changed('status', typeof status === 'string' ? STATUS_OF_USER[status.toUpperCase()] : undefined),
  };
}

/** The record with the body's values; what the body leaves out stays. */
const merged = (before: Employee['groups'], input: EmployeeInput): Employee['groups'] => ({
  ...before,
  ...Object.fromEntries(Object.entries(input).map(([name, values]) => [name, { ...before[name], ...values }])),
});

/** @throws Refusal 403 when the token may not write one of the body's groups */
function requireWrite(call: LatticeCall, scopes: readonly string[], input: EmployeeInput): void {
  requireGroups(call, scopes, Object.keys(input).map(permissionGroup));
}

/** @throws Refusal 400 when the address belongs to somebody else */
function requireFreeAddress(call: LatticeCall, input: EmployeeInput, id?: string): void {
  const address = input['contact_information']?.['work_email'];
  const holder = call.state.database.table('users').find(({ email }) => email === address);
  if (holder !== undefined && holder.id !== id)
    throw badRequest(call, 'Validation failed', ['contact_information.work_email is taken']);
}

function create(call: LatticeCall, scopes: readonly string[]): Answer {
  requireAny(call, scopes, 'write');
  const { state } = call;
  const input = readEmployee(bodyOf(call), call, true);
  requireWrite(call, scopes, input);
  requireFreeAddress(call, input);
  const id = state.nextId('employee');
  const now = Math.floor(call.now / 1000);
  const blank: User = {
    id,
    name: '',
    preferredName: null,
    email: '',
    title: null,
    status: 'CREATED',
    isAdmin: false,
    managerId: null,
    departmentId: null,
    startDate: null,
    birthDate: null,
    timezone: null,
    gender: 'NotSet',
    externalUserId: null,
    jobFunction: null,
    jobLevel: null,
    jobType: null,
    createdAt: now,
    updatedAt: now,
  };
  const groups = merged({ employment_details: { employment_status: 'PENDING' } }, input);
  state.insert('users', { ...blank, ...changesOfUser(input, groups) });
  state.insert('employees', { id, groups });
  return json(201, { data: { id } });
}

function update(call: LatticeCall, scopes: readonly string[]): Answer {
  requireAny(call, scopes, 'write');
  const { database } = call.state;
  const { id, groups: before } = find(call);
  const input = readEmployee(bodyOf(call), call, false);
  requireWrite(call, scopes, input);
  requireFreeAddress(call, input, id);
  const groups = merged(before, input);
  database.table('employees').update(id, { groups });
  database.table('users').update(id, { ...changesOfUser(input, groups), updatedAt: Math.floor(call.now / 1000) });
  return empty();
}

/** Employees of the HRIS API and their fields. */
export const EMPLOYEE_ENDPOINTS: readonly LatticeEndpoint[] = [
  forTokens('GET', '/v2/employees', 'List employees', (call, scopes) => {
    requireAny(call, scopes, 'read');
    const employees = call.state.database.table('employees').all();
    return offsetPage(call, employees, (employee) => presentEmployee(employee, call.state, scopes));
  }),
  forTokens('GET', '/v2/employees/:id', 'Get an employee', (call, scopes) => {
    requireAny(call, scopes, 'read');
    return ok({ data: presentEmployee(find(call), call.state, scopes) });
  }),
  forTokens('POST', '/v2/employees', 'Add an employee', create),
  forTokens('PATCH', '/v2/employees/:id', 'Change an employee', update),
  forTokens('GET', '/v2/employee-fields', 'List the fields of employees', (call, scopes) => {
    requireAny(call, scopes, 'read');
    const data = EMPLOYEE_FIELDS.map(({ group, key, name, type, options = null, isCustom = false }) => ({
      id: `${group}.${key}`,
      key,
      name,
      category: group,
      type: type === 'text' ? 'string' : type,
      is_custom: isCustom,
      options,
    }));
    return ok({ data });
  }),
];
