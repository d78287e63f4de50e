import { newUuid } from '../../kernel/index.ts';
import {
  addDays,
  asInteger,
  checkBody,
  Database,
  defineEmulator,
  type FieldSpecs,
  json,
  ok,
  pageRows,
  Refusal,
} from '../kit/index.ts';

interface Track {
  readonly id: string;
  readonly title: string;
  readonly addedOn: string | null;
}

interface State {
  readonly database: Database<{ tracks: Track }>;
}

const TRACK: FieldSpecs = {
  title: { type: 'text', required: true, min: 1 },
  addedOn: { type: 'date', nullable: true },
};

const problem = (status: number, message: string) => json(status, { message });

/** An invented provider, the smallest that shows every part of the kit. */
export const jukebox = defineEmulator<State, { readonly mayWrite: boolean }>({
  key: 'jukebox',
  name: 'Jukebox',
  description: 'Forty tracks & <nothing> else.',
  standsFor: 'https://api.jukebox.example/v1',
  credentialSets: [
    { name: 'Full access', description: 'Reads and writes.', fields: { apiKey: 'jb-full' } },
    { name: 'Read only', description: 'Writes answer 403.', fields: { apiKey: 'jb-read' } },
  ],
  createState({ random, today }) {
    const database = new Database<{ tracks: Track }>(['tracks']);
    for (let n = 0; n < 40; n++) {
      const own = random.fork(`track/${n}`);
      database.table('tracks').insert({ id: own.uuid(), title: `Track ${n}`, addedOn: addDays(today, -n) });
    }
    return { database };
  },
  authenticate(call) {
    const key = call.headers['x-api-key'];
    if (key !== 'jb-full' && key !== 'jb-read') throw new Refusal(problem(401, 'Who are you?'));
    call.usedCredentials(key === 'jb-full' ? 'Full access' : 'Read only');
    return { mayWrite: key === 'jb-full' };
  },
  endpoints: [
    {
      method: 'GET',
      path: '/tracks',
      summary: 'List tracks',
      handle(call) {
        const page = pageRows(call.state.database.table('tracks').all(), asInteger(call.query['skip']) ?? 0, 10);
        return ok({ tracks: page.rows, more: page.hasMore || call.has('endless_pages') });
      },
    },
    {
      method: 'POST',
      path: '/tracks',
      summary: 'Add a track',
      handle(call) {
        if (!call.caller.mayWrite) throw new Refusal(problem(403, 'Read only'));
        const { values, issues } = checkBody(TRACK, call.json());
        if (issues[0]) throw new Refusal(problem(422, `${issues[0].path} ${issues[0].message}`));
        const track = { id: newUuid(), ...(values as Omit<Track, 'id'>) };
        return json(201, call.state.database.table('tracks').insert(track));
      },
    },
    {
      method: 'GET',
      path: '/broken',
      summary: 'Fails in a way nobody foresaw',
      handle() {
        throw new Error('a bug of the emulator');
      },
    },
  ],
  errors: {
    notFound: () => problem(404, 'No such path'),
    methodNotAllowed: (_call, allowed) => problem(405, `Use ${allowed.join()}`),
    malformedBody: () => problem(400, 'Not JSON'),
    rateLimited: () => problem(429, 'Slow down'),
    serverError: () => problem(500, 'It broke'),
  },
  // A second host with the same endpoints.
  routedAs: (path) => path.replace(/^\/eu(?=\/)/, ''),
  rateLimits: [{ name: 'per second', limit: 5, windowMs: 1000, by: 'credentials' }],
  rateLimitHeaders: ({ rule, remaining }) => ({
    'x-ratelimit-limit': String(rule.limit),
    'x-ratelimit-remaining': String(remaining),
  }),
  headers: () => ({ 'x-jukebox': 'yes' }),
  example: { path: '/tracks', curl: (fields) => ['-H', `x-api-key: ${fields['apiKey']}`] },
});
