import { follow, type Trail } from '../credentials/index.ts';
import type { ActionFailure, StepExchange } from '../engine/index.ts';
import { isPatchbayError, redactText, redactUrl } from '../kernel/index.ts';
import type { Account } from '../platform/accounts/index.ts';
import { BodyCapture, type LogNotes, type LogSettingsOf, type LogWriter, Masker } from '../platform/logs/index.ts';
import type { RunProbe, Telemetry } from '../telemetry/index.ts';
import { maskFailure, secretsOfTarget } from './secrets.ts';
import type { ActionTarget, TargetParts } from './target.ts';

/** What a run tells the log of its request. */
export type ActionNotes = Partial<Pick<LogNotes, 'accountId' | 'provider' | 'action' | 'capture'>>;

/** What recording needs. */
export interface RecordingParts extends TargetParts {
  readonly logs: LogWriter;
  /** What each project chose about its logs; bodies are not kept when absent. */
  readonly logSettings?: LogSettingsOf;
  /** Watches runs for metrics and traces; nobody does when absent. */
  readonly telemetry?: Pick<Telemetry, 'startRun'> | undefined;
}

const keeper = (mode: 'off' | 'errors' | 'all' = 'off'): BodyCapture | undefined =>
  mode === 'off' ? undefined : new BodyCapture(new Masker(), mode);

/** The keeper of bodies for a project that keeps them. Answers without waiting when the project is in memory. */
export function captureFor(
  projectId: string,
  { logSettings }: Pick<RecordingParts, 'logSettings'>,
): BodyCapture | undefined | Promise<BodyCapture | undefined> {
  const chosen = logSettings?.(projectId);
  return chosen instanceof Promise ? chosen.then((one) => keeper(one.bodyLogging)) : keeper(chosen?.bodyLogging);
}

/** What a call is about, once it is known. */
export interface Recorded {
  readonly requestId: string;
  readonly target: ActionTarget;
  /** Id of the action. */
  readonly action: string;
  readonly capture: BodyCapture | undefined;
}

/**
 * What is recorded of one call on an account: its steps in the log, its trace, what it has done at the provider, and every
 * secret it works with. One object for each call, since every call pays for it.
 */
export class Recording implements Trail {
  answered = false;
  changed = false;
  readonly #about: Recorded;
  readonly #parts: RecordingParts;
  readonly #probe: RunProbe | undefined;
  /** The account with the newest credentials. */
  #latest: Account;
  /** Calls that wait until it is known how the run ends: bodies are kept of failed ones only. */
  #held: StepExchange[] | undefined;
  #ended = false;
  #last: StepExchange | undefined;

  constructor(about: Recorded, parts: RecordingParts) {
    this.#about = about;
    this.#parts = parts;
    const { account, connector } = about.target;
    this.#latest = account;
    this.#held = about.capture?.mode === 'errors' ? [] : undefined;
    this.#probe = parts.telemetry?.startRun({
      requestId: about.requestId,
      projectId: account.projectId,
      accountId: account.id,
      provider: connector.key,
      action: about.action,
    });
  }

  /** Every secret the call works with, also those it got on the way. */
  secrets(): readonly string[] {
    const { target } = this.#about;
    const known = secretsOfTarget(target, this.#parts);
    if (this.#latest === target.account) return known;
    return [...known, ...secretsOfTarget({ ...target, account: this.#latest }, this.#parts)];
  }

  /** Renewed credentials are secrets, too. */
  use(account: Account): void {
    if (account === this.#latest) return;
    this.#latest = account;
    this.#about.capture?.masker.know(this.secrets());
  }

  /** Takes in a call to the provider. */
  add(exchange: StepExchange): void {
    follow(this, exchange);
    this.#last = exchange;
    if (this.#held === undefined) this.#write(exchange, this.#ended);
    else this.#held.push(exchange);
    this.#probe?.call(exchange);
  }

  /** A failure fit to be told to the caller. */
  masked(failure: ActionFailure): ActionFailure {
    return maskFailure(failure, this.secrets(), this.#last);
  }

  /** Notes how the call ended; calls to the provider that come in later are logged as those of a failed one. */
  end(succeeded: boolean, code?: string): void {
    const held = this.#held;
    this.#held = undefined;
    this.#ended = true;
    if (held !== undefined) for (const exchange of held) this.#write(exchange, !succeeded);
    this.#probe?.end(code);
  }

  /** Notes that the call ended with an error. */
  fail(error: unknown): void {
    this.end(false, isPatchbayError(error) ? error.code : 'internal_error');
  }

  #write(exchange: StepExchange, failed: boolean): void {
    const { requestId, target, action, capture } = this.#about;
    const { account } = target;
    const status = exchange.response?.status ?? null;
    const known = this.secrets();
    this.#parts.logs.step({
      projectId: account.projectId,
      requestId,
      accountId: account.id,
      provider: account.provider,
      action,
      stepId: exchange.stepId,
      method: exchange.request.method.toUpperCase(),
      url: redactUrl(redactText(exchange.request.url, known)),
      status,
      error: exchange.error === undefined ? null : redactText(exchange.error, known),
      startedAt: exchange.startedAt,
      durationMs: Math.round(exchange.endedAt - exchange.startedAt),
      kept:
        capture !== undefined && (failed || capture.wants(status))
          ? capture.exchange(exchange.request, exchange.response)
          : undefined,
    });
  }
}
