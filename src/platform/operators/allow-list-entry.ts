import { BlockList, isIP } from 'node:net';

const familyOf = (address: string): 'ipv4' | 'ipv6' | undefined => {
  // An address with a zone (`fe80::1%eth0`) means something on one machine only.
  const version = address.includes('%') ? 0 : isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
};

/** True for an address, a range `a-b` of one family in rising order, and a CIDR, of IPv4 or IPv6. */
export function isAllowListEntry(text: string): boolean {
  const [first = '', last, ...more] = text.split('-');
  const [network = '', prefix, ...rest] = first.split('/');
  const family = familyOf(network);
  if (family === undefined || more.length > 0 || rest.length > 0) return false;
  if (last !== undefined) {
    if (prefix !== undefined || familyOf(last) !== family) return false;
    try {
      new BlockList().addRange(network, last, family);
      return true;
    } catch {
      return false;
    }
  }
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 'ipv4' ? 32 : 128));
}
