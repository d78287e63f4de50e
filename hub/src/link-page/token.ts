/** What the address of the link page says, and the address without it. */
export interface LinkAddress {
  /** Connect session token, or empty. */
  readonly token: string;
  /** Wanted language, or empty. */
  readonly language: string;
  /** Path to put into the address bar, free of the token. */
  readonly cleanPath: string;
}

/**
 * Reads a link of the form `…#token=<token>`, `…#<token>` or `…?token=<token>`. The fragment wins: it never reaches a
 * server.
 */
export function readLinkAddress(address: string): LinkAddress {
  const url = new URL(address);
  const fragment = decoded(url.hash.slice(1));
  const inFragment = new URLSearchParams(url.hash.slice(1)).get('token') ?? '';
  const bare = /^[\w.~+/=-]+$/.test(fragment) && !/^[\w-]+=[^=]/.test(fragment) ? fragment : '';
  const token = inFragment || bare || url.searchParams.get('token') || '';
  const language = url.searchParams.get('lang') ?? '';
  url.searchParams.delete('token');
  return { token: token.trim(), language, cleanPath: `${url.pathname}${url.search}` };
}

const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
};
