import type { Clock } from '../../kernel/index.ts';
import type { Answer } from './answer.ts';
import type { Call, Incoming } from './call.ts';
import type { Fault } from './faults.ts';
import type { Random } from './random.ts';
import type { LimitReading, RateLimit } from './rate-limits.ts';
import type { Method } from './router.ts';

/** Credentials of the demonstration account, and what they show. */
export interface CredentialSet {
  readonly name: string;
  /** One sentence: what works with them and what does not. */
  readonly description: string;
  /** Values by the connector's config field key. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What a state is made from. */
export interface StateContext {
  /** Seeded by the emulator's key: same choices in every run. Draw from forks, so that records do not disturb each other. */
  readonly random: Random;
  /**
   * Date of the clock when the state is made. Put what must stay fresh (new joiners, current leave) relative to it, and
   * keep ids, names and everything historic independent of it.
   */
  readonly today: string;
}

/** A call of an authenticated caller. */
export type AuthorizedCall<State, Caller> = Call<State> & { readonly caller: Caller };

/** One operation of the provider's API. */
export interface Endpoint<State, Caller> {
  readonly method: Method;
  /** Below the base, with `:parameters` (`/people/:id`). */
  readonly path: string;
  /** A few words for the sandbox page. */
  readonly summary: string;
  readonly handle: (call: AuthorizedCall<State, Caller>) => Answer | Promise<Answer>;
}

/** Values with which an auth config of the connector is set up against the emulator, before anybody links an account. */
export interface SetupSet {
  /** The way to connect, as the connector calls it. */
  readonly authentication_config_key: string;
  readonly name: string;
  readonly description: string;
  /** Values by set-up field. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The provider's answers to what goes wrong outside handlers. */
export interface ProviderErrors<State> {
  /** No such path. */
  readonly notFound: (call: Call<State>) => Answer;
  /** A known path with a method it does not have. */
  readonly methodNotAllowed: (call: Call<State>, allowed: readonly Method[]) => Answer;
  /** A body that cannot be parsed. */
  readonly malformedBody: (call: Call<State>) => Answer;
  /** Too many requests; the kit adds the `Retry-After` header that the case asks for. @param retryAfter seconds */
  readonly rateLimited: (call: Call<State>, retryAfter: number) => Answer;
  /** The provider's own failure. */
  readonly serverError: (call: Call<State>) => Answer;
}

/** A provider's API as {@link defineEmulator} takes it. */
export interface EmulatorDefinition<State, Caller> {
  /** The connector's key. */
  readonly key: string;
  readonly name: string;
  /** One or two sentences about the demonstration account, for the sandbox page. */
  readonly description: string;
  /** Base address of the real API; the emulator's base stands for it. */
  readonly standsFor: string;
  /** Full access first, then the interesting bad ones. */
  readonly credentialSets: readonly CredentialSet[];
  /** For connectors that somebody must set up, such as those with OAuth applications. */
  readonly setupSets?: readonly SetupSet[];
  /** Makes the demonstration data. Runs at the first request and after a reset. */
  readonly createState: (context: StateContext) => State;
  /** Finds out who calls, for every declared endpoint. @throws Refusal with the provider's answer to bad credentials */
  readonly authenticate: (call: Call<State>) => Caller;
  readonly endpoints: readonly Endpoint<State, Caller>[];
  readonly errors: ProviderErrors<State>;
  /** Further operations under `__admin/`, for demonstrations and tests; nobody authenticates there. */
  readonly admin?: readonly Endpoint<State, undefined>[];
  /** Default false. */
  readonly ignoreCaseOfPaths?: boolean;
  /**
   * The path under which a path's endpoint and limits are looked up, for hosts and old addresses that share them. Calls
   * keep the path as sent. Default: the path itself.
   */
  readonly routedAs?: (path: string) => string;
  /** Published limits; off until switched on through the admin route. */
  readonly rateLimits?: readonly RateLimit[];
  /** Headers that tell callers where they stand with the limits. */
  readonly rateLimitHeaders?: (reading: LimitReading, now: number) => Readonly<Record<string, string>>;
  /** Headers of every answer. */
  readonly headers?: (call: Call<State>) => Readonly<Record<string, string>>;
  /** An example for the sandbox page: curl's arguments and a path. */
  readonly example: {
    readonly path: string;
    readonly curl: (fields: Readonly<Record<string, string>>) => readonly string[];
  };
}

/** What goes back to the client, and what a fault does to it on the way. */
export interface Outgoing {
  readonly answer: Answer;
  readonly fault: Fault | undefined;
  /** A failure that nobody foresaw, for the server's log. */
  readonly error?: unknown;
}

/** An emulator with its state. */
export interface RunningEmulator {
  /** Answers a request; never rejects. */
  handle(incoming: Incoming): Promise<Outgoing>;
  /** Forgets everything that happened: state, faults, limits, journal and clock. */
  reset(): Promise<void>;
  /** Resolves when no work outlives its answer any more. */
  idle(): Promise<void>;
  /** Ends work that outlives its answer. */
  stop(): Promise<void>;
}

/** An emulator that can be started. */
export interface Emulator {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly standsFor: string;
  readonly credentialSets: readonly CredentialSet[];
  readonly setupSets: readonly SetupSet[];
  readonly endpoints: readonly { readonly method: Method; readonly path: string; readonly summary: string }[];
  readonly example: EmulatorDefinition<unknown, unknown>['example'];
  start(clock: Clock): RunningEmulator;
}
