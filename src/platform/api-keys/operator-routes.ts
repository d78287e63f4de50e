import { Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { type Clock, fail, toIso } from '../../kernel/index.ts';
import type { Audit, AuditEvent } from '../audit/index.ts';
import { type OperatorInProject, projectOf } from '../operators/index.ts';
import {
  ApiKeyView,
  CreateKeyBody,
  KeyParams,
  NewApiKeyView,
  PatchKeyBody,
  ProjectParams,
  toApiKeyView,
} from './operator-schema.ts';
import { DEFAULT_SCOPES, SCOPES } from './scopes.ts';
import type { ApiKeys } from './service.ts';
import type { ApiKey } from './store.ts';

/** Viewers may not even see which keys there are. */
const ADMIN: Access = { kind: 'operator', role: 'admin' };
const TAGS = ['Operators: API keys'];

/** What the routes of API keys need. */
export interface ApiKeyRouteParts {
  readonly apiKeys: ApiKeys;
  readonly audit: Audit;
  readonly clock: Clock;
}

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** @throws PatchbayError `validation_failed` for a time that cannot be read or has passed */
function expiryOf(text: string | null | undefined, now: number): number | null {
  if (text === undefined || text === null) return null;
  const time = DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (time > now) return time;
  const sentence = 'expires_at must be a moment to come, such as 2031-01-31T12:00:00Z.';
  throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
}

/** Registers the routes by which operators manage the API keys of a project. */
export function apiKeyRoutes(app: HttpApp, { apiKeys, audit, clock }: ApiKeyRouteParts): void {
  const base = '/operator/projects/:project_id/api_keys';
  const event = ({ actor, project }: OperatorInProject, action: string, key: ApiKey): AuditEvent => ({
    projectId: project.id,
    actor,
    action: `api_key.${action}`,
    target: { type: 'api_key', id: key.id },
    details: {
      name: key.name,
      prefix: key.prefix,
      ...(action === 'created' ? { scopes: [...key.scopes], expires_at: toIso(key.expiresAt) } : {}),
    },
  });

  app.get(
    base,
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'List the API keys of a project',
        params: ProjectParams,
        response: { 200: Type.Object({ data: Type.Array(ApiKeyView), default_scopes: Type.Array(Type.String()) }) },
      },
    },
    async (request) => {
      // Uses that were noted before this request are seen by it.
      await apiKeys.flush();
      const keys = await apiKeys.list(projectOf(request).project.id);
      return { data: keys.map(toApiKeyView), default_scopes: [...DEFAULT_SCOPES] };
    },
  );

  app.post(
    base,
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'Create an API key; its value is shown this once',
        params: ProjectParams,
        body: CreateKeyBody,
        response: { 201: NewApiKeyView },
      },
    },
    async (request, reply) => {
      const caller = projectOf(request);
      const { name, scopes = DEFAULT_SCOPES, expires_at } = request.body;
      const chosen = {
        projectId: caller.project.id,
        name: name.trim(),
        scopes: SCOPES.filter((scope) => scopes.includes(scope)),
        expiresAt: expiryOf(expires_at, clock.now()),
      };
      const { key, value } = await audit.recorded(
        (db) => apiKeys.create(chosen, db),
        (made) => event(caller, 'created', made.key),
      );
      return reply.code(201).send({ ...toApiKeyView(key), value });
    },
  );

  app.patch(
    `${base}/:key_id`,
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary: 'Enable or disable an API key',
        params: KeyParams,
        body: PatchKeyBody,
        response: { 200: ApiKeyView },
      },
    },
    async (request) => {
      const caller = projectOf(request);
      const { project } = caller;
      const { key_id: id } = request.params;
      const { enabled } = request.body;
      const key = await audit.recorded(
        async (db, notify) => {
          await apiKeys.setEnabled(project.id, id, enabled, db);
          await apiKeys.changed(notify);
          const changed = await apiKeys.find(project.id, id, db);
          if (changed === undefined) throw fail('api_key_not_found', { id });
          return changed;
        },
        (changed) => event(caller, enabled ? 'enabled' : 'disabled', changed),
      );
      return toApiKeyView(key);
    },
  );

  app.delete(
    `${base}/:key_id`,
    {
      config: { access: ADMIN },
      schema: { tags: TAGS, summary: 'Delete an API key', params: KeyParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const caller = projectOf(request);
      const { project } = caller;
      const { key_id: id } = request.params;
      await audit.recorded(
        async (db, notify) => {
          const key = await apiKeys.find(project.id, id, db);
          if (key === undefined) throw fail('api_key_not_found', { id });
          await apiKeys.remove(project.id, id, db);
          await apiKeys.changed(notify);
          return key;
        },
        (key) => event(caller, 'deleted', key),
      );
      return reply.code(204).send(null);
    },
  );
}
