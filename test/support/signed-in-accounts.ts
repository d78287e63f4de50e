import { randomUUID } from 'node:crypto';
import type { NewLink } from '../../src/platform/accounts/index.ts';
import type { NewAuthConfig } from '../../src/platform/auth-configs/index.ts';
import { defaultProject } from './oauth.ts';
import type { TestServer } from './server.ts';

/** Enables a connector in the default project, for production unless told otherwise. @returns the id of the auth config */
export async function addAuthConfig(
  server: TestServer,
  config: Pick<NewAuthConfig, 'connectorKey' | 'authMethodKey'> & Partial<NewAuthConfig>,
): Promise<string> {
  const { id } = await server.platform.authConfigs.create({
    projectId: await defaultProject(server),
    name: config.connectorKey,
    environment: 'production',
    enabled: true,
    isDefault: false,
    actions: null,
    versionPin: null,
    setup: {},
    secrets: {},
    ...config,
  });
  return id;
}

/** Links an account of a new owner with the tokens of a sign-in that nobody went through. @returns its id */
export async function linkSignedIn(
  server: TestServer,
  authConfigId: string,
  link: Pick<NewLink, 'secrets'> & Partial<NewLink>,
): Promise<string> {
  const projectId = await defaultProject(server);
  const { authMethodKey, connectorKey, environment } = (await server.platform.authConfigs.get(
    projectId,
    authConfigId,
  ))!;
  const { account } = await server.platform.accounts.link({
    projectId,
    authConfigId,
    authMethodKey,
    provider: connectorKey,
    environment,
    originOwnerId: randomUUID(),
    originOwnerName: 'Owner',
    originUsername: null,
    label: null,
    metadata: null,
    type: environment === 'sandbox' ? 'test' : 'production',
    setup: {},
    grantedScopes: null,
    statusReasons: [],
    alwaysNew: false,
    ...link,
  });
  return account.id;
}
