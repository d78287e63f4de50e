import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { basic, startTestServer, TEST_KEY, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

async function connected(headers: Record<string, string>, query = ''): Promise<Client> {
  const client = new Client({ name: 'journey', version: '1.0.0' });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${server.url}/mcp${query}`), { requestInit: { headers } }),
  );
  return client;
}

describe('the official MCP client', () => {
  it('initializes, pings, lists the account’s tools and calls one', async () => {
    const client = await connected({ authorization: basic(TEST_KEY), 'x-account-id': account });
    expect(client.getServerVersion()).toMatchObject({ name: 'patchbay' });
    await client.ping();
    const { tools } = await client.listTools();
    const list = tools.find(({ name }) => name === 'humaans_list_people');
    expect(list).toMatchObject({ annotations: { readOnlyHint: true }, inputSchema: { type: 'object' } });
    const answer = await client.callTool({ name: 'humaans_list_people', arguments: { query: { page_size: 2 } } });
    const [content] = answer.content as { type: string; text: string }[];
    expect(JSON.parse(content!.text).data).toHaveLength(2);
    await client.close();
  });

  it('may name the account in the query and send the key as a bearer token', async () => {
    const client = await connected({ authorization: `Bearer ${TEST_KEY}` }, `?x-account-id=${account}`);
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(3);
    await client.close();
  });

  it('hears of bad arguments as a tool error that says which', async () => {
    const client = await connected({ authorization: basic(TEST_KEY), 'x-account-id': account });
    const answer = await client.callTool({ name: 'humaans_get_person', arguments: { path: {} } });
    expect(answer.isError).toBe(true);
    expect((answer.content as { text: string }[])[0]!.text).toContain('id');
    await client.close();
  });

  it('is shown what the provider said, so that an agent can mend its arguments', async () => {
    const client = await connected({ authorization: basic(TEST_KEY), 'x-account-id': account });
    const answer = await client.callTool({ name: 'humaans_get_person', arguments: { path: { id: 'nobody' } } });
    expect(answer.isError).toBe(true);
    const told = JSON.parse((answer.content as { text: string }[])[0]!.text);
    expect(told).toMatchObject({
      code: 'provider_not_found',
      status: 404,
      provider_answer: { name: 'NotFound', code: 404 },
    });
    await client.close();
  });

  it('hears of an unknown tool as a protocol error with the nearest name', async () => {
    const client = await connected({ authorization: basic(TEST_KEY), 'x-account-id': account });
    await expect(client.callTool({ name: 'humaans_list_peple', arguments: {} })).rejects.toThrow(/humaans_list_people/);
    await client.close();
  });

  it('may list the tools of the project without naming an account, but not call one', async () => {
    const client = await connected({ authorization: basic(TEST_KEY) });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('humaans_list_people');
    await expect(client.callTool({ name: 'humaans_get_me', arguments: {} })).rejects.toThrow(/x-account-id/);
    await client.close();
  });
});
