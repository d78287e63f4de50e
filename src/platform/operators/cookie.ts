import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_LIFE } from './sign-in.ts';

/**
 * Name of the cookie. The prefix makes browsers refuse one that was set without https or for other hosts (RFC 6265bis,
 * section 4.1.3.2).
 */
const nameFor = (secure: boolean): string => (secure ? '__Host-patchbay_operator' : 'patchbay_operator');

/** The session token in the cookie of a request. @param secure whether the server is reached by https */
export function readSessionCookie(request: FastifyRequest, secure: boolean): string | undefined {
  const name = `${nameFor(secure)}=`;
  const found = request.headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(name));
  const token = found?.slice(name.length);
  return token === undefined || !/^[A-Za-z0-9_-]{1,128}$/.test(token) ? undefined : token;
}

const write = (reply: FastifyReply, secure: boolean, token: string, seconds: number): void => {
  const flags = `Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  reply.header('set-cookie', `${nameFor(secure)}=${token}; ${flags}`);
};

/** Hands the browser the token of a new session. */
export const setSessionCookie = (reply: FastifyReply, secure: boolean, token: string): void =>
  write(reply, secure, token, SESSION_LIFE / 1_000);

/** Makes the browser forget the token. */
export const clearSessionCookie = (reply: FastifyReply, secure: boolean): void => write(reply, secure, '', 0);
