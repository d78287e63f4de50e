import { expect, it } from 'vitest';
import { allowsIp, checkIpAllowList } from './ip-allow-list.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const asked = (ipAllowList: readonly string[], ip: string): boolean =>
  allowsIp({ ...DEFAULT_SETTINGS, ipAllowList }, ip);

it('an empty list allows every address', () => {
  expect(asked([], '203.0.113.9')).toBe(true);
});

it.each([
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.1', '10.0.0.2', false],
  ['10.0.0.1', '::ffff:10.0.0.1', true],
  ['::ffff:10.0.0.1', '10.0.0.1', true],
  ['10.1.0.0/16', '10.1.255.255', true],
  ['10.1.2.3/16', '10.1.0.0', true],
  ['10.1.0.0/16', '10.2.0.0', false],
  ['10.1.0.0/15', '10.0.255.255', true],
  ['10.2.0.0/15', '10.1.255.255', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['10.0.0.9/32', '10.0.0.9', true],
  ['::ffff:10.0.0.0/104', '10.9.9.9', true],
  ['::ffff:10.0.0.0/104', '11.0.0.0', false],
  ['10.0.0.5-10.0.1.4', '10.0.0.5', true],
  ['10.0.0.5 - 10.0.1.4', '10.0.1.4', true],
  ['10.0.0.5-10.0.1.4', '10.0.0.4', false],
  ['10.0.0.5-10.0.1.4', '10.0.1.5', false],
  ['2001:db8::/33', '2001:db8:7fff::1', true],
  ['2001:db8::/33', '2001:db8:8000::1', false],
  ['2001:db8::5-2001:db8::ff', '2001:DB8:0:0::0:10', true],
  ['2001:db8::5', '2001:db8:0:0:0:0:0:5', true],
  ['10.0.0.0/8', '2001:db8::5', false],
  ['10.0.0.0/8', 'unknown', false],
  ['10.0.0.0/8', '', false],
  ['10.0.0.0/8', '10.0.0.1:443', false],
])('%s for %s: %s', (entry, ip, allowed) => {
  expect(asked([entry], ip)).toBe(allowed);
  expect(asked(['192.0.2.1', entry], ip)).toBe(allowed);
});

it('answers the same when asked again', () => {
  const settings = { ...DEFAULT_SETTINGS, ipAllowList: ['10.0.0.0/8'] };
  for (let time = 0; time < 3; time += 1) {
    expect([allowsIp(settings, '10.1.1.1'), allowsIp(settings, '11.1.1.1')]).toEqual([true, false]);
  }
  for (let n = 0; n < 3_000; n += 1) allowsIp(settings, `10.0.${n >> 8}.${n & 255}`);
  expect(allowsIp(settings, '10.0.0.1')).toBe(true);
});

it('a list with nothing but what cannot be read allows nobody', () => {
  expect(asked(['everyone'], '10.0.0.1')).toBe(false);
});

it.each([
  '',
  'everyone',
  '10.1',
  '010.0.0.1',
  '10.0.0.1/33',
  '10.0.0.1/',
  '10.0.0.1/-1',
  '::1/129',
  '::ffff:10.0.0.1/95',
  '10.0.0.9-10.0.0.1',
  '10.0.0.1-::1',
  '1.2.3.4-1.2.3.5-1.2.3.6',
  '10.0.0.0/8/8',
])('refuses the entry %j', (entry) => {
  expect(() => checkIpAllowList(['10.0.0.1', entry])).toThrow(
    expect.objectContaining({ code: 'validation_failed', message: expect.stringContaining(`"${entry}"`) }),
  );
});
