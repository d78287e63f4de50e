import type { ActionDefinition } from './action.ts';
import type { AuthenticationDefinition } from './authentication.ts';
import type { EventsDefinition } from './events.ts';
import type { Expression, Plain, ReleaseStage } from './plain.ts';

/** A whole connector. */
export interface ConnectorDefinition {
  /** Version of the format, `1.0.0`. */
  readonly formatVersion: string;
  readonly info: ConnectorInfo;
  readonly baseUrl?: Expression;
  readonly rateLimit?: RateLimitDefinition;
  readonly concurrency?: ConcurrencyDefinition;
  /** Where the provider documents its API; written `resources` or, in older files, `context`. */
  readonly resources?: string;
  readonly documentation?: DocumentationDefinition;
  readonly releaseStage?: ReleaseStage;
  readonly changelog?: ChangelogDefinition;
  /** In the order of the file. */
  readonly scopeDefinitions: readonly ScopeDefinition[];
  /** In the order of the file. */
  readonly authentication: readonly AuthenticationDefinition[];
  /** In the order of the files, partials spliced in where they are referenced. Action ids are unique. */
  readonly actions: readonly ActionDefinition[];
  readonly events?: EventsDefinition;
  readonly mcp?: { readonly instructions?: string };
  readonly owner?: Plain;
  readonly forkedFrom?: Plain;
  readonly categories: readonly string[];
}

/** Who the connector is. */
export interface ConnectorInfo {
  readonly title: string;
  /** Unique machine name; the first part of public action names. */
  readonly key: string;
  /** Semantic version. */
  readonly version: string;
  readonly assets?: { readonly icon?: string };
  readonly description?: string;
  readonly details?: string;
}

/** Links for the reader. */
export interface DocumentationDefinition {
  readonly references: readonly { readonly title: string; readonly url: string; readonly description?: string }[];
}

/** What changed in this version. */
export interface ChangelogDefinition {
  readonly summary: string;
  readonly labels: readonly string[];
}

/** A permission of the provider; holding it means holding those it includes as well. */
export interface ScopeDefinition {
  readonly name: string;
  readonly description?: string;
  readonly includes: readonly string[];
}

/** Calls per second the provider allows. */
export interface RateLimitDefinition {
  /** Calls per second over all of the provider. */
  readonly mainRatelimit?: number;
  readonly subPools: readonly RateLimitPool[];
  readonly mappedRateLimitErrors: readonly MappedRateLimitError[];
}

/** A tighter budget for some of the provider's addresses. */
export interface RateLimitPool {
  readonly subPoolKey: string;
  /** Text contained in the address of the call. */
  readonly urlPattern: string;
  /** Calls per second. */
  readonly rateLimit: number;
}

/** An answer that means "too many calls" though its status is not 429. */
export interface MappedRateLimitError {
  readonly errorStatus: number;
  /** Text contained in the error message. */
  readonly errorMessage: string;
  /** Where in the body the message is. */
  readonly errorMessagePath?: string;
  /** Where in the headers the time to wait is. */
  readonly retryAfterPath?: string;
  readonly retryAfterUnit?: 'seconds' | 'milliseconds' | 'date';
  readonly retryAfterValue?: number;
}

/** Calls in flight the provider allows. */
export interface ConcurrencyDefinition {
  readonly mainMaxConcurrency?: number;
  readonly subPools: readonly {
    readonly subPoolKey: string;
    readonly urlPattern: string;
    readonly maxConcurrency: number;
  }[];
}
