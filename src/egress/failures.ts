import { fail, type PatchbayError } from '../kernel/index.ts';
import type { Refusal } from './guard.ts';

/** The call must not be made. */
export const blocked = (host: string, refusal: Refusal): PatchbayError =>
  fail('egress_blocked', { host, reason: refusal.reason }, { detail: { host, ...refusal } });

/** The call cannot be put on the wire. */
export const unsendable = (host: string, reason: string, cause?: unknown): PatchbayError =>
  fail('egress_request_invalid', { host, reason }, { detail: { host, reason }, cause });

/** The other side could not be reached, or its answer could not be read to the end. */
export const unreachable = (host: string, reason: string, cause?: unknown): PatchbayError =>
  fail('provider_unreachable', { connector: host, reason }, { detail: { host, reason }, cause });

/** A time limit passed. @param waitingFor what did not come, for the log */
export function timedOut(host: string, milliseconds: number, waitingFor: string, cause?: unknown): PatchbayError {
  const seconds = milliseconds / 1000;
  return fail('provider_timed_out', { connector: host, seconds }, { detail: { host, seconds, waitingFor }, cause });
}

/** The answer, decompressed, is larger than allowed. */
export const tooLarge = (host: string, limit: number, cause?: unknown): PatchbayError =>
  fail('provider_answer_too_large', { connector: host, limit }, { detail: { host, limit }, cause });

/** The system's or library's code of an error (`ECONNREFUSED`), or an empty text. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

const CUT = 'the connection was closed before the answer was complete.';

// Codes of the operating system, of OpenSSL's certificate check (as Node names them) and of undici.
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known to DNS.',
  ENODATA: 'its name is not known to DNS.',
  EAI_AGAIN: 'its name could not be resolved because DNS does not answer.',
  ESERVFAIL: 'its name could not be resolved because DNS failed.',
  ECONNREFUSED: 'the connection was refused.',
  ECONNRESET: CUT,
  EPIPE: CUT,
  ECONNABORTED: CUT,
  EHOSTUNREACH: 'there is no route to it.',
  ENETUNREACH: 'there is no route to it.',
  EADDRNOTAVAIL: 'this machine has no free address to call from.',
  EMFILE: 'this server has too many connections open.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'its TLS certificate comes from an authority that is not trusted here.',
  UNABLE_TO_GET_ISSUER_CERT: 'its TLS certificate comes from an authority that is not trusted here.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its TLS certificate comes from an authority that is not trusted here.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its TLS certificate comes without its chain or from an authority not trusted here.',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired.',
  CERT_NOT_YET_VALID: 'its TLS certificate is not valid yet.',
  CERT_REVOKED: 'its TLS certificate was revoked.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another name.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port.',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS on this port.',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it asks for a TLS client certificate.',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'no TLS version or cipher is known to both sides.',
  UND_ERR_SOCKET: CUT,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CUT,
};

/** A sentence for a network error, by its code alone: the texts of the system name addresses. */
function reasonByCode(code: string): string {
  const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  if (known !== undefined) return known;
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO)|CERT/.test(code)) return `the TLS connection failed (${code}).`;
  return code === '' ? 'the connection failed.' : `the connection failed (${code}).`;
}

/** The error for a connection that could not be made. */
export const connectionFailure = (host: string, error: unknown): PatchbayError =>
  codeOf(error) === 'ECONNRESET'
    ? unreachable(host, 'the connection was closed while it was being set up.', error)
    : unreachable(host, reasonByCode(codeOf(error)), error);

/** The error for a call that broke off after its connection was there. */
export function exchangeFailure(host: string, error: unknown): PatchbayError {
  if (error instanceof Error && error.name === 'HTTPParserError') {
    // The parser's error carries bytes of the answer, which must not get into a log.
    return unreachable(host, 'its answer is not valid HTTP.', new Error(error.message));
  }
  return unreachable(host, reasonByCode(codeOf(error)), error);
}
