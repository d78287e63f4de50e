import { describe, expect, it } from 'vitest';
import type { ActionFailure } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import { providerError } from './index.ts';

const errorOf = (failure: Partial<ActionFailure>) =>
  providerError({
    action: 'acme_do',
    connector: 'Acme',
    failure: { stepId: 's', message: 'no', kind: 'engine', ...failure },
  });

const answered = (status: number, headers: Record<string, string> = {}, body: unknown = { message: 'no' }) =>
  errorOf({ kind: 'provider', provider: { status, url: 'https://api.acme.example/x?api_key=secret', body, headers } });

describe('the error for a failed action', () => {
  it.each([
    [400, 400, 'provider_rejected_request'],
    [401, 401, 'provider_credentials_rejected'],
    [402, 400, 'provider_rejected_request'],
    [403, 403, 'provider_forbidden'],
    [404, 404, 'provider_not_found'],
    [409, 409, 'provider_conflict'],
    [410, 404, 'provider_not_found'],
    [422, 422, 'provider_rejected_request'],
    [429, 429, 'provider_rate_limited'],
    [500, 502, 'provider_failed'],
    [503, 502, 'provider_failed'],
    [200, 502, 'provider_answer_unreadable'],
  ])('says for a provider’s %i that it is a %i with code %s', (status, expected, code) => {
    expect(answered(status)).toMatchObject({ status: expected, code });
  });

  it('carries the provider’s answer without secrets in its address and few of its headers', () => {
    const { extras } = answered(404, { 'content-type': 'application/json', 'set-cookie': 'a=b', 'x-request-id': 'r1' });
    expect(extras.providerErrors).toEqual([
      {
        status: 404,
        url: expect.not.stringContaining('secret'),
        raw: { message: 'no' },
        headers: { 'content-type': 'application/json', 'x-request-id': 'r1' },
      },
    ]);
    expect(answered(500, {}, 'x'.repeat(9_000)).extras.providerErrors?.[0]?.raw).toEqual({ body: 'x'.repeat(2_000) });
  });

  it('passes on when to come back, in seconds or as a date, and a minute where it cannot be read', () => {
    expect(answered(429, { 'retry-after': '7' }).extras.retryAfter).toBe(7);
    expect(
      answered(429, { 'retry-after': new Date(Date.now() + 30_000).toUTCString() }).extras.retryAfter,
    ).toBeGreaterThan(25);
    for (const value of ['', 'soon', '-5']) expect(answered(429, { 'retry-after': value }).extras.retryAfter).toBe(60);
    expect(answered(429).message).toContain('60 s');
  });

  it('ends what the provider said as a sentence and cuts what is too long', () => {
    expect(
      errorOf({
        kind: 'provider',
        message: 'Really!',
        provider: { status: 400, url: 'https://x.example', body: null, headers: {} },
      }).message,
    ).toMatch(/Really!$/);
    expect(answered(400).message).toMatch(/: no\.$/);
    expect(
      errorOf({
        kind: 'provider',
        message: 'y'.repeat(5_000),
        provider: { status: 400, url: 'https://x.example', body: null, headers: {} },
      }).message.length,
    ).toBeLessThan(700);
  });

  it('keeps the reasons of calls that were never answered', () => {
    const blocked = fail('egress_blocked', { host: 'x', reason: 'private.' });
    expect(errorOf({ kind: 'transport', cause: blocked })).toBe(blocked);
    expect(
      errorOf({ kind: 'transport', cause: fail('provider_timed_out', { connector: 'x', seconds: 60 }) }),
    ).toMatchObject({ status: 408, extras: { retryAfter: 60 } });
    const unknown = errorOf({ kind: 'transport', message: 'socket of secret thing', cause: new TypeError('internal') });
    expect(unknown).toMatchObject({ status: 502, code: 'provider_unreachable' });
    expect(unknown.message).not.toMatch(/internal|secret/);
  });

  it('tells a mistake of the caller from one of the connector', () => {
    expect(errorOf({ kind: 'engine', blame: 'caller', message: 'id is empty' })).toMatchObject({
      status: 400,
      code: 'inputs_invalid',
      extras: { errors: ['id is empty.'] },
    });
    expect(errorOf({ kind: 'engine', message: 'no such path' })).toMatchObject({
      status: 500,
      code: 'action_failed',
      message: expect.stringContaining('step s'),
    });
  });
});
