import { expect } from 'vitest';
import { type Check, dataOf } from '../subject.ts';

const once = (fault: string) => (count: number) => (count === 0 ? fault : undefined);
const RETRIES = 5;

export const limitedWithWait: Check = {
  title: 'waits as long as a 429 asks for, repeats the same request, and gives up in the end',
  async verify(subject) {
    const { fewest } = await subject.examples();
    const ran = await subject.run(fewest, { fault: once('rate_limited; retry_after=7') });
    dataOf(ran);
    expect(ran.waits).toEqual([7_000]);
    const [first, second] = ran.requests;
    expect(second?.url).toBe(first?.url);
    expect(second?.method).toBe(first?.method);
    expect(second?.body?.toString()).toBe(first?.body?.toString());

    await subject.examples();
    const limited = await subject.run(fewest, { fault: () => 'rate_limited; retry_after=2' });
    expect(limited.result).toMatchObject({
      successful: false,
      statusCode: 429,
      failure: { provider: { status: 429 } },
    });
    expect(limited.waits).toEqual(Array.from({ length: RETRIES }, () => 2_000));
  },
};

export const limitedWithoutWait: Check = {
  title: 'waits longer each time a 429 does not say how long',
  async verify(subject) {
    const { fewest } = await subject.examples();
    const ran = await subject.run(fewest, { fault: (count) => (count < 2 ? 'rate_limited_bare' : undefined) });
    dataOf(ran);
    const [first = 0, second = 0, ...more] = ran.waits;
    expect(first).toBeGreaterThanOrEqual(1_000);
    expect(second).toBeGreaterThan(first);
    expect(more).toEqual([]);
  },
};

export const serverError: Check = {
  title: 'passes on a failure of the provider without repeating the request',
  async verify(subject) {
    const { fewest } = await subject.examples();
    const failed = await subject.run(fewest, { fault: () => 'server_error' });
    expect(failed.result).toMatchObject({
      successful: false,
      statusCode: 500,
      failure: { kind: 'provider', provider: { status: 500 } },
    });
    expect(failed.requests).toHaveLength(1);
    const page = await subject.run(fewest, { fault: () => 'bad_gateway_html' });
    expect(page.result).toMatchObject({ successful: false, statusCode: 502 });
    expect(page.result.message).not.toContain('<');
  },
};
