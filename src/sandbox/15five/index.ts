import { type Answer, defineEmulator, type Method, Refusal, redirect } from '../kit/index.ts';
import { authenticate, type Caller } from './access.ts';
import { ADMIN_ENDPOINTS } from './admin.ts';
import { ENDPOINTS, lacksSlash } from './endpoints/index.ts';
import { methodNotAllowed, noSuchPage, parseError, serverError, throttled } from './errors.ts';
import { CREDENTIAL_SETS } from './keys.ts';
import { createFifteenFiveState } from './seed/index.ts';
import type { FifteenFiveCall, State } from './state.ts';

/** The provider looks at the key first and at the method second. */
function refuseMethod(call: FifteenFiveCall, allowed: readonly Method[]): Answer {
  try {
    authenticate(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
  return methodNotAllowed(call.method, allowed);
}

/** A path that lacks its slash at the end is sent to where it has one, whatever the method. */
const refusePath = (call: FifteenFiveCall): Answer =>
  lacksSlash(call.path)
    ? redirect(301, `${call.baseUrl}${call.path}/${call.rawQuery === '' ? '' : `?${call.rawQuery}`}`)
    : noSuchPage();

/**
 * 15Five (performance management): pages with `next` and `previous`, related records as absolute addresses, keys that
 * act with their maker's role. One base stands for the common host and for hosts of companies with a name of their own.
 */
export const fifteenFive = defineEmulator<State, Caller>({
  key: '15five',
  name: '15Five',
  description:
    'Tidewater Studio, a software company of 300 invented people: weekly check-ins, pulses and High Fives, objectives of six quarters, three years of review cycles, 1-on-1s and vacations. The base stands for my.15five.com and for the hosts of companies with a subdomain of their own alike.',
  standsFor: 'https://my.15five.com/api/public',
  credentialSets: CREDENTIAL_SETS,
  createState: createFifteenFiveState,
  authenticate,
  endpoints: ENDPOINTS,
  admin: ADMIN_ENDPOINTS,
  errors: {
    notFound: refusePath,
    methodNotAllowed: refuseMethod,
    malformedBody: parseError,
    rateLimited: (_call, retryAfter) => throttled(retryAfter),
    serverError,
  },
  rateLimits: [{ name: 'requests', limit: 5, windowMs: 1000, by: 'address' }],
  headers: () => ({ vary: 'Accept' }),
  example: {
    path: '/user/?page_size=2',
    curl: (fields) => ['-H', `Authorization: ${fields['apiKey']}`],
  },
});
