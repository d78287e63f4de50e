import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HUES, hueOf, initialsOf, ownPicture } from './tile.ts';

describe('a tile', () => {
  it.each([
    ['15Five', '15'],
    ['Humaans', 'Hu'],
    ['Google Drive', 'GD'],
    ['a', 'A'],
    ['Ärzte-Portal', 'ÄP'],
    ['', '?'],
    ['***', '?'],
  ])('of %s reads %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('has a hue of its key, always the same one', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const hue = hueOf(key);
        expect(Number.isInteger(hue) && hue >= 0 && hue < HUES).toBe(true);
        expect(hueOf(key)).toBe(hue);
      }),
    );
  });
});

describe('a picture', () => {
  const base = 'https://hub.example.com/base';

  it('is shown when it comes from the server of the hub', () => {
    expect(ownPicture('/icons/a.svg', base)).toBe('https://hub.example.com/icons/a.svg');
    expect(ownPicture('https://hub.example.com/a.svg', base)).toBe('https://hub.example.com/a.svg');
  });

  it.each([
    'https://cdn.example.net/a.svg',
    '//evil.example/a.svg',
    'data:image/png;base64,x',
    'javascript:alert(1)',
    '',
  ])('from %s is not asked for', (address) => {
    expect(ownPicture(address, base)).toBeUndefined();
  });
});
