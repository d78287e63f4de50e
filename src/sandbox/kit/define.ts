import type { Clock } from '../../kernel/index.ts';
import { type AdminPart, adminEndpoints } from './admin.ts';
import { type Answer, json, Refusal } from './answer.ts';
import { Call, type Incoming, MalformedBody } from './call.ts';
import { ShiftedClock } from './clock.ts';
import { dateOf } from './dates.ts';
import type { AuthorizedCall, Emulator, EmulatorDefinition, Endpoint, Outgoing, RunningEmulator } from './emulator.ts';
import { answersInstead, type Fault, FaultBoard, readFaultHeader } from './faults.ts';
import { Journal } from './journal.ts';
import { createRandom } from './random.ts';
import { RateLimiter } from './rate-limits.ts';
import { replacementFor } from './replacements.ts';
import { Router } from './router.ts';
import { Tasks } from './tasks.ts';

const ADMIN = '/__admin/';

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';
const queryOf = (url: string): string => url.slice(pathOf(url).length + 1);

class Running<State, Caller> implements RunningEmulator {
  readonly #definition: EmulatorDefinition<State, Caller>;
  readonly #router: Router<Endpoint<State, Caller>>;
  readonly #adminRouter: Router<Endpoint<State, undefined>>;
  readonly #clock: ShiftedClock;
  readonly #faults = new FaultBoard();
  readonly #journal = new Journal();
  readonly #limiter: RateLimiter;
  readonly #tasks = new Tasks();
  #state: { readonly value: State } | undefined;

  constructor(definition: EmulatorDefinition<State, Caller>, router: Router<Endpoint<State, Caller>>, clock: Clock) {
    this.#definition = definition;
    this.#router = router;
    this.#clock = new ShiftedClock(clock);
    this.#limiter = new RateLimiter(definition.rateLimits ?? []);
    const part: AdminPart = {
      faults: this.#faults,
      journal: this.#journal,
      limiter: this.#limiter,
      clock: this.#clock,
      idle: () => this.idle(),
      reset: () => this.reset(),
    };
    this.#adminRouter = new Router([...adminEndpoints<State>(part), ...(definition.admin ?? [])]);
  }

  /** The state, made now if it was not needed before. */
  readonly #current = (): State => {
    const { key, createState } = this.#definition;
    this.#state ??= { value: createState({ random: createRandom(key), today: dateOf(this.#clock.now()) }) };
    return this.#state.value;
  };

  async reset(): Promise<void> {
    await this.#tasks.stop();
    this.#state = undefined;
    this.#faults.clear();
    this.#journal.clear();
    this.#limiter.reset();
    this.#clock.reset();
  }

  idle(): Promise<void> {
    return this.#tasks.idle();
  }

  stop(): Promise<void> {
    return this.#tasks.stop();
  }

  async handle(incoming: Incoming): Promise<Outgoing> {
    const path = pathOf(incoming.url);
    if (path.startsWith(ADMIN)) return { answer: await this.#administer(incoming, path), fault: undefined };
    const header = incoming.headers['x-sandbox-fault'];
    const asked = header === undefined ? this.#faults.take(incoming.method, path) : readFaultHeader(header);
    if (typeof asked === 'string') return { answer: json(400, { sandbox_error: asked }), fault: undefined };
    const at = this.#clock.now();
    const { method, headers, body } = incoming;
    const entry = this.#journal.note({ at, method, path, query: queryOf(incoming.url), headers, body });
    entry.fault = asked?.kind ?? null;
    const call = new Call(incoming, this.#current, at, this.#tasks, asked, entry);
    const outgoing = await this.#answer(call, asked);
    entry.status = outgoing.answer.status;
    return outgoing;
  }

  async #answer(call: Call<State>, fault: Fault | undefined): Promise<Outgoing> {
    const { errors, headers } = this.#definition;
    try {
      const answer =
        fault !== undefined && answersInstead(fault)
          ? replacementFor(fault, this.#definition, call)
          : await this.#withinLimits(call);
      return { answer: { ...answer, headers: { ...headers?.(call), ...answer.headers } }, fault };
    } catch (error) {
      return { answer: errors.serverError(call), fault, error };
    }
  }

  async #withinLimits(call: Call<State>): Promise<Answer> {
    const { errors, rateLimitHeaders } = this.#definition;
    const credentials = call.headers['authorization'] ?? '';
    const path = this.#routed(call.path);
    const reading = this.#limiter.count({ path, credentials, address: call.address }, call.now);
    if (reading === undefined) return this.#provide(call);
    const answer = reading.allowed ? await this.#provide(call) : errors.rateLimited(call, reading.retryAfter);
    const retry: Record<string, string> = reading.allowed ? {} : { 'retry-after': String(reading.retryAfter) };
    return { ...answer, headers: { ...rateLimitHeaders?.(reading, call.now), ...retry, ...answer.headers } };
  }

  #routed(path: string): string {
    return this.#definition.routedAs?.(path) ?? path;
  }

  async #provide(call: Call<State>): Promise<Answer> {
    const { authenticate, errors } = this.#definition;
    const found = this.#router.find(call.method, this.#routed(call.path));
    try {
      if (found.endpoint === undefined)
        return found.allowed.length > 0 ? errors.methodNotAllowed(call, found.allowed) : errors.notFound(call);
      call.params = found.params;
      const caller = authenticate(call);
      return await found.endpoint.handle(Object.assign(call, { caller }) as AuthorizedCall<State, Caller>);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      if (error instanceof MalformedBody) return errors.malformedBody(call);
      throw error;
    }
  }

  async #administer(incoming: Incoming, path: string): Promise<Answer> {
    const found = this.#adminRouter.find(incoming.method, path.slice(ADMIN.length - 1));
    if (found.endpoint === undefined)
      return found.allowed.length > 0
        ? json(405, { sandbox_error: `Use ${found.allowed.join(' or ')}.` }, { allow: found.allowed.join(', ') })
        : json(404, { sandbox_error: 'There is no such admin route.' });
    const entry = new Journal().note({ at: 0, path, query: '', ...incoming });
    const call = new Call(incoming, this.#current, this.#clock.now(), this.#tasks, undefined, entry);
    call.params = found.params;
    try {
      return await found.endpoint.handle(Object.assign(call, { caller: undefined }));
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      if (error instanceof MalformedBody) return json(400, { sandbox_error: 'The body must be JSON.' });
      throw error;
    }
  }
}

/**
 * Makes an emulator from a provider's description. Nothing is computed until the first request.
 * @throws Error when two endpoints claim the same method and path, or no credential set is given
 */
export function defineEmulator<State, Caller>(definition: EmulatorDefinition<State, Caller>): Emulator {
  const { key, name, description, standsFor, credentialSets, setupSets = [], endpoints, example } = definition;
  if (credentialSets.length === 0) throw new Error(`${key}: declare at least one credential set`);
  const router = new Router(endpoints, definition.ignoreCaseOfPaths);
  return {
    key,
    name,
    description,
    standsFor,
    credentialSets,
    setupSets,
    example,
    endpoints: endpoints.map(({ method, path, summary }) => ({ method, path, summary })),
    start: (clock) => new Running(definition, router, clock),
  };
}
