import { escapeHtml } from './text.ts';

/** Where the style and the script of the pages are served. */
export const STYLE_PATH = '/guides/assets/style.css';
export const SCRIPT_PATH = '/guides/assets/guide.js';

const MARK =
  '<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><rect width="24" height="24" rx="6" fill="currentColor"/><path d="M7.5 8C7.5 16 16.5 8 16.5 16" fill="none" class="cable" stroke-width="2.25"/><circle cx="7.5" cy="7.25" r="3" class="jack"/><circle cx="16.5" cy="16.75" r="3" class="jack"/><circle cx="7.5" cy="7.25" r="1.15" fill="currentColor"/><circle cx="16.5" cy="16.75" r="1.15" fill="currentColor"/></svg>';

/** A page of the guides. */
export interface PageParts {
  readonly title: string;
  readonly description: string;
  /** What stands between the header and the footer. HTML. */
  readonly main: string;
  /** Path of the Markdown variant. */
  readonly markdownPath?: string | undefined;
  /** Leaves out everything that names Patchbay. */
  readonly whitelabel?: boolean;
}

/** Frames a page. It holds no inline script and no inline style. */
export function pageHtml({ title, description, main, markdownPath, whitelabel = false }: PageParts): string {
  const alternate =
    markdownPath === undefined
      ? ''
      : `\n<link rel="alternate" type="text/markdown" href="${escapeHtml(markdownPath)}">`;
  const header = whitelabel
    ? ''
    : `<header class="top"><a class="brand" href="/guides">${MARK}<span>Patchbay</span></a><a href="/guides">Guides</a></header>`;
  const links = [
    ...(markdownPath === undefined ? [] : [`<a href="${escapeHtml(markdownPath)}">Read as Markdown</a>`]),
    '<a href="/guides">All guides</a>',
    '<a href="/guides/accounts#linking-accounts">Linking methods</a>',
  ];
  const footer = whitelabel ? '' : `<footer class="bottom">${links.join('')}</footer>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(description)}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">${alternate}
<script src="${SCRIPT_PATH}" defer></script>
</head>
<body>
${header}
<main>
${main}
</main>
${footer}
</body>
</html>
`;
}
