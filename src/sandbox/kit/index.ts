/**
 * The emulator kit: everything a stand-in for a provider's API needs except the provider's behaviour.
 *
 * An emulator is one {@link defineEmulator} call: credential sets, a function that makes the demonstration data, a table
 * of endpoints, and the provider's own words for errors. The kit serves it below `/sandbox/<key>`, finds the endpoint,
 * lets the emulator authenticate, and adds what every emulator has:
 *
 * - **State** made from a seed at the first request and kept while the process runs; `POST __admin/reset` restores it.
 * - **Faults on demand**: header `X-Sandbox-Fault: <kind>; delay_ms=5; retry_after=2`, or armed for later requests with
 *   `POST __admin/faults {kind, times?, path?, method?, delay_ms?, retry_after?, chunk_bytes?}` (`times: null` = until
 *   disarmed), listed with `GET`, disarmed with `DELETE`. Kinds: {@link FAULT_KINDS}. `repeating_cursor` and
 *   `endless_pages` are the emulator's to carry out: ask `call.has('endless_pages')` where a page is made.
 * - **Rate limits** as published (`rateLimits`), off until `POST __admin/limits {enabled: true, limit?, window_ms?}`.
 * - **A journal** of the last 500 requests, secrets masked: `GET __admin/requests?method=&path=`, `DELETE` forgets.
 * - **A clock** that runs ahead: `POST __admin/clock {advance_ms}`; **background work** (`call.tasks.run`) that
 *   `POST __admin/idle` waits for.
 *
 * A handler gets a {@link Call} (query parsed deeply, `json()`, `form()`, `params`, `state`, `caller`, `now`, `today`,
 * `baseUrl`) and returns an {@link Answer} made by `ok`, `json`, `html`, `text`, `empty` or `redirect`; nested code ends
 * the call with `throw new Refusal(answer)`.
 *
 * @example
 * ```ts
 * interface Track { readonly id: string; readonly title: string; readonly addedOn: string }
 * interface State { readonly database: Database<{ tracks: Track }> }
 * const TRACK: FieldSpecs = { title: { type: 'text', required: true, min: 1 }, addedOn: { type: 'date', nullable: true } };
 *
 * const problem = (status: number, message: string) => json(status, { message });
 *
 * export const jukebox = defineEmulator<State, { mayWrite: boolean }>({
 *   key: 'jukebox',
 *   name: 'Jukebox',
 *   description: 'Forty tracks.',
 *   standsFor: 'https://api.jukebox.example/v1',
 *   credentialSets: [
 *     { name: 'Full access', description: 'Reads and writes.', fields: { apiKey: 'jb-full' } },
 *     { name: 'Read only', description: 'Writes answer 403.', fields: { apiKey: 'jb-read' } },
 *   ],
 *   createState({ random, today }) {
 *     const database = new Database<{ tracks: Track }>(['tracks']);
 *     for (let n = 0; n < 40; n++) {
 *       const own = random.fork(`track/${n}`);
 *       database.table('tracks').insert({ id: own.uuid(), title: `Track ${n}`, addedOn: addDays(today, -n) });
 *     }
 *     return { database };
 *   },
 *   authenticate(call) {
 *     const key = call.headers['x-api-key'];
 *     if (key !== 'jb-full' && key !== 'jb-read') throw new Refusal(problem(401, 'Who are you?'));
 *     return { mayWrite: key === 'jb-full' };
 *   },
 *   endpoints: [
 *     {
 *       method: 'GET', path: '/tracks', summary: 'List tracks',
 *       handle(call) {
 *         const page = pageRows(call.state.database.table('tracks').all(), asInteger(call.query['skip']) ?? 0, 10);
 *         return ok({ tracks: page.rows, more: page.hasMore || call.has('endless_pages') });
 *       },
 *     },
 *     {
 *       method: 'POST', path: '/tracks', summary: 'Add a track',
 *       handle(call) {
 *         if (!call.caller.mayWrite) throw new Refusal(problem(403, 'Read only'));
 *         const { values, issues } = checkBody(TRACK, call.json());
 *         if (issues[0]) throw new Refusal(problem(422, `${issues[0].path} ${issues[0].message}`));
 *         return json(201, call.state.database.table('tracks').insert({ id: newUuid(), ...(values as Omit<Track, 'id'>) }));
 *       },
 *     },
 *   ],
 *   errors: {
 *     notFound: () => problem(404, 'No such path'),
 *     methodNotAllowed: (_call, allowed) => problem(405, `Use ${allowed.join()}`),
 *     malformedBody: () => problem(400, 'Not JSON'),
 *     rateLimited: () => problem(429, 'Slow down'),
 *     serverError: () => problem(500, 'It broke'),
 *   },
 *   example: { path: '/tracks', curl: (fields) => ['-H', `x-api-key: ${fields['apiKey']}`] },
 * });
 * ```
 *
 * @module
 */
export { type Answer, empty, html, json, ok, Refusal, redirect, text } from './answer.ts';
export { Call, type Incoming, MalformedBody } from './call.ts';
export { Collection, type Row } from './collection.ts';
export { type Dangling, Database, type Relation, type Removal } from './database.ts';
export {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  eachDay,
  earlierOf,
  easterSunday,
  isDate,
  isWeekend,
  laterOf,
  onOrAfter,
  timestampOn,
  WEEKDAYS,
  type Weekday,
  weekdayOf,
} from './dates.ts';
export { defineEmulator } from './define.ts';
export type {
  AuthorizedCall,
  CredentialSet,
  Emulator,
  EmulatorDefinition,
  Endpoint,
  Outgoing,
  ProviderErrors,
  RunningEmulator,
  SetupSet,
  StateContext,
} from './emulator.ts';
export { FAULT_KINDS, type Fault, type FaultKind } from './faults.ts';
export {
  type CheckedBody,
  type CheckOptions,
  checkBody,
  type FieldIssue,
  type FieldSpec,
  type FieldSpecs,
} from './fields.ts';
export type { JournalEntry } from './journal.ts';
export { type LazyEmulator, type MountOptions, mountEmulator } from './mount.ts';
export { asInteger, asList, asText, parseQuery, type Query, type QueryValue } from './query.ts';
export { createRandom, type Random } from './random.ts';
export type { LimitReading, RateLimit } from './rate-limits.ts';
export type { Method } from './router.ts';
export {
  compareValues,
  fromCursor,
  pageRows,
  parseSortList,
  type RowPage,
  type SortKey,
  sortRows,
  toCursor,
} from './rows.ts';
export { asciiName, CULTURES, type Culture } from './sample-names.ts';
export { type SamplePerson, samplePeople } from './sample-people.ts';
export { type SampleDepartment, type SampleSeat, sampleSeats } from './sample-seats.ts';
export { Tasks } from './tasks.ts';
