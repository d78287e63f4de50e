import { describe, expect, it } from 'vitest';
import type { ActionRunner } from '../catalog/index.ts';
import type { ActionFailure } from '../engine/index.ts';
import { isPatchbayError } from '../kernel/index.ts';
import type { Offer } from './offers.ts';
import { testCredentials } from './test-credentials.ts';
import { connectorWith, method } from './testing/connector.ts';

const connector = connectorWith({ actions: { check: [] } });
const action = [...connector.actions.values()][0]!;
const config = { id: 'c', projectId: 'p', environment: 'production' } as Offer['config'];

const nobody = () => undefined;

const tested = async (
  failure: Partial<ActionFailure> | undefined,
  { required = true, applies = true, credentials = {} } = {},
) => {
  const runner = (async () => ({ failure })) as unknown as ActionRunner;
  const way = { ...method(), testActions: [{ action, required, applies: () => applies, connectedAs: nobody }] };
  return (await testCredentials({ config, connector, method: way }, credentials, runner)).limitations;
};

/** Tests credentials against a provider that answers so. @returns the error, if any */
async function outcome(failure: Partial<ActionFailure> | undefined, required = true) {
  try {
    await tested(failure, { required });
    return;
  } catch (error) {
    if (!isPatchbayError(error)) throw error;
    return error;
  }
}

const answered = (status: number, body: unknown, message = 'No.'): Partial<ActionFailure> => ({
  stepId: 'ask',
  kind: 'provider',
  message,
  provider: { status, url: 'https://x.example/', headers: {}, body },
});

describe('the answer of a provider that refuses', () => {
  it.each([
    [{ reason: 'unknown key' }, '{"reason":"unknown key"}'],
    ['Go away', 'Go away'],
    [undefined, ''],
    [null, ''],
    [0, '0'],
    [[], '[]'],
  ])('%j is passed on as text, as published clients need it', async (body, text) => {
    expect((await outcome(answered(401, body)))?.extras.body).toEqual({ provider_response: text });
  });

  it('is cut where it is longer than anyone reads', async () => {
    const { provider_response: text } = (await outcome(answered(403, 'x'.repeat(20_000))))!.extras.body as {
      provider_response: string;
    };
    expect(text).toHaveLength(8_001);
    expect(text.endsWith('x…')).toBe(true);
  });

  it.each([
    [401, 'HTTP error: 401', 'Lathe & Co did not accept these credentials (401): Unauthorized.'],
    [403, 'The key is read-only', 'Lathe & Co did not accept these credentials (403): The key is read-only.'],
    [422, 'Really?', 'Lathe & Co did not accept these credentials (422): Really?'],
  ])('%i %s becomes a sentence', async (status, message, sentence) => {
    expect(await outcome(answered(status, {}, message))).toMatchObject({
      code: 'credentials_rejected',
      message: sentence,
    });
  });

  it('does not matter where the test may fail, nor where there is none', async () => {
    expect(await outcome(answered(401, {}), false)).toBeUndefined();
    expect(await outcome(undefined)).toBeUndefined();
  });

  it('is no refusal when the provider is unwell', async () => {
    expect(await outcome(answered(503, {}))).toMatchObject({ code: 'credentials_not_checked', status: 502 });
    expect(await outcome(answered(429, {}))).toMatchObject({ code: 'credentials_not_checked', status: 429 });
  });
});

describe('a test that is not required', () => {
  it('tells what it found missing, and nothing when the provider is unwell', async () => {
    expect(await tested(answered(403, {}, 'Reviews are empty'), { required: false })).toEqual(['Reviews are empty.']);
    expect(await tested(answered(503, {}), { required: false })).toEqual([]);
    expect(await tested(undefined, { required: false })).toEqual([]);
  });

  it('is left out when it is not meant for such an account', async () => {
    expect(await tested(answered(401, {}), { applies: false })).toEqual([]);
  });
});

describe('a key that the provider repeats in its refusal', () => {
  it('is not repeated to anybody', async () => {
    const credentials = { apiKey: 'very-secret-key-0123' };
    const refusal = answered(401, { error: 'unknown key very-secret-key-0123' }, 'unknown key very-secret-key-0123');
    await expect(tested(refusal, { credentials })).rejects.toSatisfy(
      (error) => isPatchbayError(error) && !JSON.stringify([error.message, error.extras]).includes('very-secret'),
    );
  });
});

describe('what is no secret', () => {
  it('may be named in a refusal', async () => {
    const field = { label: 'F', type: 'text', required: true, readOnly: false } as const;
    const way = {
      ...method(),
      configFields: [
        { ...field, key: 'user', secret: false },
        { ...field, key: 'apiKey', secret: true },
      ],
      testActions: [{ action, required: true, applies: () => true, connectedAs: nobody }],
    };
    const runner = (async () => ({
      failure: answered(403, {}, 'ada@acme.example with key-0123456 may not'),
    })) as unknown as ActionRunner;
    const refusal = testCredentials(
      { config, connector, method: way },
      { user: 'ada@acme.example', apiKey: 'key-0123456' },
      runner,
    );
    await expect(refusal).rejects.toThrow(/ada@acme\.example with \[redacted\] may not/);
  });
});

describe('who was connected', () => {
  const test = (connectedAs: (account: unknown, data: unknown) => string | undefined, required = true) => ({
    action,
    required,
    applies: () => true,
    connectedAs,
  });
  const report = (testActions: ReturnType<typeof test>[], failure?: Partial<ActionFailure>) =>
    testCredentials({ config, connector, method: { ...method(), testActions } }, {}, (async () => ({
      failure,
      data: { email: 'ada@acme.example' },
    })) as unknown as ActionRunner);
  const email = (_account: unknown, data: unknown) => (data as { email: string }).email;

  it('is what the first test that can tell found', async () => {
    expect((await report([test(nobody), test(email), test(() => 'late')])).connectedAs).toBe('ada@acme.example');
  });

  it('is not known when no test tells, nor from one that failed', async () => {
    expect((await report([test(nobody)])).connectedAs).toBeNull();
    expect((await report([test(email, false)], answered(403, {}))).connectedAs).toBeNull();
  });
});
