import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problemWithoutAnswer } from '../api/problem.ts';
import type { ConnectionAttempt } from '../api/read.ts';
import { fakeClient } from '../testing/fake-client.ts';
import { GIVE_UP_AFTER, POLL_EVERY, SignIn } from './sign-in.ts';

const attempt = (status: ConnectionAttempt['status'], more: Partial<ConnectionAttempt> = {}): ConnectionAttempt => ({
  status,
  accountId: '',
  errorCode: '',
  errorDescription: '',
  ...more,
});

type Asked = ConnectionAttempt | ReturnType<typeof problemWithoutAnswer>;

/** A sign-in whose attempt is answered in order; the last answer repeats. */
const signIn = (...answers: Asked[]) => {
  const { client, calls } = fakeClient({
    startAttempt: () => 'attempt-1',
    attempt: () => (answers.length > 1 ? answers.shift() : answers[0]) as ConnectionAttempt,
    dropAttempt: () => undefined,
  });
  const window = { closed: false, go: vi.fn(), close: vi.fn() };
  const onOpen = vi.fn();
  const subject = new SignIn(client, window);
  const result = subject.run((id) => `https://provider.example/${id}`, onOpen);
  const asked = (name: string) => calls.filter(([called]) => called === name).length;
  return { subject, result, window, onOpen, asked };
};

describe('a sign-in at the provider', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends the window to the address made for the attempt', async () => {
    const { window, onOpen, result } = signIn(attempt('authenticated', { accountId: 'a1' }));
    await vi.runAllTimersAsync();
    expect(window.go).toHaveBeenCalledExactlyOnceWith('https://provider.example/attempt-1');
    expect(onOpen).toHaveBeenCalledOnce();
    expect(await result).toEqual({ outcome: 'linked', accountId: 'a1' });
    expect(window.close).toHaveBeenCalled();
  });

  it('asks every two seconds, first after two', async () => {
    const { asked, result } = signIn(
      attempt('pending'),
      attempt('pending'),
      attempt('authenticated', { accountId: 'a1' }),
    );
    await vi.advanceTimersByTimeAsync(POLL_EVERY - 1);
    expect(asked('attempt')).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked('attempt')).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * POLL_EVERY);
    expect(asked('attempt')).toBe(3);
    expect((await result).outcome).toBe('linked');
  });

  it('rides out a lost network', async () => {
    const { result } = signIn(problemWithoutAnswer('network'), attempt('authenticated', { accountId: 'a1' }));
    await vi.runAllTimersAsync();
    expect((await result).outcome).toBe('linked');
  });

  it('ends at once when the session does', async () => {
    const { result } = signIn(problemWithoutAnswer('session', { status: 401 }));
    await vi.runAllTimersAsync();
    expect(await result).toMatchObject({ outcome: 'failed', problem: { kind: 'session' } });
  });

  it('goes on while the account is still being made', async () => {
    const { asked, result } = signIn(attempt('authenticated'), attempt('authenticated', { accountId: 'a1' }));
    await vi.runAllTimersAsync();
    expect(await result).toEqual({ outcome: 'linked', accountId: 'a1' });
    expect(asked('attempt')).toBe(2);
  });

  it.each([
    [
      attempt('error', { errorCode: 'access_denied', errorDescription: 'The admin said no.' }),
      'refused',
      'The admin said no.',
      0,
    ],
    [attempt('error', { errorCode: 'access_denied' }), 'refused', 'access_denied', 0],
    [attempt('cancelled'), 'cancelled', '', 1],
    [attempt('expired'), 'expired', '', 1],
  ] as const)('tells %o as trouble', async (answer, trouble, detail, dropped) => {
    const { asked, result } = signIn(answer);
    await vi.runAllTimersAsync();
    expect(await result).toEqual({ outcome: 'trouble', trouble, detail });
    expect(asked('dropAttempt')).toBe(dropped);
  });

  it('is given up after five minutes', async () => {
    const { asked, window, result } = signIn(attempt('pending'));
    await vi.advanceTimersByTimeAsync(GIVE_UP_AFTER + POLL_EVERY);
    expect(await result).toEqual({ outcome: 'trouble', trouble: 'timed-out', detail: '' });
    expect(asked('dropAttempt')).toBe(1);
    expect(window.close).toHaveBeenCalled();
  });

  it('cancelled by the reader stops asking and drops the attempt', async () => {
    const { subject, asked, result } = signIn(attempt('pending'));
    await vi.advanceTimersByTimeAsync(POLL_EVERY);
    subject.cancel();
    expect(await result).toEqual({ outcome: 'trouble', trouble: 'cancelled', detail: '' });
    await vi.advanceTimersByTimeAsync(10 * POLL_EVERY);
    expect(asked('attempt')).toBe(1);
    expect(asked('dropAttempt')).toBe(1);
  });

  it('that cannot be started closes the window again', async () => {
    const { client } = fakeClient({ startAttempt: () => problemWithoutAnswer('network') });
    const window = { closed: false, go: vi.fn(), close: vi.fn() };
    const result = await new SignIn(client, window).run(() => '', vi.fn());
    expect(result).toMatchObject({ outcome: 'failed', problem: { kind: 'network' } });
    expect(window.close).toHaveBeenCalled();
    expect(window.go).not.toHaveBeenCalled();
  });
});
