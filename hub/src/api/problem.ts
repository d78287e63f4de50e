import { object, text, textMap, texts } from './raw.ts';

/** What kind of trouble a request met. `session`: the token no longer counts. `network`: no answer came at all. */
export type ProblemKind = 'network' | 'timeout' | 'session' | 'refused' | 'unavailable' | 'unreadable';

/** A failed request, ready to be shown. */
export interface Problem {
  readonly kind: ProblemKind;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Stable code of the server, or empty. */
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly requestId: string;
  readonly errors: readonly string[];
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** What the provider answered, indented when it is JSON; empty when it was not asked. */
  readonly providerResponse: string;
}

/** A {@link Problem} on its way up. */
export class RequestError extends Error {
  readonly problem: Problem;

  /** @param problem what happened; its message becomes the message of the error */
  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'RequestError';
    this.problem = problem;
  }
}

const EMPTY: Problem = {
  kind: 'unreadable',
  status: 0,
  code: '',
  message: '',
  hint: '',
  requestId: '',
  errors: [],
  fieldErrors: {},
  providerResponse: '',
};

/** A problem without an answer behind it. */
export function problemWithoutAnswer(kind: ProblemKind, more: Partial<Problem> = {}): Problem {
  return { ...EMPTY, kind, ...more };
}

const parsed = (value: string): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
};

/** Longest provider answer kept for display, in characters. */
const LONGEST = 8_000;

const shown = (value: unknown): string => {
  if (value === undefined || value === null || value === '') return '';
  const tree = typeof value === 'string' ? (parsed(value) ?? value) : value;
  const written = typeof tree === 'string' ? tree : JSON.stringify(tree, null, 2);
  return written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written;
};

const kindOf = (status: number, code: string): ProblemKind => {
  if (status === 401 || code.startsWith('session_token_')) return 'session';
  if (status === 408) return 'timeout';
  return status === 429 || status >= 500 ? 'unavailable' : 'refused';
};

/**
 * Reads the error envelope of the hub API. A `message` that is itself JSON with `message` and `provider_response` is
 * unpacked. A body that is no envelope gives kind `unreadable`, unless the status alone says enough.
 */
export function readProblem(status: number, body: unknown, requestId = ''): Problem {
  const envelope = object(body);
  const inner = object(parsed(text(envelope['message'])));
  const code = text(envelope['code']);
  const readable = typeof envelope['statusCode'] === 'number';
  const kind = kindOf(status, code);
  return {
    kind: readable || kind !== 'refused' ? kind : 'unreadable',
    status,
    code,
    message: text(inner['message']) || text(envelope['message']),
    hint: text(envelope['hint']),
    requestId: text(envelope['request_id']) || requestId,
    errors: texts(envelope['errors']),
    fieldErrors: textMap(envelope['field_errors']),
    providerResponse: shown(inner['provider_response'] ?? envelope['provider_response']),
  };
}
