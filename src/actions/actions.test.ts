import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { silentLogger, systemClock } from '../kernel/index.ts';
import { accountIdOf, createActions } from './index.ts';
import { closest } from './suggest.ts';

describe('the account of a request', () => {
  it('is the one all places name', () => {
    expect(accountIdOf('a', undefined, ' a ')).toBe('a');
    expect(accountIdOf(undefined, 'b')).toBe('b');
    expect(accountIdOf(['c', 'c'])).toBe('c');
  });

  it('is missing when no place names one', () => {
    for (const places of [[], [undefined], ['', '  '], [7], [{}]])
      expect(() => accountIdOf(...places)).toThrow('Missing x-account-id header in request');
  });

  it('is never chosen among two', () => {
    expect(() => accountIdOf('a', 'b')).toThrow(expect.objectContaining({ code: 'account_header_conflict' }));
    expect(() => accountIdOf(['a', 'b'])).toThrow(expect.objectContaining({ code: 'account_header_conflict' }));
  });
});

describe('the closest name', () => {
  const names = ['acme_list_people', 'acme_get_person', 'acme_create_person'];

  it('is the one that was probably meant', () => {
    expect(closest('acme_list_peple', names)).toBe('acme_list_people');
    expect(closest('acme_get_persons', names)).toBe('acme_get_person');
  });

  it('is none when nothing is near, or the name is absurdly long', () => {
    expect(closest('zzzzzzzzzzzzzzzzzzzzzzz', names)).toBeUndefined();
    expect(closest('a'.repeat(10_000), names)).toBeUndefined();
    expect(closest('x', [])).toBeUndefined();
  });

  it('of a known name is the name itself', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { minLength: 1 }), (known) => {
        expect(closest(known[0]!, known)).toBe(known[0]);
      }),
    );
  });
});

describe('a run that takes longer than a request may', () => {
  it('is answered in time, and told when to stop', async () => {
    vi.useFakeTimers();
    try {
      const seen: unknown[] = [];
      const action = { id: 'acme_wait', internal: false, validateInputs: () => ({ ok: true, inputs: {} }) };
      const actions = createActions({
        accounts: {
          get: () => ({ id: 'a', projectId: 'p', authConfigId: 'c', provider: 'acme', status: 'active', setup: {} }),
          secrets: () => ({}),
        },
        authConfigs: { get: () => ({ enabled: true, actions: null, versionPin: null }), setupValues: () => ({}) },
        connectors: {
          resolve: () => ({ key: 'acme', title: 'Acme', version: '1.0.0', actions: new Map([[action.id, action]]) }),
        },
        runner: (...args: unknown[]) => {
          seen.push(args[4]);
          return new Promise(() => {});
        },
        logs: { step: () => {} },
        clock: systemClock,
        logger: silentLogger,
        iconUrl: () => '',
      } as never);
      const started = Date.now();
      const answer = actions.run({ projectId: 'p', accountId: 'a', action: 'acme_wait', inputs: {}, requestId: 'r' });
      const refused = expect(answer).rejects.toMatchObject({
        code: 'request_timed_out',
        status: 408,
        extras: { retryAfter: 60 },
      });
      await vi.advanceTimersByTimeAsync(59_999);
      await vi.advanceTimersByTimeAsync(1);
      await refused;
      expect(seen).toMatchObject([{ deadlineAt: started + 60_000, runId: 'r' }]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
