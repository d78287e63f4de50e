import { asciiName } from '../../kit/index.ts';

/** Origin of the web application, for links that people open. */
export const APP = 'https://app.nutshell.com';

/** First letters of the first and last word (`PN`). */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const first = words[0]?.[0] ?? '';
  return words.length > 1 ? `${first}${words.at(-1)?.[0] ?? ''}` : first;
}

/** `harbourline-freight`. */
export const slugOf = (name: string): string =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .map(asciiName)
    .filter((word) => word !== '')
    .join('-')
    .slice(0, 80);

/** First and last name of a full name; the last word is the last name. */
export function splitName(name: string): { firstName: string | null; lastName: string | null } {
  const words = name.trim().split(/\s+/);
  if (words.length < 2) return { firstName: words[0] === '' ? null : (words[0] ?? null), lastName: null };
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? null };
}

/** `htmlUrl` and `htmlUrlPath` of a page of the web application. */
export const pageLinks = (path: string): { readonly htmlUrl: string; readonly htmlUrlPath: string } => ({
  htmlUrl: `${APP}${path}`,
  htmlUrlPath: path,
});
