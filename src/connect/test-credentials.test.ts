import { describe, expect, it } from 'vitest';
import type { ActionRunner } from '../catalog/index.ts';
import type { ActionResult, AuthMethod, CompiledConnector } from '../engine/index.ts';
import type { Offer } from './offers.ts';
import { testCredentials } from './test-credentials.ts';

const SECRET = 'very-secret-key-0123';

function offer(tests: readonly { id: string; required?: boolean; applies?: boolean }[]): Offer {
  const testActions = tests.map(({ id, required = true, applies = true }) => ({
    action: { id } as never,
    required,
    applies: () => applies,
  }));
  return {
    config: { projectId: 'p', environment: 'production' } as never,
    connector: { key: 'acme', title: 'Acme', version: '1.0.0' } as CompiledConnector,
    method: { key: 'custom', testActions } as unknown as AuthMethod,
  };
}

const answering =
  (status: number, body: unknown, message = 'no'): ActionRunner =>
  async () =>
    ({
      successful: false,
      statusCode: status,
      failure: {
        stepId: 's',
        kind: 'provider',
        message,
        provider: { status, url: 'https://x.example', body, headers: {} },
      },
    }) as ActionResult;
const passing: ActionRunner = async () => ({ successful: true, statusCode: 200 });
const check = (runner: ActionRunner, one: Offer = offer([{ id: 'ping' }])) =>
  testCredentials(one, { apiKey: SECRET }, runner);

describe('testing credentials', () => {
  it('passes when every required test passes, and without any', async () => {
    await check(passing);
    await check(answering(401, {}), offer([]));
  });

  it('lets a test fail that is not required, and skips one that is not meant for this account', async () => {
    await check(answering(401, {}), offer([{ id: 'a', required: false }]));
    await check(answering(401, {}), offer([{ id: 'a', applies: false }]));
  });

  it.each([400, 401, 402, 403, 404, 422])('takes a %i for a refusal, in the provider’s words', async (status) => {
    await expect(check(answering(status, { message: 'Wrong key' }, 'Wrong key'))).rejects.toMatchObject({
      code: 'credentials_rejected',
      status: 422,
      message: expect.stringMatching(new RegExp(`Acme.*${status}.*Wrong key\\.$`)),
      extras: { body: { provider_response: '{"message":"Wrong key"}' } },
    });
  });

  it.each([429, 500, 503])('does not take a %i for a refusal', async (status) => {
    await expect(check(answering(status, 'busy'))).rejects.toMatchObject({
      code: 'credentials_not_checked',
      status: status === 429 ? 429 : 502,
    });
  });

  it('never repeats a secret that the provider repeats', async () => {
    const refusal = check(answering(401, { error: `unknown key ${SECRET}` }, `unknown key ${SECRET}`));
    await expect(refusal).rejects.toSatisfy(
      (error: Error) =>
        !JSON.stringify([error.message, (error as never as { extras: unknown }).extras]).includes(SECRET),
    );
  });

  it('has words for an answer without any, and cuts one that is too long', async () => {
    await expect(check(answering(403, undefined, 'HTTP error: 403'))).rejects.toThrow(/Forbidden/);
    await expect(check(answering(400, 'x'.repeat(50_000)))).rejects.toMatchObject({
      extras: { body: { provider_response: expect.stringMatching(/^x{8000}…$/) } },
    });
  });
});
