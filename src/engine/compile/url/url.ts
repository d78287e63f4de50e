import { callerFailure, engineFailure } from '../../execute/outcome.ts';
import type { Compat } from '../scope.ts';
import type { Scope } from '../value.ts';
import { inputEncoder } from './input-encoding.ts';
import { compileUrlSource, readsAny, renderSource, type UrlSource } from './source.ts';

/** An address ready to be built for each call. */
export interface UrlBuilder {
  /**
   * The absolute address of a call, encoded.
   * @param baseOverride stands in for the connector's own base URL
   * @throws StepError when a value is missing or an input would change where the call goes
   */
  build(scope: Scope, baseOverride?: string): string;
}

const ABSOLUTE = /^https?:\/\//i;
const AUTHORITY = /^https?:\/\/[^/?#\\\s]+/i;
const NOT_IN_URLS = /[^\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]/gu;
const DOT_SEGMENT = /[/\\](?:\.|%2e){1,2}(?=[/\\?#]|$)/i;

/** Literal text at the end of the host, after the last expression in it: `.example.com` of `https://${x}.example.com/a`. */
function hostTail(template: string): string {
  const authority = /^https?:\/\/((?:\$\{[^}]*\}|[^/?#$])*)/i.exec(template)?.[1] ?? '';
  return authority.includes('${') ? authority.slice(authority.lastIndexOf('}') + 1).toLowerCase() : '';
}

/** True when the literal start of the template already holds the whole host. */
const hostIsLiteral = (template: string): boolean => /^https?:\/\/[^/?#\\\s${]+[/?#]/i.test(template);

function checkPlaceholders(url: string): void {
  const missing = /\$\{[^}]*\}?/.exec(url)?.[0];
  if (missing === undefined) return;
  const refuse = missing.includes('inputs') ? callerFailure : engineFailure;
  throw refuse(`The URL is incomplete: ${missing} has no value.`);
}

/** Without this, a call whose path has no value would go to the base URL itself. */
function withoutValue({ text }: UrlSource): never {
  throw engineFailure(`The URL is incomplete: ${text.trim()} has no value.`, 400);
}

function checkHostTail(url: string, tail: string): void {
  const authority = (AUTHORITY.exec(url)?.[0] ?? '').toLowerCase();
  if (!authority.endsWith(tail) || authority.includes('@')) {
    throw engineFailure('The URL is not valid: a credential used in the host name holds more than a host name part.');
  }
}

function checkInputs(url: string, hostIsSettled: boolean): void {
  if (!hostIsSettled) {
    throw callerFailure('The URL is not valid: the host of a call cannot come from an input.');
  }
  if (DOT_SEGMENT.test(url.split(/[?#]/, 1)[0] ?? '')) {
    throw callerFailure('The URL is not valid: an input would add "." or ".." to its path.');
  }
}

/** True when `start` holds the whole host, whatever `end` is. */
function settlesHost(start: string, end: string): boolean {
  const authority = AUTHORITY.exec(start)?.[0];
  if (authority === undefined) return false;
  return authority.length < start.length || end === '' || /^[/?#]/.test(end);
}

/** Percent-encodes what may not stand in an address at all. */
export const encodeIllegal = (text: string): string =>
  text.replace(NOT_IN_URLS, (character) => encodeURIComponent(character.toWellFormed()));

/** Encodes what may not stand in an address and checks that it is an absolute http(s) one. */
function normalize(url: string): string {
  const encoded = encodeIllegal(url.trim());
  if (!AUTHORITY.test(encoded) || !URL.canParse(encoded)) {
    throw engineFailure('The URL is not valid: it must start with http:// or https:// and a host.');
  }
  return encoded;
}

/** Plain concatenation, nothing checked, nothing encoded that is not illegal in an address. */
const publishedUrl = (base: UrlSource, isOwnBase: boolean, url: UrlSource): UrlBuilder => ({
  build: (scope, override) =>
    normalize(
      (!isOwnBase && override !== undefined ? override : (renderSource(base, scope, scope) ?? '')) +
        (renderSource(url, scope, scope) ?? ''),
    ),
});

/**
 * Compiles the address of a call: the base URL with the path behind it.
 *
 * Unless the published behaviour is asked for, a path that is a whole address stands alone, inputs inside the address are
 * percent-encoded where they hold a character that would leave their place, no input may choose the host or add `.` and
 * `..` segments, and a missing value is an error.
 * @param stepBase the step's own base URL, used in place of the connector's
 * @param callerItems true when `iterator.item` is a caller's value too
 */
export function compileUrl(
  connectorBase: UrlSource,
  stepBase: unknown,
  path: unknown,
  compat: Compat,
  callerItems = false,
): UrlBuilder {
  const isOwnBase = stepBase !== undefined && stepBase !== null;
  const base = isOwnBase ? compileUrlSource(stepBase, compat) : connectorBase;
  const url = compileUrlSource(path, compat);
  if (compat === 'published') return publishedUrl(base, isOwnBase, url);
  const callerRoots = callerItems ? ['inputs', 'iterator'] : ['inputs'];
  const [baseIsCallers, urlIsCallers] = [readsAny(base, callerRoots), readsAny(url, callerRoots)];
  const hasInputs = baseIsCallers || urlIsCallers;
  const encode = inputEncoder([base, url], callerRoots);
  const alone = { tail: hostTail(url.text), hostIsLiteral: hostIsLiteral(url.text) };
  const joined = { tail: hostTail(base.text + url.text), hostIsLiteral: hostIsLiteral(base.text + url.text) };
  const baseIsSafe = !baseIsCallers || hostIsLiteral(`${base.text}/`);
  return {
    build(scope, override) {
      const encoded = hasInputs ? encode(scope) : scope;
      const end = renderSource(url, scope, encoded) ?? withoutValue(url);
      const standsAlone = ABSOLUTE.test(end);
      const overridden = !isOwnBase && override !== undefined && !standsAlone;
      const start = standsAlone
        ? ''
        : overridden
          ? override
          : (renderSource(base, scope, encoded) ?? withoutValue(base));
      const full = start + end;
      checkPlaceholders(full);
      const written = standsAlone ? alone : joined;
      if (written.tail !== '' && !overridden) checkHostTail(full, written.tail);
      const isLiteral = written.hostIsLiteral && !overridden;
      const settled = settlesHost(start, end);
      if (hasInputs) {
        checkInputs(full, (settled && (overridden || baseIsSafe)) || isLiteral || (standsAlone && !urlIsCallers));
      } else if (!settled && !isLiteral && AUTHORITY.test(start)) {
        throw engineFailure('The URL is not valid: what follows the host must start with "/".');
      }
      return normalize(full);
    },
  };
}
