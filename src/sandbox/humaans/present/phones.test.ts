import { describe, expect, it } from 'vitest';
import { countryName } from './countries.ts';
import { formatPhone } from './phones.ts';

describe('a phone number', () => {
  it.each([
    ['+447700900123', '+44 7700 900123'],
    ['+12125550123', '+1 212 555 0123'],
    ['+353851234567', '+353 85 123 4567'],
    ['+351910123456', '+351 910 123 456'],
    ['+34600123456', '+34 600 123 456'],
    ['+4915551234567', '+49 1555 1234567'],
    ['+44770090012345', '+44 7700 900123 45'],
    ['020 7946 0123', '020 7946 0123'],
    ['+33612345678', '+33612345678'],
    [null, null],
  ])('%s is shown as %s', (number, shown) => {
    expect(formatPhone(number)).toBe(shown);
  });
});

describe('a country', () => {
  it.each([
    ['GB', 'United Kingdom'],
    ['XX', null],
    ['gb', null],
    ['<b>', null],
    [null, null],
  ])('of code %s is called %s', (code, name) => {
    expect(countryName(code)).toBe(name);
  });
});
