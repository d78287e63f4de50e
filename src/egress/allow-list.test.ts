import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from './address-kinds.ts';
import { createAllowList, normalHost, parseEgressAllow } from './allow-list.ts';

const reasonFor = (text: string): string => {
  try {
    parseEgressAllow(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${text} was accepted`);
};

describe('parseEgressAllow', () => {
  it.each([
    ['', []],
    [' , ,', []],
    ['api.example.com', ['api.example.com']],
    ['API.Example.COM.', ['api.example.com']],
    ['bücher.example:8443', ['xn--bcher-kva.example:8443']],
    ['localhost:4400, db.internal', ['localhost:4400', 'db.internal']],
    ['one\ntwo\tthree', ['one', 'two', 'three']],
    ['under_score.internal', ['under_score.internal']],
    ['10.0.0.5', ['10.0.0.5']],
    ['10.0.0.5:080', ['10.0.0.5:80']],
    ['0x7f.1', ['127.0.0.1']],
    ['2130706433:80', ['127.0.0.1:80']],
    ['::1', ['::1']],
    ['[::1]', ['::1']],
    ['[FD00:0::1]:443', ['[fd00::1]:443']],
    ['::ffff:10.0.0.1', ['10.0.0.1']],
    ['[::ffff:a00:1]:81', ['10.0.0.1:81']],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['0.0.0.0/0,::/0', ['0.0.0.0/0', '::/0']],
    ['10.1.2.3/32', ['10.1.2.3']],
    ['fd00::/8', ['fd00::/8']],
    ['fd00::1/128', ['fd00::1']],
    ['::ffff:10.0.0.0/104', ['10.0.0.0/8']],
  ])('reads %j', (text, entries) => {
    expect(parseEgressAllow(text)).toEqual(entries);
  });

  it.each([
    ['https://api.example.com', 'is a URL. Write its host alone'],
    ['*.example.com', 'has a wildcard'],
    ['example.com/path', 'is no CIDR'],
    ['10.0.0.0/33', 'is no CIDR'],
    ['fd00::/129', 'is no CIDR'],
    ['10.0.0/8', 'is no CIDR'],
    ['[fd00::]/8', 'is no CIDR'],
    ['10.0.0.5/8', 'Write 10.0.0.0/8 or 10.0.0.5.'],
    ['fd00::5/64', 'Write fd00::/64 or fd00::5.'],
    ['::ffff:0:0/90', 'Write the IPv4 range instead'],
    ['host:0', 'has no port from 1 to 65535'],
    ['host:65536', 'has no port from 1 to 65535'],
    ['host:', 'is no host'],
    ['host:http', 'is no host'],
    [':443', 'is no host'],
    ['user@host', 'is no host'],
    ['a b:c d:e', 'is no host'],
    ['fd00::1:443:x', 'is no host'],
    ['[::1', 'is no host'],
    ['[]:80', 'is no host'],
    ['.', 'is no host'],
    ['a..b', 'is no host'],
    ['.example.com', 'is no host'],
    ['256.1.1.1', 'is no host'],
    ['host?x', 'is no host'],
    ['host%2e', 'is no host'],
  ])('says what is wrong with %j', (text, reason) => {
    const message = reasonFor(text);
    expect(message).toContain('PATCHBAY_EGRESS_ALLOW is not valid: "');
    expect(message).toContain(reason);
  });

  it('does not repeat an endless entry', () => {
    expect(reasonFor(`${'x'.repeat(5000)}:y`).length).toBeLessThan(300);
  });

  it('gives back what it wrote', () => {
    const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: undefined });
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map((address) => `[${address}]`),
    );
    fc.assert(
      fc.property(host, port, (name, number) => {
        const [once] = parseEgressAllow(number === undefined ? name : `${name}:${number}`);
        expect(parseEgressAllow(once!)).toEqual([once]);
      }),
    );
  });

  it('either reads a text or names the variable', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(Array.isArray(parseEgressAllow(text))).toBe(true);
        } catch (error) {
          expect((error as { code?: string }).code).toBe('config_invalid');
        }
      }),
    );
  });
});

describe('the allow list', () => {
  it('allows a host on every port, a host:port on that one', () => {
    const list = createAllowList(['any.internal', 'one.internal:8443', '10.0.0.1:81']);
    expect(list.names('any.internal', 1)).toBe(true);
    expect(list.names('one.internal', 8443)).toBe(true);
    expect(list.names('one.internal', 443)).toBe(false);
    expect(list.names('sub.any.internal', 1)).toBe(false);
    expect(list.names('10.0.0.1', 81)).toBe(true);
    expect(list.names('10.0.0.1', 80)).toBe(false);
  });

  it('holds the addresses of a CIDR, and only of its family', () => {
    const list = createAllowList(['10.0.0.0/8', 'fd12:3456::/32']);
    const holds = (text: string) => list.holds(parseAddress(text)!);
    expect(['10.0.0.0', '10.255.255.255', '::ffff:10.1.1.1', 'fd12:3456:ffff::1'].map(holds)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['9.255.255.255', '11.0.0.0', 'fd12:3457::1', 'a00::1'].map(holds)).toEqual([false, false, false, false]);
  });

  it('grows', () => {
    const list = createAllowList([]);
    list.add('localhost:4400');
    expect(list.names('localhost', 4400)).toBe(true);
    expect(() => list.add('http://localhost')).toThrow('is a URL');
  });
});

describe('normalHost', () => {
  it('gives every spelling of a host one form', () => {
    const spellings = [
      '127.0.0.1',
      '0x7f.1',
      '0177.0.0.1',
      '2130706433',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '127.0.0.1.',
    ];
    for (const spelling of spellings) {
      expect(normalHost(new URL(`http://${spelling}/`).hostname), spelling).toBe('127.0.0.1');
    }
    expect(normalHost('api.example.com.')).toBe('api.example.com');
    expect(normalHost('[fd00:0:0::1]')).toBe('fd00::1');
  });
});
