import type { HubClient } from '../api/client.ts';
import { type Problem, RequestError } from '../api/problem.ts';
import type { SignInTrouble } from './state.ts';

/** The provider's window, as far as the hub touches it. */
export interface SignInWindow {
  readonly closed: boolean;
  /** Sends the window to an address. */
  go(url: string): void;
  close(): void;
}

/** How a sign-in ended. */
export type SignInResult =
  | { readonly outcome: 'linked'; readonly accountId: string }
  | { readonly outcome: 'trouble'; readonly trouble: SignInTrouble; readonly detail: string }
  | { readonly outcome: 'failed'; readonly problem: Problem };

/** Milliseconds between two questions about the attempt, and until it is given up. */
export const POLL_EVERY = 2_000;
export const GIVE_UP_AFTER = 5 * 60_000;

/**
 * One sign-in at a provider, from the open window to the answer. Asking the server is the only proof of completion; a
 * closed window alone proves nothing, because the provider's pages may cut the tie to it.
 */
export class SignIn {
  readonly #client: HubClient;
  readonly #window: SignInWindow;
  #attemptId = '';
  #cancelled = false;
  #wake: () => void = () => {};

  /** @param window already open, since browsers allow that only in direct answer to a click */
  constructor(client: HubClient, window: SignInWindow) {
    this.#client = client;
    this.#window = window;
  }

  /**
   * Runs the sign-in to its end; does not throw.
   *
   * @param address makes the provider's address from the id of the attempt
   * @param onOpen called once the window is on its way
   */
  async run(address: (attemptId: string) => string, onOpen: () => void): Promise<SignInResult> {
    try {
      this.#attemptId = await this.#client.startAttempt();
      if (!this.#cancelled) {
        this.#window.go(address(this.#attemptId));
        onOpen();
      }
      const result = await this.#ask();
      if (result.outcome === 'trouble' && result.trouble !== 'refused') await this.#drop();
      return result;
    } catch (error) {
      if (error instanceof RequestError) return { outcome: 'failed', problem: error.problem };
      throw error;
    } finally {
      this.#window.close();
    }
  }

  /** The reader gives up. */
  cancel(): void {
    this.#cancelled = true;
    this.#wake();
  }

  async #ask(): Promise<SignInResult> {
    const end = Date.now() + GIVE_UP_AFTER;
    while (!this.#cancelled) {
      if (Date.now() >= end) return { outcome: 'trouble', trouble: 'timed-out', detail: '' };
      await this.#pause();
      if (this.#cancelled) break;
      const result = await this.#answer();
      if (result !== undefined) return result;
    }
    return { outcome: 'trouble', trouble: 'cancelled', detail: '' };
  }

  async #answer(): Promise<SignInResult | undefined> {
    const attempt = await this.#client.attempt(this.#attemptId).catch((error: unknown) => {
      if (error instanceof RequestError && error.problem.kind !== 'session') return undefined;
      throw error;
    });
    if (attempt === undefined || attempt.status === 'pending') return;
    if (attempt.status === 'authenticated' && attempt.accountId !== '') {
      return { outcome: 'linked', accountId: attempt.accountId };
    }
    if (attempt.status === 'error') {
      return { outcome: 'trouble', trouble: 'refused', detail: attempt.errorDescription || attempt.errorCode };
    }
    return attempt.status === 'authenticated' ? undefined : { outcome: 'trouble', trouble: attempt.status, detail: '' };
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_EVERY);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #drop(): Promise<void> {
    if (this.#attemptId !== '') await this.#client.dropAttempt(this.#attemptId).catch(() => {});
  }
}
