import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, demoSets, hub, linkDemoAccount } from '../../support/linking.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { requiredInputs } from './inputs.ts';
import { readSheets } from './read-sheets.ts';
import type { Fields, LinkingCase } from './sheet.ts';
import { compileFolder, secretsOf } from './world.ts';

const sheets = await readSheets();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.dispose());

async function fieldsOf(key: string, { credentials }: LinkingCase): Promise<Fields> {
  if (typeof credentials === 'function') return credentials(`${server.url}/sandbox/${key}`);
  if (typeof credentials === 'object') return credentials;
  const set = (await demoSets(server, key)).find(({ name }) => name === credentials);
  if (set === undefined) throw new Error(`The emulator of ${key} has no credential set "${credentials}".`);
  return set.fields;
}

const nameOf = ({ credentials }: LinkingCase): string =>
  typeof credentials === 'string' ? credentials : typeof credentials === 'function' ? credentials.name : 'own fields';

/** Sends the form of the hub. */
async function link(key: string, credentials: Fields) {
  const { token } = await createSession(server, { provider: key });
  const { body } = await hub(server, token, 'GET', '/hub/connectors');
  const { integration_id } = body.integrations[0];
  return hub(server, token, 'POST', '/hub/accounts', { integration_id, credentials });
}

describe.each([...sheets])('linking %s through the hub', (key, sheet) => {
  const named = sheet.linking.map((one, index) => [`${nameOf(one)} (${index + 1})`, one] as const);

  it.each(named.filter(([, { refused }]) => refused === undefined))('accepts %s', async (_name, one) => {
    expect(await link(key, await fieldsOf(key, one))).toMatchObject({ status: 201, body: { provider: key } });
  });

  it.each(named.filter(([, { refused }]) => refused !== undefined))('refuses %s and says why', async (_name, one) => {
    const fields = await fieldsOf(key, one);
    const { status, body } = await link(key, fields);
    expect({ status, code: body.code, message: body.message }).toEqual({
      status: 422,
      code: 'credentials_rejected',
      message: expect.stringMatching(one.refused!.message),
    });
    expect(body.message).toContain(`(${one.refused!.status})`);
    for (const secret of secretsOf(compileFolder(key).connector!, fields))
      expect(JSON.stringify(body)).not.toContain(secret);
  });
});

describe.each([...sheets])('a linked account of %s', (key, sheet) => {
  const actions = [...compileFolder(key).connector!.actions.values()].filter(({ internal }) => !internal);
  let account: string;

  beforeAll(async () => {
    account = await linkDemoAccount(server, key);
  });

  it('runs a list by RPC and goes on with the next page', async () => {
    const list = actions.find(
      (action) =>
        action.actionType === 'list' &&
        requiredInputs(action).length === 0 &&
        sheet.actions[action.actionId]?.mayBeEmpty === undefined,
    )!;
    const call = async (query: Readonly<Record<string, unknown>>) =>
      server.call('POST', '/actions/rpc', { action: list.id, query }, { 'x-account-id': account });
    const [least] = sheet.pageSizes;
    const first = await call({ page_size: least });
    expect(first).toMatchObject({ status: 200, body: { next: expect.any(String) } });
    expect(first.body.data).toHaveLength(least);
    const second = await call({ page_size: least, next: first.body.next });
    expect(second.status).toBe(200);
    expect(second.body.data.map(sheet.identity)).not.toEqual(first.body.data.map(sheet.identity));
  });

  it('offers every action to clients, with its inputs', async () => {
    const path = `/actions?filter[connectors]=${key}&include=action_details`;
    const { status, body } = await server.call('GET', path);
    expect(status).toBe(200);
    const offered = body.data[0].actions as { id: string; action_details: { input_schema: object } }[];
    expect(offered.map(({ id }) => id).sort()).toEqual(actions.map(({ id }) => id).sort());
    for (const { action_details } of offered) expect(action_details.input_schema).toMatchObject({ type: 'object' });
  });
});
