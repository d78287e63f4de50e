import { defineEmulator } from '../kit/index.ts';
import { authenticate } from './access.ts';
import { ADMIN_ENDPOINTS } from './admin.ts';
import { ENDPOINTS, isKnownService } from './endpoints.ts';
import { methodNotAllowed, notFound, problem } from './errors.ts';
import { createHumaansState } from './seed/index.ts';
import type { Caller, State } from './state.ts';
import { CREDENTIAL_SETS } from './tokens.ts';

/**
 * Humaans (people records): list envelopes with `$limit` and `$skip`, filters with operators, scopes that intersect with
 * the role of the token's person, signed webhooks.
 */
export const humaans = defineEmulator<State, Caller>({
  key: 'humaans',
  name: 'Humaans',
  description:
    'Northgate Robotics, a company of 320 invented people in seven offices and at home: new joiners, leavers, part-timers, pay, documents, time away, timesheets and more.',
  standsFor: 'https://app.humaans.io/api',
  credentialSets: CREDENTIAL_SETS,
  createState: createHumaansState,
  authenticate,
  endpoints: ENDPOINTS,
  admin: ADMIN_ENDPOINTS,
  errors: {
    notFound: (call) => (isKnownService(call.path) ? methodNotAllowed(call.method) : notFound()),
    methodNotAllowed: (call) => methodNotAllowed(call.method),
    malformedBody: () => problem(400, 'BadRequest', 'Malformed JSON in the request body'),
    rateLimited: () => problem(429, 'TooManyRequests', 'Too many requests'),
    serverError: () => problem(500, 'GeneralError', 'Something went wrong on our side'),
  },
  rateLimits: [{ name: 'requests', limit: 100, windowMs: 60_000, by: 'credentials' }],
  example: {
    path: '/people?$limit=2',
    curl: (fields) => ['-H', `Authorization: Bearer ${fields['apiKey']}`],
  },
});
