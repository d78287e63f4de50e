import { reasonOf } from '../../../kernel/index.ts';
import type { TransportResponse } from '../../transport.ts';
import { charsetOf, isHtml, isJson, isXml, mediaType } from './media-type.ts';
import { parseXml } from './xml.ts';

/** A body read according to its content type. */
export interface DecodedBody {
  readonly value: unknown;
  /** How it was read. */
  readonly kind: 'empty' | 'json' | 'xml' | 'html' | 'text';
  readonly contentType: string;
  /** Why a body that claims to be JSON or XML could not be read as such; `value` then is its text. */
  readonly problem?: string;
}

/** The value of a header as one text. */
export function headerOf(headers: TransportResponse['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
}

const utf8 = new TextDecoder('utf-8');

/** The text of a body in the character set its content type names, UTF-8 otherwise. */
export function decodeText(body: Uint8Array, contentType: string | undefined): string {
  const charset = charsetOf(contentType);
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8.decode(body);
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return utf8.decode(body);
  }
}

interface MediaKind {
  readonly type: string;
  readonly isJson: boolean;
  readonly isXml: boolean;
  readonly isHtml: boolean;
}

/** Providers send the same few content types all the time. */
const known = new Map<string | undefined, MediaKind>();
const MOST_KNOWN = 200;

function kindOf(contentType: string | undefined): MediaKind {
  const found = known.get(contentType);
  if (found !== undefined) return found;
  const type = mediaType(contentType);
  const kind = { type, isJson: isJson(type), isXml: isXml(type), isHtml: isHtml(type) };
  if (known.size < MOST_KNOWN && (contentType?.length ?? 0) < 200) known.set(contentType, kind);
  return kind;
}

const startsLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** Reads the body of an answer: XML by its content type, JSON wherever it parses as such, otherwise text. */
export function decodeBody(response: Pick<TransportResponse, 'headers' | 'body'>): DecodedBody {
  const contentType = headerOf(response.headers, 'content-type');
  const { type, isJson: declared, isXml: xml, isHtml: html } = kindOf(contentType);
  if (response.body.byteLength === 0) return { value: undefined, kind: 'empty', contentType: type };
  const text = decodeText(response.body, contentType);
  if (xml) {
    try {
      return { value: parseXml(text), kind: 'xml', contentType: type };
    } catch (cause) {
      return { value: text, kind: 'text', contentType: type, problem: `malformed XML: ${reasonOf(cause)}` };
    }
  }
  // Some providers send JSON under another name; a text that spells a bare number or word stays a text.
  if (declared || startsLikeJson(text)) {
    try {
      return { value: JSON.parse(text), kind: 'json', contentType: type };
    } catch {
      if (declared) return { value: text, kind: 'text', contentType: type, problem: 'invalid JSON' };
    }
  }
  return {
    value: text,
    kind: html || /^\s*<(!doctype html|html)/i.test(text) ? 'html' : 'text',
    contentType: type,
  };
}
