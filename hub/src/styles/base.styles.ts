import { css, unsafeCSS } from 'lit';
import { tokensFor } from '../tokens.css.ts';
import { HUES } from '../views/tile.ts';

const hues = Array.from({ length: HUES }, (_, hue) => `.hue-${hue} { --hue: ${15 + hue * (360 / HUES)}; }`).join('\n');

/** Tokens, frame, type, buttons, boxes: what every screen uses. */
export const baseStyles = css`
  ${unsafeCSS(tokensFor(':host'))}
  ${unsafeCSS(hues)}

  :host {
    display: block;
    height: 600px;
    color-scheme: light dark;
    font-family: var(--pb-font, inherit);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }

  .hub {
    container: hub / inline-size;
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: hidden;
    color: var(--pb-ink);
    background: var(--pb-ground);
    border: 1px solid var(--pb-line);
    border-radius: var(--pb-radius-large);
    font-size: 14px;
    line-height: 20px;
    text-align: start;
    -webkit-font-smoothing: antialiased;
  }
  .main {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    display: flex;
    flex-direction: column;
  }

  .hub.flows {
    block-size: auto;
    overflow: clip;
  }
  .hub.flows .main {
    min-block-size: 320px;
    overflow: visible;
  }

  h2,
  h3,
  h4,
  h5,
  p,
  ul,
  ol,
  dl,
  dd,
  pre {
    margin: 0;
    padding: 0;
    font: inherit;
  }
  ul,
  ol {
    list-style: none;
  }
  h2 {
    font-size: 20px;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 16px;
    line-height: 24px;
    font-weight: 600;
  }
  h4,
  h5 {
    font-size: 14px;
    font-weight: 600;
  }
  [tabindex='-1']:focus {
    outline: none;
  }
  code,
  pre,
  .code {
    font-family: var(--pb-mono);
    font-size: 13px;
  }
  code {
    padding: 1px 4px;
    background: color-mix(in srgb, var(--pb-ink) 7%, transparent);
    border-radius: 4px;
    overflow-wrap: anywhere;
  }
  a {
    color: var(--pb-link);
    text-underline-offset: 2px;
    overflow-wrap: anywhere;
  }
  a:hover {
    text-decoration-thickness: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--pb-link);
    outline-offset: 2px;
  }
  .sr-only {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .skip:not(:focus) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .icon {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
  }
  :host(:dir(rtl)) .icon-back,
  :host(:dir(rtl)) .icon-forward,
  :host(:dir(rtl)) .icon-outside,
  :host(:dir(rtl)) .cable {
    transform: scaleX(-1);
  }

  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 20px 24px 16px;
  }
  .head-text {
    flex: 1;
    min-inline-size: 0;
  }
  .head p {
    color: var(--pb-slate);
  }
  .back {
    margin-inline-start: -8px;
  }
  .badge {
    flex: none;
    padding: 2px 8px;
    font-size: 12px;
    font-weight: 500;
    color: var(--pb-amber);
    background: var(--pb-amber-soft);
    border-radius: 999px;
  }
  .foot {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 24px;
    font-size: 12px;
    line-height: 16px;
    color: var(--pb-slate);
    border-block-start: 1px solid var(--pb-line);
  }
  .mark {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    color: var(--pb-accent);
  }
  .mark-cable {
    stroke: var(--pb-ground);
  }
  .mark-jack {
    fill: var(--pb-ground);
  }

  .tile {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    overflow: hidden;
    font-size: 15px;
    font-weight: 600;
    color: oklch(var(--pb-tile-lightness) 0.13 var(--hue));
    background: oklch(var(--pb-tile-soft) var(--pb-tile-tint) var(--hue));
    border-radius: var(--pb-radius);
  }
  .tile img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .tile.pictured {
    background: none;
  }
  .tile.pictured .tile-initials {
    visibility: hidden;
  }

  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  .primary,
  .secondary {
    min-block-size: 40px;
    padding: 8px 16px;
    font-weight: 600;
    border-radius: var(--pb-radius);
    transition: background-color var(--pb-fast) var(--pb-ease);
  }
  .primary {
    color: var(--pb-on-accent);
    background: var(--pb-accent);
    border: 1px solid transparent;
  }
  .primary:hover {
    background: var(--pb-accent-hover);
  }
  .secondary {
    background: var(--pb-raised);
    border: 1px solid var(--pb-line-strong);
  }
  .secondary:hover {
    background: var(--pb-fog);
  }
  .icon-button,
  .tip-button {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    padding: 0;
    color: var(--pb-slate);
    background: none;
    border: 0;
    border-radius: var(--pb-radius-small);
  }
  .tip-button {
    inline-size: 24px;
    block-size: 24px;
  }
  .tip-button .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .icon-button:hover,
  .tip-button:hover {
    color: var(--pb-ink);
    background: color-mix(in srgb, var(--pb-ink) 7%, transparent);
  }
  .quiet,
  .text-button {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 28px;
    padding: 2px 8px;
    font-size: 13px;
    font-weight: 500;
    color: var(--pb-link);
    background: none;
    border: 0;
    border-radius: var(--pb-radius-small);
    white-space: nowrap;
  }
  .quiet .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .quiet:hover,
  .text-button:hover {
    background: var(--pb-link-soft);
  }

  .prose {
    max-inline-size: 72ch;
    overflow-wrap: anywhere;
  }
  .prose > * + * {
    margin-block-start: 6px;
  }
  .prose ul {
    list-style: disc;
    padding-inline-start: 18px;
  }
  .prose ol {
    list-style: decimal;
    padding-inline-start: 20px;
  }
  .prose li + li {
    margin-block-start: 4px;
  }
  .prose strong {
    font-weight: 600;
  }
  .note {
    display: flex;
    gap: 10px;
    padding: 10px 12px;
    color: var(--pb-ink);
    border: 1px solid color-mix(in srgb, var(--pb-link) 30%, transparent);
    background: var(--pb-link-soft);
    border-radius: var(--pb-radius);
  }
  .note .icon {
    color: var(--pb-link);
  }
  .note.warning {
    border-color: color-mix(in srgb, var(--pb-amber-line) 40%, transparent);
    background: var(--pb-amber-soft);
  }
  .note.warning .icon {
    color: var(--pb-amber);
  }

  @container hub (max-width: 480px) {
    .head {
      flex-wrap: wrap;
      padding: 16px 16px 12px;
      gap: 10px;
    }
    .badge {
      order: -1;
      flex: 0 0 calc(100% + 32px);
      margin: -16px -16px 2px;
      text-align: center;
      border-radius: 0;
    }
    .foot {
      padding-inline: 16px;
    }
    h2 {
      font-size: 18px;
      line-height: 24px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
