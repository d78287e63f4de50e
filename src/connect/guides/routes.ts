import { Type } from 'typebox';
import type { Catalog } from '../../catalog/index.ts';
import { type HttpApp, pageHeaders, QueryList, queryList } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { accountsHtml, accountsMarkdown } from './accounts-page.ts';
import { ACCOUNTS_PATH } from './fixed-part.ts';
import { guideHtml } from './guide-page.ts';
import { guidesHtml, llmsFull, llmsIndex } from './index-pages.ts';
import { pageHtml, SCRIPT_PATH, STYLE_PATH } from './layout.ts';
import { indexQuote, markdownGuide } from './markdown-page.ts';
import { GUIDE_KINDS, guidePages } from './page.ts';
import { SCRIPT } from './script.ts';
import { select } from './selection.ts';
import { STYLESHEET } from './stylesheet.ts';

const OPEN = { config: { access: { kind: 'public' } }, schema: { hide: true } } as const;
const MARKDOWN = 'text/markdown; charset=utf-8';
/** Guides change with the connectors, which are read when the server starts. */
const CACHE = 'public, max-age=300';

const Params = Type.Object({ connector: Type.String({ maxLength: 128 }), method: Type.String({ maxLength: 256 }) });
const Query = Type.Object({
  actions: QueryList,
  scopes: QueryList,
  whitelabel: Type.Optional(Type.String({ maxLength: 8 })),
});

const isOn = (value: string | undefined): boolean => value !== undefined && !['0', 'false', 'no'].includes(value);

const noSuchPage = (): string =>
  pageHtml({
    title: 'No such guide – Patchbay',
    description: 'This address leads to no guide.',
    main: `<h1>There is no guide at this address</h1>
<p class="lead">The connector or the way to connect may have another name. <a href="/guides">All guides</a> are listed on one page.</p>`,
  });

/** What the guides need. */
export interface GuideRouteParts {
  readonly catalog: Catalog;
  /** Base of the links handed out, read at each request. */
  readonly publicUrl: () => string;
}

/**
 * Registers the connection guides: a page for each way to connect, `.md` appended for its Markdown, the pages that list
 * them, and `/llms.txt` with `/llms-full.txt`. Anyone may read them.
 */
export function guideRoutes(app: HttpApp, { catalog, publicUrl }: GuideRouteParts): void {
  const quoted = (text: string): string => `${indexQuote(publicUrl())}\n\n${text}\n`;

  app.get(STYLE_PATH, OPEN, (_request, reply) =>
    reply.header('cache-control', CACHE).type('text/css; charset=utf-8').send(STYLESHEET),
  );
  app.get(SCRIPT_PATH, OPEN, (_request, reply) =>
    reply.header('cache-control', CACHE).type('text/javascript; charset=utf-8').send(SCRIPT),
  );
  app.get('/guides', OPEN, (_request, reply) =>
    pageHeaders(reply).header('cache-control', CACHE).send(guidesHtml(catalog.list())),
  );
  app.get(ACCOUNTS_PATH, OPEN, (_request, reply) =>
    pageHeaders(reply).header('cache-control', CACHE).send(accountsHtml()),
  );
  app.get(`${ACCOUNTS_PATH}.md`, OPEN, (_request, reply) =>
    reply.header('cache-control', CACHE).type(MARKDOWN).send(quoted(accountsMarkdown())),
  );
  app.get('/llms.txt', OPEN, (_request, reply) =>
    reply
      .header('cache-control', CACHE)
      .type('text/plain; charset=utf-8')
      .send(`${llmsIndex(catalog.list(), publicUrl())}\n`),
  );
  app.get('/llms-full.txt', OPEN, (_request, reply) =>
    reply
      .header('cache-control', CACHE)
      .type('text/plain; charset=utf-8')
      .send(`${llmsFull(catalog.list(), publicUrl())}\n`),
  );

  for (const kind of GUIDE_KINDS) {
    app.get(
      `/guides/:connector/${kind}/:method`,
      { ...OPEN, schema: { ...OPEN.schema, params: Params, querystring: Query } },
      (request, reply) => {
        const { connector: key, method } = request.params;
        const asMarkdown = method.endsWith('.md');
        const slug = asMarkdown ? method.slice(0, -'.md'.length) : method;
        const connector = catalog.get(key);
        const page =
          connector && guidePages(connector, publicUrl()).find((one) => one.kind === kind && one.slug === slug);
        if (connector === undefined || page === undefined) {
          if (asMarkdown) throw fail('guide_not_found', { path: `/guides/${key}/${kind}/${slug}` });
          return pageHeaders(reply).code(404).send(noSuchPage());
        }
        const { actions, scopes, whitelabel } = request.query;
        const selection = select(connector, page.method, { actions: queryList(actions), scopes: queryList(scopes) });
        if (!asMarkdown)
          return pageHeaders(reply)
            .header('cache-control', CACHE)
            .send(guideHtml(page, selection, isOn(whitelabel)));
        const text = markdownGuide(page, selection, { whitelabel: isOn(whitelabel) });
        return reply
          .header('cache-control', CACHE)
          .type(MARKDOWN)
          .send(isOn(whitelabel) ? `${text}\n` : quoted(text));
      },
    );
  }
}
