import { Type } from 'typebox';
import type { Access, HttpApp } from '../http/index.ts';
import { toIso } from '../kernel/index.ts';
import { actorOf, callerOf } from '../platform/api-keys/index.ts';
import type { Audit } from '../platform/audit/index.ts';
import { logNotesOf } from '../platform/logs/index.ts';
import type { Credentials } from './service.ts';
import { type AccountTarget, credentialsOf, findTarget, type TargetParts } from './target.ts';

const READ: Access = { kind: 'api-key', scopes: ['credentials:read'] };

/** The one set-up secret that no action needs where Patchbay renews tokens itself: it would let the reader do so too. */
const CLIENT_SECRET = 'clientSecret';

/** What an account is used with, for runs outside the platform. */
const AccountCredentials = Type.Object({
  account_id: Type.String(),
  provider: Type.String(),
  environment: Type.String(),
  integration_id: Type.String(),
  authentication_config_key: Type.String(),
  credentials: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Values by the names that connectors use: fields of the form, set-up values, secrets and tokens.',
  }),
  expires_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When the access token ends; null when it does not or nobody knows.',
  }),
});

/** What the route needs. */
export interface CredentialRouteParts extends TargetParts {
  readonly credentials: Credentials;
  readonly audit: Audit;
}

/** Registers `GET /accounts/:id/credentials`. */
export function credentialRoutes(app: HttpApp, parts: CredentialRouteParts): void {
  const valuesOf = (target: AccountTarget): Record<string, unknown> => {
    const values = { ...credentialsOf(target, parts) };
    const own = { ...target.account.setup, ...parts.accounts.secrets(target.account) };
    if (parts.credentials.possible(target) && !Object.hasOwn(own, CLIENT_SECRET)) delete values[CLIENT_SECRET];
    return values;
  };

  app.get(
    '/accounts/:id/credentials',
    {
      config: { access: READ, api: { refusals: [409, 412, 502] } },
      schema: {
        tags: ['Accounts'],
        summary: 'Read the credentials of a linked account',
        description:
          'For direct access to the provider. Tokens about to end are renewed first. Every read is recorded in the audit log.',
        params: Type.Object({ id: Type.String({ maxLength: 128, description: 'Id of the linked account.' }) }),
        response: { 200: AccountCredentials },
      },
    },
    async (request, reply) => {
      const target = await findTarget(callerOf(request).projectId, request.params.id, parts);
      const account = await parts.credentials.usable(target);
      Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
      const credentials = valuesOf({ ...target, account });
      // No record, no answer.
      await parts.audit.record({
        projectId: account.projectId,
        actor: actorOf(request),
        action: 'account.credentials_read',
        target: { type: 'account', id: account.id },
        details: { provider: account.provider, environment: account.environment, names: Object.keys(credentials) },
      });
      reply.header('cache-control', 'no-store');
      return {
        account_id: account.id,
        provider: account.provider,
        environment: account.environment,
        integration_id: account.authConfigId,
        authentication_config_key: account.authMethodKey,
        credentials,
        expires_at: toIso(account.credentialsExpireAt),
      };
    },
  );
}
