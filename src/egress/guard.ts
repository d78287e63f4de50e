import { parseAddress, specialKind } from './address-kinds.ts';
import { type AllowList, createAllowList } from './allow-list.ts';

/** Why a call must not be made. */
export interface Refusal {
  /** A sentence for the client. It does not tell which address a name has. */
  readonly reason: string;
  /** The address in question, for the log. */
  readonly address?: string | undefined;
}

/** Decides which hosts and addresses may be called. Hosts are given in the spelling of `normalHost`. */
export interface Guard {
  /** Judges a host before its name is resolved; nothing means that its addresses decide. */
  readonly refuseHost: (host: string, port: number) => Refusal | undefined;
  /** Judges every address a connection may be made to; one forbidden address refuses all. */
  readonly refuseAddresses: (host: string, port: number, addresses: readonly string[]) => Refusal | undefined;
  /** Judges the path of one call, where a host is open in part only. */
  readonly refusePath: (host: string, port: number, path: string) => Refusal | undefined;
  /** Whether the operator allowed this very host, or a network its literal address is in. */
  readonly exempts: (host: string, port: number) => boolean;
  /** Allows one more entry. @throws PatchbayError `config_invalid` */
  readonly allowAlso: AllowList['add'];
  /** Allows one host and port for paths that begin so, and only under this very name. */
  readonly allowBelow: (host: string, port: number, path: string) => void;
}

/** Names that mean this machine (RFC 6761) or the machine's cloud, whatever a resolver answers. */
const LOCAL_NAME = /(^|\.)localhost$|^localhost[46]?\.localdomain[46]?$|^ip6-(localhost|loopback)$/;
const METADATA_NAMES: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.goog',
  'metadata.google.internal',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'metadata.platformequinix.com',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** Makes the guard. @param entries as in `PATCHBAY_EGRESS_ALLOW` @throws PatchbayError `config_invalid` */
export function createGuard(entries: readonly string[]): Guard {
  const allowed = createAllowList(entries);
  const openPaths = new Map<string, string>();
  const openPath = (host: string, port: number): string | undefined => openPaths.get(`${host}|${port}`);

  const exempts = (host: string, port: number): boolean => {
    if (allowed.names(host, port)) return true;
    const address = parseAddress(host);
    return address !== undefined && allowed.holds(address);
  };

  const refuseAddress = (host: string, port: number, text: string): Refusal | undefined => {
    const subject = host === text ? 'its address is' : 'its name resolves to';
    const address = parseAddress(text);
    if (address === undefined) return { reason: `${subject} something that is no IP address.`, address: text };
    const kind = specialKind(address);
    if (kind === undefined || allowed.names(address.toString(), port)) return undefined;
    // A permission for a name or a whole network must not open the credentials of the machine by accident.
    if (!kind.metadata && (allowed.names(host, port) || allowed.holds(address))) return undefined;
    // Other names of the address do not count: their paths are not judged.
    if (openPath(host, port) !== undefined) return undefined;
    return { reason: `${subject} ${kind.what}.`, address: address.toString() };
  };

  return {
    refuseHost: (host, port) => {
      if (parseAddress(host) !== undefined) return refuseAddress(host, port, host);
      if (allowed.names(host, port) || openPath(host, port) !== undefined) return undefined;
      if (LOCAL_NAME.test(host)) return { reason: 'its name stands for this machine.' };
      if (METADATA_NAMES.has(host)) return { reason: 'its name stands for a cloud metadata service.' };
      return undefined;
    },
    refuseAddresses: (host, port, addresses) => {
      for (const address of addresses) {
        const refusal = refuseAddress(host, port, address);
        if (refusal !== undefined) return refusal;
      }
      return undefined;
    },
    refusePath: (host, port, path) => {
      const below = openPath(host, port);
      if (below === undefined || path.startsWith(below) || exempts(host, port)) return undefined;
      return { reason: `only its paths below ${below} may be called.` };
    },
    exempts,
    allowAlso: allowed.add,
    allowBelow: (host, port, path) => void openPaths.set(`${host}|${port}`, path),
  };
}
