/** A media type without its parameters, in lower case; empty when there is none. */
export function mediaType(contentType: string | undefined): string {
  if (contentType === undefined) return '';
  const end = contentType.indexOf(';');
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** The `charset` parameter of a content type, if it has one. */
export function charsetOf(contentType: string | undefined): string | undefined {
  return contentType === undefined ? undefined : /;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1];
}

/** True for the media types of XML documents. */
export const isXml = (type: string): boolean =>
  type === 'application/xml' ||
  type === 'text/xml' ||
  (type.startsWith('application/') && type.endsWith('+xml') && type !== 'application/xhtml+xml');

/** True for the media types of JSON documents. */
export const isJson = (type: string): boolean =>
  type === 'application/json' || type === 'text/json' || type.endsWith('+json');

/** True for the media types of web pages. */
export const isHtml = (type: string): boolean => type === 'text/html' || type === 'application/xhtml+xml';
