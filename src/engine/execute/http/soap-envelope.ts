import { type Fields, isMissing, isRecord, setOwn } from '../records.ts';
import { buildXml } from './xml.ts';

/** A namespace of an envelope and the prefix that stands for it. */
export interface SoapNamespace {
  readonly namespaceIdentifier: string;
  readonly namespace: string;
}

/** Who calls, for the security header. */
export interface SoapIdentity {
  readonly username: string;
  readonly password: string;
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const PASSWORD_TEXT = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText';
const DEEPEST = 64;

function memberName(name: string, prefix: string): string {
  if (name === '#text' || prefix === '') return name;
  if (name.startsWith('@_')) return name.includes(':') ? name : `@_${prefix}:${name.slice(2)}`;
  return name.includes(':') ? name : `${prefix}:${name}`;
}

/** A list of one object whose only attribute holds several values stands for one element per value. */
function expanded(list: readonly unknown[]): readonly unknown[] {
  const [only] = list;
  if (list.length !== 1 || !isRecord(only)) return list;
  const lists = Object.keys(only).filter((name) => name.startsWith('@_') && Array.isArray(only[name]));
  const [attribute] = lists;
  const attributes = Object.keys(only).filter((name) => name.startsWith('@_'));
  if (attribute === undefined || attributes.length !== 1) return list;
  return (only[attribute] as unknown[]).map((value) => ({ ...only, [attribute]: value }));
}

/**
 * Content of an element with every child in the namespace of the operation unless it names another. A null or missing
 * value drops its element.
 */
export function prefixed(value: unknown, prefix: string, depth = 0): unknown {
  if (depth > DEEPEST) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) {
    return expanded(value)
      .filter((item) => item !== null && item !== undefined)
      .map((item) => prefixed(item, prefix, depth + 1));
  }
  if (!isRecord(value)) return value;
  const element: Fields = {};
  for (const name of Object.keys(value)) {
    const content = value[name];
    if (content === null || content === undefined) continue;
    setOwn(element, memberName(name, prefix), prefixed(content, prefix, depth + 1));
  }
  return element;
}

function securityHeader({ username, password }: SoapIdentity): Fields {
  return {
    'wsse:Security': {
      '@_xmlns:wsse': WSSE,
      '@_soapenv:mustUnderstand': '1',
      'wsse:UsernameToken': {
        'wsse:Username': username,
        'wsse:Password': { '@_Type': PASSWORD_TEXT, '#text': password },
      },
    },
  };
}

/**
 * The envelope of a SOAP call.
 * @param identity absent for an empty header
 */
export function soapEnvelope(
  operation: string,
  namespaces: readonly SoapNamespace[],
  content: unknown,
  identity: SoapIdentity | undefined,
): string {
  const prefix = namespaces[0]?.namespaceIdentifier ?? '';
  const declared: Fields = { '@_xmlns:soapenv': SOAP };
  for (const { namespaceIdentifier, namespace } of namespaces) declared[`@_xmlns:${namespaceIdentifier}`] = namespace;
  const body = prefixed(content, prefix);
  return buildXml({
    'soapenv:Envelope': {
      ...declared,
      'soapenv:Header': identity === undefined ? '' : securityHeader(identity),
      'soapenv:Body': { [memberName(operation, prefix)]: isMissing(body) ? '' : body },
    },
  });
}
