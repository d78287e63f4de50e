import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** The client that the authorization server knows for sign-ins. */
export const CLIENT = { clientId: 'patchbay-app', clientSecret: 'canary-client-secret-of-the-app' };
/** The client that gets tokens for itself. */
export const SERVICE = { serviceId: 'nightly-sync', serviceSecret: 'canary-secret-of-the-nightly-sync' };

/** A real authorization server with an API behind it. */
export interface AuthorizationServer {
  readonly port: number;
  readonly issuer: string;
  /** How often a code was brought to the token endpoint. */
  readonly exchanges: () => number;
  /** Begins to serve. @param redirectUris addresses that the client has registered */
  serve(redirectUris: readonly string[]): void;
  /** Answers of the token endpoint wait until this is resolved. */
  holdTokens(until: Promise<void>): void;
  close(): Promise<void>;
}

const html = (body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Guild</title><link rel="icon" href="data:,"><body>${body}</body></html>`;

const consentPage = (id: string): string =>
  html(
    `<h1>Share your guild?</h1><form method="post" action="/interaction/${id}/allow"><button>Allow</button></form>` +
      `<form method="post" action="/interaction/${id}/deny"><button>Deny</button></form>`,
  );

function createProvider(issuer: string, redirectUris: readonly string[]): Provider {
  const client = { grant_types: ['authorization_code', 'refresh_token'], redirect_uris: redirectUris };
  return new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
        ...client,
      },
      {
        client_id: SERVICE.serviceId,
        client_secret: SERVICE.serviceSecret,
        token_endpoint_auth_method: 'client_secret_post',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    scopes: ['openid', 'offline_access', 'guild:read'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, clientCredentials: { enabled: true } },
    interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
    ttl: {
      AccessToken: 900,
      ClientCredentials: 600,
      Grant: 3_600,
      IdToken: 900,
      Interaction: 600,
      RefreshToken: 3_600,
      Session: 3_600,
    },
    cookies: { keys: ['a key for cookies of tests only'] },
  });
}

async function decide(provider: Provider, request: IncomingMessage, response: ServerResponse, allow: boolean) {
  if (!allow) {
    const result = { error: 'access_denied', error_description: 'The guild master said <b>no</b>' };
    return provider.interactionFinished(request, response, result);
  }
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: 'master', clientId: params['client_id'] ?? '' });
  grant.addOIDCScope(params['scope'] ?? '');
  const result = { login: { accountId: 'master' }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(request, response, result);
}

/** Starts the server on a free port; {@link AuthorizationServer.serve} gives it its client. */
export async function startAuthorizationServer(): Promise<AuthorizationServer> {
  let provider: Provider | undefined;
  let exchanges = 0;
  let hold: Promise<void> = Promise.resolve();
  const json = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://local');
    const [, kind, id = '', choice] = url.pathname.split('/');
    if (provider === undefined) return json(response, 503, {});
    if (kind === 'interaction' && choice === undefined)
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(consentPage(id));
    if (kind === 'interaction') return decide(provider, request, response, choice === 'allow');
    if (url.pathname === '/api/guild') {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const known = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
      return known === undefined ? json(response, 401, { message: 'No such token.' }) : json(response, 200, known);
    }
    if (url.pathname === '/token') {
      exchanges += 1;
      await hold;
    }
    provider.callback()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  return {
    port,
    issuer,
    exchanges: () => exchanges,
    serve(redirectUris) {
      provider = createProvider(issuer, redirectUris);
    },
    holdTokens(until) {
      hold = until;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
