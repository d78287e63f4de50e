import { engineFailure } from '../execute/outcome.ts';
import { isRecord, setOwn } from '../execute/records.ts';
import type { Compat } from './scope.ts';
import { compileValue, constantValue, reads, type Scope, type Value } from './value.ts';

/** Part of an address as the author wrote it, compiled. */
export interface UrlSource {
  readonly text: string;
  readonly value: Value;
}

/** Compiles a `url` or `baseUrl`. */
export function compileUrlSource(text: unknown, compat: Compat): UrlSource {
  if (typeof text !== 'string' || text === '') return { text: '', value: constantValue('') };
  return { text, value: compileValue(text, { compat, keepEmpty: true }) };
}

/** An address ready to be built for each call. */
export interface UrlBuilder {
  /**
   * The absolute address of a call, encoded.
   * @param baseOverride stands in for the connector's own base URL
   * @throws StepError when a value is missing or an input would change where the call goes
   */
  build(scope: Scope, baseOverride?: string): string;
}

const AUTHORITY = /^https?:\/\/[^/?#\\\s]+/i;
const NOT_IN_URLS = /[^\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]/gu;
const DOT_SEGMENT = /[/\\](?:\.|%2e){1,2}(?=[/\\?#]|$)/i;
// What would end a path segment or start another part of the address, and what decoding would turn into it.
const RESERVED_IN_INPUTS = /[%/?#\\&+\s\p{Cc}]/gu;

const percent = (character: string): string => encodeURIComponent(character.toWellFormed());

/** Encodes an input so that it stays within the path segment or query value it is put into. */
export const encodeUrlInput = (text: string): string => text.replace(RESERVED_IN_INPUTS, percent);

function encodeDeep(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return encodeUrlInput(value);
  if (value === null || typeof value !== 'object' || depth > 32) return value;
  if (Array.isArray(value)) return value.map((item) => encodeDeep(item, depth + 1));
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) setOwn(copy, name, encodeDeep(value[name], depth + 1));
  return copy;
}

/** A path like `$.inputs.path` alone says that the input is the address; only parts of an address are encoded. */
const isWholeReference = (text: string): boolean => /^\s*\$(?!\{)/.test(text);

function render(source: UrlSource, scope: Scope, encoded: Scope): string {
  const value = source.value.get(isWholeReference(source.text) ? scope : encoded);
  return value === undefined || value === null ? '' : String(value);
}

/** Literal text at the end of the host, after the last expression in it: `.example.com` of `https://${x}.example.com/a`. */
function hostTail(template: string): string | undefined {
  const authority = /^https?:\/\/((?:\$\{[^}]*\}|[^/?#$])*)/i.exec(template)?.[1];
  if (authority === undefined || !authority.includes('${')) return undefined;
  return authority.slice(authority.lastIndexOf('}') + 1).toLowerCase();
}

/** True when the literal start of the template already holds the whole host. */
const hostIsLiteral = (template: string): boolean =>
  /^https?:\/\/[^/?#\\\s${]+[/?#]/i.test(template) && !template.trimStart().startsWith('{{');

function checkPlaceholders(url: string): void {
  const missing = /\$\{[^}]*\}?/.exec(url)?.[0];
  if (missing !== undefined) throw engineFailure(`The URL is incomplete: ${missing} has no value.`, 400);
}

function checkHostTail(url: string, tail: string): void {
  const authority = (AUTHORITY.exec(url)?.[0] ?? '').toLowerCase();
  if (!authority.endsWith(tail) || authority.includes('@')) {
    throw engineFailure(
      'The URL is not valid: a credential used in the host name holds more than a host name part.',
      400,
    );
  }
}

/**
 * Compiles the address of a call: the base URL with the path behind it.
 *
 * Unless the published behaviour is asked for, inputs inside the address are percent-encoded where they hold a character
 * that would leave their place, no input may choose the host or add `.` and `..` segments, and a missing value is an error.
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
  const ownBase = stepBase === undefined || stepBase === null ? undefined : compileUrlSource(stepBase, compat);
  const base = ownBase ?? connectorBase;
  const url = compileUrlSource(path, compat);
  if (compat === 'published') {
    return {
      build: (scope, override) =>
        normalize(
          (ownBase === undefined && override !== undefined ? override : render(base, scope, scope)) +
            render(url, scope, scope),
        ),
    };
  }
  const callerRoots = callerItems ? ['inputs', 'iterator'] : ['inputs'];
  const [baseIsCallers, urlIsCallers] = [readsAny(base, callerRoots), readsAny(url, callerRoots)];
  const encode = inputEncoder([base, url], callerRoots);
  const joined = base.text + url.text;
  const tail = hostTail(joined);
  const literalHost = hostIsLiteral(joined);
  const baseHasLiteralHost = hostIsLiteral(`${base.text}/`);
  return {
    build(scope, override) {
      const encoded = baseIsCallers || urlIsCallers ? encode(scope) : scope;
      const overridden = ownBase === undefined && override !== undefined;
      const start = overridden ? override : render(base, scope, encoded);
      const end = render(url, scope, encoded);
      const full = start + end;
      checkPlaceholders(full);
      if (tail !== undefined && tail !== '' && !overridden) checkHostTail(full, tail);
      if (baseIsCallers || urlIsCallers) {
        const baseSettlesHost = (overridden || !baseIsCallers || baseHasLiteralHost) && settlesHost(start, end);
        if (!baseSettlesHost && !(literalHost && !overridden)) {
          throw engineFailure('The URL is not valid: the host of a call cannot come from an input.', 400);
        }
        if (DOT_SEGMENT.test(full.split(/[?#]/, 1)[0] ?? '')) {
          throw engineFailure('The URL is not valid: an input would add "." or ".." to its path.', 400);
        }
      }
      return normalize(full);
    },
  };
}

/** True when `start` holds the whole host, whatever `end` is. */
function settlesHost(start: string, end: string): boolean {
  const authority = AUTHORITY.exec(start)?.[0];
  if (authority === undefined) return false;
  return authority.length < start.length || end === '' || /^[/?#]/.test(end);
}

/** True when an address may read one of these members of the scope; an expression nobody can tell about counts. */
const readsAny = ({ text, value }: UrlSource, roots: readonly string[]): boolean =>
  !value.constant &&
  (roots.some((root) => reads(value, root) || text.includes(root)) || /^\s*\$(?:\.\.|\[|\.\*)/.test(text));

/** Makes a copy of the scope in which a caller's values are encoded, only those the address names where that is clear. */
function inputEncoder(sources: readonly UrlSource[], roots: readonly string[]): (scope: Scope) => Scope {
  const paths = sources.flatMap(({ value }) => value.references);
  const mentions = sources.reduce((count, { text }) => count + text.split('inputs').length - 1, 0);
  const named = paths.filter(([root]) => root === 'inputs').map(([, name]) => name);
  const known = named.length === mentions ? named.filter((name) => name !== undefined) : [];
  const isClear = mentions > 0 && known.length === mentions;
  return (scope) => {
    const encoded: Record<string, unknown> = { ...scope };
    for (const root of roots) {
      const values = scope[root];
      if (values === undefined) continue;
      encoded[root] =
        root === 'inputs' && isClear && isRecord(values) ? encodeNamed(values, known) : encodeDeep(values);
    }
    return encoded;
  };
}

function encodeNamed(values: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(values, name)) setOwn(copy, name, encodeDeep(values[name]));
  return copy;
}

/** Percent-encodes what may not stand in an address at all. */
export const encodeIllegal = (text: string): string => text.replace(NOT_IN_URLS, percent);

/** Encodes what may not stand in an address and checks that it is an absolute http(s) one. */
function normalize(url: string): string {
  const encoded = encodeIllegal(url.trim());
  if (!AUTHORITY.test(encoded) || !URL.canParse(encoded)) {
    throw engineFailure('The URL is not valid: it must start with http:// or https:// and a host.', 400);
  }
  return encoded;
}
