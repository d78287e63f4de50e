import { type Answer, html, json, type Method, Refusal } from '../kit/index.ts';

/** What is wrong with a body or a query, by member; nested bodies nest. */
export type Problems = Readonly<Record<string, unknown>>;

const PERMISSION = 'You do not have permission to perform this action.';

/** An error answer with one sentence. */
const detail = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer =>
  json(status, { detail: text }, headers);

const unauthorized = (text: string): Refusal => new Refusal(detail(401, text, { 'www-authenticate': 'Bearer' }));

/** Refuses a call without credentials. */
export const noCredentials = (): Refusal => unauthorized('Authentication credentials were not provided.');
/** Refuses a key that is unknown, disabled or too old. */
export const invalidToken = (): Refusal => unauthorized('Invalid token.');
/** Refuses a key whose maker has left. */
export const inactiveUser = (): Refusal => unauthorized('User inactive or deleted.');
/** Refuses what the key or its maker may not do. */
export const forbidden = (): Refusal => new Refusal(detail(403, PERMISSION));
/** Refuses an unknown id. */
export const notFound = (): Refusal => new Refusal(detail(404, 'Not found.'));
/** Refuses a page that a list does not have. */
export const invalidPage = (): Refusal => new Refusal(detail(404, 'Invalid page.'));
/** Refuses a body or query by what is wrong with it; a list for a body that is a list. */
export const invalid = (problems: Problems | readonly Problems[]): Refusal => new Refusal(json(400, problems));
/** Refuses a body that is no JSON. */
export const parseError = (): Answer => detail(400, 'JSON parse error - Expecting value: line 1 column 1 (char 0)');
/** Refuses a body of another type. */
export const unsupportedType = (type: string): Refusal =>
  new Refusal(detail(415, `Unsupported media type "${type}" in request.`));

export const methodNotAllowed = (method: string, allowed: readonly Method[]): Answer =>
  detail(405, `Method "${method}" not allowed.`, { allow: [...allowed, 'HEAD', 'OPTIONS'].join(', ') });

export const throttled = (seconds: number): Answer =>
  detail(429, `Request was throttled. Expected available in ${seconds} second${seconds === 1 ? '' : 's'}.`);

const page = (title: string, text: string): string =>
  `<!doctype html>\n<html lang="en">\n<head>\n  <title>${title}</title>\n</head>\n<body>\n  <h1>${title}</h1><p>${text}</p>\n</body>\n</html>\n`;

/** The page for addresses that nothing answers. */
export const noSuchPage = (): Answer =>
  html(404, page('Not Found', 'The requested resource was not found on this server.'));
/** The page for the provider's own failures. */
export const serverError = (): Answer => html(500, page('Server Error (500)', ''));
