import { Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { type Clock, fail } from '../../kernel/index.ts';
import type { Audit } from '../audit/index.ts';
import { ProjectParams, projectOf } from '../operators/index.ts';
import { manageApiKeys } from './managed.ts';
import {
  ApiKeyView,
  CreateKeyBody,
  KeyParams,
  NewApiKeyView,
  PatchKeyBody,
  RotatedApiKeyView,
  RotateKeyBody,
  toApiKeyView,
} from './operator-schema.ts';
import { DEFAULT_SCOPES, SCOPES } from './scopes.ts';
import type { ApiKeys } from './service.ts';

/** Viewers may not even see which keys there are. */
const ADMIN: Access = { kind: 'operator', role: 'admin' };
const TAGS = ['Operators: API keys'];

/** What the routes of API keys need. */
export interface ApiKeyRouteParts {
  readonly apiKeys: ApiKeys;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** How long the old value keeps working unless its rotation says otherwise. */
const OVERLAP_HOURS = 24;

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
  const managed = manageApiKeys({ apiKeys, audit });

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
      const { key, value } = await managed.create(caller.actor, chosen);
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
      const { actor, project } = projectOf(request);
      const { enabled } = request.body;
      return toApiKeyView(await managed.setEnabled(actor, project.id, request.params.key_id, enabled));
    },
  );

  app.delete(
    `${base}/:key_id`,
    {
      config: { access: ADMIN },
      schema: { tags: TAGS, summary: 'Delete an API key', params: KeyParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { actor, project } = projectOf(request);
      await managed.remove(actor, project.id, request.params.key_id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    `${base}/:key_id/rotate`,
    {
      config: { access: ADMIN },
      schema: {
        tags: TAGS,
        summary:
          'Make the successor of an API key; its value is shown this once, and the old one works for a while yet',
        params: KeyParams,
        body: RotateKeyBody,
        response: { 201: RotatedApiKeyView },
      },
    },
    async (request, reply) => {
      const { actor, project } = projectOf(request);
      const { overlap_hours = OVERLAP_HOURS, expires_at } = request.body;
      const { key, value, replaced } = await managed.rotate(actor, project.id, request.params.key_id, {
        overlapMs: Math.round(overlap_hours * 3_600_000),
        expiresAt: expires_at === undefined ? undefined : expiryOf(expires_at, clock.now()),
      });
      return reply.code(201).send({ ...toApiKeyView(key), value, replaces: toApiKeyView(replaced) });
    },
  );
}
