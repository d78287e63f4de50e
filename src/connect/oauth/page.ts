import { escapeHtml as e } from '../../http/index.ts';
import { adviceFor } from './advice.ts';
import { textsFor } from './texts.ts';

/** Where the style and the script of the page are served. */
export const STYLE_PATH = '/connect/assets/sign-in.css';
export const SCRIPT_PATH = '/connect/assets/sign-in.js';

/** How a sign-in ended, as far as the person in the window is told. */
export interface Ending {
  /** Name of the connector; null when nobody knows which one it was. */
  readonly name: string | null;
  /** Why it failed; absent when it did not. */
  readonly failure?: { readonly code: string; readonly message: string; readonly requestId: string };
}

const GOOD =
  '<svg class="sign good" viewBox="0 0 24 24" width="48" height="48" aria-hidden="true"><path d="M4 8c0 8 16 0 16 8" fill="none" stroke="currentColor" stroke-width="2.5"/><circle cx="4" cy="7" r="3" fill="currentColor"/><circle cx="20" cy="17" r="3" fill="currentColor"/></svg>';
const BAD =
  '<svg class="sign bad" viewBox="0 0 24 24" width="48" height="48" aria-hidden="true"><path d="M4 8c0 3 2 4 4 4.5M20 16c0-3-2-4-4-4.5" fill="none" stroke="currentColor" stroke-width="2.5"/><circle cx="4" cy="7" r="3" fill="currentColor"/><circle cx="20" cy="17" r="3" fill="currentColor"/></svg>';

/**
 * The page in the window of a sign-in when it is over. It holds no secret, no inline script and no inline style.
 * @param accepted the `Accept-Language` header of the browser
 */
export function signInPage({ name, failure }: Ending, accepted: string | undefined): string {
  const t = textsFor(accepted);
  const named = (text: string): string => text.replace('{name}', name ?? '');
  const heading =
    failure === undefined ? named(t.connected) : name === null ? t.notConnectedNameless : named(t.notConnected);
  const body =
    failure === undefined
      ? `<p>${e(t.done)}</p>`
      : `<p>${e(t.advice[adviceFor(failure.code)])}</p>
<h2>${e(t.reason)}</h2>
<p class="reason" lang="en">${e(failure.message)}</p>
<p class="small"><code>${e(failure.code)}</code> · ${e(t.requestId)} <code>${e(failure.requestId)}</code></p>`;
  return `<!doctype html>
<html lang="${t.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>${e(heading)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">
<script src="${SCRIPT_PATH}" defer></script>
</head>
<body>
<main data-sign-in="${failure === undefined ? 'connected' : 'failed'}">
${failure === undefined ? GOOD : BAD}
<h1>${e(heading)}</h1>
${body}
<button type="button" data-close hidden>${e(t.close)}</button>
</main>
</body>
</html>
`;
}
