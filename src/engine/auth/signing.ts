import { createHmac, hash } from 'node:crypto';
import type { Compat } from '../compile/scope.ts';
import { compileValue, type Scope } from '../compile/value.ts';
import type { SigningDefinition } from '../definition.ts';
import { percentEncode } from '../execute/http/query.ts';
import { engineFailure } from '../execute/outcome.ts';
import { ownValue } from '../execute/records.ts';

/** A request about to be signed. */
export interface Signable {
  readonly method: string;
  /** Final, encoded. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
}

/** Yields the headers that sign a request. `now` is in milliseconds. */
export type Signer = (request: Signable, scope: Scope, now: number) => Record<string, string>;

const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
const hmac = (key: string | Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function credential(scope: Scope, name: string): string {
  const value = ownValue(scope['credentials'], name);
  if (typeof value !== 'string' || value === '') {
    throw engineFailure(`The request cannot be signed: this account has no credential "${name}".`);
  }
  return value;
}

const optionalCredential = (scope: Scope, name: string): string | undefined => {
  const value = ownValue(scope['credentials'], name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** Query of a URL with names and values encoded as RFC 3986 says, sorted by both. */
export function canonicalQuery(url: URL): string {
  if (url.search.length < 2) return '';
  return url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [percentEncode(decode(name)), percentEncode(decode(value))] as const;
    })
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : x > y ? 1 : 0) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

type Aws4 = Extract<SigningDefinition, { strategy: 'aws4' }>;

function aws4({ service, region }: Aws4, compat: Compat): Signer {
  const [serviceValue, regionValue] = [compileValue(service, { compat }), compileValue(region, { compat })];
  return (request, scope, now) => {
    const serviceName = String(serviceValue.get(scope) ?? '');
    if (serviceName === '') throw engineFailure('The request cannot be signed: signing.service has no value.');
    return signAws4(request, now, {
      service: serviceName,
      region: String((regionValue.get(scope) || optionalCredential(scope, 'region')) ?? 'us-east-1'),
      accessKeyId: credential(scope, 'accessKeyId'),
      secretAccessKey: credential(scope, 'secretAccessKey'),
      sessionToken: optionalCredential(scope, 'sessionToken'),
    });
  };
}

/** Who signs with AWS Signature Version 4, and for what. */
export interface Aws4Identity {
  readonly service: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * The headers of AWS Signature Version 4 for a request.
 * @param now milliseconds since 1970
 */
export function signAws4(request: Signable, now: number, identity: Aws4Identity): Record<string, string> {
  const url = new URL(request.url);
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = stamp.slice(0, 8);
  const isStorage = identity.service === 's3';
  const bodyHash = sha256(request.body ?? '');
  const added: Record<string, string> = {
    'x-amz-date': stamp,
    ...(isStorage ? { 'x-amz-content-sha256': bodyHash } : {}),
    ...(identity.sessionToken === undefined ? {} : { 'x-amz-security-token': identity.sessionToken }),
  };
  const headers = Object.entries({ ...request.headers, host: url.host, ...added })
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-amz-'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const signedHeaders = headers.map(([name]) => name).join(';');
  // Every service but storage expects the path encoded a second time.
  const path = isStorage ? url.pathname : url.pathname.split('/').map(percentEncode).join('/');
  const canonical = [
    request.method.toUpperCase(),
    path,
    canonicalQuery(url),
    ...headers.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    bodyHash,
  ].join('\n');
  const credentialScope = `${day}/${identity.region}/${identity.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, credentialScope, sha256(canonical)].join('\n');
  const dayKey = hmac(`AWS4${identity.secretAccessKey}`, day);
  const signingKey = hmac(hmac(hmac(dayKey, identity.region), identity.service), 'aws4_request');
  return {
    ...added,
    authorization:
      `AWS4-HMAC-SHA256 Credential=${identity.accessKeyId}/${credentialScope}, ` +
      `SignedHeaders=${signedHeaders}, Signature=${hmac(signingKey, toSign).toString('hex')}`,
  };
}

type Hmac = Extract<SigningDefinition, { strategy: 'hmac' }>;

const timestamp = (now: number, format: Hmac['dateFormat']): string =>
  format === 'rfc2822' ? new Date(now).toUTCString().replace('GMT', '+0000') : new Date(now).toISOString();

function hmacSigner(definition: Hmac, compat: Compat): Signer {
  const algorithm = definition.algorithm ?? 'sha256';
  const text = (source: string): ((scope: Scope) => string) => {
    const value = compileValue(source, { compat, keepEmpty: true });
    return (scope) => String(value.get(scope) ?? '');
  };
  const headerName = text(definition.headerName ?? 'X-Signature');
  const prefix = text(definition.prefix ?? `hmac-${algorithm}`);
  const username = text(definition.username ?? '');
  return (request, scope, now) => {
    const url = new URL(request.url);
    const time = timestamp(now, definition.dateFormat);
    const canonical = [
      time,
      request.method.toUpperCase(),
      ...(definition.includeHost === true ? [url.host] : []),
      url.pathname,
      canonicalQuery(url),
      ...(definition.includeBodyHash === false ? [] : [sha256(request.body ?? '')]),
    ].join('\n');
    const signature = createHmac(algorithm, credential(scope, 'secretKey')).update(canonical).digest('hex');
    if (definition.outputFormat === 'basic') {
      const pair = Buffer.from(`${username(scope)}:${signature}`, 'utf8').toString('base64');
      return { authorization: `Basic ${pair}`, 'x-timestamp': time };
    }
    return { [headerName(scope).toLowerCase()]: `${prefix(scope)} ${signature}`.trim(), 'x-timestamp': time };
  };
}

/** Compiles how requests are signed. */
export function compileSigning(definition: SigningDefinition, compat: Compat): Signer {
  return definition.strategy === 'aws4' ? aws4(definition, compat) : hmacSigner(definition, compat);
}
