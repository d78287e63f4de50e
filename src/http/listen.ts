import { fail, type PatchbayError, reasonOf } from '../kernel/index.ts';
import type { HttpApp } from './app.ts';

/** Where to listen. */
export interface ListenAddress {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

/** What to do about a failed listen, by the code of the operating system. */
const REMEDIES: Readonly<Record<string, (address: ListenAddress) => string>> = {
  EADDRINUSE: () =>
    'another program listens there. Stop that program, or set PATCHBAY_PORT to another port (0 picks a free one).',
  EACCES: ({ port }) =>
    `this user may not use port ${port}. Set PATCHBAY_PORT to a port of 1024 or above, or allow this user to use lower ones.`,
  EADDRNOTAVAIL: () =>
    'this machine has no such address. Set PATCHBAY_HOST to an address of this machine, for example 127.0.0.1, or 0.0.0.0 for all of them.',
  ENOTFOUND: () =>
    'this host name has no address. Set PATCHBAY_HOST to an address of this machine, for example 127.0.0.1.',
  EAI_AGAIN: () =>
    'this host name could not be looked up. Set PATCHBAY_HOST to an address of this machine, for example 127.0.0.1.',
};

function listenFailure(error: unknown, address: ListenAddress): PatchbayError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = REMEDIES[code]?.(address) ?? `${reasonOf(error)}. Check PATCHBAY_HOST and PATCHBAY_PORT.`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return fail('listen_failed', { address: `${host}:${address.port}`, reason }, { cause: error });
}

/**
 * Begins to answer requests.
 * @returns the base URL for callers on this machine
 * @throws PatchbayError `listen_failed`, naming the setting to change
 */
export async function listen(app: HttpApp, address: ListenAddress): Promise<string> {
  try {
    return await app.listen({ host: address.host, port: address.port });
  } catch (error) {
    throw listenFailure(error, address);
  }
}
