import type { AuditEvent, Vacation } from '../model/people.ts';
import { presentVacation } from '../present/people.ts';
import { filtersOf } from '../query/filters.ts';
import { byOwnName } from '../query/ordering.ts';
import { changeVacation, createVacation, deleteVacation, replaceVacation } from '../write/vacations.ts';
import { CREATED } from './people.ts';
import { endpoint, type FifteenFiveEndpoint, resourceEndpoints } from './resource.ts';

/** Time away and the audit log. */
export const ADMINISTRATION_ENDPOINTS: readonly FifteenFiveEndpoint[] = [
  ...resourceEndpoints({
    path: '/vacation/',
    table: 'vacations',
    nouns: 'vacations',
    needs: 'companyAdmin',
    filters: [
      filtersOf<Vacation>().idIn('user', ({ user_id }) => user_id),
      ...filtersOf<Vacation>().between(CREATED, ({ create_ts }) => create_ts),
    ],
    ordering: { ...byOwnName<Vacation>('id', 'create_ts', 'start_dt', 'end_dt'), user: ({ user_id }) => user_id },
    order: 'id',
    present: presentVacation,
    listOnly: true,
  }),
  endpoint('POST', '/vacation/', 'Add a vacation', 'companyAdmin', createVacation),
  endpoint('PUT', '/vacation/:id/', 'Replace a vacation', 'companyAdmin', replaceVacation),
  endpoint('PATCH', '/vacation/:id/', 'Change a vacation', 'companyAdmin', changeVacation),
  endpoint('DELETE', '/vacation/:id/', 'Delete a vacation', 'companyAdmin', deleteVacation),
  ...resourceEndpoints({
    path: '/security-audit/',
    table: 'auditEvents',
    nouns: 'security audit events',
    needs: 'companyAdmin',
    filters: [
      filtersOf<AuditEvent>().idIs('actor_id', ({ actor_id }) => actor_id),
      ...filtersOf<AuditEvent>().between(CREATED, ({ create_ts }) => create_ts),
    ],
    ordering: { ...byOwnName<AuditEvent>('id', 'create_ts', 'type'), actor: ({ actor_id }) => actor_id },
    order: 'id',
    present: ({ id, actor_id: actor, type, extra, create_ts }) => ({ id, actor, type, extra, create_ts }),
    listOnly: true,
  }),
];
