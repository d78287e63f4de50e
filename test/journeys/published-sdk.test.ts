import { StackOne } from '@stackone/stackone-client-ts';
import { UnauthorizedResponse } from '@stackone/stackone-client-ts/sdk/models/errors/unauthorizedresponse.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

let server: TestServer;
let sdk: StackOne;
let account: string;

beforeAll(async () => {
  server = await startTestServer();
  sdk = new StackOne({ serverURL: server.url, security: { username: TEST_KEY, password: '' } });
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

describe('the published TypeScript client', () => {
  it('creates a connect session and authenticates its token', async () => {
    const made = await sdk.connectSessions.createConnectSession({
      originOwnerId: 'sdk-1',
      originOwnerName: 'SDK One',
      provider: 'humaans',
    });
    const session = made.connectSessionTokenAuthLink!;
    expect(session.authLinkUrl).toContain(session.token);
    const checked = await sdk.connectSessions.authenticateConnectSession({ token: session.token });
    expect(checked.connectSession).toMatchObject({ id: session.id, originOwnerId: 'sdk-1', provider: 'humaans' });
  });

  it('lists, gets, changes and deletes accounts', async () => {
    const own = await linkDemoAccount(server, 'humaans', { session: { origin_owner_id: 'sdk-2' } });
    const listed = await sdk.accounts.listLinkedAccounts({ originOwnerId: 'sdk-2' });
    expect(listed.classes).toHaveLength(1);
    expect(listed.classes![0]).toMatchObject({ id: own, provider: 'humaans', status: 'active' });
    const got = await sdk.accounts.getAccount({ id: own });
    expect(got.linkedAccount).toMatchObject({ id: own, originOwnerName: 'Owner One' });
    const changed = await sdk.accounts.updateAccount({
      id: own,
      patchAccountExternalDto: { originOwnerName: 'Renamed' },
    });
    expect(changed.linkedAccount).toMatchObject({ originOwnerName: 'Renamed' });
    await sdk.accounts.deleteAccount({ id: own });
    await expect(sdk.accounts.getAccount({ id: own })).rejects.toMatchObject({ statusCode: 404 });
  });

  it('lists and gets connectors, and what an account can do', async () => {
    const listed = await sdk.connectors.listConnectorsMeta({ include: 'resources,inactive' });
    expect(listed.classes?.map(({ provider }) => provider)).toContain('humaans');
    const { connectorsMeta } = await sdk.connectors.getConnectorMeta({ provider: 'humaans', include: 'resources' });
    expect(connectorsMeta).toMatchObject({ provider: 'humaans', category: 'hris', active: true });
    expect(connectorsMeta?.resources?.images?.logoUrl).toMatch(/^http:/);
    const { linkedAccountMeta } = await sdk.accounts.getAccountMetaInfo({ id: account });
    expect(linkedAccountMeta).toMatchObject({ provider: 'humaans', category: 'hris' });
  });

  it('lists actions with their details', async () => {
    const pages = await sdk.actions.listActionsMeta({ filter: { connectors: 'humaans' } });
    const [connector] = pages.actionsMetaPaginated?.data ?? [];
    expect(connector?.key).toBe('humaans');
    expect(connector?.actions?.map(({ id }) => id)).toContain('humaans_list_people');
  });

  it('runs an action through RPC with the account in the body', async () => {
    const answer = await sdk.actions.rpcAction({
      action: 'humaans_list_people',
      headers: { 'x-account-id': account } as never,
      query: { page_size: 5 } as never,
    });
    expect(answer.actionsRpcResponse?.data).toHaveLength(5);
    expect(answer.actionsRpcResponse?.next).toEqual(expect.any(String));
  });

  it('gets the typed error for a wrong key', async () => {
    const stranger = new StackOne({ serverURL: server.url, security: { username: 'v1.local.nobody', password: '' } });
    await expect(stranger.accounts.listLinkedAccounts({})).rejects.toBeInstanceOf(UnauthorizedResponse);
  });
});
