import type { Clock } from '../kernel/index.ts';
import type {
  AuthFieldDefinition,
  AuthNoticeDefinition,
  AuthorizationFlowDefinition,
  GuideDefinition,
  GuideSectionDefinition,
  GuideStepDefinition,
} from './definition.ts';
import type { RateLimiter, Wait } from './limiter.ts';
import type { ResponseCache } from './response-cache.ts';
import type { Transport } from './transport.ts';

/** Text of each file of one connector folder, by file name. */
export type ConnectorFiles = Readonly<Record<string, string>>;

/** One finding about a connector's files. */
export interface Diagnostic {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly severity: 'error' | 'warning';
  /** Stable, kebab-case, for example `unknown-key`. */
  readonly code: string;
  readonly message: string;
  /** Where in the document, for example `actions[3].steps[0].stepFunction.parameters.args[1].in`. */
  readonly path: string;
}

/** What loading a connector yields: a compiled connector unless there is a diagnostic of severity `error`. */
export interface LoadResult {
  readonly connector?: CompiledConnector;
  /** Sorted by file, line, column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A set-up field (filled once by the integrator) or config field (filled per account by the end customer). */
export type AuthField = AuthFieldDefinition;

/** A notice shown with the fields. */
export type AuthNotice = AuthNoticeDefinition;

/** A connection guide. */
export type Guide = GuideDefinition;

/** One section of a connection guide. */
export type GuideSection = GuideSectionDefinition;

/** One step of a guide section. */
export type GuideStep = GuideStepDefinition;

/** One way to connect: an auth config key of the connector in one environment. */
export interface AuthMethod {
  /** The auth config key (`$.context.authenticationType` at run time). */
  readonly key: string;
  readonly type: 'custom' | 'oauth2' | 'mcp';
  readonly grantType?: 'authorization_code' | 'client_credentials';
  readonly label: string;
  readonly environment: { readonly key: string; readonly name: string };
  readonly setupFields: readonly AuthField[];
  readonly configFields: readonly AuthField[];
  readonly setupNotices: readonly AuthNotice[];
  readonly configNotices: readonly AuthNotice[];
  readonly support: {
    readonly link?: string;
    readonly description?: string;
    readonly guides?: { readonly config?: Guide; readonly setup?: Guide };
  };
  readonly requiredScopes: readonly string[];
  /** Run after connecting; a failed `required` one means the credentials do not work. */
  readonly testActions: readonly TestAction[];
  /** How credentials are renewed, where the connector says so itself. */
  readonly refresh?: {
    /** Five-field cron expression for renewal ahead of time. */
    readonly schedule?: string;
    readonly action: CompiledAction;
  };
  /** How an MCP provider is authorised (`type: mcp`). */
  readonly authorizationFlow?: AuthorizationFlowDefinition;
}

/** An action run after connecting. */
export interface TestAction {
  readonly action: CompiledAction;
  readonly required: boolean;
  /** Whether the test is meant for such an account. True where the author set no condition. */
  applies(account: TestedAccount): boolean;
  /**
   * Who or what was connected, for people to read.
   * @param data what the test found. @returns undefined where the author said nothing or the text comes out empty
   */
  connectedAs(account: TestedAccount, data: unknown): string | undefined;
}

/** The account a test action is run for. */
export type TestedAccount = Pick<ActionRun, 'credentials' | 'authenticationType' | 'environment' | 'context'>;

/** One invalid input: where it is (`body.email`, `query.page_size`) and what is wrong, in words. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** What a caller sends: grouped as the inputs declare. */
export interface GroupedInputs {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Behaviour hints for agents (MCP tool annotations). */
export interface ActionAnnotations {
  readonly title?: string;
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
}

/** A compiled action. Frozen; safe to share between any number of runs. */
export interface CompiledAction {
  /** Public id, `<connector>_<actionId>`. */
  readonly id: string;
  /** Id inside the connector file. */
  readonly actionId: string;
  readonly connectorKey: string;
  readonly label: string;
  readonly description: string;
  readonly details?: string;
  readonly categories: readonly string[];
  readonly actionType: string;
  readonly schemaType: 'native' | 'unified';
  /** Unified model, for example `employees`. */
  readonly schema?: string;
  readonly tags: readonly string[];
  readonly effects: readonly string[];
  /** `async` actions are meant to be started and asked after; the engine itself runs both alike. */
  readonly executionMode: 'sync' | 'async';
  readonly annotations: ActionAnnotations;
  readonly releaseStage?: string;
  readonly requiredScopes: readonly string[];
  /** Auth config key → scopes it needs for this action. */
  readonly authRequirements: Readonly<Record<string, readonly string[]>>;
  readonly examples: readonly unknown[];
  readonly entrypointUrl?: string;
  readonly entrypointHttpMethod?: string;
  /** Where the provider documents it. */
  readonly resources?: string;
  /** True for actions no caller may run directly (token refresh, hidden tests). */
  readonly internal: boolean;
  /** JSON Schema (2020-12) of {@link GroupedInputs}: `{type: object, properties: {path, query, headers, body}}`, only the groups it uses. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** Checks grouped inputs and flattens them by name. Query and path values may be strings that spell a number or boolean. */
  validateInputs(
    grouped: GroupedInputs,
  ):
    | { readonly ok: true; readonly inputs: Readonly<Record<string, unknown>> }
    | { readonly ok: false; readonly issues: readonly InputIssue[] };
}

/** A compiled connector. Frozen. */
export interface CompiledConnector {
  readonly key: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly details?: string;
  readonly icon?: string;
  readonly releaseStage: string;
  readonly categories: readonly string[];
  readonly scopeDefinitions: readonly {
    readonly name: string;
    readonly description: string;
    readonly includes: readonly string[];
  }[];
  readonly mcpInstructions?: string;
  /** Where the provider documents its API. */
  readonly resources?: string;
  readonly references: readonly { readonly title: string; readonly url: string; readonly description?: string }[];
  /** Every way to connect × environment, in the order of the file, `production` first. */
  readonly authentication: readonly AuthMethod[];
  /** By public id, in the order of the file, internal ones included. */
  readonly actions: ReadonlyMap<string, CompiledAction>;
  /** Events the provider sends, where the connector handles them. */
  readonly events?: CompiledEvents;
}

/** What a connector does about events of its provider. */
export interface CompiledEvents {
  readonly guide?: Guide;
  /** Actions that make, start and end the subscription at the provider. All internal. */
  readonly setup: {
    readonly creation?: CompiledAction;
    readonly activation?: CompiledAction;
    readonly deletion?: CompiledAction;
    /** One subscription serves all event types. */
    readonly isConsolidated: boolean;
  };
  /** Actions that the router names, by action id. All internal. */
  readonly actions: ReadonlyMap<string, CompiledAction>;
}

/** One upstream exchange of a run, for step logs and debug output. Not redacted: the receiver must do that. */
export interface StepExchange {
  readonly stepId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[]>>;
    readonly body?: unknown;
  };
  /** Why there is no response. */
  readonly error?: string;
}

/** What a step ended with, for debug output. */
export interface StepOutcome {
  readonly stepId: string;
  readonly functionName: string;
  readonly successful: boolean;
  readonly skipped: boolean;
  readonly output?: unknown;
  readonly message?: string;
}

/** Everything one run of an action needs. */
export interface ActionRun {
  /** Flat, from {@link CompiledAction.validateInputs}. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Set-up values, config values and tokens, merged. */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** Auth config key in force. */
  readonly authenticationType: string;
  /** Environment key in force. */
  readonly environment: string;
  /**
   * More members of `$.context` (accountSecureId, projectSecureId, organizationId, actionRunId …).
   * `sandboxUrl` is the base URL of the connector's local emulator.
   */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Used in place of the connector's own base URL. */
  readonly baseUrl?: string;
  readonly transport: Transport;
  /** Absent means no budget is kept. */
  readonly limiter?: RateLimiter;
  /** Absent means `cacheTTL` of requests has no effect. */
  readonly cache?: ResponseCache;
  readonly clock?: Clock;
  /** How the run waits before it tries again; tests hand in their own. */
  readonly wait?: Wait;
  /**
   * When no further call may be made, in milliseconds of the clock. A call under way is not cut off, which is what makes
   * this cheaper than a signal; whoever waits for the run must bound that themselves.
   */
  readonly deadlineAt?: number;
  /** Ends the run early; the action then fails with `provider_timed_out` or the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Scopes the account was granted; absent means unknown, then no field is left out. */
  readonly grantedScopes?: readonly string[];
  /** `published` reproduces the published engine where Patchbay deviates on purpose. Default `patchbay`. */
  readonly compat?: 'patchbay' | 'published';
  readonly flowType?: 'action' | 'test_action' | 'refresh_authentication';
  /** `customMappings: disabled` leaves provider data unmapped; `raw` asks for {@link ActionResult.raw}. */
  readonly debug?: { readonly customMappings?: 'disabled'; readonly raw?: boolean };
  readonly onExchange?: (exchange: StepExchange) => void;
  readonly onStep?: (outcome: StepOutcome) => void;
  /** Receives the events of `emit_event` steps; the step waits for it. */
  readonly onEvent?: (event: EmittedEvent) => void | Promise<void>;
}

/** An event that a step emitted. */
export interface EmittedEvent {
  readonly eventType: string;
  readonly eventId?: string;
  readonly eventDate?: string;
  readonly data?: unknown;
}

/** Why an action failed. */
export interface ActionFailure {
  readonly stepId: string;
  /** What to tell the caller: the provider's own words where it gave any. */
  readonly message: string;
  /** `provider`: an answer of 400 or more (`provider.status`, after `customErrors`), or one nobody can read. `transport`: no answer (cause set). `engine`: the connector or its data. */
  readonly kind: 'provider' | 'transport' | 'engine';
  /** Set on an `engine` failure that the inputs brought about (a broken cursor, an id that would leave its path, …). */
  readonly blame?: 'caller';
  readonly provider?: {
    readonly status: number;
    readonly url: string;
    readonly body: unknown;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly cause?: unknown;
}

/** How a run ended. It never throws for what a connector or provider does. */
export interface ActionResult {
  readonly successful: boolean;
  readonly statusCode: number;
  readonly data?: unknown;
  readonly message?: string;
  /** Cursor of the next page; absent or null on the last. */
  readonly next?: string | null;
  /** Raw exchange of the last request step, when asked for by `debug` callers. */
  readonly raw?: unknown;
  /** The body of a download in stream mode; `data` then describes the file. The reader must read or close it. */
  readonly stream?: AsyncIterable<Uint8Array>;
  readonly failure?: ActionFailure;
}
