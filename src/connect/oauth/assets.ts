import { LOOK } from '../../http/index.ts';

/** Style of the page that ends a sign-in. */
export const STYLESHEET = `${LOOK}@media (prefers-color-scheme: light) { :root { --pb-ground: #f5f6f8; } }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px;
  background: var(--pb-ground); color: var(--pb-ink);
  font: 400 16px/1.5 'Inter Variable', Inter, system-ui, sans-serif;
}
main {
  width: 100%; max-width: 480px; padding: 32px; background: var(--pb-raised);
  border: 1px solid var(--pb-line); border-radius: 12px; overflow-wrap: anywhere;
}
.sign { display: block; margin: 0 0 16px; }
.good { color: var(--pb-signal); } .bad { color: var(--pb-fault); }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; font-weight: 600; }
h2 { margin: 24px 0 4px; font-size: 13px; line-height: 20px; font-weight: 600; color: var(--pb-slate); }
p { margin: 0; }
.small { margin-top: 8px; font-size: 12px; color: var(--pb-slate); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; }
button {
  min-height: 44px; margin-top: 24px; padding: 8px 16px; font: inherit; font-weight: 500; color: inherit;
  background: var(--pb-raised); border: 1px solid var(--pb-line-strong); border-radius: 8px; cursor: pointer;
}
button:focus-visible { outline: 3px solid var(--pb-link); outline-offset: 2px; }
`;

/** Milliseconds for which a success is shown before its window closes. */
const SHOWN = 1_500;

/**
 * Takes the provider's answer out of the address, and closes the window where a browser lets it: by itself after a
 * success, by a button after a failure, which is there to be read.
 */
export const SCRIPT = `'use strict';
(() => {
  history.replaceState(null, '', location.pathname);
  const button = document.querySelector('[data-close]');
  button.addEventListener('click', () => window.close());
  // A window that no script has opened cannot be closed by one.
  button.hidden = window.opener === null && history.length > 1;
  if (document.querySelector('[data-sign-in="connected"]') !== null) setTimeout(() => window.close(), ${SHOWN});
})();
`;
