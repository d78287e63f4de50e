import { afterEach, describe, expect, it, vi } from 'vitest';
import { problemWithoutAnswer } from '../api/problem.ts';
import * as forms from '../form/form.ts';
import { aConnector, aField, anAccount, aProblem, aRow, aSession } from '../testing/builders.ts';
import { fakeClient } from '../testing/fake-client.ts';
import { HubMachine, type HubMachineParts } from './hub-machine.ts';
import type { HubEvent } from './state.ts';

const two = { rows: [aRow('acme'), aRow('other')], externalTriggerToken: undefined };
const one = { rows: [aRow('acme')], externalTriggerToken: 'trigger-1' };
const linked = { id: 'account-1', provider: 'acme', label: '', connectedAs: 'ada', warnings: [] };
const expired = problemWithoutAnswer('session', { status: 401, code: 'session_token_expired' });

type Methods = Parameters<typeof fakeClient>[0];

const settle = () => vi.waitFor(() => undefined);

/** A machine over a client with the given methods on top of a session with two connectors. */
const machine = (methods: Methods = {}, parts: Partial<HubMachineParts> = {}) => {
  const { client, calls } = fakeClient({
    settings: () => aSession(),
    connectors: () => two,
    connector: () => aConnector(),
    ...methods,
  });
  const events: HubEvent[] = [];
  const subject = new HubMachine({
    client,
    accountId: undefined,
    returnTo: 'https://hub.example.com/back',
    openWindow: () => undefined,
    onChange: () => {},
    onEvent: (event) => events.push(event),
    ...parts,
  });
  const named = (name: HubEvent['name']) => events.filter((event) => event.name === name);
  const form = () => {
    const { screen } = subject.state;
    if (screen.name !== 'form') throw new Error(`The screen is ${screen.name}.`);
    return screen;
  };
  return { subject, calls, events, named, form };
};

/** The same, with the form of the first connector open and filled. */
const filled = async (methods: Methods = {}, parts: Partial<HubMachineParts> = {}) => {
  const made = machine(methods, parts);
  await made.subject.start();
  if (made.subject.state.screen.name === 'list') await made.subject.open('acme-profile');
  made.subject.change((form) => forms.typed(form, 'apiKey', 'key-1'));
  return made;
};

afterEach(() => void vi.useRealTimers());

describe('starting', () => {
  it('without a token asks for nothing', async () => {
    const { subject, calls } = machine({}, { client: undefined });
    await subject.start();
    expect(subject.state.screen).toEqual({ name: 'no-token' });
    expect(calls).toEqual([]);
  });

  it('shows that it loads, then the list', async () => {
    const { subject, named } = machine();
    const started = subject.start();
    expect(subject.state.screen).toMatchObject({ name: 'loading', what: 'list' });
    await started;
    expect(subject.state.screen).toEqual({ name: 'list' });
    expect(named('session')).toEqual([
      { name: 'session', detail: { projectName: 'Project', ownerName: 'Owner', type: 'production' } },
    ]);
  });

  it('opens the only connector at once, with no way back', async () => {
    const { subject, form } = machine({ connectors: () => one });
    await subject.start();
    expect(form().form.integrationId).toBe('acme-profile');
    expect(subject.canGoBack).toBe(false);
    subject.back();
    expect(subject.state.screen.name).toBe('form');
  });

  it('hands the token for external triggers to the form', async () => {
    const trigger = aField({ key: 'external-trigger-token', readOnly: true });
    const { subject, form } = machine({ connectors: () => one, connector: () => aConnector([trigger]) });
    await subject.start();
    expect(form().form.values['external-trigger-token']).toBe('trigger-1');
  });

  it('goes on without the settings when they cannot be had', async () => {
    const { subject } = machine({ settings: () => problemWithoutAnswer('unreadable', { status: 404 }) });
    await subject.start();
    expect(subject.state.screen).toEqual({ name: 'list' });
    expect(subject.state.session).toBeUndefined();
  });

  it.each([
    ['session_token_expired', 'expired'],
    ['session_token_used', 'used'],
    ['session_token_unknown', 'unknown'],
    ['', 'expired'],
  ])('with a session that answers %s says that the link is %s', async (code, reason) => {
    const { subject, named } = machine({ settings: () => problemWithoutAnswer('session', { status: 401, code }) });
    await subject.start();
    expect(subject.state.screen).toEqual({ name: 'ended', reason });
    expect(named('error')).toHaveLength(1);
  });

  it('with a used link still knows whom it was for', async () => {
    const used = problemWithoutAnswer('session', { status: 401, code: 'session_token_used' });
    const { subject, named } = machine({ connectors: () => used });
    await subject.start();
    expect(subject.state.screen).toEqual({ name: 'ended', reason: 'used' });
    expect(subject.state.session?.projectName).toBe('Project');
    expect(named('session')).toHaveLength(1);
  });

  it('shows why the list could not be had, and gets it when tried again', async () => {
    let broken = true;
    const { subject, named } = machine({
      connectors: () => (broken ? problemWithoutAnswer('network') : two),
    });
    await subject.start();
    expect(subject.state.screen).toMatchObject({ name: 'failed', problem: { kind: 'network' }, canGoBack: false });
    expect(named('error')).toEqual([
      { name: 'error', detail: { code: 'network', status: 0, message: '', requestId: '' } },
    ]);
    broken = false;
    await subject.retry();
    expect(subject.state.screen).toEqual({ name: 'list' });
  });
});

describe('changing an account', () => {
  const account = anAccount({ secrets: { apiKey: '__secretvalue:**redacted**9f2c' } });
  const methods: Methods = {
    account: () => account,
    connector: () => aConnector([aField({ secret: true, masked: true })]),
    relink: () => linked,
  };

  it('starts from the account the page names, without the list', async () => {
    const { subject, calls, form } = machine(methods, { accountId: 'account-1' });
    await subject.start();
    expect(form().form.account).toBe(account);
    expect(subject.state.editing).toBe(true);
    expect(subject.canGoBack).toBe(false);
    expect(calls).toContainEqual(['connectors', 'acme']);
  });

  it('starts from the account of the session when the page names none', async () => {
    const { subject, calls } = machine({ ...methods, settings: () => aSession({ existingAccountId: 'account-9' }) });
    await subject.start();
    expect(calls).toContainEqual(['account', 'account-9']);
  });

  it('sends no secret that was kept', async () => {
    const { subject, calls, named } = machine(methods, { accountId: 'account-1' });
    await subject.start();
    await subject.submit();
    expect(calls).toContainEqual(['relink', account, 'acme-profile', {}]);
    expect(subject.state.screen).toMatchObject({ name: 'success', changed: true });
    expect(named('success')).toHaveLength(1);
  });
});

describe('the form', () => {
  it('opens from the list and leads back to it, which counts as giving up', async () => {
    const { subject, named } = machine();
    await subject.start();
    await subject.open('other-profile');
    expect(subject.state.lastOpened).toBe('other-profile');
    subject.back();
    expect(subject.state.screen).toEqual({ name: 'list' });
    expect(named('cancel')).toHaveLength(1);
  });

  it('that loads too late does not take over the screen', async () => {
    let answer: (connector: ReturnType<typeof aConnector>) => void = () => {};
    const { subject } = machine({ connector: () => new Promise((resolve) => (answer = resolve)) });
    await subject.start();
    const opening = subject.open('acme-profile');
    subject.back();
    await settle();
    answer(aConnector());
    await opening;
    expect(subject.state.screen).toEqual({ name: 'list' });
  });

  it('that cannot be had leaves a way back and can be tried again', async () => {
    let broken = true;
    const { subject } = machine({ connector: () => (broken ? aProblem({ status: 500 }) : aConnector()) });
    await subject.start();
    await subject.open('acme-profile');
    expect(subject.state.screen).toMatchObject({ name: 'failed', canGoBack: true });
    broken = false;
    await subject.retry();
    expect(subject.state.screen.name).toBe('form');
  });

  it('is not sent while something is missing, and asks for attention', async () => {
    const { subject, calls, form } = machine();
    await subject.start();
    await subject.open('acme-profile');
    const before = form().attempt;
    await subject.submit();
    expect(form().form.errors).toEqual({ apiKey: { kind: 'required' } });
    expect(form().attempt).toBe(before + 1);
    expect(calls.map(([name]) => name)).not.toContain('link');
  });

  it('shows that it is being tested, then what was linked', async () => {
    let answer: (account: typeof linked) => void = () => {};
    const { subject, calls, named, form } = await filled({ link: () => new Promise((resolve) => (answer = resolve)) });
    const sent = subject.submit();
    await settle();
    expect(form().phase).toBe('testing');
    subject.change((old) => forms.typed(old, 'apiKey', 'changed'));
    await subject.submit();
    answer(linked);
    await sent;
    expect(calls.filter(([name]) => name === 'link')).toEqual([['link', 'acme-profile', 'acme', { apiKey: 'key-1' }]]);
    expect(subject.state.screen).toMatchObject({ name: 'success', account: linked, title: 'Acme', changed: false });
    expect(named('success')).toEqual([{ name: 'success', detail: { id: 'account-1', provider: 'acme' } }]);
  });

  it('says when the test takes long', async () => {
    vi.useFakeTimers();
    const { subject, form } = await filled({ link: () => new Promise(() => {}) });
    void subject.submit();
    await vi.advanceTimersByTimeAsync(4_900);
    expect(form().slow).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(form()).toMatchObject({ phase: 'testing', slow: true });
  });

  it('comes back with what was typed when it is refused, and the page is told', async () => {
    const problem = aProblem({ code: 'credentials_rejected', requestId: 'req-1' });
    const { subject, named, form } = await filled({ link: () => problem });
    await subject.submit();
    expect(form()).toMatchObject({ phase: 'editing', form: { problem } });
    expect(form().form.values['apiKey']).toBe('key-1');
    expect(named('error')).toEqual([
      {
        name: 'error',
        detail: { code: 'credentials_rejected', status: 422, message: 'Not accepted.', requestId: 'req-1' },
      },
    ]);
  });

  it('ends when the session ended in the meantime', async () => {
    const { subject } = await filled({ link: () => expired });
    await subject.submit();
    expect(subject.state.screen).toEqual({ name: 'ended', reason: 'expired' });
  });
});

describe('signing in at the provider', () => {
  const window = () => ({ closed: false, go: vi.fn(), close: vi.fn() });
  const methods: Methods = {
    connector: () => aConnector(undefined, { opensSignIn: true }),
    startAttempt: () => 'attempt-1',
    dropAttempt: () => undefined,
  };
  const authenticated = { status: 'authenticated', accountId: 'a1', errorCode: '', errorDescription: '' } as const;
  const pending = { ...authenticated, status: 'pending', accountId: '' } as const;

  it('says so when the browser blocks the window', async () => {
    const { subject, form } = await filled(methods);
    await subject.submit();
    expect(form()).toMatchObject({ phase: 'editing', signIn: { trouble: 'blocked' } });
  });

  it('opens the window before anything else, since browsers allow it only then', async () => {
    const order: string[] = [];
    const { subject } = await filled(
      {
        ...methods,
        startAttempt: () => {
          order.push('attempt');
          return new Promise<string>(() => {});
        },
      },
      {
        openWindow: () => {
          order.push('window');
          return window();
        },
      },
    );
    void subject.submit();
    await settle();
    expect(order).toEqual(['window', 'attempt']);
  });

  it('sends the values along and links the account', async () => {
    vi.useFakeTimers();
    const opened = window();
    const { subject, named, form } = await filled(
      { ...methods, attempt: () => authenticated },
      { openWindow: () => opened },
    );
    const done = subject.submit();
    await vi.advanceTimersByTimeAsync(0);
    expect(form().phase).toBe('waiting');
    await vi.runAllTimersAsync();
    await done;
    const args = ['acme-profile', 'attempt-1', 'https://hub.example.com/back', { apiKey: 'key-1' }];
    expect(opened.go).toHaveBeenCalledWith(`https://hub.example.com/connect?${JSON.stringify(args)}`);
    expect(subject.state.screen).toMatchObject({ name: 'success', account: { id: 'a1', provider: 'acme' } });
    expect(named('success')).toHaveLength(1);
  });

  it('cancelled leads back to the form', async () => {
    vi.useFakeTimers();
    const { subject, named, form } = await filled({ ...methods, attempt: () => pending }, { openWindow: window });
    const done = subject.submit();
    await vi.advanceTimersByTimeAsync(2_000);
    subject.cancelSignIn();
    await done;
    expect(form()).toMatchObject({ phase: 'editing', signIn: { trouble: 'cancelled' } });
    expect(named('cancel')).toHaveLength(1);
    subject.change((old) => forms.typed(old, 'apiKey', 'key-2'));
    expect(form().form.values['apiKey']).toBe('key-2');
  });
});

describe('the rest', () => {
  it('filters the list and keeps the filter while a form is open', async () => {
    const { subject } = machine();
    await subject.start();
    subject.filter({ query: 'ac' });
    subject.filter({ category: 'hris' });
    await subject.open('acme-profile');
    subject.back();
    expect(subject.state).toMatchObject({ query: 'ac', category: 'hris' });
  });

  it('remembers which steps were ticked, across forms', async () => {
    const { subject } = machine();
    await subject.start();
    subject.tick('acme-profile/0/0');
    subject.tick('acme-profile/0/1');
    subject.tick('acme-profile/0/0');
    await subject.open('acme-profile');
    expect([...subject.state.ticked]).toEqual(['acme-profile/0/1']);
  });

  it('tells the page when the reader is done', async () => {
    const { subject, named } = machine();
    subject.close();
    expect(named('close')).toHaveLength(1);
  });

  it('once stopped changes and tells nothing any more', async () => {
    let answer: (account: typeof linked) => void = () => {};
    const { subject, events, form } = await filled({ link: () => new Promise((resolve) => (answer = resolve)) });
    const sent = subject.submit();
    await settle();
    subject.stop();
    const told = events.length;
    answer(linked);
    await sent;
    expect(form().phase).toBe('testing');
    expect(events).toHaveLength(told);
  });
});
