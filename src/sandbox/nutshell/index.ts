import { randomBytes } from 'node:crypto';
import { defineEmulator, json } from '../kit/index.ts';
import { authenticate } from './access.ts';
import { ACTIVITY_ENDPOINTS } from './endpoints/activities.ts';
import { CATALOG_ENDPOINTS } from './endpoints/catalog.ts';
import { EVENT_ENDPOINTS } from './endpoints/events.ts';
import { LEAD_ENDPOINTS } from './endpoints/leads.ts';
import { NOTE_ENDPOINTS } from './endpoints/notes.ts';
import { PARTY_ENDPOINTS } from './endpoints/parties.ts';
import { REPORT_ENDPOINTS } from './endpoints/reports.ts';
import { SALES_ENDPOINTS } from './endpoints/sales.ts';
import { TASK_ENDPOINTS } from './endpoints/tasks.ts';
import { methodNotAllowed, notFoundPage, problem } from './errors.ts';
import { CREDENTIAL_SETS } from './keys.ts';
import { isOpen, RPC_ENDPOINTS } from './rpc/endpoints.ts';
import { createState } from './seed/index.ts';
import type { Caller, State } from './state.ts';

/**
 * Nutshell CRM. The base stands for `https://app.nutshell.com/rest`; the legacy JSON-RPC API, which lies beside it on the
 * same host, is found at `/api/v1/json` below the base, and its endpoint discovery (`https://api.nutshell.com/v1/json`) at
 * `/v1/json`, whose answer leads back here.
 */
export const nutshell = defineEmulator<State, Caller | null>({
  key: 'nutshell',
  name: 'Nutshell',
  description:
    'A vendor of warehouse software with 300 companies, 800 people, 2,000 leads and what two years of selling left behind. The base stands for the REST API; the legacy JSON-RPC API is at /api/v1/json below it, its endpoint discovery at /v1/json.',
  standsFor: 'https://app.nutshell.com/rest',
  credentialSets: CREDENTIAL_SETS,
  createState,
  authenticate: (call) => (isOpen(call) ? null : authenticate(call)),
  endpoints: [
    ...PARTY_ENDPOINTS,
    ...LEAD_ENDPOINTS,
    ...REPORT_ENDPOINTS,
    ...ACTIVITY_ENDPOINTS,
    ...NOTE_ENDPOINTS,
    ...TASK_ENDPOINTS,
    ...SALES_ENDPOINTS,
    ...EVENT_ENDPOINTS,
    ...CATALOG_ENDPOINTS,
    ...RPC_ENDPOINTS,
  ],
  ignoreCaseOfPaths: true,
  errors: {
    notFound: notFoundPage,
    methodNotAllowed,
    malformedBody: (call) => problem(call, 400, 'Invalid JSON', { detail: 'The request body is not JSON.' }),
    rateLimited: () => json(429, { code: 429, message: 'Too Many Requests' }),
    serverError: () => json(500, { code: 500, message: 'Internal Server Error' }),
  },
  headers: () => ({ 'x-nutshell-request-id': randomBytes(16).toString('hex') }),
  example: {
    path: '/accounts?page[limit]=3',
    curl: (fields) => ['-g', '-u', `${fields['username']}:${fields['apiKey']}`],
  },
});
