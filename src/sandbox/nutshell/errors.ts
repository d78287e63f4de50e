import { type Answer, html, json, Refusal, text } from '../kit/index.ts';
import type { NutshellCall } from './state.ts';

const HEADINGS: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' };

/** The page that stands for errors outside the API proper. */
function page(status: 401 | 403 | 404): string {
  const heading = HEADINGS[status];
  return `<!DOCTYPE html>
<html>

<head>
<meta charset="UTF-8" />
<title>An Error Occurred: ${heading}</title>
</head>

<body>
<h1>Oops! An Error Occurred</h1>
<h2>The server returned a "${status} ${heading}".</h2>

<div>
Something went wrong on the way to this page. Tell us what you were about to do, and we will look into it.
</div>
</body>

</html>`;
}

/** Credentials that are missing, wrong, revoked or belong to a disabled user. */
export const unauthorized = (): Refusal =>
  new Refusal(html(401, page(401), { 'www-authenticate': 'Basic realm="Nutshell"' }));

/** A key that was made for something else than the API. */
export const keyForbidden = (): Refusal => new Refusal(html(403, page(403)));

/** No such path, or no such record. */
export const notFoundPage = (): Answer => html(404, page(404));
export const notFound = (): Refusal => new Refusal(notFoundPage());

/** A method that a path does not have. */
export const methodNotAllowed = (): Answer =>
  text(405, JSON.stringify('Internal Error'), { 'content-type': 'text/plain' });

/** A patch that does not say it is one. */
export const wrongMediaType = (): Refusal =>
  new Refusal(json(415, 'application/json-patch+json is required, see http://jsonapi.org'));

/** Record arrays that are not named like the path that leads to them. */
const KEYS: Readonly<Record<string, string>> = {
  accounttypes: 'accountTypes',
  activitytypes: 'activityTypes',
  audiences: 'emAudiences',
  competitormaps: 'competitorMaps',
  productmaps: 'productMaps',
  productcategories: 'productCategories',
  forms: 'wfForms',
};

/** What belongs to an error besides its title. */
export interface ErrorDetails {
  readonly detail?: string;
  readonly field?: string;
}

/** An error in the envelope of the path that was called. */
export function problem(call: NutshellCall, status: number, title: string, details: ErrorDetails = {}): Answer {
  const segment = (call.path.split('/')[1] ?? '').toLowerCase();
  const error = {
    id: null,
    type: 'errors',
    code: null,
    detail: details.detail ?? null,
    href: null,
    status: String(status),
    title,
    field: details.field ?? null,
  };
  const meta = { instanceId: call.state.instanceId, siteId: call.state.siteId };
  return json(status, { meta, links: {}, [KEYS[segment] ?? segment]: [], errors: [error] });
}

/** @param title what is wrong, in one sentence */
export const badRequest = (call: NutshellCall, title: string, details: ErrorDetails = {}): Refusal =>
  new Refusal(problem(call, 400, title, details));

/** A name that is taken. */
export const conflict = (call: NutshellCall, title: string): Refusal => new Refusal(problem(call, 409, title));

/** A right that the user behind the request lacks. */
export const forbidden = (call: NutshellCall, detail: string): Refusal =>
  new Refusal(problem(call, 403, 'You do not have permission to do that.', { detail }));
