import type { Random } from '../../kit/index.ts';

/** What an admin, or a service account for itself, has agreed to. Tokens come and go, the grant stays. */
export interface Grant {
  readonly clientId: string;
  /** Who agreed; null for a service account. */
  readonly userId: string | null;
  readonly scopes: readonly string[];
  isRevoked: boolean;
}

/** A code of the authorization flow. Times are milliseconds. */
export interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly method: 'S256' | 'plain';
  readonly nonce: string | null;
  readonly expiresAt: number;
  isUsed: boolean;
}

/** A token; a refresh token renews access tokens. */
export interface Token {
  readonly grant: Grant;
  /** What it allows: the grant's permissions, or fewer. */
  readonly scopes: readonly string[];
  readonly kind: 'access' | 'refresh';
  readonly expiresAt: number;
  /** A refresh token that was exchanged for the next one. */
  isUsed: boolean;
}

export const ACCESS_SECONDS = 3600;
export const REFRESH_SECONDS = 7200;
const CODE_SECONDS = 600;
/** Oldest codes and tokens are forgotten beyond this. */
const CAPACITY = 2000;

function remember<Value>(map: Map<string, Value>, text: string, value: Value): string {
  map.set(text, value);
  if (map.size > CAPACITY) map.delete(map.keys().next().value!);
  return text;
}

/** Codes and tokens that were given out. */
export class Grants {
  readonly #random: Random;
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, Token>();
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  #text(prefix: string): string {
    this.#made += 1;
    return `${prefix}_${this.#random.fork(`${prefix}/${this.#made}`).base62(44)}`;
  }

  addCode(code: Omit<Code, 'expiresAt' | 'isUsed'>, now: number): string {
    return remember(this.#codes, this.#text('ac'), { ...code, expiresAt: now + CODE_SECONDS * 1000, isUsed: false });
  }

  /** The code, also when it was used or has run out. */
  code(text: string): Code | undefined {
    return this.#codes.get(text);
  }

  addToken(kind: Token['kind'], grant: Grant, scopes: readonly string[], now: number): string {
    const seconds = kind === 'access' ? ACCESS_SECONDS : REFRESH_SECONDS;
    const token: Token = { grant, scopes, kind, expiresAt: now + seconds * 1000, isUsed: false };
    return remember(this.#tokens, this.#text(kind === 'access' ? 'at' : 'rt'), token);
  }

  /** The token, also when it has run out. */
  token(text: string): Token | undefined {
    return this.#tokens.get(text);
  }

  /** Every grant that has tokens, oldest first. */
  list(): Grant[] {
    return [...new Set([...this.#tokens.values()].map(({ grant }) => grant))];
  }

  /** An access token that is good now. */
  accessToken(text: string, now: number): Token | undefined {
    const token = this.#tokens.get(text);
    return token?.kind === 'access' && !token.grant.isRevoked && now < token.expiresAt ? token : undefined;
  }
}
