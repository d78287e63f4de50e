import { STATUS_CODES } from 'node:http';
import { isRecord, ownValue } from '../records.ts';

const LONGEST = 1000;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

const memberText = (body: unknown, name: string): string | undefined => textOf(ownValue(body, name));

function commonPlaces(body: unknown, custom: string | undefined): string | undefined {
  if (!isRecord(body)) return custom;
  const error = ownValue(body, 'error');
  return (
    memberText(body, 'message') ??
    custom ??
    memberText(error, 'message') ??
    textOf(error) ??
    memberText(body, 'error_description')
  );
}

/** Places where providers put their words beyond those the published format looks at. */
function otherPlaces(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined;
  const errors = ownValue(body, 'errors');
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return (
    memberText(body, 'detail') ??
    memberText(body, 'error_message') ??
    memberText(body, 'title') ??
    textOf(errors) ??
    textOf(first) ??
    commonPlaces(first, undefined) ??
    memberText(first, 'detail') ??
    memberText(first, 'title')
  );
}

/** The title of a web page, the way maintenance and sign-in pages say what they are. */
function pageTitle(html: string): string | undefined {
  const title = /<title[^>]*>([^<]{1,300})/i.exec(html.slice(0, 20_000))?.[1];
  return textOf(title?.replace(/\s+/g, ' '));
}

/** The standard phrase of a status, for example `Not Found`. */
export const reasonPhrase = (status: number): string => STATUS_CODES[status] ?? `HTTP error: ${status}`;

/**
 * What to tell a person about an error answer: the provider's own words where it has any.
 * @param custom message of the connector's `customErrors`, used unless the body has a `message`
 */
export function errorMessage(body: unknown, status: number, kind: string, custom?: string): string {
  const found =
    commonPlaces(body, custom) ??
    (Array.isArray(body) ? commonPlaces(body[0], undefined) : undefined) ??
    otherPlaces(body) ??
    (typeof body !== 'string' ? undefined : kind === 'html' ? pageTitle(body) : textOf(body)) ??
    `HTTP error: ${status}`;
  return found.length > LONGEST ? `${found.slice(0, LONGEST)}…` : found;
}
