import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { fail } from '../kernel/index.ts';
import { type Address, parseAddress } from './address-kinds.ts';

/** What an operator allowed to be called though it is not public. */
export interface AllowList {
  /** Adds one entry. @throws PatchbayError `config_invalid` */
  readonly add: (entry: string) => void;
  /** Whether this very name or address is an entry, alone or with this port. */
  readonly names: (host: string, port: number) => boolean;
  /** Whether a CIDR entry holds the address. */
  readonly holds: (address: Address) => boolean;
}

type Entry =
  | { readonly kind: 'host'; readonly host: string; readonly port: string | undefined }
  | { readonly kind: 'range'; readonly range: [Address, number]; readonly text: string };

const FORMS = 'Use host, host:port, an IP address, [IPv6]:port or a CIDR such as 10.0.0.0/8.';

const invalid = (entry: string, why: string) =>
  fail('config_invalid', {
    variable: 'PATCHBAY_EGRESS_ALLOW',
    reason: `"${entry.length > 80 ? `${entry.slice(0, 80)}…` : entry}" ${why}`,
  });

/** The one spelling of a host: as the URL parser writes it, without brackets and final dot, mapped IPv6 as IPv4. */
export function normalHost(hostname: string): string {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.replace(/\.$/, '');
  return parseAddress(bare)?.toString() ?? bare;
}

function parseRange(entry: string): Entry {
  const [, text = '', digits = ''] = /^([^/]*)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(text);
  let bits = Number(digits);
  if (family === 0 || bits > (family === 4 ? 32 : 128)) throw invalid(entry, `is no CIDR. ${FORMS}`);
  const mapped = family === 6 && parseAddress(text) instanceof ipaddr.IPv4;
  if (mapped && bits < 96) throw invalid(entry, 'mixes IPv4-mapped and other addresses. Write the IPv4 range instead.');
  if (mapped) bits -= 96;
  const address = parseAddress(text)!;
  const Family = address instanceof ipaddr.IPv4 ? ipaddr.IPv4 : ipaddr.IPv6;
  const network = Family.networkAddressFromCIDR(`${address}/${bits}`);
  if (network.toString() !== address.toString()) {
    throw invalid(entry, `names one address and a range at once. Write ${network}/${bits} or ${address}.`);
  }
  if (bits === (address instanceof ipaddr.IPv4 ? 32 : 128)) {
    return { kind: 'host', host: address.toString(), port: undefined };
  }
  return { kind: 'range', range: [address, bits], text: `${address}/${bits}` };
}

function parseEntry(entry: string): Entry {
  if (entry.includes('://')) throw invalid(entry, 'is a URL. Write its host alone, or host:port.');
  if (entry.includes('*')) throw invalid(entry, 'has a wildcard. Write each host out, or the CIDR they are in.');
  if (entry.includes('/')) return parseRange(entry);
  const bracketed = isIP(entry) === 6 ? `[${entry}]` : entry;
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[^\s:[\]?#\\@%]+)(?::(\d+))?$/i.exec(bracketed) ?? [];
  if (host === undefined || !URL.canParse(`http://${host}/`)) throw invalid(entry, `is no host. ${FORMS}`);
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) {
    throw invalid(entry, 'has no port from 1 to 65535.');
  }
  const name = normalHost(new URL(`http://${host}/`).hostname);
  if (name === '' || name.startsWith('.') || name.includes('..')) throw invalid(entry, `is no host. ${FORMS}`);
  return { kind: 'host', host: name, port: port === undefined ? undefined : String(Number(port)) };
}

const written = (entry: Entry): string => {
  if (entry.kind === 'range') return entry.text;
  if (entry.port === undefined) return entry.host;
  return `${entry.host.includes(':') ? `[${entry.host}]` : entry.host}:${entry.port}`;
};

/**
 * Reads the value of `PATCHBAY_EGRESS_ALLOW`.
 * @param text entries separated by commas or white space
 * @returns the entries in their normal spelling, for `createEgress`
 * @throws PatchbayError `config_invalid` naming the entry and what was expected
 */
export const parseEgressAllow = (text: string): readonly string[] =>
  text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => written(parseEntry(entry)));

/** Makes the list from entries as in `PATCHBAY_EGRESS_ALLOW`. @throws PatchbayError `config_invalid` */
export function createAllowList(entries: readonly string[]): AllowList {
  const hosts = new Set<string>();
  const ranges: [Address, number][] = [];
  const add = (text: string): void => {
    const entry = parseEntry(text.trim());
    if (entry.kind === 'range') ranges.push(entry.range);
    else hosts.add(entry.port === undefined ? entry.host : `${entry.host}|${entry.port}`);
  };
  for (const entry of entries) add(entry);
  return {
    add,
    names: (host, port) => hosts.has(host) || hosts.has(`${host}|${port}`),
    holds: (address) => ranges.some((range) => range[0].kind() === address.kind() && address.match(range)),
  };
}
