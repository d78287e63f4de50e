import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A parsed address; IPv4-mapped IPv6 is already IPv4. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Why an address is not an ordinary public one. */
export interface SpecialKind {
  /** Completes "resolves to …". */
  readonly what: string;
  /** Serves credentials of the machine's cloud; needs a permission of its own. */
  readonly metadata: boolean;
}

type Range = readonly [cidr: string, what: string];

// IANA special-purpose address registries and RFC 6890, 8190, 9637, 9602.
const IPV4_RANGES: readonly Range[] = [
  ['0.0.0.0/8', 'an unspecified address'],
  ['10.0.0.0/8', 'a private address'],
  ['100.64.0.0/10', 'a carrier-grade NAT address'],
  ['127.0.0.0/8', 'a loopback address'],
  ['169.254.0.0/16', 'a link-local address'],
  ['172.16.0.0/12', 'a private address'],
  ['192.0.0.0/24', 'a reserved address'],
  ['192.0.2.0/24', 'a documentation address'],
  ['192.88.99.0/24', 'a reserved address'],
  ['192.168.0.0/16', 'a private address'],
  ['198.18.0.0/15', 'a benchmarking address'],
  ['198.51.100.0/24', 'a documentation address'],
  ['203.0.113.0/24', 'a documentation address'],
  ['224.0.0.0/4', 'a multicast address'],
  ['255.255.255.255/32', 'a broadcast address'],
  ['240.0.0.0/4', 'a reserved address'],
];

const IPV6_RANGES: readonly Range[] = [
  ['::/128', 'an unspecified address'],
  ['::1/128', 'a loopback address'],
  ['::/96', 'an IPv4-compatible address'],
  ['::ffff:0:0:0/96', 'an IPv4-translated address'],
  // Where it leads is decided by the local network, so the IPv4 address inside cannot be read.
  ['64:ff9b:1::/48', 'a local NAT64 address'],
  ['2001:2::/48', 'a benchmarking address'],
  ['2001:db8::/32', 'a documentation address'],
  ['3fff::/20', 'a documentation address'],
  ['fc00::/7', 'a private address'],
  ['fe80::/10', 'a link-local address'],
  ['fec0::/10', 'a site-local address'],
  ['ff00::/8', 'a multicast address'],
];

// As published by the clouds: AWS, Azure, Google, Oracle, DigitalOcean and others share the first; then AWS containers
// and pods, Alibaba, the Azure host (a public address), Oracle's older one, and the IPv6 ones of AWS and Google.
const METADATA_ADDRESSES: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]);

const METADATA: SpecialKind = { what: 'a cloud metadata address', metadata: true };

const compile = (ranges: readonly Range[]) =>
  ranges.map(([cidr, what]) => ({ range: ipaddr.parseCIDR(cidr), kind: { what, metadata: false } }));

const SPECIAL = { ipv4: compile(IPV4_RANGES), ipv6: compile(IPV6_RANGES) };
const RESERVED: SpecialKind = { what: 'a reserved address', metadata: false };
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');
const PROTOCOL_ASSIGNMENTS = ipaddr.parseCIDR('2001::/23');
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');
const TEREDO = ipaddr.parseCIDR('2001::/32');
const SIX_TO_FOUR = ipaddr.parseCIDR('2002::/16');

const ipv4Of = (high: number, low: number) => new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);

/** The IPv4 addresses a packet to this IPv6 address may be handed to, by the transition mechanism that does it. */
function embedded(
  address: ipaddr.IPv6,
): { readonly form: string; readonly inside: readonly ipaddr.IPv4[] } | undefined {
  const part = (index: number): number => address.parts[index] ?? 0;
  const last = () => ipv4Of(part(6), part(7));
  if (address.match(NAT64)) return { form: 'a NAT64 address', inside: [last()] };
  if (address.match(SIX_TO_FOUR)) return { form: 'a 6to4 address', inside: [ipv4Of(part(1), part(2))] };
  // RFC 4380: the server in the clear, the client with every bit inverted.
  if (address.match(TEREDO)) {
    const client = ipv4Of(part(6) ^ 0xffff, part(7) ^ 0xffff);
    return { form: 'a Teredo address', inside: [ipv4Of(part(2), part(3)), client] };
  }
  // RFC 5214: the interface identifier is 0000:5efe or 0200:5efe followed by the IPv4 address.
  if ((part(4) & 0xfdff) === 0 && part(5) === 0x5efe) return { form: 'an ISATAP address', inside: [last()] };
  return undefined;
}

/**
 * Reads an address in its standard text form, as the URL parser and resolvers write it.
 * @returns undefined for anything else, the loose forms (octal, hexadecimal, short) included
 */
export function parseAddress(text: string): Address | undefined {
  const family = isIP(text);
  if (family === 0) return undefined;
  if (family === 4) return ipaddr.IPv4.parse(text);
  // Through the URL parser first: the library takes ::1.2.3.4 for ::ffff:1.2.3.4 when it is written with dots.
  const [bare = text] = text.split('%', 1);
  return ipaddr.process(new URL(`http://[${bare}]/`).hostname.slice(1, -1));
}

/** Says why an address is not an ordinary public one, or nothing. Everything not known to be public counts as special. */
export function specialKind(address: Address): SpecialKind | undefined {
  if (METADATA_ADDRESSES.has(address.toString())) return METADATA;
  const found = SPECIAL[address.kind()].find(({ range }) => address.kind() === range[0].kind() && address.match(range));
  if (found !== undefined) return found.kind;
  if (address instanceof ipaddr.IPv4) return undefined;
  const transition = embedded(address);
  for (const inner of transition?.inside ?? []) {
    const kind = specialKind(inner);
    if (kind !== undefined) return { what: `${transition?.form} that leads to ${kind.what}`, metadata: kind.metadata };
  }
  if (address.match(NAT64) || address.match(TEREDO)) return undefined;
  return address.match(GLOBAL_UNICAST) && !address.match(PROTOCOL_ASSIGNMENTS) ? undefined : RESERVED;
}
