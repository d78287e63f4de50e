import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';

/** A new signing secret of 256 bits, spelled as Standard Webhooks does. */
export const newSigningSecret = (): string => PREFIX + randomBytes(32).toString('base64');

/** `x-stackone-signature`: base64url without padding of HMAC-SHA-256; the key is the text of the secret, prefix included. */
export const bodySignature = (secret: string, body: Uint8Array): string =>
  createHmac('sha256', secret).update(body).digest('base64url');

/**
 * One signature of Standard Webhooks: `v1,` and base64 of HMAC-SHA-256 over `<id>.<timestamp>.<body>`; the key is what
 * follows the prefix of the secret, decoded.
 * @param timestamp seconds since 1970
 */
export function standardSignature(secret: string, id: string, timestamp: number, body: Uint8Array): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}

/**
 * The headers that prove where a delivery comes from.
 * @param secrets the current one first, then the one before while it still counts
 * @param now milliseconds since 1970
 */
export function signatureHeaders(
  secrets: readonly [string, ...string[]],
  id: string,
  now: number,
  body: Uint8Array,
): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  const [current, previous] = secrets;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((secret) => standardSignature(secret, id, timestamp, body)).join(' '),
    'x-stackone-signature': bodySignature(current, body),
    ...(previous === undefined ? {} : { 'x-stackone-signature-previous': bodySignature(previous, body) }),
  };
}
