import { unsendable } from './failures.ts';

/** What callers may ask to be decompressed. */
export const ACCEPT_ENCODING = 'gzip, deflate, br, zstd';

/** Headers that describe the connection or the framing, which this client decides (RFC 9110 §7.6.1, RFC 9112). */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * The headers of a call as they go out: alternating names and values.
 * @param url where it goes; a `host` header may only repeat it
 * @throws PatchbayError `egress_request_invalid` for another host
 */
export function outgoingHeaders(url: URL, headers: Readonly<Record<string, string>>, userAgent: string): string[] {
  const list: string[] = [];
  let agent = true;
  let encoding = true;
  for (const given of Object.keys(headers)) {
    const name = given.toLowerCase();
    const value = headers[given];
    if (value === undefined) continue;
    if (OWN_HEADERS.has(name)) {
      if (name === 'host' && !namesHost(value, url)) {
        throw unsendable(url.host, 'its Host header names another host than its URL.');
      }
      continue;
    }
    if (name === 'user-agent') agent = false;
    else if (name === 'accept-encoding') encoding = false;
    list.push(name, value);
  }
  if (agent) list.push('user-agent', userAgent);
  if (encoding) list.push('accept-encoding', ACCEPT_ENCODING);
  return list;
}

const namesHost = (value: string, url: URL): boolean => {
  const named = URL.parse(`${url.protocol}//${value.trim()}`);
  return named !== null && named.host === url.host;
};

/**
 * Says what keeps a call off the wire, after the HTTP library refused it.
 * @param cause what the library threw
 */
export function unsendableCall(host: string, method: string, headers: readonly string[], cause: unknown) {
  if (!/^[!#$%&'*+.^_`|~0-9A-Z-]+$/.test(method)) return unsendable(host, 'its method is not valid.', cause);
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) return unsendable(host, 'the name of a header is not valid.', cause);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(headers[index + 1] ?? '')) {
      return unsendable(
        host,
        `the header ${name} holds a character that HTTP does not allow, such as a line break.`,
        cause,
      );
    }
  }
  return unsendable(host, 'it is not a valid HTTP request.', cause);
}

/** Joins repeated headers with `, ` in place; `set-cookie` becomes a list even when it came once. */
export function joinRepeated(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | string[]> {
  for (const name in headers) {
    const value = headers[name];
    if (name === 'set-cookie') headers[name] = typeof value === 'string' ? [value] : value;
    else if (typeof value === 'object') headers[name] = value.join(', ');
  }
  return headers as Record<string, string | string[]>;
}
