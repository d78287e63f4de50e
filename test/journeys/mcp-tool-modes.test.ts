import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkDemoAccount } from '../support/linking.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: string;

beforeAll(async () => {
  server = await startTestServer();
  account = await linkDemoAccount(server, 'humaans');
});
afterAll(() => server.dispose());

async function rpc(query: string, method: string, params: object = {}, id = account) {
  const { body } = await server.call(
    'POST',
    `/mcp?${query}`,
    { jsonrpc: '2.0', id: 1, method, params },
    {
      accept: 'application/json',
      ...(id === '' ? {} : { 'x-account-id': id }),
    },
  );
  return body;
}

interface Tool {
  readonly name: string;
  readonly inputSchema: { readonly properties: Record<string, object>; readonly required?: string[] };
}
const tools = async (query: string, id?: string): Promise<Tool[]> =>
  (await rpc(query, 'tools/list', {}, id)).result.tools;
const callTool = async (query: string, name: string, args: object) => {
  const { result, error } = await rpc(query, 'tools/call', { name, arguments: args });
  return error === undefined ? { ...JSON.parse(result.content[0].text), isError: result.isError } : { error };
};

describe('tool-mode=search_execute', () => {
  const MODE = 'tool-mode=search_execute';

  it('offers two tools for an account in place of one for each action', async () => {
    expect((await tools(MODE)).map(({ name }) => name)).toEqual(['humaans_search_actions', 'humaans_execute_action']);
    expect((await tools(MODE, '')).map(({ name }) => name)).toEqual([
      'humaans_search_actions',
      'humaans_execute_action',
    ]);
    expect((await tools('tool-mode=individual')).length).toBeGreaterThan(100);
    expect((await tools(MODE))[1]?.inputSchema.properties).toHaveProperty('query');
  });

  it('finds an action by what is meant, and runs it', async () => {
    const { actions } = await callTool(MODE, 'humaans_search_actions', { query: 'everybody who works here', top_k: 3 });
    expect(actions).toHaveLength(3);
    expect(actions[0]).toEqual({
      action_id: expect.stringMatching(/^humaans_list_(people|employees)$/),
      label: expect.any(String),
      description: expect.any(String),
      score: expect.any(Number),
      input_schema: expect.objectContaining({ type: 'object' }),
    });
    const ran = await callTool(MODE, 'humaans_execute_action', {
      action_id: 'humaans_list_people',
      query: { page_size: 2 },
    });
    expect(ran.data).toHaveLength(2);
    expect(ran.next).toEqual(expect.any(String));
  });

  it('tells an agent what is wrong with its call', async () => {
    const wrong = await callTool(MODE, 'humaans_execute_action', { action_id: 'humaans_get_person', path: {} });
    expect(wrong).toMatchObject({ isError: true, code: 'inputs_invalid' });
    for (const [name, args] of [
      ['humaans_search_actions', {}],
      ['humaans_search_actions', { query: 'x', top_k: 0 }],
      ['humaans_execute_action', {}],
      ['humaans_execute_action', { action_id: 'nothing' }],
      ['humaans_execute_action', { action_id: 'humaans_get_me', parameters: 1 }],
      ['nutshell_search_actions', { query: 'x' }],
    ] as const)
      expect(await callTool(MODE, name, args), `${name} ${JSON.stringify(args)}`).toMatchObject({
        error: { code: -32_602 },
      });
  });

  it('knows the two tools in this mode only', async () => {
    expect(await callTool('', 'humaans_search_actions', { query: 'people' })).toMatchObject({
      error: { code: -32_602 },
    });
  });
});

describe('param-style', () => {
  const schemaOf = async (style: string, name: string) =>
    (await tools(`param-style=${style}`)).find((tool) => tool.name === name)!.inputSchema;

  it('flat_prefixed names each argument with its group', async () => {
    const schema = await schemaOf('flat_prefixed', 'humaans_get_person');
    expect(Object.keys(schema.properties)).toContain('path_id');
    expect(schema.required).toEqual(['path_id']);
    const { data } = await callTool('param-style=flat_prefixed', 'humaans_list_people', { query_page_size: 2 });
    expect(data).toHaveLength(2);
    const one = await callTool('param-style=flat_prefixed', 'humaans_get_person', { path_id: data[0].id });
    expect(one.data.id).toBe(data[0].id);
  });

  it('flat_smart names them without it where no two groups clash', async () => {
    const schema = await schemaOf('flat_smart', 'humaans_get_person');
    expect(schema.required).toEqual(['id']);
    const { data } = await callTool('param-style=flat_smart', 'humaans_list_people', { page_size: 3 });
    expect(data).toHaveLength(3);
  });

  it('still takes the groups themselves, and refuses what is not known', async () => {
    const { data } = await callTool('param-style=flat_smart', 'humaans_list_people', { query: { page_size: 1 } });
    expect(data).toHaveLength(1);
    const refused = await server.call(
      'POST',
      '/mcp?param-style=round',
      { jsonrpc: '2.0', id: 1, method: 'ping' },
      { accept: '*/*' },
    );
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('goes together with search_execute', async () => {
    const query = 'tool-mode=search_execute&param-style=flat_smart';
    const { actions } = await callTool(query, 'humaans_search_actions', { query: 'get a person by id', top_k: 5 });
    const found = actions.find(({ action_id }: { action_id: string }) => action_id === 'humaans_get_person');
    expect(Object.keys(found.input_schema.properties)).toContain('id');
    const { data } = await callTool(query, 'humaans_execute_action', {
      action_id: 'humaans_list_people',
      parameters: { page_size: 2 },
    });
    expect(data).toHaveLength(2);
  });
});
