import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress, specialKind } from './address-kinds.ts';

const kindOf = (text: string): string | undefined => {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return specialKind(address)?.what;
};

const SPECIAL: readonly [address: string, what: string][] = [
  ['0.0.0.0', 'an unspecified address'],
  ['0.255.255.255', 'an unspecified address'],
  ['10.0.0.0', 'a private address'],
  ['10.255.255.255', 'a private address'],
  ['100.64.0.0', 'a carrier-grade NAT address'],
  ['100.127.255.255', 'a carrier-grade NAT address'],
  ['127.0.0.1', 'a loopback address'],
  ['127.255.255.254', 'a loopback address'],
  ['169.254.0.1', 'a link-local address'],
  ['172.16.0.0', 'a private address'],
  ['172.31.255.255', 'a private address'],
  ['192.0.0.1', 'a reserved address'],
  ['192.0.2.1', 'a documentation address'],
  ['192.88.99.1', 'a reserved address'],
  ['192.168.0.1', 'a private address'],
  ['198.18.0.1', 'a benchmarking address'],
  ['198.19.255.255', 'a benchmarking address'],
  ['198.51.100.7', 'a documentation address'],
  ['203.0.113.7', 'a documentation address'],
  ['224.0.0.1', 'a multicast address'],
  ['239.255.255.255', 'a multicast address'],
  ['240.0.0.1', 'a reserved address'],
  ['255.255.255.255', 'a broadcast address'],
  ['::', 'an unspecified address'],
  ['::1', 'a loopback address'],
  ['::7f00:1', 'an IPv4-compatible address'],
  ['::8.8.8.8', 'an IPv4-compatible address'],
  ['::ffff:127.0.0.1', 'a loopback address'],
  ['::ffff:a00:1', 'a private address'],
  ['::ffff:0:127.0.0.1', 'an IPv4-translated address'],
  ['64:ff9b::10.0.0.1', 'a NAT64 address that leads to a private address'],
  ['64:ff9b::7f00:1', 'a NAT64 address that leads to a loopback address'],
  ['64:ff9b:1::8.8.8.8', 'a local NAT64 address'],
  ['64:ff9b:2::1', 'a reserved address'],
  ['100::1', 'a reserved address'],
  ['2001:0:7f00:1::f7f7:f7f7', 'a Teredo address that leads to a loopback address'],
  ['2001:0:808:808::80ff:fffe', 'a Teredo address that leads to a loopback address'],
  ['2001:2::1', 'a benchmarking address'],
  ['2001:10::1', 'a reserved address'],
  ['2001:20::1', 'a reserved address'],
  ['2001:db8::1', 'a documentation address'],
  ['2002:7f00:1::1', 'a 6to4 address that leads to a loopback address'],
  ['2002:c0a8:101::', 'a 6to4 address that leads to a private address'],
  ['2a00:1450::5efe:10.0.0.1', 'an ISATAP address that leads to a private address'],
  ['2a00:1450::200:5efe:127.0.0.1', 'an ISATAP address that leads to a loopback address'],
  ['3fff:fff::1', 'a documentation address'],
  ['4000::1', 'a reserved address'],
  ['5f00::1', 'a reserved address'],
  ['fc00::1', 'a private address'],
  ['fdff:ffff::1', 'a private address'],
  ['fe80::1', 'a link-local address'],
  ['fe80::1%eth0', 'a link-local address'],
  ['febf::1', 'a link-local address'],
  ['fec0::1', 'a site-local address'],
  ['ff02::1', 'a multicast address'],
];

const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:0ec2:0:0:0:0:0:254',
  'fd00:ec2::23',
  'fd20:ce::254',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
];

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2001:0:808:808::f7f7:f7f7',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2002:808:808::1',
  '2606:4700:4700::1111',
  '2a00:1450::5efe:8.8.8.8',
  '3ffe::1',
];

describe('the kind of an address', () => {
  it.each(SPECIAL)('%s is %s', (address, what) => {
    expect(kindOf(address)).toBe(what);
  });

  it.each(METADATA)('%s serves cloud metadata', (address) => {
    expect(specialKind(parseAddress(address)!)).toEqual({ what: 'a cloud metadata address', metadata: true });
  });

  it.each(PUBLIC)('%s is public', (address) => {
    expect(kindOf(address)).toBeUndefined();
  });

  it('marks metadata addresses behind a translation as such', () => {
    for (const address of ['64:ff9b::169.254.169.254', '2002:a9fe:a9fe::1', '64:ff9b::168.63.129.16']) {
      expect(specialKind(parseAddress(address)!)?.metadata, address).toBe(true);
    }
  });

  it('judges an IPv4 address and its mapped form alike', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(kindOf(`::ffff:${address}`)).toBe(kindOf(address));
      }),
    );
  });

  it('calls no IPv6 address outside 2000::/3 public, translations of public ones aside', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), fc.ipV6(), (first, rest) => {
        fc.pre(first >> 13 !== 1);
        const parts = parseAddress(rest);
        fc.pre(parts?.kind() === 'ipv6');
        const address = `${first.toString(16)}:${parts!.toNormalizedString().split(':').slice(1).join(':')}`;
        fc.pre(!address.startsWith('64:ff9b:0:'));
        expect(kindOf(address)).toBeDefined();
      }),
    );
  });

  it('reads standard spellings only', () => {
    for (const text of [
      '',
      '127.1',
      '0x7f.0.0.1',
      '0177.0.0.1',
      '2130706433',
      '127.0.0.1.',
      '[::1]',
      'localhost',
      ':::',
    ]) {
      expect(parseAddress(text), text).toBeUndefined();
    }
  });
});
