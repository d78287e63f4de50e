import { type Static, Type } from 'typebox';
import type { StoredExchange } from './store.ts';

const Text = Type.Union([Type.String(), Type.Null()]);
const Members = Type.Record(Type.String(), Type.Unknown());

/** The request of an exchange (`UnifiedLogsRequest`). Headers and body are there where the project keeps them. */
export const RequestView = Type.Object({
  id: Text,
  method: Type.String(),
  url: Type.Object({ hostname: Text, path: Text, query_params: Type.Optional(Members), url: Text }),
  headers: Type.Optional(Members),
  body: Type.Optional(Type.Unknown()),
});

/** The answer of an exchange (`UnifiedLogsResponse`). */
export const ResponseView = Type.Object({
  status_code: Type.Union([Type.Number(), Type.Null()]),
  headers: Type.Optional(Members),
  body: Type.Optional(Type.Unknown()),
  provider_errors: Type.Optional(Type.Array(Type.Unknown())),
});

/** A log whose exchange is shown. */
interface Shown extends StoredExchange {
  readonly id: string;
  readonly method: string;
  readonly status: number | null;
  /** What is shown where the exchange was not kept. */
  readonly fullUrl: string;
  /** Put before URLs that are paths. */
  readonly base?: string;
}

interface Kept {
  readonly url?: string;
  readonly headers?: Record<string, unknown>;
  readonly body?: unknown;
  readonly status?: number;
}

const read = (text: string | null | undefined): Kept | undefined =>
  text === null || text === undefined ? undefined : (JSON.parse(text) as Kept);

const parts = ({ headers, body }: Kept) => ({
  ...(headers === undefined ? {} : { headers }),
  ...(body === undefined ? {} : { body }),
});

/** Parameters by name; those given more than once as a list. */
function queryOf(url: URL): { readonly query_params?: Record<string, unknown> } {
  const names = [...new Set(url.searchParams.keys())];
  if (names.length === 0) return {};
  const entries = names.map((name) => {
    const values = url.searchParams.getAll(name);
    return [name, values.length === 1 ? values[0] : values] as const;
  });
  return { query_params: Object.fromEntries(entries) };
}

/** The wire form of an exchange, as far as it was kept. */
export function exchangeOf(log: Shown): {
  readonly request: Static<typeof RequestView>;
  readonly response: Static<typeof ResponseView>;
} {
  const [request, response] = [read(log.request), read(log.response)];
  const text = request?.url === undefined ? log.fullUrl : `${log.base ?? ''}${request.url}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const place = { hostname: url?.hostname ?? null, path: url?.pathname ?? null, url: text };
  const answered = response?.body;
  const errors =
    typeof answered === 'object' && answered !== null && 'provider_errors' in answered
      ? answered.provider_errors
      : undefined;
  return {
    request: {
      id: log.id,
      method: log.method,
      url: url === undefined ? place : { ...place, ...queryOf(url) },
      ...(request === undefined ? {} : parts(request)),
    },
    response: {
      status_code: response?.status ?? log.status,
      ...(response === undefined ? {} : parts(response)),
      ...(Array.isArray(errors) ? { provider_errors: errors } : {}),
    },
  };
}
