import { type Static, Type } from 'typebox';
import { toIso } from '../../kernel/index.ts';
import type { Services } from './conditions.ts';
import { exchangeOf, RequestView, ResponseView } from './exchange-view.ts';
import { childResourceOfPath, resourceOfAction, resourcesOfPath } from './log-query.ts';
import type { StoredRequest, StoredStep } from './store.ts';

const Text = Type.Union([Type.String(), Type.Null()]);
const Num = Type.Union([Type.Number(), Type.Null()]);
const Exchange = { request: Type.Optional(RequestView), response: Type.Optional(ResponseView) };

const common = {
  account_id: Text,
  action: Text,
  child_resource: Text,
  duration: Type.Number(),
  end_time: Type.String({ format: 'date-time' }),
  http_method: Type.String(),
  path: Text,
  project_id: Type.String(),
  provider: Text,
  request_id: Type.String(),
  resource: Text,
  start_time: Type.String({ format: 'date-time' }),
  status: Num,
  sub_resource: Text,
  success: Type.Boolean(),
  url: Text,
};

/** One call to a provider. */
export const StepLogView = Type.Object({
  ...common,
  id: Type.String(),
  is_worker: Type.Boolean(),
  service: Text,
  step_id: Type.String(),
  error: Text,
  ...Exchange,
});

const ofRequest = {
  ...common,
  error_code: Text,
  event_datetime: Type.String({ format: 'date-time' }),
  source_id: Type.String(),
  source_ip: Type.String(),
  source_type: Type.String(),
  source_value: Text,
};

/** One request that ran an action. */
export const RequestLogView = Type.Object({
  ...ofRequest,
  is_worker: Type.Boolean(),
  service: Text,
  step_requests: Type.Optional(Type.Array(StepLogView)),
  ...Exchange,
});

/** One request to the platform API. */
export const PlatformLogView = Type.Object({ ...ofRequest, category: Type.String() });

/** What the wire forms are made with. */
export interface ViewParts {
  readonly services: Services;
  readonly publicUrl: string;
}

const times = ({ startedAt, durationMs }: { readonly startedAt: number; readonly durationMs: number }) => ({
  start_time: toIso(startedAt),
  end_time: toIso(startedAt + durationMs),
  duration: durationMs,
});

const requestMembers = (log: StoredRequest, publicUrl: string) => ({
  ...times(log),
  account_id: log.accountId,
  action: log.action,
  child_resource: null,
  error_code: log.errorCode,
  event_datetime: toIso(log.startedAt),
  http_method: log.method,
  path: log.path,
  project_id: log.projectId,
  provider: log.provider,
  request_id: log.requestId,
  source_id: log.sourceId,
  source_ip: log.sourceIp,
  source_type: log.sourceType.toUpperCase(),
  source_value: log.sourceName,
  status: log.status,
  success: log.status < 400,
  url: `${publicUrl}${log.path}`,
});

const serviceOf = (provider: string | null, services: Services): string | null =>
  (provider === null ? undefined : services.get(provider)) ?? null;

/**
 * The wire form of a step.
 * @param advanced whether to tell the exchange as an object, too
 */
export function toStepLog(log: StoredStep, { services }: ViewParts, advanced = false): Static<typeof StepLogView> {
  const url = URL.canParse(log.url) ? new URL(log.url) : undefined;
  return {
    ...times(log),
    account_id: log.accountId,
    action: log.action,
    child_resource: null,
    error: log.error,
    http_method: log.method,
    id: log.id,
    is_worker: false,
    path: url?.pathname ?? null,
    project_id: log.projectId,
    provider: log.provider,
    request_id: log.requestId,
    resource: resourceOfAction(log.action),
    service: serviceOf(log.provider, services),
    status: log.status,
    step_id: log.stepId,
    sub_resource: null,
    success: log.error === null && log.status !== null && log.status < 400,
    url: log.url,
    ...(advanced ? exchangeOf({ ...log, fullUrl: log.url }) : {}),
  };
}

/** The wire form of a request that ran an action. @param steps its steps, where they were asked for */
export function toRequestLog(
  log: StoredRequest,
  parts: ViewParts,
  { steps, advanced = false }: { readonly steps?: readonly StoredStep[] | undefined; readonly advanced?: boolean } = {},
): Static<typeof RequestLogView> {
  const { services, publicUrl } = parts;
  return {
    ...requestMembers(log, publicUrl),
    is_worker: false,
    resource: log.category === 'action' ? resourceOfAction(log.action) : resourcesOfPath(log.path).resource,
    sub_resource: log.category === 'action' ? null : resourcesOfPath(log.path).subResource,
    service: serviceOf(log.provider, services),
    ...(steps === undefined ? {} : { step_requests: steps.map((step) => toStepLog(step, parts, advanced)) }),
    ...(advanced ? exchangeOf({ ...log, id: log.requestId, fullUrl: `${publicUrl}${log.path}`, base: publicUrl }) : {}),
  };
}

/** The wire form of a request to the platform API. */
export function toPlatformLog(log: StoredRequest, { publicUrl }: ViewParts): Static<typeof PlatformLogView> {
  const { resource, subResource } = resourcesOfPath(log.path);
  return {
    ...requestMembers(log, publicUrl),
    category: log.category,
    resource,
    sub_resource: subResource,
    child_resource: childResourceOfPath(log.path),
  };
}
