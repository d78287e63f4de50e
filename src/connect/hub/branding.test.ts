import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textColourOn, toBranding } from './branding.ts';

/** Contrast of two colours as WCAG 2.2 defines it, written anew. */
function contrast(one: string, other: string): number {
  const light = (colour: string): number => {
    const value = Number.parseInt(colour.slice(1), 16);
    const linear = (byte: number): number =>
      byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(value >> 16) + 0.7152 * linear((value >> 8) & 255) + 0.0722 * linear(value & 255);
  };
  const [high, low] = [light(one), light(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe('text on the colour of a project', () => {
  it('can be read, whatever the colour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const colour = `#${value.toString(16).padStart(6, '0')}`;
        expect(contrast(colour, textColourOn(colour))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it('is dark on light and light on dark', () => {
    expect(textColourOn('#ffee00')).toBe('#000000');
    expect(textColourOn('#102040')).toBe('#ffffff');
  });

  it('is not named where no colour was chosen', () => {
    expect(toBranding({ accent: null, whiteLabel: true })).toEqual({
      accent: null,
      on_accent: null,
      white_label: true,
    });
  });
});
