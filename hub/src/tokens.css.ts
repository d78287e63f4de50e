/**
 * The design tokens of Patchbay, as plain text so that any page of ours can use them: the hub wraps them in its shadow
 * root, other pages put them on `:root`. Every colour pair used for text reaches 4.5:1 on the grounds of its scheme.
 */

/** Sizes, shapes and motion: the same in both colour schemes. */
const SHAPE = `
  --pb-radius-small: 6px;
  --pb-radius: 8px;
  --pb-radius-large: 12px;
  --pb-mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --pb-ease: cubic-bezier(0.2, 0, 0, 1);
  --pb-fast: 120ms;
  --pb-slow: 180ms;
`;

/** Colours on paper. */
const LIGHT = `
  --pb-scheme: light;
  --pb-ground: #ffffff;
  --pb-raised: #ffffff;
  --pb-fog: #f5f6f8;
  --pb-line: #e3e6eb;
  --pb-line-strong: #868f9d;
  --pb-ink: #15181e;
  --pb-slate: #5b6472;
  --pb-accent: #e4572e;
  --pb-accent-hover: #ee6b43;
  --pb-on-accent: #15181e;
  --pb-signal: #1b7f5c;
  --pb-signal-soft: #eef8f4;
  --pb-amber: #8a5a10;
  --pb-amber-line: #b7791f;
  --pb-amber-soft: #fdf5e6;
  --pb-fault: #c22f3d;
  --pb-fault-soft: #fcedee;
  --pb-link: #2459c4;
  --pb-link-soft: #edf2fc;
  --pb-shadow: 0 1px 2px rgb(21 24 30 / 6%), 0 8px 24px rgb(21 24 30 / 8%);
  --pb-tile-lightness: 0.42;
  --pb-tile-soft: 0.94;
  --pb-tile-tint: 0.04;
`;

/** Colours on ink. */
const DARK = `
  --pb-scheme: dark;
  --pb-ground: #0f1216;
  --pb-raised: #171b21;
  --pb-fog: #171b21;
  --pb-line: #2a3039;
  --pb-line-strong: #6c7684;
  --pb-ink: #e8ebf0;
  --pb-slate: #a0a9b6;
  --pb-accent: #f0714a;
  --pb-accent-hover: #f58663;
  --pb-on-accent: #15181e;
  --pb-signal: #4fc59b;
  --pb-signal-soft: #12291f;
  --pb-amber: #e5b25c;
  --pb-amber-line: #b7862f;
  --pb-amber-soft: #2a2112;
  --pb-fault: #f58a93;
  --pb-fault-soft: #2e171a;
  --pb-link: #8fb2f5;
  --pb-link-soft: #18233a;
  --pb-shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 24px rgb(0 0 0 / 40%);
  --pb-tile-lightness: 0.86;
  --pb-tile-soft: 0.3;
  --pb-tile-tint: 0.06;
`;

/** Which colours to use; `auto` follows the reader's system. */
export type ColourScheme = 'light' | 'dark' | 'auto';

/**
 * Declares every token on a selector.
 *
 * @param selector where the tokens live, such as `:root` or `:host`
 * @param scheme `auto` adds the dark colours under `prefers-color-scheme`
 */
export function tokensFor(selector: string, scheme: ColourScheme = 'auto'): string {
  const first = `${selector} {${SHAPE}${scheme === 'dark' ? DARK : LIGHT}}`;
  return scheme === 'auto' ? `${first}\n@media (prefers-color-scheme: dark) { ${selector} {${DARK}} }` : first;
}
