import { describe, expect, it } from 'vitest';
import { drawnIcon } from './drawn-icon.ts';

const letters = (title: string, key = 'key') => />([^<>]*)<\/text>/.exec(drawnIcon({ key, title }))?.[1];

describe('the drawn icon', () => {
  it.each([
    ['Workshop', 'Wo'],
    ['Big Green House', 'BG'],
    ['  —  ', 'ke'],
    ['R&D "<Tools>"', 'RD'],
    ['Ünal', 'Ün'],
    ['X', 'X'],
  ])('of %j reads %j', (title, initials) => {
    expect(letters(title)).toBe(initials);
  });

  it('holds no mark of a title or key that could end its text', () => {
    const picture = drawnIcon({ key: '<k', title: '' });
    expect(picture).toContain('>&lt;k<');
    expect(picture.match(/</g)).toHaveLength(5);
  });

  it('has the same colour for the same key, and another for another', () => {
    const ground = (key: string) => /fill="(#\w+)"/.exec(drawnIcon({ key, title: 'T' }))?.[1];
    expect(ground('lathe')).toBe(ground('lathe'));
    expect(new Set(['a', 'b', 'c', 'd'].map(ground)).size).toBe(4);
  });
});
