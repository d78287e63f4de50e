/** How the styles of pages begin: the product's colours in light and dark, and its letters. Nothing comes from elsewhere. */
export const LOOK = `
@font-face {
  font-family: 'Inter Variable'; font-weight: 100 900; font-display: swap;
  src: url('/link/inter-latin-wght-normal.woff2') format('woff2');
}
:root {
  color-scheme: light dark;
  --pb-ground: #ffffff; --pb-raised: #ffffff; --pb-fog: #f5f6f8; --pb-line: #e3e6eb; --pb-line-strong: #868f9d;
  --pb-ink: #15181e; --pb-slate: #5b6472; --pb-cable: #e4572e; --pb-link: #2459c4; --pb-signal: #1b7f5c;
  --pb-fault: #c22f3d; --pb-amber: #8a5a10; --pb-amber-line: #b7791f; --pb-amber-soft: #fdf5e6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --pb-ground: #0f1216; --pb-raised: #171b21; --pb-fog: #171b21; --pb-line: #2a3039; --pb-line-strong: #6c7684;
    --pb-ink: #e8ebf0; --pb-slate: #a0a9b6; --pb-cable: #f0714a; --pb-link: #8fb2f5; --pb-signal: #4fc59b;
    --pb-fault: #f58a93; --pb-amber: #e0b25e; --pb-amber-line: #b7862f; --pb-amber-soft: #2a2112;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
`;
