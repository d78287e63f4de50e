import { Type } from 'typebox';
import type { Access, ApiNotes, HttpApp } from '../../http/index.ts';
import { fail, isPatchbayError } from '../../kernel/index.ts';
import { callerOf } from '../api-keys/index.ts';
import { logNotesOf } from '../logs/index.ts';
import { type ConnectorsForAuthConfigs, changeOf, newAuthConfig } from './change.ts';
import {
  AuthConfigPage,
  AuthConfigParams,
  AuthConfigView,
  CreateBody,
  DeleteQuery,
  ListQuery,
  PatchBody,
  toAuthConfigView,
} from './schema.ts';
import type { AuthConfigs } from './service.ts';
import type { AuthConfig } from './store.ts';

const READ: Access = { kind: 'api-key', scopes: ['platform:read'] };
const WRITE: Access = { kind: 'api-key', scopes: ['platform:write'] };
const BASE = '/auth_configs';
const ALIAS = '/connector_profiles';
const PAGE_SIZE = 25;
const TAGS = ['Auth configs'];

/** What the auth config routes need. */
export interface AuthConfigRouteParts extends ConnectorsForAuthConfigs {
  readonly authConfigs: AuthConfigs;
  /** Address of a connector's picture. */
  readonly iconUrl: (connectorKey: string) => string;
  /** The accounts linked through an auth config. */
  readonly accountsOf: {
    count(projectId: string, authConfigId: string): Promise<number>;
    /** Gives their tokens back, too, where their providers take them. */
    removeAll(projectId: string, authConfigId: string): Promise<void>;
  };
}

/** Registers `GET|POST /auth_configs` and `GET|PATCH|DELETE /auth_configs/:id`, and the same under `/connector_profiles`. */
export function authConfigRoutes(app: HttpApp, parts: AuthConfigRouteParts): void {
  const { authConfigs, connector, iconUrl, accountsOf } = parts;

  const view = async (config: AuthConfig) => {
    const { projectId, connectorKey, versionPin } = config;
    // A connector that cannot be used any more hides neither its auth configs nor what can be done about them.
    const found = (pin: string | null) =>
      connector(projectId, connectorKey, pin).catch((error: unknown) => {
        if (isPatchbayError(error)) return undefined;
        throw error;
      });
    const used = await found(versionPin);
    const facts = used ?? (versionPin === null ? undefined : await found(null));
    return toAuthConfigView(config, authConfigs.setupValues(config), facts, iconUrl, used?.version ?? null);
  };

  for (const base of [BASE, ALIAS]) {
    const notes = (path: string, refusals: readonly number[] = []): ApiNotes => ({
      refusals,
      ...(base === ALIAS ? { aliasOf: `${BASE}${path}` } : {}),
    });

    app.get(
      base,
      {
        config: { access: READ, api: notes('') },
        schema: {
          tags: TAGS,
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
        return { page, page_size, total, data: await Promise.all(configs.map(view)) };
      },
    );

    app.post(
      base,
      {
        config: { access: WRITE, api: notes('', [404, 409, 502]) },
        schema: {
          tags: TAGS,
          summary: 'Create an auth config: enable a way to connect of a connector, with its set-up',
          body: CreateBody,
          response: { 201: AuthConfigView },
        },
      },
      async (request, reply) => {
        logNotesOf(request).provider = request.body.connector_key;
        const made = await newAuthConfig(callerOf(request).projectId, request.body, authConfigs, parts);
        return reply.code(201).send(await view(await authConfigs.create(made)));
      },
    );

    app.get(
      `${base}/:id`,
      {
        config: { access: READ, api: notes('/:id') },
        schema: {
          tags: TAGS,
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
        config: { access: WRITE, api: notes('/:id', [502]) },
        schema: {
          tags: TAGS,
          summary:
            'Change an auth config: its name, set-up, actions or version; enable, disable or make it the default',
          params: AuthConfigParams,
          body: PatchBody,
          response: { 200: AuthConfigView },
        },
      },
      async (request) => {
        const { id } = request.params;
        const changed = await authConfigs.update(callerOf(request).projectId, id, (present) => {
          logNotesOf(request).provider = present.connectorKey;
          return changeOf(present, request.body, authConfigs, parts);
        });
        if (changed === undefined) throw fail('auth_config_unknown', { id });
        return view(changed);
      },
    );

    app.delete(
      `${base}/:id`,
      {
        config: { access: WRITE, api: notes('/:id') },
        schema: {
          tags: TAGS,
          summary:
            'Delete an auth config; with force=true, the accounts linked through it too, their tokens being given back',
          params: AuthConfigParams,
          querystring: DeleteQuery,
          response: { 204: Type.Null() },
        },
      },
      async (request, reply) => {
        const { projectId } = callerOf(request);
        const { id } = request.params;
        const config = await authConfigs.get(projectId, id);
        if (config === undefined) throw fail('auth_config_unknown', { id });
        logNotesOf(request).provider = config.connectorKey;
        if (request.query.force === true) await accountsOf.removeAll(projectId, id);
        else {
          const count = await accountsOf.count(projectId, id);
          if (count > 0) throw fail('auth_config_in_use', { id, count });
        }
        await authConfigs.remove(projectId, id);
        return reply.code(204).send(null);
      },
    );
  }
}
