/** Groups of an employee's fields that permissions are given for. */
export const FIELD_GROUPS = [
  'personal',
  'demographic',
  'contact_information',
  'employment_details',
  'role_details',
  'custom_fields',
  'pay_types',
  'sensitive_data',
] as const;
/** One of {@link FIELD_GROUPS}. */
export type FieldGroup = (typeof FIELD_GROUPS)[number];

/** What a token may do with a group of fields. */
export type Access = 'read' | 'write';

/** Name of a permission. */
export const scopeFor = (group: FieldGroup, access: Access): string => `employees:${group}.${access}`;

const both = (groups: readonly FieldGroup[]): string[] =>
  groups.flatMap((group) => [scopeFor(group, 'read'), scopeFor(group, 'write')]);

/** Every permission that a service account can be given. */
export const ALL_SCOPES: readonly string[] = both(FIELD_GROUPS);

/** Permissions that a partner's application can ask for. */
export const PARTNER_SCOPES: readonly string[] = ['openid', 'offline', ...both(FIELD_GROUPS.slice(0, 6))];

/** True when the permissions cover it; writing includes reading. */
export const allows = (scopes: readonly string[], group: FieldGroup, access: Access): boolean =>
  scopes.includes(scopeFor(group, 'write')) || (access === 'read' && scopes.includes(scopeFor(group, 'read')));
