import type { CompiledConnector } from '../../engine/index.ts';
import { iconPath } from '../icon-routes.ts';
import { ACCOUNTS_ENTRY, accountsMarkdown } from './accounts-page.ts';
import { pageHtml } from './layout.ts';
import { markdownGuide } from './markdown-page.ts';
import { guidePages } from './page.ts';
import { select } from './selection.ts';
import { escapeHtml } from './text.ts';

const KIND_LABELS = { 'link-account': 'Link an account', 'connector-profile': 'Connector profile' } as const;

const card = (connector: CompiledConnector): string => {
  const links = guidePages(connector).map(
    ({ path, kind, method }) => `<li><a href="${path}">${KIND_LABELS[kind]} with ${escapeHtml(method.label)}</a></li>`,
  );
  const name = escapeHtml(connector.title);
  const id = encodeURIComponent(connector.key);
  return `<section class="card" id="${id}" aria-labelledby="${id}-name">
<h2 id="${id}-name"><img src="${escapeHtml(iconPath(id))}" alt="" width="32" height="32">${name}</h2>
<p>${escapeHtml(connector.description)}</p>
<ul>
${links.join('\n')}
</ul>
</section>`;
};

/** The page that lists every guide. */
export const guidesHtml = (connectors: readonly CompiledConnector[]): string =>
  pageHtml({
    title: 'Connection guides – Patchbay',
    description: 'How to link an account of every connector of this server.',
    markdownPath: '/llms.txt',
    main: `<h1>Connection guides</h1>
<p class="lead">How to link an account of each connector, and how to offer it in a project. First time here? Read about the three <a href="${ACCOUNTS_ENTRY.path}#linking-accounts">linking methods</a>.</p>
<div class="cards">
${connectors.map(card).join('\n')}
</div>${connectors.length === 0 ? '\n<p>No connector could be loaded. The server log says why.</p>' : ''}`,
  });

const line = (publicUrl: string, entry: { path: string; title: string; description: string }): string =>
  `- [${entry.title.replace(/[[\]]/g, '\\$&')}](${publicUrl}${entry.path}.md): ${entry.description}`;

/** The index of all pages in Markdown (`/llms.txt`). */
export const llmsIndex = (connectors: readonly CompiledConnector[], publicUrl: string): string =>
  [
    '# Patchbay',
    '> An open integration hub that runs on your own machine: customers link their accounts at other services, and apps and AI agents run actions on them through RPC and MCP.',
    '## Linking accounts',
    line(publicUrl, ACCOUNTS_ENTRY),
    ...connectors.flatMap((connector) => [
      `## ${connector.title}`,
      guidePages(connector)
        .map((page) => line(publicUrl, page))
        .join('\n'),
    ]),
    '## API',
    [
      `- [OpenAPI description](${publicUrl}/openapi.json): every route of this server.`,
      `- [API reference](${publicUrl}/reference): the same as a page to read.`,
    ].join('\n'),
  ].join('\n\n');

/** All pages one after another in Markdown (`/llms-full.txt`). */
export const llmsFull = (connectors: readonly CompiledConnector[], publicUrl: string): string =>
  [
    `${accountsMarkdown()}\n\nSource: ${publicUrl}${ACCOUNTS_ENTRY.path}`,
    ...connectors.flatMap((connector) =>
      guidePages(connector, publicUrl).map((page) => {
        const everything = select(connector, page.method, { actions: [], scopes: [] });
        const text = markdownGuide(page, everything, { whitelabel: false, plain: true });
        return `${text}\n\nSource: ${publicUrl}${page.path}`;
      }),
    ),
  ].join('\n\n---\n\n');
