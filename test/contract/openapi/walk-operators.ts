import { OWNER } from '../../support/operators.ts';
import { get, patch, post, remove, type Walk } from './steps.ts';

const CUSTOMER = { origin_owner_id: 'walk', origin_owner_name: 'Walk' };
const AT = '/operator/projects/<project>';

/** The routes of operators, called by the owner of the installation. */
export const OPERATORS: Readonly<Record<string, Walk>> = {
  'POST /operator/sign-in': ({ operator: { origin } }) => [
    post('/operator/sign-in', OWNER, 200, { authorization: '', origin }),
    post('/operator/sign-in', { ...OWNER, password: 'a wrong password' }, 401, { authorization: '', origin }),
    post('/operator/sign-in', OWNER, 403, { authorization: '', origin: 'https://evil.example' }),
    post('/operator/sign-in', {}, 400, { authorization: '', origin }),
  ],
  'GET /operator/me': ({ operator }) => [get('/operator/me', 200, operator)],
  'GET /operator/projects': ({ operator }) => [get('/operator/projects', 200, operator)],
  'POST /operator/projects': ({ operator }) => [
    { ...post('/operator/projects', { name: 'Walked' }, 201, operator), keep: 'project' },
    post('/operator/projects', { name: '' }, 400, operator),
  ],
  'GET /operator/projects/{project_id}': ({ operator }) => [
    get(AT, 200, operator),
    get('/operator/projects/nobody', 404, operator),
  ],
  'PATCH /operator/projects/{project_id}': ({ operator }) => [
    patch(AT, { name: 'Renamed', settings: { ip_allow_list: ['10.0.0.0/8'] } }, 200, operator),
    patch(AT, { settings: { ip_allow_list: ['nowhere'] } }, 400, operator),
    patch('/operator/projects/nobody', { name: 'x' }, 404, operator),
  ],
  'GET /operator/projects/{project_id}/members': ({ operator }) => [get(`${AT}/members`, 200, operator)],
  'POST /operator/projects/{project_id}/members': ({ operator }) => [
    {
      ...post(`${AT}/members`, { email: 'ann@example.com', role: 'viewer' }, 201, operator),
      keep: 'member',
      keepFrom: 'operator_id',
    },
    post(`${AT}/members`, { email: 'ann@example.com', role: 'viewer' }, 409, operator),
    post(`${AT}/members`, { email: 'ann@example.com', role: 'king' }, 400, operator),
  ],
  'PATCH /operator/projects/{project_id}/members/{operator_id}': ({ operator }) => [
    patch(`${AT}/members/<member>`, { role: 'admin' }, 200, operator),
    patch(`${AT}/members/nobody`, { role: 'admin' }, 404, operator),
  ],
  'POST /operator/operators/{operator_id}/one_time_password': ({ operator }) => [
    post('/operator/operators/<member>/one_time_password', undefined, 201, operator),
    post('/operator/operators/nobody/one_time_password', undefined, 404, operator),
  ],
  'DELETE /operator/projects/{project_id}/members/{operator_id}': ({ operator }) => [
    remove(`${AT}/members/<member>`, 204, operator),
    remove(`${AT}/members/<member>`, 404, operator),
  ],
  'GET /operator/projects/{project_id}/api_keys': ({ operator }) => [get(`${AT}/api_keys`, 200, operator)],
  'POST /operator/projects/{project_id}/api_keys': ({ operator }) => [
    { ...post(`${AT}/api_keys`, { name: 'walked', scopes: ['platform:read'] }, 201, operator), keep: 'key' },
    post(`${AT}/api_keys`, { name: 'walked', scopes: ['everything'] }, 400, operator),
  ],
  'POST /operator/projects/{project_id}/api_keys/{key_id}/rotate': ({ operator }) => [
    post(`${AT}/api_keys/<key>/rotate`, { overlap_hours: 1 }, 201, operator),
    post(`${AT}/api_keys/<key>/rotate`, {}, 409, operator),
    post(`${AT}/api_keys/nobody/rotate`, { overlap_hours: -1 }, 400, operator),
  ],
  'PATCH /operator/projects/{project_id}/api_keys/{key_id}': ({ operator }) => [
    patch(`${AT}/api_keys/<key>`, { enabled: false }, 200, operator),
    patch(`${AT}/api_keys/nobody`, { enabled: false }, 404, operator),
  ],
  'DELETE /operator/projects/{project_id}/api_keys/{key_id}': ({ operator }) => [
    remove(`${AT}/api_keys/<key>`, 204, operator),
    remove(`${AT}/api_keys/<key>`, 404, operator),
  ],
  'POST /operator/projects/{project_id}/auth_links': ({ operator }) => [
    post(`${AT}/auth_links`, CUSTOMER, 201, operator),
    post(`${AT}/auth_links`, {}, 400, operator),
    post(`${AT}/auth_links`, { ...CUSTOMER, provider: 'nobody' }, 404, operator),
  ],
  'POST /operator/projects/{project_id}/connect_sessions': ({ operator }) => [
    post(`${AT}/connect_sessions`, { ...CUSTOMER, type: 'test' }, 201, operator),
    post(`${AT}/connect_sessions`, {}, 400, operator),
  ],
  'GET /operator/projects/{project_id}/audit_log': ({ operator }) => [
    get(`${AT}/audit_log`, 200, operator),
    get('/operator/projects/nobody/audit_log', 404, operator),
  ],
  'GET /operator/audit_log': ({ operator }) => [
    get('/operator/audit_log?page_size=2', 200, operator),
    get('/operator/audit_log?next=broken', 400, operator),
  ],
  'GET /operator/audit_log/verify': ({ operator }) => [get('/operator/audit_log/verify', 200, operator)],
  'POST /operator/password': ({ operator }) => [
    post(
      '/operator/password',
      { current_password: 'a wrong password', new_password: 'another password' },
      403,
      operator,
    ),
    post('/operator/password', {}, 400, operator),
  ],
  'POST /operator/sign-out': ({ operator }) => [
    post('/operator/sign-out', undefined, 204, operator),
    get('/operator/me', 401, operator),
  ],
};
