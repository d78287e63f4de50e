import type { Branding } from '../../platform/projects/index.ts';

const BLACK = '#000000';
const WHITE = '#ffffff';

/** Relative luminance of a colour as `#rrggbb`, from 0 to 1 (WCAG 2.2). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever reads better on a colour; the better one always reaches 4.5:1. */
export function textColourOn(colour: string): string {
  const light = luminance(colour);
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? BLACK : WHITE;
}

/** The wire form of a project's looks. */
export const toBranding = ({ accent, whiteLabel }: Branding) => ({
  accent,
  on_accent: accent === null ? null : textColourOn(accent),
  white_label: whiteLabel,
});
