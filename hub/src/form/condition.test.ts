import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMet } from './condition.ts';

const values = { region: 'eu', domain: '', 'api-key': 'k', flag: 'true', off: 'false' };

describe('a condition as an object', () => {
  it.each([
    [{ field: 'region', equals: 'eu' }, true],
    [{ field: 'region', equals: 'us' }, false],
    [{ field: 'region', notEquals: 'us' }, true],
    [{ field: 'region', present: true }, true],
    [{ field: 'domain', present: true }, false],
    [{ field: 'domain', present: false }, true],
    [{ field: 'flag', equals: true }, true],
    [{ field: 'region' }, true],
  ])('%o is %s', (condition, met) => {
    expect(isMet(condition, values)).toBe(met);
  });

  it('in a list has to be met with all the others', () => {
    const eu = { field: 'region', equals: 'eu' };
    expect(isMet([eu, { field: 'domain', present: false }], values)).toBe(true);
    expect(isMet([eu, { field: 'domain', present: true }], values)).toBe(false);
  });
});

describe('a condition as text', () => {
  it.each([
    ["{{$.credentials.region == 'eu'}}", true],
    ["credentials.region == 'us'", false],
    ['region != "us"', true],
    ['present(region)', true],
    ['{{present($.inputs.domain)}}', false],
    ['!present(domain)', true],
    ["region == 'eu' && present(domain)", false],
    ["region == 'us' || api-key == 'k'", true],
    ["!(region == 'eu') || flag", true],
    ['off', false],
    ['flag == true', true],
    ['missing', false],
    ["'eu' == region", true],
  ])('%s is %s', (condition, met) => {
    expect(isMet(condition, values)).toBe(met);
  });

  it.each(['region ==', '(region', 'region == "eu', 'a b c', '1 + 1', 'present(', '&& x', 'x ? y : z'])(
    'that cannot be read, as %s, shows the field',
    (condition) => {
      expect(isMet(condition, values)).toBe(true);
    },
  );

  it('reads values only, never what every object has', () => {
    expect(isMet('present(constructor)', values)).toBe(false);
    expect(isMet({ field: '__proto__', present: true }, values)).toBe(false);
  });
});

it('no condition at all is met; true and false are what they say', () => {
  expect([undefined, null, ''].map((none) => isMet(none, values))).toEqual([true, true, true]);
  expect([isMet(true, {}), isMet(false, {})]).toEqual([true, false]);
});

it('whatever the condition is, judging it ends without an exception', () => {
  fc.assert(fc.property(fc.jsonValue(), (condition) => typeof isMet(condition, values) === 'boolean'));
  const sign = fc.constantFrom('(', ')', '!', '&&', '||', '==', '!=', 'present', "'a'", 'region', ' ', '{{', '}}');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 60 }), (signs) => typeof isMet(signs.join(''), values) === 'boolean'),
  );
});
