import type { FastifyReply, FastifyRequest } from 'fastify';
import { newSecret } from '../../kernel/index.ts';
import { ATTEMPT_LIFE } from '../../platform/connection-attempts/index.ts';

const NAME = 'patchbay_sign_in';
const KNOWN = new RegExp(`(?:^|; *)${NAME}=([\\w-]{43})(?:;|$)`);

/** Says in the address of a window that it was sent on to the public address before. */
const SENT_ON = '&patchbay_sent_on=1';

/** The mark of the browser that a request comes from; undefined when no sign-in began in it lately. */
export const browserOf = ({ headers }: FastifyRequest): string | undefined => KNOWN.exec(headers.cookie ?? '')?.[1];

/**
 * Marks the browser in which a sign-in begins, in a cookie that comes back with the provider's answer. Sign-ins side by side
 * share it.
 */
export function markBrowser(request: FastifyRequest, reply: FastifyReply, publicUrl: string): string {
  const mark = browserOf(request) ?? newSecret();
  const { protocol, pathname } = new URL(publicUrl);
  const path = `${pathname.replace(/\/+$/, '')}/connect/oauth2`;
  const secure = protocol === 'https:' ? '; Secure' : '';
  const flags = `Path=${path}; Max-Age=${ATTEMPT_LIFE / 1_000}; HttpOnly; SameSite=Lax${secure}`;
  reply.header('set-cookie', `${NAME}=${mark}; ${flags}`);
  return mark;
}

/**
 * Where a window belongs that was opened under another name of this server: the provider's answer comes to the public one,
 * and cookies do not go from name to name. Once only, as a proxy may hide the name from us.
 */
export function publicAddress(request: FastifyRequest, publicUrl: string): string | undefined {
  if (request.url.includes(SENT_ON) || request.host === new URL(publicUrl).host) return undefined;
  return `${publicUrl}${request.url}${SENT_ON}`;
}
