import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock, Logger } from '../../../src/kernel/index.ts';
import { locationOf, visit } from '../../support/oauth.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { addAuthConfig } from '../../support/signed-in-accounts.ts';
import { type AuthorizationServer, CLIENT, startAuthorizationServer } from './authorization-server.ts';

/** A server, a connector, and the authorization server that it signs in at. */
export interface SignInStage {
  readonly server: TestServer;
  readonly provider: AuthorizationServer;
  /** Enables the connector. @param setup in place of what the authorization server knows */
  authConfig(
    method?: 'oauth2' | 'service' | 'exchange',
    setup?: Readonly<Record<string, string>>,
    connectorKey?: string,
  ): Promise<string>;
  close(): Promise<void>;
}

/** Starts all three. @param options.allow another private `host:port` that may be called */
export async function setStage({
  allow,
  ...options
}: {
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly allow?: string;
} = {}): Promise<SignInStage> {
  const provider = await startAuthorizationServer();
  const connectors = mkdtempSync(join(tmpdir(), 'patchbay-connectors-'));
  const yaml = readFileSync(join(import.meta.dirname, 'guild.yaml'), 'utf8');
  for (const [key, title] of [
    ['guild', 'Guild'],
    ['union', 'Union'],
  ] as const) {
    mkdirSync(join(connectors, key));
    const text = yaml.replaceAll('PORT', String(provider.port)).replace('key: guild', `key: ${key}`);
    // The union asks people where its authorization server is.
    const own = key === 'guild' ? text : text.replace(/authorizationUrl: .*/, 'authorizationUrl: $.credentials.hall');
    writeFileSync(join(connectors, key, `${key}.connector.s1.yaml`), own.replace('title: Guild', `title: ${title}`));
  }
  const allowed = [`127.0.0.1:${provider.port}`, ...(allow === undefined ? [] : [allow])];
  const env = { PATCHBAY_EGRESS_ALLOW: allowed.join(',') };
  const server = await startTestServer({ connectors, env, ...options });
  provider.serve([`${server.publicUrl}/connect/oauth2/guild/callback`]);
  return {
    server,
    provider,
    async authConfig(method = 'oauth2', setup = method === 'oauth2' ? CLIENT : {}, connectorKey = 'guild') {
      const { clientSecret, ...open } = setup as Record<string, string>;
      return addAuthConfig(server, {
        connectorKey,
        authMethodKey: method,
        name: `Guild (${method})`,
        environment: 'sandbox',
        setup: open,
        secrets: clientSecret === undefined ? {} : { clientSecret },
      });
    },
    async close() {
      await server.dispose();
      await provider.close();
      rmSync(connectors, { recursive: true, force: true });
    },
  };
}

/** Goes through the pages of the authorization server with a cookie jar of its own. @returns where it sends the browser back to */
export async function consent(start: URL, choice: 'allow' | 'deny' = 'allow'): Promise<URL> {
  const jar = new Map<string, string>();
  const go = async (url: URL, method = 'GET'): Promise<URL> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await visit(url.href, { method, headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    if (answer.headers.get('location') === null) throw new Error(`${answer.status} ${await answer.text()}`);
    return locationOf(answer);
  };
  const page = await go(start);
  const resumed = await go(new URL(`${page.pathname}/${choice}`, page), 'POST');
  return resumed.origin === start.origin ? go(resumed) : resumed;
}
