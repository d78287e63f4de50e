import type { HubClient } from '../api/client.ts';
import { type Problem, RequestError } from '../api/problem.ts';
import type { Form } from '../form/form.ts';
import * as forms from '../form/form.ts';
import type { LinkedAccount, Session } from '../model/connector.ts';
import { SignIn, type SignInResult, type SignInWindow } from './sign-in.ts';
import { type EndReason, FIRST_STATE, type FormPhase, type HubEvent, type HubState, type Screen } from './state.ts';

/** What the machine needs from the page. */
export interface HubMachineParts {
  /** Nothing: no token was given. */
  readonly client: HubClient | undefined;
  /** Account to change, if the page names one. */
  readonly accountId: string | undefined;
  /** Where the provider sends the sign-in window back to. */
  readonly returnTo: string;
  /** Opens an empty window; nothing when the browser refuses. */
  readonly openWindow: () => SignInWindow | undefined;
  /** Told after every change of state. */
  readonly onChange: (state: HubState) => void;
  readonly onEvent: (event: HubEvent) => void;
}

type FormScreen = Extract<Screen, { name: 'form' }>;

/** Milliseconds after which a wait counts as long, and after which a sign-in can be given up. */
const SLOW_AFTER = 5_000;

const ENDED_BY: ReadonlyMap<string, EndReason> = new Map([
  ['session_token_used', 'used'],
  ['session_token_unknown', 'unknown'],
  ['session_token_missing', 'unknown'],
]);

/**
 * The hub without its looks: loads, remembers what was typed, sends it, and says what is to be seen. One machine serves
 * one token; a new token gets a new machine.
 */
export class HubMachine {
  readonly #parts: HubMachineParts;
  #state: HubState = FIRST_STATE;
  #externalTriggerToken: string | undefined;
  #again: () => Promise<void> = () => this.start();
  #signIn: SignIn | undefined;
  #slow: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #attempts = 0;
  /** Number of the latest load; an older one that answers late is ignored. */
  #load = 0;

  /** @param parts the page's side of the bargain */
  constructor(parts: HubMachineParts) {
    this.#parts = parts;
  }

  get state(): HubState {
    return this.#state;
  }

  /** Loads the session and shows the list, the only connector, or the account to be changed. */
  async start(): Promise<void> {
    const { client } = this.#parts;
    this.#again = () => this.start();
    if (client === undefined) return this.#show({ name: 'no-token' });
    this.#show({ name: 'loading', what: this.#parts.accountId === undefined ? 'list' : 'form', title: '' });
    await this.#attempt(false, async (current) => {
      const named = this.#parts.accountId;
      const [session, list] = await Promise.all([
        this.#learnSession(client, current),
        named === undefined ? client.connectors() : { rows: [], externalTriggerToken: undefined },
      ]);
      if (!current()) return;
      const accountId = named ?? session?.existingAccountId;
      this.#set({ editing: accountId !== undefined });
      if (accountId !== undefined) return this.#edit(client, accountId, current);
      this.#externalTriggerToken = list.externalTriggerToken;
      this.#set({ rows: list.rows });
      const [only] = list.rows;
      if (list.rows.length === 1 && only !== undefined) return this.open(only.integrationId);
      this.#show({ name: 'list' });
    });
  }

  /** Nothing more is to be seen: waits end and late answers are ignored. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#slow);
    this.#signIn?.cancel();
  }

  /** Narrows the list. */
  filter(change: { query?: string; category?: string }): void {
    this.#set(change);
  }

  /** Opens the form of a connector. */
  async open(integrationId: string): Promise<void> {
    const { client } = this.#parts;
    if (client === undefined) return;
    this.#again = () => this.open(integrationId);
    const row = this.#state.rows.find((candidate) => candidate.integrationId === integrationId);
    this.#set({ lastOpened: integrationId });
    this.#show({ name: 'loading', what: 'form', title: row?.name ?? '' });
    await this.#attempt(this.canGoBack, async (current) => {
      const connector = await client.connector(integrationId);
      if (!current()) return;
      const form = forms.newForm(integrationId, connector, { externalTriggerToken: this.#externalTriggerToken });
      this.#showForm(form);
    });
  }

  /** True when there is a list to return to. */
  get canGoBack(): boolean {
    return this.#state.rows.length > 1 && !this.#state.editing;
  }

  /** Returns to the list. */
  back(): void {
    if (!this.canGoBack) return;
    if (this.#state.screen.name === 'form') this.#tell({ name: 'cancel' });
    this.#load += 1;
    this.#show({ name: 'list' });
  }

  /** Tries again what failed last. */
  async retry(): Promise<void> {
    await this.#again();
  }

  /** The reader is done and wants the hub closed. */
  close(): void {
    this.#tell({ name: 'close' });
  }

  /** Changes the form by one of the functions of `form/form.ts`; nothing happens while it is being sent. */
  change(step: (form: Form) => Form): void {
    const { screen } = this.#state;
    if (screen.name === 'form' && screen.phase === 'editing') this.#show({ ...screen, form: step(screen.form) });
  }

  /** Ticks a step of the guide, or unticks it. */
  tick(step: string): void {
    const ticked = new Set(this.#state.ticked);
    if (!ticked.delete(step)) ticked.add(step);
    this.#set({ ticked });
  }

  /** Checks the form and sends it, or opens the provider's sign-in. */
  async submit(): Promise<void> {
    const { screen } = this.#state;
    const { client } = this.#parts;
    if (screen.name !== 'form' || screen.phase !== 'editing' || client === undefined) return;
    const form = forms.checked(screen.form);
    if (forms.firstErrorKey(form) !== undefined) return this.#return(form);
    if (form.connector.opensSignIn) return this.#signInWith(client, form);
    this.#showForm(form, 'testing');
    try {
      const credentials = forms.credentialsOf(form);
      const account =
        form.account === undefined
          ? await client.link(form.integrationId, form.connector.key, credentials)
          : await client.relink(form.account, form.integrationId, credentials);
      this.#succeed(form, account);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#refuse(form, error.problem);
    }
  }

  /** Gives up a sign-in under way. */
  cancelSignIn(): void {
    this.#signIn?.cancel();
  }

  /** Whom the session is for. That only enriches the screens: when it cannot be had, the rest goes on. */
  async #learnSession(client: HubClient, current: () => boolean): Promise<Session | undefined> {
    try {
      const session = await client.settings();
      if (!current()) return;
      this.#set({ session });
      this.#tellSession(session);
      return session;
    } catch (error) {
      if (error instanceof RequestError && error.problem.kind !== 'session') return undefined;
      throw error;
    }
  }

  async #edit(client: HubClient, accountId: string, current: () => boolean): Promise<void> {
    const account = await client.account(accountId);
    const [list, connector] = await Promise.all([
      client.connectors(account.provider),
      client.connector(account.integrationId),
    ]);
    if (!current()) return;
    this.#set({ rows: list.rows });
    const form = forms.newForm(account.integrationId, connector, {
      account,
      externalTriggerToken: list.externalTriggerToken,
    });
    this.#showForm(form);
  }

  async #signInWith(client: HubClient, form: Form): Promise<void> {
    const window = this.#parts.openWindow();
    if (window === undefined) return this.#return(form, { trouble: 'blocked', detail: '' });
    const signIn = new SignIn(client, window);
    this.#signIn = signIn;
    this.#showForm(form, 'opening');
    const values = forms.credentialsOf(form);
    const result = await signIn.run(
      (attempt) => client.signInUrl(form.integrationId, attempt, this.#parts.returnTo, values),
      () => this.#showForm(form, 'waiting'),
    );
    this.#signIn = undefined;
    this.#signedIn(form, result);
  }

  #signedIn(form: Form, result: SignInResult): void {
    if (result.outcome === 'failed') this.#refuse(form, result.problem);
    else if (result.outcome === 'linked') {
      this.#succeed(form, {
        id: result.accountId,
        provider: form.connector.key,
        label: '',
        connectedAs: '',
        warnings: [],
      });
    } else {
      if (result.trouble === 'cancelled') this.#tell({ name: 'cancel' });
      this.#return(form, result);
    }
  }

  #succeed(form: Form, account: LinkedAccount): void {
    if (this.#stopped) return;
    const changed = form.account !== undefined;
    this.#show({ name: 'success', account, title: form.connector.name, changed });
    this.#tell({ name: 'success', detail: { id: account.id, provider: account.provider } });
  }

  #refuse(form: Form, problem: Problem): void {
    if (this.#stopped) return;
    if (problem.kind === 'session') {
      this.#fail(problem, false);
      return;
    }
    this.#return(forms.refused(form, problem));
    this.#tellProblem(problem);
  }

  #fail(problem: Problem, canGoBack: boolean): void {
    if (problem.kind === 'session') this.#show({ name: 'ended', reason: ENDED_BY.get(problem.code) ?? 'expired' });
    else this.#show({ name: 'failed', problem, canGoBack });
    this.#tellProblem(problem);
  }

  /** Runs a load; its failure is shown unless something newer was begun. */
  async #attempt(canGoBack: boolean, load: (current: () => boolean) => Promise<void>): Promise<void> {
    this.#load += 1;
    const mine = this.#load;
    const current = () => mine === this.#load && !this.#stopped;
    try {
      await load(current);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (current()) this.#fail(error.problem, canGoBack);
    }
  }

  /** Back to the form after an attempt that did not work. */
  #return(form: Form, signIn?: FormScreen['signIn']): void {
    this.#attempts += 1;
    this.#showForm(form, 'editing', signIn);
  }

  #showForm(form: Form, phase: FormPhase = 'editing', signIn?: FormScreen['signIn']): void {
    this.#show({ name: 'form', form, phase, attempt: this.#attempts, slow: false, signIn });
    clearTimeout(this.#slow);
    if (phase === 'testing' || phase === 'waiting') this.#slow = setTimeout(() => this.#markSlow(), SLOW_AFTER);
  }

  #markSlow(): void {
    const { screen } = this.#state;
    if (screen.name === 'form' && screen.phase !== 'editing') this.#show({ ...screen, slow: true });
  }

  #show(screen: Screen): void {
    this.#set({ screen });
  }

  #set(change: Partial<HubState>): void {
    if (this.#stopped) return;
    this.#state = { ...this.#state, ...change };
    this.#parts.onChange(this.#state);
  }

  #tell(event: HubEvent): void {
    if (!this.#stopped) this.#parts.onEvent(event);
  }

  #tellSession({ projectName, ownerName, type, branding }: Session): void {
    const detail = { projectName, ownerName, type, ...(branding === undefined ? {} : { branding }) };
    this.#tell({ name: 'session', detail });
  }

  #tellProblem({ code, status, message, requestId, kind }: Problem): void {
    this.#tell({ name: 'error', detail: { code: code || kind, status, message, requestId } });
  }
}
