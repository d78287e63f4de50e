import type { Access, HttpApp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { callerOf } from '../api-keys/index.ts';
import { logNotesOf } from '../logs/index.ts';
import {
  AuthConfigPage,
  AuthConfigParams,
  AuthConfigView,
  type ConnectorFacts,
  ListQuery,
  PatchBody,
  toAuthConfigView,
} from './schema.ts';
import type { AuthConfigs } from './service.ts';
import type { AuthConfig } from './store.ts';

const READ: Access = { kind: 'api-key', scopes: ['platform:read'] };
const WRITE: Access = { kind: 'api-key', scopes: ['platform:write'] };
const PAGE_SIZE = 25;

/** What the auth config routes need. */
export interface AuthConfigRouteParts {
  readonly authConfigs: AuthConfigs;
  /** @returns undefined for a connector that is not known or cannot be used */
  readonly connector: (key: string) => ConnectorFacts | undefined;
  /** Address of a connector's picture. */
  readonly iconUrl: (connectorKey: string) => string;
}

/**
 * The ids of actions, with the connector's key put before those that lack it, each once.
 * @throws PatchbayError `validation_failed` naming those the connector does not have, `connector_unusable`
 */
function knownActions(
  ids: readonly string[],
  connectorKey: string,
  connector: ConnectorFacts | undefined,
): readonly string[] {
  if (connector === undefined) throw fail('connector_unusable', { key: connectorKey });
  const offered = (id: string): boolean => connector.actions.get(id)?.internal === false;
  const full = ids.map((id) => (offered(id) ? id : `${connectorKey}_${id}`));
  const unknown = ids.filter((_, index) => !offered(full[index]!));
  if (unknown.length > 0) {
    const named = unknown.slice(0, 5).map((id) => id.slice(0, 128));
    const more = unknown.length > named.length ? ` and ${unknown.length - named.length} more` : '';
    const sentence = `actions ${named.join(', ')}${more}: ${connectorKey} has no such action. GET /actions lists them.`;
    throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
  }
  return [...new Set(full)];
}

/** Registers `GET /auth_configs` and `GET|PATCH /auth_configs/:id`, and the same under `/connector_profiles`. */
export function authConfigRoutes(app: HttpApp, { authConfigs, connector, iconUrl }: AuthConfigRouteParts): void {
  const view = (config: AuthConfig) => toAuthConfigView(config, connector(config.connectorKey), iconUrl);

  for (const base of ['/auth_configs', '/connector_profiles']) {
    app.get(
      base,
      {
        config: { access: READ },
        schema: {
          tags: ['Auth configs'],
          summary: 'List auth configs',
          querystring: ListQuery,
          response: { 200: AuthConfigPage },
        },
      },
      async (request) => {
        const { page = 1, page_size = PAGE_SIZE, enabled, connector_key } = request.query;
        const { total, configs } = await authConfigs.page(
          callerOf(request).projectId,
          { enabled, connectorKey: connector_key },
          { offset: (page - 1) * page_size, limit: page_size },
        );
        return { page, page_size, total, data: configs.map(view) };
      },
    );

    app.get(
      `${base}/:id`,
      {
        config: { access: READ },
        schema: {
          tags: ['Auth configs'],
          summary: 'Get an auth config',
          params: AuthConfigParams,
          response: { 200: AuthConfigView },
        },
      },
      async (request) => {
        const config = await authConfigs.get(callerOf(request).projectId, request.params.id);
        if (config === undefined) throw fail('auth_config_unknown', { id: request.params.id });
        logNotesOf(request).provider = config.connectorKey;
        return view(config);
      },
    );

    app.patch(
      `${base}/:id`,
      {
        config: { access: WRITE, api: { refusals: [502] } },
        schema: {
          tags: ['Auth configs'],
          summary: 'Rename an auth config, enable or disable it, choose its actions',
          params: AuthConfigParams,
          body: PatchBody,
          response: { 200: AuthConfigView },
        },
      },
      async (request) => {
        const { projectId } = callerOf(request);
        const { name, enabled, actions } = request.body;
        const { id } = request.params;
        const config = await authConfigs.get(projectId, id);
        if (config === undefined) throw fail('auth_config_unknown', { id });
        const key = config.connectorKey;
        logNotesOf(request).provider = key;
        const changed = await authConfigs.update(projectId, id, {
          ...(name === undefined ? {} : { name: name.trim() }),
          ...(enabled === undefined ? {} : { enabled }),
          ...(actions === undefined ? {} : { actions: actions && knownActions(actions, key, connector(key)) }),
        });
        if (changed === undefined) throw fail('auth_config_unknown', { id });
        return view(changed);
      },
    );
  }
}
