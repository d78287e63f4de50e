import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, launchBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

interface Documented {
  readonly operationId: string;
  readonly 'x-alias-of'?: string;
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.dispose());

describe('the reference page', () => {
  it('shows every operation of the document, under a policy that lets nothing in from elsewhere', async () => {
    const { body: document } = await server.call('GET', '/openapi.json');
    const { body: page, headers } = await server.call('GET', '/reference');
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page).not.toMatch(/<script|<style| style=|https?:\/\/(?!localhost)/);
    for (const operations of Object.values(document.paths) as Record<string, Documented>[]) {
      for (const { operationId, 'x-alias-of': alias } of Object.values(operations))
        if (alias === undefined) expect(page).toContain(`<article id="${operationId}">`);
    }
  });

  it('shows an operation once, with all its paths', async () => {
    const { body: document } = await server.call('GET', '/openapi.json');
    const { body: page } = await server.call('GET', '/reference');
    expect(document.paths['/connector_profiles/{id}'].patch['x-alias-of']).toBe('/auth_configs/{id}');
    expect(page).toContain('<code>/auth_configs/{id}</code> or <code>/connector_profiles/{id}</code>');
    expect(page.split('Delete an auth config;')).toHaveLength(3);
    expect(page).not.toContain('ConnectorProfiles');
  });

  it.skipIf(CHROMIUM === undefined)('is readable in light and dark, and asks no other site', async () => {
    const browser = await launchBrowser();
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await (await browser.newContext({ colorScheme })).newPage();
        const complaints: string[] = [];
        page.on('console', (message) => void complaints.push(message.text()));
        page.on('request', (request) => {
          if (!request.url().startsWith(`${server.publicUrl}/`) && !request.url().startsWith('data:'))
            complaints.push(request.url());
        });
        await page.goto(`${server.publicUrl}/reference`);
        expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
        const { violations } = await new AxeBuilder({ page })
          .include('nav')
          .include('#postActionsRpc')
          .include('#getAccounts')
          .analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);
        await page.getByRole('link', { name: 'POST Run an action on a linked account' }).click();
        expect(await page.locator('#postActionsRpc').isVisible()).toBe(true);
      }
    } finally {
      await browser.close();
    }
  });
});
