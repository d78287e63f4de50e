import { callerFailure } from '../outcome.ts';

/** Where a caller wants a request to go. */
export interface WantedTarget {
  /** Absolute address; the connector's base URL when absent. */
  readonly url?: string | undefined;
  /** Put behind the address; may hold a query. */
  readonly path?: string | undefined;
}

/** Where the credentials of the account may go. */
export interface AllowedTargets {
  /** The connector's base URL for this account, absolute. */
  readonly base: string;
  readonly origins: ReadonlySet<string>;
  /** Nothing outside the path of the base URL: emulators share their host with others. */
  readonly onlyBelowBase: boolean;
}

// Backslashes, spaces and control characters are read differently by different parsers of addresses.
const AMBIGUOUS = /[\\\s\p{Cc}]/u;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;
/** `%2f` and `%5c` become slashes for some servers, and then dot segments around them count. */
const HIDDEN_SLASH_DOTS = /%(?:2f|5c)(?:\.|%2e){1,2}|(?:\.|%2e){1,2}%(?:2f|5c)/i;

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');

function checkedPath(path: string): { readonly path: string; readonly query: string } {
  if (AMBIGUOUS.test(path)) throw callerFailure('path holds a backslash, a space or a control character.');
  if (path.includes('#')) throw callerFailure('path holds a #, which is never sent.');
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(path))
    throw callerFailure('path must be a path like /people; put a whole address into url.');
  const mark = path.indexOf('?');
  const [bare, query] = mark === -1 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)];
  if (DOT_SEGMENT.test(bare) || HIDDEN_SLASH_DOTS.test(bare))
    throw callerFailure('path must not hold "." or ".." segments.');
  return { path: bare === '' || bare.startsWith('/') ? bare : `/${bare}`, query };
}

function checkedUrl(text: string): URL {
  if (AMBIGUOUS.test(text)) throw callerFailure('url holds a backslash, a space or a control character.');
  if (!/^https?:\/\/[^/]/i.test(text)) throw callerFailure('url must be an absolute http(s) address.');
  const url = URL.parse(text);
  if (url === null) throw callerFailure('url is not a valid address.');
  if (url.username !== '' || url.password !== '') throw callerFailure('url must not hold a user name or password.');
  if (
    DOT_SEGMENT.test(text.split(/[?#]/, 1)[0]?.replace(/^https?:\/\/[^/]*/i, '') ?? '') ||
    HIDDEN_SLASH_DOTS.test(text)
  )
    throw callerFailure('url must not hold "." or ".." segments.');
  url.hash = '';
  return url;
}

/**
 * The address of a caller's request. Credentials go with it, so it must be one that the connector itself sends them to.
 * @throws StepError blaming the caller
 */
export function proxyTarget(wanted: WantedTarget, allowed: AllowedTargets): URL {
  const url = wanted.url ? checkedUrl(wanted.url) : new URL(allowed.base);
  if (wanted.path) {
    const { path, query } = checkedPath(wanted.path);
    if (path !== '') url.pathname = `${withoutSlash(url.pathname)}${path}`;
    if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`;
  }
  const base = new URL(allowed.base);
  const known = new Set([base.origin, ...allowed.origins]);
  if (!known.has(url.origin))
    throw callerFailure(
      `${url.origin} is not an address of the provider; the credentials of the account go only to ${[...known].join(', ')}.`,
    );
  const root = withoutSlash(base.pathname);
  if (allowed.onlyBelowBase && url.pathname !== root && !url.pathname.startsWith(`${root}/`))
    throw callerFailure(`The address must lie below ${base.origin}${root}/.`);
  return url;
}
