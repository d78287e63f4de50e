import { describe, expect, it } from 'vitest';
import { connectorWith, method } from '../testing/connector.ts';
import { guidePages, linkGuidePath } from './page.ts';

const paths = (...labels: [key: string, label: string, environment?: string][]) =>
  guidePages(connectorWith({ methods: labels.map(([key, label, environment]) => method({ key, label, environment })) }))
    .filter(({ kind }) => kind === 'link-account')
    .map(({ path }) => path);

describe('the pages of a connector', () => {
  it.each([
    ['API Key', 'api-key'],
    ['OAuth 2.0', 'oauth-2-0'],
    ['OAuth 2.0 (Bot token)', 'oauth-2-0-bot-token'],
    ['  Public API ', 'public-api'],
    ['鍵', 'custom'],
    ['../../etc', 'etc'],
  ])('lie under the label %j as %s', (label, slug) => {
    expect(paths(['custom', label])).toEqual([`/guides/lathe/link-account/${slug}`]);
  });

  it('are one for each way to connect, whatever its environments', () => {
    expect(paths(['custom', 'API Key', 'production'], ['custom', 'API Key', 'sandbox'])).toHaveLength(1);
  });

  it('keep ways to connect apart whose labels read the same', () => {
    const found = paths(['one', 'API Key'], ['two', 'API key!'], ['t_w_o', 'api-key'], ['T W O', 'API KEY']);
    expect(found.slice(0, 3)).toEqual([
      '/guides/lathe/link-account/api-key',
      '/guides/lathe/link-account/api-key-two',
      '/guides/lathe/link-account/api-key-t-w-o',
    ]);
    expect(new Set(found).size).toBe(4);
  });

  it('are found from a way to connect in any of its environments', () => {
    const [first, second] = [method({ key: 'custom' }), method({ key: 'custom', environment: 'sandbox' })];
    const connector = connectorWith({ methods: [first, second] });
    expect(linkGuidePath(connector, second)).toBe(linkGuidePath(connector, first));
  });

  it('name the connector and the way to connect in titles and descriptions', () => {
    const [link, profile] = guidePages(connectorWith({}));
    expect(link).toMatchObject({
      heading: 'Connect Lathe & Co with API Key',
      title: 'Connect Lathe & Co with API Key – Patchbay Hub',
      description: expect.stringContaining('Link a Lathe & Co account in the Patchbay Hub using API Key.'),
    });
    expect(profile).toMatchObject({
      title: 'Lathe & Co API Key connector profile – Patchbay setup guide',
      description: expect.stringContaining('Set up the API Key connector profile for Lathe & Co.'),
    });
  });
});
