import { describe, expect, it } from 'vitest';
import { connectorWith, method } from '../testing/connector.ts';
import { guideHtml } from './guide-page.ts';
import { llmsFull } from './index-pages.ts';
import { markdownGuide } from './markdown-page.ts';
import { guidePages } from './page.ts';
import { select } from './selection.ts';

const CALLBACK = 'https://hub.example/connect/oauth2/lathe/callback';

const texts = (type: 'oauth2' | 'custom', grantType?: 'client_credentials') => {
  const connector = connectorWith({ methods: [method({ type, ...(grantType === undefined ? {} : { grantType }) })] });
  return guidePages(connector, 'https://hub.example').map((page) => {
    const everything = select(connector, page.method, { actions: [], scopes: [] });
    return {
      kind: page.kind,
      html: guideHtml(page, everything, false),
      markdown: markdownGuide(page, everything, { whitelabel: false }),
      full: llmsFull([connector], 'https://hub.example'),
    };
  });
};

describe('the callback URL', () => {
  it('is stated, ready to be copied, where a connector profile for sign-ins is set up', () => {
    const [link, profile] = texts('oauth2');
    for (const text of [profile!.html, profile!.markdown, profile!.full])
      expect(text).toContain(`<code>${CALLBACK}</code>`);
    expect([link!.html, link!.markdown].filter((text) => text.includes(CALLBACK))).toEqual([]);
  });

  it.each([
    ['custom', undefined],
    ['oauth2', 'client_credentials'],
  ] as const)('is not stated where nobody signs in (%s, %s)', (type, grantType) => {
    for (const { html, markdown } of texts(type, grantType)) expect(html + markdown).not.toContain('/callback');
  });
});
