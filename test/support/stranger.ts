import { SCOPES } from '../../src/platform/api-keys/index.ts';
import type { TestServer } from './server.ts';

/** Makes an API key with every scope, of another project that has nothing. @returns its value */
export async function strangerKey({ platform }: TestServer): Promise<string> {
  await platform.database.kysely
    .insertInto('projects')
    .values({ id: 'empty', organization_id: '1', name: 'Empty', settings: '{}', created_at: 1, updated_at: 1 })
    .execute();
  return (await platform.apiKeys.create({ projectId: 'empty', name: 'x', scopes: SCOPES })).value;
}
