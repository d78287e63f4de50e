import { describe, expect, it } from 'vitest';
import { createResponseCache } from '../limits/response-cache.ts';
import { play, type Reply, step } from '../testing/harness.ts';

const ACCOUNT = 'account-0123456789-0123456789';

function setUp(reply: Reply | ((count: number) => Reply)) {
  let now = 0;
  let calls = 0;
  const cache = createResponseCache({ clock: { now: () => now } });
  const ask = async (parameters: Record<string, unknown> = {}, run: Record<string, unknown> = {}) => {
    const { result } = await play({
      steps: [step('s', 'request', { url: '/x', method: 'get', cacheTTL: 5, ...parameters })],
      provider: () => {
        calls += 1;
        return typeof reply === 'function' ? reply(calls) : reply;
      },
      run: { cache, context: { accountSecureId: ACCOUNT }, ...run },
    });
    return result;
  };
  return {
    ask,
    calls: () => calls,
    pass: (minutes: number) => {
      now += minutes * 60_000;
    },
  };
}

describe('cacheTTL', () => {
  it('lets an answer stand in for later ones for that many minutes', async () => {
    const { ask, calls, pass } = setUp((count) => ({ json: { count } }));
    expect((await ask()).data).toEqual({ count: 1 });
    pass(4.9);
    expect((await ask()).data).toEqual({ count: 1 });
    pass(0.2);
    expect((await ask()).data).toEqual({ count: 2 });
    expect(calls()).toBe(2);
  });

  it('keeps answers of projects apart whose accounts have the same id', async () => {
    const { ask, calls } = setUp({ json: 1 });
    for (const projectSecureId of ['a', 'b', 'a', 'b'])
      await ask({}, { context: { accountSecureId: ACCOUNT, projectSecureId } });
    expect(calls()).toBe(2);
  });

  it('keeps answers of accounts, environments, methods, addresses and bodies apart', async () => {
    const { ask, calls } = setUp({ json: 1 });
    await ask();
    await ask({}, { context: { accountSecureId: `${ACCOUNT}-2` } });
    await ask({ args: [{ name: 'q', value: 1, in: 'query' }] });
    await ask({ method: 'post', args: [{ name: 'a', value: 1, in: 'body' }] });
    await ask({ method: 'post', args: [{ name: 'a', value: 2, in: 'body' }] });
    expect(calls()).toBe(5);
  });

  it('keeps status 404 for one minute and no other failure', async () => {
    const missing = setUp({ status: 404, json: {} });
    await missing.ask();
    missing.pass(0.9);
    await missing.ask();
    expect(missing.calls()).toBe(1);
    missing.pass(0.2);
    await missing.ask();
    expect(missing.calls()).toBe(2);
    const broken = setUp({ status: 500, json: {} });
    await broken.ask();
    await broken.ask();
    expect(broken.calls()).toBe(2);
  });

  it.each([
    ['the account has no id of its own', {}, { context: { accountSecureId: 'short' } }],
    ['nobody keeps answers', {}, { cache: undefined }],
    ['the author does not ask for it', { cacheTTL: 0 }, {}],
  ])('does nothing where %s', async (_why, parameters, run) => {
    const { ask, calls } = setUp({ json: 1 });
    await ask(parameters, run);
    await ask(parameters, run);
    expect(calls()).toBe(2);
  });

  it('gives each reader data of its own', async () => {
    const { ask } = setUp({ json: { list: [1] } });
    const first = (await ask()).data as { list: number[] };
    first.list.push(2);
    expect((await ask()).data).toEqual({ list: [1] });
  });
});

describe('the memory of a cache', () => {
  it('is bounded', () => {
    const cache = createResponseCache({ maxBytes: 10_000 });
    const response = (size: number) => ({ status: 200, headers: {}, body: new Uint8Array(size), url: 'https://x' });
    for (let index = 0; index < 100; index += 1) cache.set(`k${index}`, response(1_000), 60_000);
    const kept = Array.from({ length: 100 }, (_, index) => cache.get(`k${index}`)).filter(
      (found) => found !== undefined,
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(10);
    cache.set('large', response(5_000), 60_000);
    expect(cache.get('large')).toBeUndefined();
  });
});
