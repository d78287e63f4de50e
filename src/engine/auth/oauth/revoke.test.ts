import { describe, expect, it } from 'vitest';
import { fail } from '../../../kernel/index.ts';
import { loadOAuthDemo, pretend } from '../../execute/testing/harness.ts';
import type { AuthMethod } from '../../program.ts';
import { canRevoke, revokeTokens } from './revoke.ts';

const credentials = { clientId: 'client-1', clientSecret: 'secret-0001', refreshToken: 'rt-123456', sub: 'acme' };

const method = (authorization: Record<string, unknown> = {}): AuthMethod =>
  loadOAuthDemo({ revocationUrl: 'https://${credentials.sub}.id.example/revoke', ...authorization }).authentication[0]!;

const revoke = (
  answer: Parameters<typeof pretend>[0],
  more: { readonly authorization?: Record<string, unknown>; readonly credentials?: Record<string, unknown> } = {},
) => {
  const provider = pretend(answer);
  const outcome = revokeTokens(method(more.authorization), {
    credentials: { ...credentials, ...more.credentials },
    apiHostUri: 'https://hub.example',
    transport: provider.transport,
  });
  return outcome.then((result) => ({ result, asked: provider.requests }));
};

describe('giving tokens back', () => {
  it('sends the refresh token with the client, as RFC 7009 has it', async () => {
    const { result, asked } = await revoke(() => ({ status: 200 }));
    expect(result).toEqual({ ok: true });
    expect(asked).toMatchObject([{ method: 'POST', url: 'https://acme.id.example/revoke' }]);
    expect(Object.fromEntries(new URLSearchParams(String(asked[0]!.body)))).toEqual({
      token: 'rt-123456',
      token_type_hint: 'refresh_token',
      client_id: 'client-1',
      client_secret: 'secret-0001',
    });
  });

  it('sends the access token where there is no other, and the client in a header where the connector does so', async () => {
    const { asked } = await revoke(() => ({ status: 204 }), {
      authorization: { customHeaders: { Authorization: 'Basic abc' } },
      credentials: { refreshToken: null, accessToken: 'at-1' },
    });
    expect(asked[0]!.headers).toMatchObject({ authorization: 'Basic abc' });
    expect(String(asked[0]!.body)).toBe('token=at-1&token_type_hint=access_token');
  });

  it('tells why the provider did not, without secrets', async () => {
    const refused = await revoke(() => ({ status: 400, json: { error: 'unsupported_token_type rt-123456' } }));
    expect(refused.result).toMatchObject({ ok: false, failure: { kind: 'provider', statusCode: 400 } });
    expect(JSON.stringify(refused.result)).not.toContain('rt-123456');
    const silent = await revoke(() => {
      throw fail('provider_unreachable', { connector: 'id.example', reason: 'refused.' });
    });
    expect(silent.result).toMatchObject({ ok: false, failure: { kind: 'transport' } });
    const incomplete = await revoke(() => ({ status: 200 }), { credentials: { sub: undefined } });
    expect(incomplete).toMatchObject({ result: { ok: false, failure: { kind: 'engine' } }, asked: [] });
  });

  it('is possible only where the connector says so and there is a token', () => {
    expect(canRevoke(method(), credentials)).toBe(true);
    expect(canRevoke(method(), { clientId: 'x' })).toBe(false);
    expect(canRevoke(method({ revocationUrl: undefined }), credentials)).toBe(false);
  });
});
