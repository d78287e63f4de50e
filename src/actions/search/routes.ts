import { Type } from 'typebox';
import type { CompiledConnector } from '../../engine/index.ts';
import type { Access, HttpApp } from '../../http/index.ts';
import { fail } from '../../kernel/index.ts';
import { callerOf } from '../../platform/api-keys/index.ts';
import type { TargetParts } from '../target.ts';
import { indexOf, prepareIndexes } from './connector-index.ts';
import { offeredIn } from './offered.ts';
import { searchActions } from './rank.ts';

const SEARCH: Access = { kind: 'api-key', scopes: ['actions:execute', 'platform:read'] };
const BUILD: Access = { kind: 'api-key', scopes: ['actions:execute', 'platform:write'] };
/** Hits that the published clients ask for when their caller names no number. */
const TOP_K = 100;

const Nullable = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

const SearchBody = Type.Object({
  query: Type.String({ minLength: 1, maxLength: 4_096, description: 'What is to be done, in words.' }),
  connector: Nullable(Type.String({ maxLength: 128, description: 'Only actions of this connector.' })),
  top_k: Nullable(Type.Integer({ minimum: 1, maximum: 500 })),
  min_similarity: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
  project_id: Nullable(Type.String({ maxLength: 128, description: 'The project of the API key, or nothing.' })),
});

const SearchAnswer = Type.Object({
  query: Type.String(),
  total_count: Type.Integer(),
  connector_filter: Type.Optional(Type.String()),
  project_filter: Type.Optional(Type.String()),
  results: Type.Array(
    Type.Object({
      action_name: Type.String(),
      id: Type.String({ description: 'The same as `action_name`.' }),
      connector_key: Type.String(),
      similarity_score: Type.Number({ minimum: 0, maximum: 1 }),
      label: Type.String(),
      description: Type.String(),
      project_id: Type.String(),
    }),
  ),
});

const BuildBody = Type.Union([
  Type.Object({
    connector_key: Nullable(Type.String({ maxLength: 128 })),
    force_refresh: Nullable(Type.Boolean()),
  }),
  Type.Null(),
]);

const BuildAnswer = Type.Object({
  status: Type.Literal('success'),
  message: Type.String(),
  connector_filter: Type.Optional(Type.String()),
  actions_indexed: Type.Integer(),
});

const EXAMPLES = {
  request: { query: 'book a day off for somebody', connector: 'acme', top_k: 5 },
} as const;

/** Registers `POST /actions/search` and `POST /actions/build`. */
export function searchRoutes(app: HttpApp, parts: TargetParts): void {
  app.post(
    '/actions/search',
    {
      config: { access: SEARCH, api: { examples: EXAMPLES } },
      schema: {
        tags: ['Actions'],
        summary: 'Find the actions that a sentence asks for',
        body: SearchBody,
        response: { 200: SearchAnswer },
      },
    },
    async (request) => {
      const { projectId } = callerOf(request);
      const { query, connector, top_k, min_similarity, project_id } = request.body;
      if (project_id && project_id !== projectId) throw fail('project_foreign', { id: project_id });
      const { connectors, isOffered } = await offeredIn(projectId, parts);
      const wanted = connector ? connectors.filter(({ key }) => key === connector) : connectors;
      await prepareIndexes(wanted);
      const hits = searchActions(query, wanted, {
        topK: top_k ?? TOP_K,
        minSimilarity: min_similarity ?? 0,
        isOffered,
      });
      return {
        query,
        total_count: hits.length,
        ...(connector ? { connector_filter: connector } : {}),
        ...(project_id ? { project_filter: project_id } : {}),
        results: hits.map(({ action, connector: { key }, similarity }) => ({
          action_name: action.id,
          id: action.id,
          connector_key: key,
          similarity_score: Math.round(similarity * 10_000) / 10_000,
          label: action.label,
          description: action.description,
          project_id: projectId,
        })),
      };
    },
  );

  app.post(
    '/actions/build',
    {
      config: { access: BUILD, api: { refusals: [404] } },
      schema: {
        tags: ['Actions'],
        summary: 'Prepare the search over actions; searches do so themselves when they must',
        body: BuildBody,
        response: { 200: BuildAnswer },
      },
    },
    async (request) => {
      const { connector_key: key, force_refresh: force } = request.body ?? {};
      const all = await parts.connectors.list(callerOf(request).projectId);
      const wanted: readonly CompiledConnector[] = key ? all.filter((connector) => connector.key === key) : all;
      if (key && wanted.length === 0)
        throw fail('connector_not_found', { key, known: all.map((connector) => connector.key).join(', ') });
      await prepareIndexes(wanted, force === true);
      const indexed = wanted.reduce((count, connector) => count + indexOf(connector).actions.length, 0);
      return {
        status: 'success' as const,
        message: `${indexed} actions can be searched.`,
        ...(key ? { connector_filter: key } : {}),
        actions_indexed: indexed,
      };
    },
  );
}
