import type { Transport, TransportRequest } from '../../../src/engine/index.ts';

/** One request with the answer to it, as an `http` block shows them. */
interface Exchange {
  readonly request: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly status: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly answerBody: string;
}

const HEADER = /^([A-Za-z][\w-]*): (.*)$/;

/** Header lines at the start of some lines, and the text behind them. */
function splitHead(lines: readonly string[]): { headers: Record<string, string>; body: string } {
  const headers: Record<string, string> = {};
  let at = 0;
  for (; at < lines.length; at += 1) {
    const [, name, value] = HEADER.exec(lines[at] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    headers[name.toLowerCase()] = value;
  }
  return { headers, body: lines.slice(at).join('\n').trim() };
}

function readExchange(text: string): Exchange {
  const lines = text.trim().split('\n');
  const answer = lines.findIndex((line) => /^\d{3}( |$)/.test(line));
  if (answer === -1) throw new Error(`The exchange shows no answer:\n${text}`);
  const asked = splitHead(lines.slice(1, answer));
  const told = splitHead(lines.slice(answer + 1));
  return {
    request: lines[0] ?? '',
    requestHeaders: asked.headers,
    requestBody: asked.body,
    status: Number.parseInt(lines[answer] ?? '', 10),
    answerHeaders: told.headers,
    answerBody: told.body,
  };
}

const mediaTypeOf = (body: string): Record<string, string> => {
  if (body === '') return {};
  return {
    'content-type': body.startsWith('<') ? 'application/xml' : /^[[{]/.test(body) ? 'application/json' : 'text/plain',
  };
};

const plain = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** What was sent in the form in which an `http` block shows it: only the headers the block names. */
function shown(sent: TransportRequest, names: readonly string[]) {
  const body =
    sent.body === undefined
      ? ''
      : typeof sent.body === 'string'
        ? sent.body
        : Buffer.from(sent.body).toString('latin1');
  return {
    request: `${sent.method} ${sent.url}`,
    headers: Object.fromEntries(names.map((name) => [name, withoutBoundary(sent.headers[name] ?? '(none)')])),
    body: plain(withoutBoundary(body.replaceAll('\r\n', '\n').trim())),
  };
}

/** A text of a multipart body with a boundary that does not change. */
const withoutBoundary = (body: string): string => body.replace(/patchbay-[0-9a-f]{36}/g, 'boundary');

/** A provider that answers as an `http` block shows, and what was asked of it compared with the block. */
export interface Wire {
  readonly transport: Transport;
  /** What was sent, and what the block shows; equal when the block is right. */
  compare(): { readonly sent: unknown; readonly shown: unknown };
}

/** Plays an `http` block; exchanges are separated by lines of `###`. */
export function playWire(text: string | undefined): Wire {
  const exchanges = text === undefined ? [] : text.split(/^###.*$/m).map(readExchange);
  const requests: TransportRequest[] = [];
  return {
    transport: async (request) => {
      const exchange = exchanges[requests.length];
      requests.push(request);
      const { status = 599, answerHeaders = {}, answerBody = 'The example shows no such request.' } = exchange ?? {};
      return {
        status,
        headers: { ...mediaTypeOf(answerBody), ...answerHeaders },
        body: Buffer.from(answerBody),
        url: request.url,
      };
    },
    compare: () => ({
      sent: requests.map((request, index) => shown(request, Object.keys(exchanges[index]?.requestHeaders ?? {}))),
      shown: exchanges.map(({ request, requestHeaders, requestBody }) => ({
        request,
        headers: requestHeaders,
        body: plain(requestBody),
      })),
    }),
  };
}
