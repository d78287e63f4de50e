/** What logs can be ordered by. */
export const LOG_ORDERS = ['provider', 'service', 'status', 'eventDatetime', 'duration'] as const;
export type LogOrder = (typeof LOG_ORDERS)[number];

/** Which logs to list. Empty lists and absent members do not filter. */
export interface LogFilter {
  readonly accountIds: readonly string[];
  /** Action ids. */
  readonly actions: readonly string[];
  readonly providers: readonly string[];
  /** Categories of the connectors. */
  readonly services: readonly string[];
  /** What an action works on, or the first part of the path of a platform request. */
  readonly resources: readonly string[];
  readonly subResources: readonly string[];
  readonly childResources: readonly string[];
  readonly requestIds: readonly string[];
  /** In upper case. */
  readonly methods: readonly string[];
  readonly statusCodes: readonly number[];
  readonly sourceIds: readonly string[];
  /** In lower case. */
  readonly sourceTypes: readonly string[];
  /** Names of API keys. */
  readonly sourceValues: readonly string[];
  readonly categories: readonly string[];
  /** Earliest start, in milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Latest start, in milliseconds since 1970. */
  readonly to?: number | undefined;
  readonly success?: boolean | undefined;
}

/** Where in a list to go on: the sort value and the id of the last row that was sent. */
export interface LogPosition {
  readonly value: string | number;
  readonly id: string;
}

/** Which part of a list to read. */
export interface LogPage {
  readonly orderBy: LogOrder;
  readonly descending: boolean;
  readonly limit: number;
  readonly after?: LogPosition | undefined;
}

/** What an action works on: `acme_list_job_roles` → `job_roles`; null when its id tells nothing. */
export const resourceOfAction = (action: string | null): string | null => action?.split('_').slice(2).join('_') || null;

/** The parts of a request's path that name things: `/accounts/1/meta` → `accounts`, `meta`. */
export function resourcesOfPath(path: string): {
  readonly resource: string | null;
  readonly subResource: string | null;
} {
  const [resource, , subResource] = path.split('/').filter(Boolean);
  return { resource: resource ?? null, subResource: subResource ?? null };
}

/** What a path names below its sub-resource: `/accounts/1/meta/2/models` → `models`. */
export const childResourceOfPath = (path: string): string | null => path.split('/').filter(Boolean)[4] ?? null;
