import { type Clock, isPatchbayError, reasonOf, redactText, toIso } from '../../kernel/index.ts';
import { signatureHeaders } from './signature.ts';
import { type AttemptResult, retryAfterMs } from './verdict.ts';
import type { Delivery } from './webhook.ts';

/** The outbound client, as far as webhooks need it. It guards every call; redirects come back as they are. */
export interface Outbound {
  readonly send: (request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
    readonly stream: true;
    readonly signal: AbortSignal;
  }) => Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string | string[]>>;
    readonly stream?: AsyncIterable<Uint8Array>;
  }>;
  readonly check: (url: string) => { readonly refused: string | undefined; readonly exempt: boolean };
}

const KEPT_BYTES = 1_024;

/** Why nothing may be sent to a URL; undefined when it may. */
export function urlObjection(outbound: Pick<Outbound, 'check'>, url: string): string | undefined {
  const { refused, exempt } = outbound.check(url);
  if (refused !== undefined) return refused;
  if (new URL(url).protocol === 'https:' || exempt) return undefined;
  return 'only https: is allowed. An operator can allow http: to a host of their own with PATCHBAY_EGRESS_ALLOW.';
}

/** The beginning of a body as text; what breaks off or takes too long counts as its end. */
async function beginning(stream: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > KEPT_BYTES) break;
    }
  } catch {
    // The status has arrived, and it alone decides.
  }
  const bytes = Buffer.concat(chunks);
  const text = new TextDecoder().decode(bytes.subarray(0, KEPT_BYTES)).replaceAll('\0', '\u{fffd}');
  return bytes.length > KEPT_BYTES ? `${text}…` : text;
}

/** Sends one delivery once. Whatever happens becomes a result; nothing is thrown. */
export async function attemptDelivery({
  outbound,
  clock,
  timeoutMs,
  url,
  secrets,
  delivery,
}: {
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly url: string;
  /** The current one first. */
  readonly secrets: readonly [string, ...string[]];
  readonly delivery: Pick<Delivery, 'eventId' | 'payload'>;
}): Promise<AttemptResult> {
  const started = performance.now();
  const durationMs = (): number => Math.round(performance.now() - started);
  const nothing = { status: null, body: null, retryAfterMs: null };
  const objection = urlObjection(outbound, url);
  if (objection !== undefined)
    return { ...nothing, error: `It was not sent: ${objection}`, durationMs: 0, refused: true };
  const now = clock.now();
  const body = Buffer.from(JSON.stringify({ ...delivery.payload, sent_at: toIso(now) }), 'utf8');
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { status, headers, stream } = await outbound.send({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...signatureHeaders(secrets, delivery.eventId, now, body) },
      body,
      stream: true,
      signal,
    });
    const text = redactText(await beginning(stream), secrets);
    const delivered = status >= 200 && status < 300;
    return {
      status,
      error: delivered ? null : `The receiver answered ${status}.`,
      body: text,
      durationMs: durationMs(),
      retryAfterMs: retryAfterMs(headers['retry-after'], clock.now()),
      refused: false,
    };
  } catch (error) {
    const refused = isPatchbayError(error, 'egress_blocked') || isPatchbayError(error, 'egress_request_invalid');
    const reason = signal.aborted ? `The receiver did not answer within ${timeoutMs / 1_000} s.` : reasonOf(error);
    return { ...nothing, error: redactText(reason, secrets), durationMs: durationMs(), refused };
  }
}
