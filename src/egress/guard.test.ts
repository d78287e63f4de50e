import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalHost } from './allow-list.ts';
import { createGuard, type Guard, type Refusal } from './guard.ts';
import { FORBIDDEN_HOSTS } from './testing/forbidden-hosts.ts';

/** Judges a URL as the client does, before any name is resolved. */
const judge = (guard: Guard, text: string): Refusal | undefined => {
  const url = new URL(text);
  return guard.refuseHost(normalHost(url.hostname), url.port === '' ? 80 : Number(url.port));
};

describe('the guard, nothing allowed', () => {
  const guard = createGuard([]);

  it.each(FORBIDDEN_HOSTS)('refuses http://%s/', (host) => {
    expect(judge(guard, `http://${host}/`)?.reason).toMatch(/^its (address is|name stands for) .+\.$/);
  });

  it('lets names pass until they are resolved', () => {
    expect(judge(guard, 'http://api.example.com/')).toBeUndefined();
    expect(judge(guard, 'http://notlocalhost/')).toBeUndefined();
    expect(judge(guard, 'http://metadata.example.com/')).toBeUndefined();
  });

  it('refuses a name when any of its addresses is forbidden, and tells the address to the log alone', () => {
    const refusal = guard.refuseAddresses('api.example.com', 443, ['8.8.8.8', '2606:4700::1', '10.0.0.1', '9.9.9.9']);
    expect(refusal).toEqual({ reason: 'its name resolves to a private address.', address: '10.0.0.1' });
  });

  it('passes a name whose addresses are all public', () => {
    expect(guard.refuseAddresses('api.example.com', 443, ['8.8.8.8', '2606:4700::1'])).toBeUndefined();
  });

  it('refuses what a resolver should never answer', () => {
    for (const answer of ['', 'localhost', '127.1', '0x7f000001', '10.0.0.1 ', 'fe80::1%eth0', '::ffff:10.0.0.1']) {
      expect(guard.refuseAddresses('api.example.com', 443, [answer]), answer).toBeDefined();
    }
  });
});

describe('the guard, with permissions', () => {
  it('lets an allowed name have private addresses, on its port alone if one is given', () => {
    const guard = createGuard(['db.internal', 'localhost:4400']);
    expect(guard.refuseAddresses('db.internal', 1, ['10.0.0.1', '::1'])).toBeUndefined();
    expect(judge(guard, 'http://localhost:4400/')).toBeUndefined();
    expect(judge(guard, 'http://LOCALHOST.:4400/')).toBeUndefined();
    expect(guard.refuseAddresses('localhost', 4400, ['::1', '127.0.0.1'])).toBeUndefined();
    expect(judge(guard, 'http://localhost:4401/')).toBeDefined();
    expect(judge(guard, 'http://127.0.0.1:4400/')).toBeDefined();
    expect(guard.refuseAddresses('other.internal', 4400, ['10.0.0.1'])).toBeDefined();
  });

  it('lets any name lead to an allowed address or network', () => {
    const guard = createGuard(['10.1.0.0/16', '192.168.0.7:8080']);
    expect(guard.refuseAddresses('a.example.com', 443, ['10.1.2.3', '8.8.8.8'])).toBeUndefined();
    expect(guard.refuseAddresses('a.example.com', 443, ['10.1.2.3', '10.2.0.1'])?.address).toBe('10.2.0.1');
    expect(guard.refuseAddresses('a.example.com', 8080, ['192.168.0.7'])).toBeUndefined();
    expect(guard.refuseAddresses('a.example.com', 443, ['192.168.0.7'])).toBeDefined();
  });

  it('opens metadata services only when their own address is allowed', () => {
    const wide = createGuard(['0.0.0.0/0', '::/0', 'metadata.google.internal', 'sly.example.com', '169.254.0.0/16']);
    expect(judge(wide, 'http://10.0.0.1/')).toBeUndefined();
    expect(judge(wide, 'http://169.254.169.254/')).toBeDefined();
    expect(judge(wide, 'http://[fd00:ec2::254]/')).toBeDefined();
    expect(judge(wide, 'http://[64:ff9b::a9fe:a9fe]/')).toBeDefined();
    expect(wide.refuseAddresses('sly.example.com', 80, ['169.254.169.254'])).toBeDefined();
    expect(wide.refuseAddresses('metadata.google.internal', 80, ['169.254.169.254'])).toBeDefined();
    const exact = createGuard(['169.254.169.254:80']);
    expect(judge(exact, 'http://169.254.169.254/')).toBeUndefined();
    expect(judge(exact, 'http://[::ffff:a9fe:a9fe]/')).toBeUndefined();
    expect(judge(exact, 'http://169.254.169.254:8080/')).toBeDefined();
  });

  it('does not take a permission for an IPv4 network as one for its translations', () => {
    const guard = createGuard(['10.0.0.0/8']);
    expect(judge(guard, 'http://[64:ff9b::10.0.0.1]/')).toBeDefined();
    expect(judge(guard, 'http://[2002:a00:1::1]/')).toBeDefined();
  });

  it('allows more later', () => {
    const guard = createGuard([]);
    expect(judge(guard, 'http://127.0.0.1:4400/')).toBeDefined();
    guard.allowAlso('127.0.0.1:4400');
    expect(judge(guard, 'http://127.0.0.1:4400/')).toBeUndefined();
  });
});

/** Every way to write one IPv4 address that a URL parser understands. */
const spellings = (octets: readonly number[]): fc.Arbitrary<string> => {
  const [a, b, c, d] = octets as [number, number, number, number];
  const number = (value: number) =>
    fc.constantFrom(
      `${value}`,
      `0${value.toString(8)}`,
      `0x${value.toString(16)}`,
      `0X${value.toString(16).toUpperCase()}`,
    );
  const dotted = (...values: number[]) => fc.tuple(...values.map(number)).map((parts) => parts.join('.'));
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  const [high, low] = [`${hex(a)}${hex(b)}`, `${hex(c)}${hex(d)}`];
  const ipv4 = fc.oneof(
    dotted(a, b, c, d),
    dotted(a, b, c * 256 + d),
    dotted(a, (b * 256 + c) * 256 + d),
    dotted(((a * 256 + b) * 256 + c) * 256 + d),
  );
  const disguises: ((text: string) => string)[] = [
    (text) => text,
    (text) => `${text}.`,
    (text) => text.replaceAll('.', '。'),
    (text) => [...text].map((char) => `%${char.charCodeAt(0).toString(16)}`).join(''),
    (text) => text.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ];
  return fc.oneof(
    fc.tuple(ipv4, fc.constantFrom(...disguises)).map(([text, disguise]) => disguise(text)),
    fc.constantFrom(
      `[::ffff:${octets.join('.')}]`,
      `[0:0:0:0:0:ffff:${high}:${low}]`,
      `[::FFFF:${high.toUpperCase()}:${low.toUpperCase()}]`,
      `[0000:0000::ffff:${high}:${low}]`,
    ),
  );
};

const octet = fc.integer({ min: 0, max: 255 });
const withPrefix = (...prefix: number[]) =>
  fc.tuple(...Array.from({ length: 4 - prefix.length }, () => octet)).map((rest) => [...prefix, ...rest]);
const forbidden = fc.oneof(
  withPrefix(0),
  withPrefix(10),
  withPrefix(127),
  withPrefix(169, 254),
  withPrefix(192, 168),
  fc.integer({ min: 16, max: 31 }).chain((second) => withPrefix(172, second)),
  fc.integer({ min: 64, max: 127 }).chain((second) => withPrefix(100, second)),
  fc.integer({ min: 224, max: 255 }).chain((first) => withPrefix(first)),
);

describe('the guard, over all spellings of an address', () => {
  const cases = (address: fc.Arbitrary<number[]>) =>
    address.chain((octets) => fc.tuple(fc.constant(octets), spellings(octets)));

  it('lets no forbidden address pass in any of them', () => {
    const guard = createGuard(['1.2.3.4', 'api.example.com']);
    fc.assert(
      fc.property(cases(forbidden), ([, spelling]) => {
        expect(judge(guard, `http://${spelling}/`), spelling).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('lets an allowed address pass in all of them', () => {
    fc.assert(
      fc.property(cases(forbidden), ([octets, spelling]) => {
        const guard = createGuard([octets.join('.')]);
        expect(judge(guard, `http://${spelling}/`), spelling).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the allowed address itself in all of them', () => {
    fc.assert(
      fc.property(cases(forbidden), ([octets, spelling]) => {
        fc.pre(!/[%。]/.test(spelling));
        expect(judge(createGuard([spelling]), `http://${octets.join('.')}/`), spelling).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe('a host that is open in part', () => {
  const guard = createGuard([]);
  guard.allowBelow('127.0.0.1', 4400, '/sandbox/');

  it('is open to the paths below that part and to no other', () => {
    expect(guard.refuseHost('127.0.0.1', 4400)).toBeUndefined();
    expect(guard.refuseAddresses('127.0.0.1', 4400, ['127.0.0.1'])).toBeUndefined();
    expect(guard.refusePath('127.0.0.1', 4400, '/sandbox/acme/people')).toBeUndefined();
    for (const path of ['/', '/accounts', '/sandbox', '/sandboxes', '/Sandbox/', '//sandbox/'])
      expect(guard.refusePath('127.0.0.1', 4400, path)?.reason, path).toContain('/sandbox/');
  });

  it('is open under its own name and port alone, as other names hide the path', () => {
    expect(guard.refuseHost('127.0.0.1', 4401)).toBeDefined();
    expect(guard.refuseHost('localhost', 4400)).toBeDefined();
    expect(guard.refuseAddresses('a.example.com', 4400, ['127.0.0.1'])).toBeDefined();
    expect(guard.exempts('127.0.0.1', 4400)).toBe(false);
  });

  it('is open as a whole where the operator says so', () => {
    const wide = createGuard(['127.0.0.0/8']);
    wide.allowBelow('127.0.0.1', 4400, '/sandbox/');
    expect(wide.refusePath('127.0.0.1', 4400, '/accounts')).toBeUndefined();
  });
});
