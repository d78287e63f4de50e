import { type Static, Type } from 'typebox';
import type { Access, HttpApp } from '../../http/index.ts';
import { fail, toIso } from '../../kernel/index.ts';
import type { Accounts } from '../accounts/index.ts';
import { actorOf, callerOf } from '../api-keys/index.ts';
import type { AuthConfigs } from '../auth-configs/index.ts';
import { checkVersionPin } from '../auth-configs/index.ts';
import { logNotesOf } from '../logs/index.ts';
import {
  CONNECTOR_KEY,
  ConnectorList,
  ConnectorParams,
  ConnectorSource,
  DeleteQuery,
  FILE_NAME,
  type Finding,
  PUSH_LIMIT,
  PushBody,
  Pushed,
  VersionList,
  VersionQuery,
} from './schema.ts';
import type { CheckedConnector, Registry } from './service.ts';
import type { Files } from './store.ts';

const READ: Access = { kind: 'api-key', scopes: ['connectors:read'] };
const WRITE: Access = { kind: 'api-key', scopes: ['connectors:write'] };
const TAGS = ['Registry'];

interface Chosen {
  readonly source: 'builtin' | 'custom';
  readonly version: string;
}

/** The connectors of a project, as far as the registry shows them. */
export interface ConnectorsOfProject {
  entries(projectId: string): Promise<
    readonly (Chosen & {
      readonly key: string;
      readonly title: string;
      readonly connector: { readonly releaseStage: string; readonly categories: readonly string[] } | undefined;
    })[]
  >;
  versions(
    projectId: string,
    key: string,
  ): Promise<readonly (Chosen & { readonly createdAt: number | null; readonly current: boolean })[]>;
  files(projectId: string, key: string, pin: string | null): Promise<Chosen & { readonly files: Files }>;
}

/** What the registry routes need. */
export interface RegistryRouteParts {
  readonly registry: Registry;
  readonly connectors: ConnectorsOfProject;
  readonly accounts: Accounts;
  readonly authConfigs: AuthConfigs;
  /** Reads and checks the files of a connector; no connector when there are errors. */
  readonly check: (files: Files) => Promise<{
    readonly connector?: CheckedConnector | undefined;
    readonly diagnostics: readonly Static<typeof Finding>[];
  }>;
  /** Whether a connector of this key comes with the server. */
  readonly isBuiltin: (key: string) => boolean;
  /** Gives the project auth configs for the ways to connect that need no set-up, where it has none. */
  readonly enable: (projectId: string, key: string) => Promise<void>;
}

const toFinding = ({ file, line, column, severity, code, message }: Static<typeof Finding>) => ({
  file,
  line,
  column,
  severity,
  code,
  message,
});

/** @throws PatchbayError `validation_failed` for names that no file of a connector has */
function checkNames(files: Files): void {
  const wrong = Object.keys(files).filter((name) => !FILE_NAME.test(name));
  if (wrong.length === 0) return;
  const named = wrong.slice(0, 5).map((name) => JSON.stringify(name.slice(0, 64)));
  const sentence = `files ${named.join(', ')}: a file is named <connector>.connector.s1.yaml or <connector>.<resource>.s1.partial.yaml, without folders.`;
  throw fail('validation_failed', { summary: sentence }, { errors: [sentence] });
}

/** Registers `GET /connectors`, `GET|PUT|DELETE /connectors/:key` and `GET /connectors/:key/versions`. */
export function registryRoutes(app: HttpApp, parts: RegistryRouteParts): void {
  const { registry, connectors, accounts, authConfigs, check, isBuiltin, enable } = parts;

  app.get(
    '/connectors',
    {
      config: { access: READ },
      schema: {
        tags: TAGS,
        summary: 'List connectors: those that come with the server and those of the project',
        response: { 200: ConnectorList },
      },
    },
    async (request) => {
      const found = await connectors.entries(callerOf(request).projectId);
      return {
        data: found.map(({ key, title, version, source, connector }) => ({
          key,
          title,
          version,
          source,
          usable: connector !== undefined,
          release_stage: connector?.releaseStage ?? null,
          categories: [...(connector?.categories ?? [])],
        })),
      };
    },
  );

  app.get(
    '/connectors/:key',
    {
      config: { access: READ, api: { refusals: [409] } },
      schema: {
        tags: TAGS,
        summary: 'Download a connector: the files of one version',
        params: ConnectorParams,
        querystring: VersionQuery,
        response: { 200: ConnectorSource },
      },
    },
    async (request) => {
      const { key } = request.params;
      const { version: asked } = request.query;
      const pin = asked === undefined ? null : checkVersionPin(asked, 'version');
      const { version, source, files } = await connectors.files(callerOf(request).projectId, key, pin);
      return { key, version, source, files: { ...files } };
    },
  );

  app.get(
    '/connectors/:key/versions',
    {
      config: { access: READ },
      schema: {
        tags: TAGS,
        summary: 'List the versions of a connector, newest first',
        params: ConnectorParams,
        response: { 200: VersionList },
      },
    },
    async (request) => {
      const { key } = request.params;
      const found = await connectors.versions(callerOf(request).projectId, key);
      return {
        key,
        data: found.map(({ version, source, createdAt, current }) => ({
          version,
          source,
          created_at: createdAt === null ? null : toIso(createdAt),
          current,
        })),
      };
    },
  );

  app.put(
    '/connectors/:key',
    {
      config: { access: WRITE, api: { refusals: [422] } },
      bodyLimit: PUSH_LIMIT,
      schema: {
        tags: TAGS,
        summary: 'Push a version of a connector; versions never change',
        params: ConnectorParams,
        body: PushBody,
        response: { 200: Pushed, 201: Pushed },
      },
    },
    async (request, reply) => {
      const { key } = request.params;
      const { files } = request.body;
      const { projectId } = callerOf(request);
      checkNames(files);
      const { connector, diagnostics } = await check(files);
      const found = diagnostics.map(toFinding);
      if (connector === undefined) {
        const count = found.filter(({ severity }) => severity === 'error').length;
        throw fail('connector_invalid', { key, count }, { body: { diagnostics: found } });
      }
      if (connector.key !== key || !CONNECTOR_KEY.test(key))
        throw fail('connector_key_refused', { key, found: connector.key }, { body: { diagnostics: found } });
      logNotesOf(request).provider = key;
      const created = await registry.push(projectId, connector, files, actorOf(request));
      await enable(projectId, key);
      return reply.code(created ? 201 : 200).send({ key, version: connector.version, created, diagnostics: found });
    },
  );

  app.delete(
    '/connectors/:key',
    {
      config: { access: WRITE },
      schema: {
        tags: TAGS,
        summary: 'Delete a connector of the project with all its versions; force=true although accounts use it',
        params: ConnectorParams,
        querystring: DeleteQuery,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { key } = request.params;
      const { projectId } = callerOf(request);
      const own = (await registry.versions(projectId)).all.some((one) => one.key === key);
      if (!own && isBuiltin(key)) throw fail('connector_builtin', { key });
      // Throws for a key that is not known, and names those that are.
      await connectors.versions(projectId, key);
      logNotesOf(request).provider = key;
      const count = await accounts.count(projectId, { provider: key });
      if (count > 0 && request.query.force !== true) throw fail('connector_in_use', { key, count });
      await registry.remove(projectId, key, actorOf(request));
      if (isBuiltin(key)) await enable(projectId, key);
      else {
        await authConfigs.forgetConnector(projectId, key);
        for (const { id, connectorKey } of await authConfigs.list(projectId)) {
          // Those that accounts use stay: the accounts work again once the connector is pushed again.
          const used = connectorKey === key && (await accounts.count(projectId, { authConfigId: id })) > 0;
          if (connectorKey === key && !used) await authConfigs.remove(projectId, id);
        }
      }
      return reply.code(204).send(null);
    },
  );
}
