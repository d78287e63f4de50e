import { STATUS_CODES } from 'node:http';
import type { Access } from './access.ts';
import type { ApiNotes } from './api-notes.ts';

/** What is known of a documented route besides its schema. */
export interface RouteFacts {
  readonly access: Access | undefined;
  readonly notes: ApiNotes;
  readonly hasParams: boolean;
  readonly hasInputs: boolean;
  readonly hasBody: boolean;
}

type Json = Record<string, unknown>;

/** The part of an OpenAPI operation that is worked on here. */
interface Operation extends Json {
  parameters?: { in: string; name: string; schema?: Json; [more: string]: unknown }[];
  requestBody?: { content?: Record<string, Json>; required?: boolean };
  responses?: Record<string, Json>;
}

/** The one shape of every refusal (design: the published clients need the first three members). */
const ERROR_SCHEMA = {
  type: 'object',
  description: 'Why the request was refused, and what to do about it.',
  required: ['statusCode', 'message', 'timestamp', 'code', 'request_id'],
  properties: {
    statusCode: { type: 'integer', description: 'Equal to the HTTP status.' },
    message: { type: 'string' },
    timestamp: { type: 'string', format: 'date-time' },
    code: { type: 'string', description: 'Stable code; docs/errors.md lists all of them.' },
    request_id: { type: 'string', description: 'Also in the header x-request-id, and in the logs.' },
    hint: { type: 'string', description: 'What to do, where the wording of `message` is fixed.' },
    errorCode: { type: 'string', description: 'Name of the error for older clients.' },
    errors: { type: 'array', items: { type: 'string' }, description: 'One sentence for each invalid member.' },
    provider_errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          status: { type: ['integer', 'null'] },
          url: { type: ['string', 'null'] },
          raw: {},
          headers: { type: ['object', 'null'] },
        },
      },
    },
  },
} as const;

/** Shared parts of the document. */
export const COMPONENTS = {
  schemas: { Error: ERROR_SCHEMA },
  headers: {
    RequestId: { description: 'Id of the request, as logs have it.', schema: { type: 'string' } },
    RetryAfter: { description: 'Seconds to wait before the next try.', schema: { type: 'integer' } },
    Allow: { description: 'Methods that the path answers.', schema: { type: 'string' } },
  },
} as const;

const MAY_RETRY = new Set(['408', '429', '503']);

/** Statuses of the refusals that a route can answer with, in order. */
export function refusalsOf(method: string, { access, notes, hasParams, hasInputs, hasBody }: RouteFacts): number[] {
  const writes = method !== 'get';
  return [
    ...new Set([
      ...(hasInputs || hasBody ? [400] : []),
      ...(access === undefined || access.kind === 'public' ? [] : [401]),
      ...(access?.kind === 'api-key' || access?.kind === 'operator' ? [403] : []),
      // Sessions have no rate.
      ...(access?.kind === 'api-key' || access?.kind === 'operator' ? [429] : []),
      ...(hasParams ? [404] : []),
      ...(writes && hasParams ? [409] : []),
      ...(writes && hasBody ? [413, 415] : []),
      ...(notes.refusals ?? []),
      500,
      503,
    ]),
  ].sort((a, b) => a - b);
}

const headersFor = (status: string): Json => ({
  'x-request-id': { $ref: '#/components/headers/RequestId' },
  ...(MAY_RETRY.has(status) ? { 'retry-after': { $ref: '#/components/headers/RetryAfter' } } : {}),
  ...(status === '405' ? { allow: { $ref: '#/components/headers/Allow' } } : {}),
});

const reasonOf = (status: string): string => STATUS_CODES[status] ?? 'Answer';

function responsesOf(method: string, operation: Operation, facts: RouteFacts): Record<string, Json> {
  const { notes } = facts;
  const responses: Record<string, Json> = {};
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    // The generator adds an empty one where a route declares none.
    if (response['description'] === 'Default Response' && response['content'] === undefined && notes.answers) continue;
    const described = response['description'] === 'Default Response' ? reasonOf(status) : response['description'];
    responses[status] = { ...response, description: described };
    // Whatever the schema of an answer without a body says, it has none.
    if (status === '204') delete responses[status]['content'];
  }
  for (const status of refusalsOf(method, facts)) {
    responses[status] ??= {
      description: reasonOf(String(status)),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    };
  }
  for (const [status, answer] of Object.entries(notes.answers ?? {})) responses[status] = { ...answer };
  for (const [status, response] of Object.entries(responses)) response['headers'] = headersFor(status);
  const success = Object.keys(responses).find((status) => status.startsWith('2'));
  const media = success && (responses[success]?.['content'] as Record<string, Json> | undefined)?.['application/json'];
  if (media && notes.examples?.answer !== undefined) media['example'] = notes.examples.answer;
  return responses;
}

/** Says how lists and objects stand in a query, which the generator leaves to the reader. */
function withStyle(parameter: NonNullable<Operation['parameters']>[number]): Json {
  const { description, ...schema } = parameter.schema ?? {};
  const told = {
    ...parameter,
    schema,
    ...(parameter['description'] === undefined && description !== undefined ? { description } : {}),
  };
  if (parameter.in !== 'query') return told;
  if (schema['type'] === 'object') return { ...told, style: 'deepObject', explode: true };
  return told;
}

/** Completes one operation: every status it answers with, its headers, and examples. */
export function completeOperation(method: string, operation: Operation, facts: RouteFacts): Json {
  const { notes } = facts;
  const body = notes.body && { required: true, content: { 'application/json': { schema: notes.body } } };
  const requestBody = operation.requestBody ?? body;
  const media = requestBody?.content?.['application/json'] as Json | undefined;
  if (media !== undefined && notes.examples?.request !== undefined) media['example'] = notes.examples.request;
  return {
    ...operation,
    ...(operation.parameters === undefined ? {} : { parameters: operation.parameters.map(withStyle) }),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: responsesOf(method, operation, facts),
  };
}

/** Name of an operation made of its method and path: `getAccountsById` of `GET /accounts/:id`. */
export function operationIdOf(method: string, path: string): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((part) => (/^[:{]/.test(part) ? `by_${part.replace(/[:{}]/g, '')}` : part))
    .flatMap((part) => part.split(/[^A-Za-z0-9]+/))
    .filter(Boolean);
  return method.toLowerCase() + words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
}
