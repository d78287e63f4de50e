import { Type } from 'typebox';
import type { Connectors } from '../catalog/index.ts';
import type { CompiledConnector } from '../engine/index.ts';
import { type Access, type HttpApp, QueryList, queryList } from '../http/index.ts';
import { fail } from '../kernel/index.ts';
import type { Accounts } from '../platform/accounts/index.ts';
import { callerOf } from '../platform/api-keys/index.ts';
import type { AuthConfigs } from '../platform/auth-configs/index.ts';
import { logNotesOf } from '../platform/logs/index.ts';
import { categoryOf, modelsOf } from './connector-meta.ts';
import { isOffered } from './target.ts';

const READ: Access = { kind: 'api-key', scopes: ['platform:read'] };

/** What can be asked for in `include`: only `resources` and `inactive` change the answer here. */
const INCLUDES = ['field_path', 'unmapped_fields', 'resources', 'inactive', 'webhooks', 'static_fields'];

const MetaQuery = Type.Object({ include: QueryList });
const Models = Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()));
const AccountMeta = Type.Object({ provider: Type.String(), category: Type.String(), models: Models });
const NullableText = Type.Union([Type.String(), Type.Null()]);
const ConnectorMeta = Type.Object({
  provider: Type.String(),
  provider_name: Type.String(),
  category: Type.String(),
  active: Type.Boolean(),
  models: Models,
  resources: Type.Optional(
    Type.Object({ images: Type.Object({ logo_url: Type.String(), original_logo_horizontal_url: NullableText }) }),
  ),
});

/** What the routes about connectors need. */
export interface MetaRouteParts {
  readonly accounts: Accounts;
  readonly authConfigs: AuthConfigs;
  readonly connectors: Connectors;
  /** Address of a connector's picture. */
  readonly iconUrl: (connectorKey: string) => string;
}

/** @throws PatchbayError `validation_failed` for a name that is not known */
function includesOf(value: string | readonly string[] | undefined): Set<string> {
  const include = queryList(value);
  const unknown = include.filter((name) => !INCLUDES.includes(name));
  if (unknown.length > 0) {
    const sentence = `include ${unknown.join(', ').slice(0, 128)} is not known. Use ${INCLUDES.join(', ')}.`;
    throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
  }
  return new Set(include);
}

/** Registers `GET /connectors/meta`, `GET /connectors/meta/:provider` and `GET /accounts/:id/meta`. */
export function metaRoutes(app: HttpApp, { accounts, authConfigs, connectors, iconUrl }: MetaRouteParts): void {
  const activeIn = async (projectId: string): Promise<Set<string>> =>
    new Set((await authConfigs.list(projectId)).filter(({ enabled }) => enabled).map((one) => one.connectorKey));
  const meta = (connector: CompiledConnector, active: boolean, include: Set<string>) => ({
    provider: connector.key,
    provider_name: connector.title,
    category: categoryOf(connector),
    active,
    models: modelsOf(connector.actions.values()),
    ...(include.has('resources')
      ? { resources: { images: { logo_url: iconUrl(connector.key), original_logo_horizontal_url: null } } }
      : {}),
  });

  app.get(
    '/connectors/meta',
    {
      config: { access: READ },
      schema: {
        tags: ['Connectors'],
        summary: 'List the connectors enabled in the project; with include=inactive, all',
        querystring: MetaQuery,
        response: { 200: Type.Array(ConnectorMeta) },
      },
    },
    async (request) => {
      const include = includesOf(request.query.include);
      const { projectId } = callerOf(request);
      const active = await activeIn(projectId);
      return (await connectors.list(projectId))
        .filter(({ key }) => include.has('inactive') || active.has(key))
        .map((connector) => meta(connector, active.has(connector.key), include));
    },
  );

  app.get(
    '/connectors/meta/:provider',
    {
      config: { access: READ },
      schema: {
        tags: ['Connectors'],
        summary: 'Get a connector',
        params: Type.Object({ provider: Type.String({ maxLength: 128, description: 'Key of the connector.' }) }),
        querystring: MetaQuery,
        response: { 200: ConnectorMeta },
      },
    },
    async (request) => {
      const { provider } = request.params;
      const { projectId } = callerOf(request);
      const connector = await connectors.resolve(projectId, provider, null);
      const active = await activeIn(projectId);
      return meta(connector, active.has(provider), includesOf(request.query.include));
    },
  );

  app.get(
    '/accounts/:id/meta',
    {
      config: { access: READ, api: { refusals: [409, 502] } },
      schema: {
        tags: ['Accounts'],
        summary: 'Get what a linked account can do',
        params: Type.Object({ id: Type.String({ maxLength: 128, description: 'Id of the linked account.' }) }),
        response: { 200: AccountMeta },
      },
    },
    async (request) => {
      const { projectId } = callerOf(request);
      const account = await accounts.get(projectId, request.params.id);
      if (account === undefined) throw fail('account_not_found', { id: request.params.id });
      Object.assign(logNotesOf(request), { accountId: account.id, provider: account.provider });
      const authConfig = await authConfigs.get(projectId, account.authConfigId);
      const connector = await connectors.resolve(projectId, account.provider, authConfig?.versionPin ?? null);
      const offered = [...connector.actions.values()].filter(
        (action) => authConfig !== undefined && isOffered(action, authConfig),
      );
      return { provider: connector.key, category: categoryOf(connector), models: modelsOf(offered) };
    },
  );
}
