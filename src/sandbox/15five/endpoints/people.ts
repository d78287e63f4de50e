import { ok } from '../../kit/index.ts';
import type { Attribute, AttributeValue, Department, Group, GroupType, User } from '../model/people.ts';
import { presentAttributeValue, presentGroup, presentGroupType } from '../present/people.ts';
import { type Filter, filtersOf } from '../query/filters.ts';
import { byOwnName } from '../query/ordering.ts';
import { createAttribute, createAttributeValue } from '../write/attributes.ts';
import { importUsers } from '../write/user-import.ts';
import { changeUser } from '../write/users.ts';
import { endpoint, type FifteenFiveEndpoint, resourceEndpoints } from './resource.ts';

/** Bounds of when a record was made. */
export const CREATED = ['created_after', 'created_before'] as const;

/** The four filters on when a record was made and changed. */
export const madeAndChanged = <
  Row extends { readonly create_ts: string; readonly update_ts: string },
>(): Filter<Row>[] => {
  const rows = filtersOf<Row>();
  return [
    ...rows.between(CREATED, ({ create_ts }) => create_ts),
    ...rows.between(['updated_after', 'updated_before'], ({ update_ts }) => update_ts),
  ];
};

const users = filtersOf<User>();

/** People, groups and what the company knows about them. */
export const PEOPLE_ENDPOINTS: readonly FifteenFiveEndpoint[] = [
  ...resourceEndpoints({
    path: '/user/',
    table: 'users',
    nouns: 'users',
    needs: 'member',
    filters: [
      users.textIs('email', ({ email }) => email),
      users.textIs('employee_id', ({ employee_id }) => employee_id),
      users.textIs('first_name', ({ first_name }) => first_name),
      users.textIs('last_name', ({ last_name }) => last_name),
      users.textIs('location', ({ location }) => location),
      users.flagIs('is_active', ({ is_active }) => is_active),
      // The second name is the older one.
      users.flagIs(['is_company_admin', 'is_admin'], ({ is_company_admin }) => is_company_admin),
      ...madeAndChanged<User>(),
    ],
    ordering: byOwnName<User>('id', 'create_ts', 'update_ts', 'email', 'employee_id'),
    order: 'id',
    present: (user) => user,
  }),
  endpoint('PUT', '/user/:id/', 'Change or deactivate a user', 'companyAdmin', changeUser),
  endpoint('POST', '/bulk-user-import/', 'Import users from a CSV file', 'companyAdmin', importUsers),
  ...resourceEndpoints({
    path: '/group/',
    table: 'groups',
    nouns: 'groups',
    needs: 'member',
    filters: [filtersOf<Group>().textIn('name__in', ({ name }) => name)],
    ordering: byOwnName<Group>('id', 'name', 'create_ts'),
    order: 'id',
    present: presentGroup,
  }),
  ...resourceEndpoints({
    path: '/group-type/',
    table: 'groupTypes',
    nouns: 'group types',
    needs: 'member',
    filters: [filtersOf<GroupType>().textIs('name_plural', ({ name_plural }) => name_plural)],
    ordering: byOwnName<GroupType>('id', 'name_plural', 'create_ts'),
    order: 'id',
    present: presentGroupType,
  }),
  ...resourceEndpoints({
    path: '/department/',
    table: 'departments',
    nouns: 'departments',
    needs: 'member',
    filters: [filtersOf<Department>().textIs('name', ({ name }) => name)],
    ordering: byOwnName<Department>('id', 'name', 'create_ts'),
    order: 'id',
    present: (department) => department,
  }),
  endpoint('GET', '/feature-status/', 'Features that are switched on', 'member', (view) =>
    ok(view.call.state.features),
  ),
  ...resourceEndpoints({
    path: '/attribute/',
    table: 'attributes',
    nouns: 'attributes',
    needs: 'companyAdmin',
    filters: madeAndChanged<Attribute>(),
    ordering: byOwnName<Attribute>('id', 'name', 'slug', 'datatype', 'create_ts', 'update_ts'),
    order: 'id',
    present: (attribute) => attribute,
  }),
  endpoint('POST', '/attribute/', 'Add an attribute', 'companyAdmin', createAttribute),
  ...resourceEndpoints({
    path: '/attribute_value/',
    table: 'attributeValues',
    nouns: 'attribute values',
    needs: 'companyAdmin',
    filters: madeAndChanged<AttributeValue>(),
    ordering: byOwnName<AttributeValue>('id', 'create_ts', 'update_ts'),
    order: 'id',
    present: presentAttributeValue,
  }),
  endpoint('POST', '/attribute_value/', 'Set an attribute of a user', 'companyAdmin', createAttributeValue),
];
