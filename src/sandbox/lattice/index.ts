import { defineEmulator } from '../kit/index.ts';
import { authenticate, type Caller } from './access.ts';
import { ADMIN_ENDPOINTS } from './admin.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import { malformed, notFoundAnswer, serverError, tooManyRequests } from './errors.ts';
import { EMEA, routedAs } from './hosts.ts';
import { CREDENTIAL_SETS, SETUP_SETS } from './keys.ts';
import { oauthError } from './oauth/errors.ts';
import { createLatticeState } from './seed/index.ts';
import type { LatticeCall, State } from './state.ts';

const isOAuth = (call: LatticeCall): boolean => call.path.startsWith('/oauth2/');

/**
 * Lattice (performance and HRIS): the Talent API with cursors and linked objects for API keys, the HRIS API with offsets
 * for OAuth 2.0 tokens, and the authorization server that gives those out.
 */
export const lattice = defineEmulator<State, Caller>({
  key: 'lattice',
  name: 'Lattice',
  description: `Larkspur Labs, a company of 300 invented people: goals, feedback, weekly updates, three years of review cycles, employees and time off. The base stands for api.latticehq.com, ${EMEA} below it for api.emea.latticehq.com, and oauth2/auth, oauth2/token and oauth2/revoke below it for api-auth.latticehq.com.`,
  standsFor: 'https://api.latticehq.com',
  credentialSets: CREDENTIAL_SETS,
  setupSets: SETUP_SETS,
  createState: createLatticeState,
  authenticate,
  endpoints: ENDPOINTS,
  admin: ADMIN_ENDPOINTS,
  routedAs,
  errors: {
    notFound: notFoundAnswer,
    methodNotAllowed: notFoundAnswer,
    malformedBody: (call) =>
      isOAuth(call) ? oauthError(400, 'invalid_request', 'The body cannot be read.') : malformed(call),
    rateLimited: tooManyRequests,
    serverError,
  },
  rateLimits: [
    { name: 'Talent API, per minute', limit: 240, windowMs: 60_000, by: 'credentials', pathPrefix: '/v1/' },
    { name: 'HRIS API, per minute', limit: 200, windowMs: 60_000, by: 'credentials', pathPrefix: '/v2/' },
    { name: 'HRIS API, per hour', limit: 3000, windowMs: 3_600_000, by: 'credentials', pathPrefix: '/v2/' },
  ],
  example: {
    path: '/v1/users?limit=2',
    curl: (fields) => ['-H', `Authorization: Bearer ${fields['apiKey']}`],
  },
});
