import { describe, expect, it } from 'vitest';
import { loadOAuthDemo, type Provider, pretend, step } from '../execute/testing/harness.ts';
import { canRefresh, mergeCredentials, refreshCredentials } from './refresh.ts';

const ACTION = {
  actionId: 'renew',
  label: 'Renew',
  description: 'Renews.',
  categories: ['internal'],
  actionType: 'refresh_token',
  steps: [
    {
      description: 'Ask.',
      ...step('ask', 'request', {
        baseUrl: 'https://id.example',
        url: '/token',
        method: 'post',
        authorization: { type: 'none' },
        args: [
          { name: 'Content-Type', value: 'application/x-www-form-urlencoded', in: 'headers' },
          { name: 'grant_type', value: 'refresh_token', in: 'body' },
          { name: 'refresh_token', value: '$.credentials.refreshToken', in: 'body' },
        ],
      }),
    },
    {
      description: 'Map.',
      ...step(
        'map',
        'map_fields',
        {
          dataSource: '$.steps.ask.output.data',
          fields: [
            { targetFieldKey: 'accessToken', type: 'string', expression: '$.access_token' },
            { targetFieldKey: 'refreshToken', type: 'string', expression: '$.refresh_token' },
            { targetFieldKey: 'expiresIn', type: 'number', expression: '3600' },
          ],
        },
        { version: '2' },
      ),
    },
  ],
  result: { data: '$.steps.map.output.data' },
};

const connector = (more: Record<string, unknown>) => loadOAuthDemo({}, more);

const method = (more: Record<string, unknown>) => {
  const [found] = connector(more).authentication;
  if (found === undefined) throw new Error('no method');
  return found;
};

const old = {
  clientId: 'c',
  clientSecret: 'secret-0001',
  accessToken: 'old-access',
  refreshToken: 'old-refresh',
  cloudId: 'x',
};

const refresh = async (
  more: Record<string, unknown>,
  provider: Provider,
  credentials: Record<string, unknown> = old,
) => {
  const { transport, requests } = pretend(provider);
  const outcome = await refreshCredentials(method(more), {
    credentials,
    transport,
    apiHostUri: 'https://hub.example',
    clock: { now: () => 1_000 },
  });
  return { outcome, requests };
};

describe("renewing by the connector's own action", () => {
  const own = { refreshAuthentication: { schedule: '0 * * * *', action: ACTION } };

  it('puts what it yields over the old credentials; what it leaves out stays', async () => {
    const { outcome, requests } = await refresh(own, { json: { access_token: 'new-access' } });
    expect(outcome).toEqual({
      ok: true,
      credentials: { ...old, accessToken: 'new-access', expiresIn: 3_600 },
      changed: ['accessToken', 'expiresIn'],
      expiresAt: 3_601_000,
    });
    expect(requests[0]?.body).toBe('grant_type=refresh_token&refresh_token=old-refresh');
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('fails with the failure of the action', async () => {
    const { outcome } = await refresh(own, { status: 400, json: { error: 'invalid_grant' } });
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: 'provider', stepId: 'ask', message: 'invalid_grant' },
    });
  });

  it('fails where the action yields no credentials', async () => {
    const nothing = { refreshAuthentication: { action: { ...ACTION, result: { data: '$.steps.ask.output.gone' } } } };
    expect((await refresh(nothing, { json: {} })).outcome).toMatchObject({ ok: false, failure: { kind: 'engine' } });
  });

  it('is internal, and its schedule is known', () => {
    const { refresh: known } = method(own);
    expect(known).toMatchObject({ schedule: '0 * * * *', action: { internal: true, actionId: 'renew' } });
  });
});

describe('renewing by OAuth 2', () => {
  it('uses the refresh token', async () => {
    const { outcome } = await refresh({}, { json: { access_token: 'new-access', expires_in: 60 } });
    expect(outcome).toMatchObject({
      ok: true,
      credentials: { accessToken: 'new-access', refreshToken: 'old-refresh', cloudId: 'x', expiresIn: 60 },
      changed: ['accessToken', 'expiresIn'],
      expiresAt: 61_000,
    });
  });

  it('uses the client’s own credentials for that grant, the first time too', async () => {
    const client = { clientId: 'c', clientSecret: 'secret-0001' };
    const { outcome, requests } = await refresh(
      { grantType: 'client_credentials' },
      { json: { access_token: 'a1' } },
      client,
    );
    expect(outcome).toMatchObject({ ok: true, credentials: { ...client, accessToken: 'a1' } });
    expect(String(requests[0]?.body)).toContain('grant_type=client_credentials');
  });

  it('is impossible without a refresh token', async () => {
    const { outcome, requests } = await refresh({}, { json: {} }, { clientId: 'c' });
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'engine', statusCode: 401 } });
    expect(requests).toEqual([]);
    expect(canRefresh(method({}), { clientId: 'c' })).toBe(false);
    expect(canRefresh(method({}), old)).toBe(true);
  });
});

describe('merging credentials', () => {
  it.each([
    ['3600', 3_600],
    [60, 60],
    ['soon', 'soon'],
  ])('makes the number of seconds %j to %j', (expiresIn, expected) => {
    expect(mergeCredentials({}, { expiresIn }).credentials).toEqual({ expiresIn: expected });
  });

  it('leaves old values where the new ones are missing', () => {
    expect(mergeCredentials({ a: 1, b: 2, c: 3 }, { a: null, b: undefined, c: '', d: 4 })).toEqual({
      credentials: { a: 1, b: 2, c: 3, d: 4 },
      changed: ['d'],
    });
  });
});
