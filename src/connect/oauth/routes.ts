import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type HttpApp, pageHeaders, toPatchbayError } from '../../http/index.ts';
import type { Logger } from '../../kernel/index.ts';
import type { ConnectSession } from '../../platform/connect-sessions/index.ts';
import { logNotesOf } from '../../platform/logs/index.ts';
import { SCRIPT, STYLESHEET } from './assets.ts';
import { browserOf, markBrowser, publicAddress } from './browser.ts';
import { codeOf, messageOf } from './failure.ts';
import { finishSignIn } from './finish.ts';
import { SCRIPT_PATH, STYLE_PATH, signInPage } from './page.ts';
import { type SignInFlowParts, startSignIn } from './start.ts';

const PUBLIC = { access: { kind: 'public' } } as const;
const HIDDEN = { config: PUBLIC, schema: { hide: true } } as const;
const Page = Type.String({ description: 'A page for the person in the window.' });
const Pages = { '4xx': Page, '5xx': Page };
const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 128 }) });

const StartQuery = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 512, description: 'Token of the connect session.' }),
    connection_attempt_id: Type.String({ minLength: 1, maxLength: 128 }),
    redirect_uri: Type.Optional(
      Type.String({ maxLength: 4_096, description: 'Not followed: the window ends on a page of this server.' }),
    ),
  },
  { additionalProperties: Type.String({ maxLength: 65_536 }), description: 'Other members are values of the form.' },
);
const CallbackQuery = Type.Object(
  {
    code: Type.Optional(Type.String()),
    state: Type.Optional(Type.String()),
    error: Type.Optional(Type.String()),
    error_description: Type.Optional(Type.String()),
    iss: Type.Optional(Type.String()),
  },
  { additionalProperties: true, description: 'What the provider answers with.' },
);

/** What the sign-in routes need. */
export interface OAuthRouteParts extends SignInFlowParts {
  readonly logger: Logger;
  /** Base of the address that providers send browsers back to. */
  readonly publicUrl: () => string;
  /** What a connector that comes with the server is called; pages of others, seen before their project is known, name none. */
  readonly builtinTitle: (key: string) => string | null;
}

/** Parameters that were sent once; one that is repeated counts as none (RFC 6749, 3.1). */
const onlyTexts = (query: object): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/**
 * Registers the two addresses of a sign-in at a provider: the one a window is opened with, and the one registered at the
 * provider. Both answer with pages, since a person looks at them. The window keeps its tie to the hub that has opened it
 * (no opener policy), so that the hub can close it.
 */
export function oauthRoutes(app: HttpApp, { logger, publicUrl, builtinTitle, ...parts }: OAuthRouteParts): void {
  const page = (reply: FastifyReply): FastifyReply =>
    pageHeaders(reply).header('cross-origin-opener-policy', 'unsafe-none').header('vary', 'Accept-Language');
  const noted = (request: FastifyRequest) => (session: ConnectSession) => {
    request.connectSession = session;
  };
  const titleOf = (key: string | undefined): string | null => (key ? builtinTitle(key) : null);
  const refuse = (thrown: unknown, name: string | null, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const error = toPatchbayError(thrown, request);
    const fields = {
      requestId: request.id,
      code: error.code,
      route: request.routeOptions.url,
      err: error.cause ?? error,
    };
    if (error.code === 'internal_error') logger.error(fields, 'sign-in failed');
    else logger.debug(fields, 'sign-in refused');
    const code = codeOf(error);
    logNotesOf(request).errorCode = error.code;
    const failure = { code, message: messageOf(error), requestId: request.id };
    return page(reply).code(error.status).send(signInPage({ name, failure }, request.headers['accept-language']));
  };

  app.get(STYLE_PATH, HIDDEN, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('text/css; charset=utf-8').send(STYLESHEET),
  );
  app.get(SCRIPT_PATH, HIDDEN, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('text/javascript; charset=utf-8').send(SCRIPT),
  );

  app.get(
    '/connect/oauth2/:id',
    {
      config: PUBLIC,
      attachValidation: true,
      schema: {
        hide: true,
        params: Key,
        querystring: StartQuery,
        response: { 302: Type.Null(), ...Pages },
      },
    },
    async (request, reply) => {
      try {
        if (request.validationError !== undefined) throw request.validationError;
        reply.header('referrer-policy', 'no-referrer');
        const elsewhere = publicAddress(request, publicUrl());
        if (elsewhere !== undefined) return reply.redirect(elsewhere, 302);
        const browser = markBrowser(request, reply, publicUrl());
        return reply.redirect(await startSignIn(request.params.id, request.query, browser, parts, noted(request)), 302);
      } catch (error) {
        const config =
          request.connectSession && (await parts.authConfigs.get(request.connectSession.projectId, request.params.id));
        return refuse(error, titleOf(config?.connectorKey), request, reply);
      }
    },
  );

  app.get(
    '/connect/oauth2/:id/callback',
    {
      config: PUBLIC,
      attachValidation: true,
      schema: {
        hide: true,
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 128, description: 'Connector key.' }) }),
        querystring: CallbackQuery,
        response: { 200: Page, ...Pages },
      },
    },
    async (request, reply) => {
      const key = request.params.id;
      try {
        const { account, offer } = await finishSignIn(
          key,
          onlyTexts(request.query),
          browserOf(request),
          parts,
          noted(request),
        );
        Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
        return page(reply).send(signInPage({ name: offer.connector.title }, request.headers['accept-language']));
      } catch (error) {
        return refuse(error, titleOf(key), request, reply);
      }
    },
  );
}
