import type { TransportRequest } from '../../../src/engine/index.ts';
import type { Inputs } from './sheet.ts';

/** A request as a sheet describes it. */
export interface SeenRequest {
  /** Method and path below the base, decoded (`GET /people/u7Qe…`). */
  readonly line: string;
  /** Names of its query parameters, indexes of lists taken off, sorted. */
  readonly query: readonly string[];
  /** Names of its body's members or form fields, sorted. */
  readonly body: readonly string[];
  readonly encoding: 'json' | 'multipart' | 'none';
}

const unique = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** `id[$in][0]` and `id[$in][]` are one parameter. */
const withoutIndex = (name: string): string => name.replace(/\[\d*\]$/, '');

const textOf = (body: TransportRequest['body']): string =>
  body === undefined ? '' : typeof body === 'string' ? body : Buffer.from(body).toString('latin1');

function bodyNames(request: TransportRequest): Pick<SeenRequest, 'body' | 'encoding'> {
  const text = textOf(request.body);
  if (text === '') return { body: [], encoding: 'none' };
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data'))
    return { body: unique([...text.matchAll(/; name="([^"]*)"/g)].map((match) => match[1]!)), encoding: 'multipart' };
  const content: unknown = JSON.parse(text);
  return { body: unique(Object.keys(content as object)), encoding: 'json' };
}

/** Reads a request the way a sheet describes it. @param base address the connector was told to call */
export function seen(request: TransportRequest, base: string): SeenRequest {
  const { url, method } = request;
  const path = url.startsWith(base) ? url.slice(base.length) : url;
  const [address = '', query = ''] = path.split('?');
  return {
    line: `${method.toUpperCase()} ${decodeURIComponent(address)}`,
    query: unique([...new URLSearchParams(query).keys()].map(withoutIndex)),
    ...bodyNames(request),
  };
}

/** A line of a sheet with its `:names` filled in from the path inputs. */
export const expectedLine = (line: string, { path = {} }: Inputs): string =>
  line.replace(/:(\w+)/g, (_match, name: string) => String(path[name]));

/** The members of a request's query and JSON body that stand at the top, by name. */
export function sentMembers(request: TransportRequest): Readonly<Record<string, unknown>> {
  const text = textOf(request.body);
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  return { ...Object.fromEntries(new URL(request.url).searchParams), ...(body as object) };
}

/** Every value a request carries in its query and JSON body, those inside objects and lists included. */
export function sentValues(request: TransportRequest): unknown[] {
  const values: unknown[] = [];
  const lists = new Map<string, string[]>();
  for (const [name, value] of new URL(request.url).searchParams) {
    values.push(value);
    lists.set(withoutIndex(name), [...(lists.get(withoutIndex(name)) ?? []), value]);
  }
  values.push(...lists.values());
  const text = textOf(request.body);
  const collect = (value: unknown): void => {
    values.push(value);
    if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collect(member);
  };
  if (text.startsWith('{') || text.startsWith('[')) collect(JSON.parse(text));
  return values;
}
