import type { Employee, Group } from '../model/hris.ts';
import type { User } from '../model/people.ts';
import { allows } from '../oauth/scopes.ts';
import type { State } from '../state.ts';
import { CUSTOM_GROUPS, fieldsOf, permissionGroup, RECORD_GROUPS } from './fields.ts';

/** Members that the person's own record holds. */
function membersOfUser(user: User, { database }: State): Readonly<Record<string, Group>> {
  const department = database.table('departments').get(user.departmentId ?? '');
  const manager = database.table('users').get(user.managerId ?? '');
  return {
    personal: { company_employee_id: user.externalUserId, birthdate: user.birthDate },
    contact_information: { work_email: user.email },
    employment_details: { start_date: user.startDate },
    role_details: {
      job_title: user.title,
      department: department === undefined ? null : { id: department.id, name: department.name },
      manager: manager === undefined ? null : { id: manager.id, name: manager.name },
    },
  };
}

/** An employee as the permissions allow: other groups are missing. */
export function presentEmployee(employee: Employee, state: State, scopes: readonly string[]): object {
  const user = state.database.table('users').get(employee.id)!;
  const own = membersOfUser(user, state);
  const readable = RECORD_GROUPS.filter((name) => allows(scopes, permissionGroup(name), 'read'));
  const shown = (name: string): Group => {
    const known = { ...employee.groups[name], ...own[name] };
    return Object.fromEntries(fieldsOf(name).map(({ key }) => [key, known[key] ?? null]));
  };
  const entries = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, shown(name)]));
  const isCustom = (name: string): boolean => CUSTOM_GROUPS.includes(name);
  const custom = readable.filter(isCustom);
  return {
    id: employee.id,
    ...entries(readable.filter((name) => !isCustom(name))),
    ...(custom.length > 0 && { custom_categories: entries(custom) }),
  };
}
