import type { StepExchange } from '../engine/index.ts';
import { redactText, redactUrl } from '../kernel/index.ts';
import type { BodyCapture, LogWriter } from '../platform/logs/index.ts';
import type { ActionTarget } from './target.ts';

/** Whose calls are logged, and how. */
export interface StepLogParts {
  readonly logs: LogWriter;
  readonly requestId: string;
  readonly target: ActionTarget;
  readonly action: string;
  /** Every spelling of the secrets of the run. */
  readonly secrets: () => readonly string[];
  /** Keeps headers and bodies; undefined while the project keeps none. */
  readonly capture: BodyCapture | undefined;
}

/** Logs the provider calls of one run. */
export interface StepLogs {
  add(exchange: StepExchange): void;
  /** Says how the run ended; calls that come in later are logged as those of a failed one. */
  end(succeeded: boolean): void;
  /** The call that was made last. */
  readonly last: StepExchange | undefined;
}

/**
 * Makes the log of a run's calls. Where bodies are kept of failed requests only, rows wait until it is known how the run
 * ends; otherwise each is handed on at once.
 */
export function createStepLogs({ logs, requestId, target, action, secrets, capture }: StepLogParts): StepLogs {
  const { account } = target;
  const write = (exchange: StepExchange, failed: boolean): void => {
    const status = exchange.response?.status ?? null;
    const known = secrets();
    logs.step({
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
  };
  let held: StepExchange[] | undefined = capture?.mode === 'errors' ? [] : undefined;
  let [ended, last] = [false, undefined as StepExchange | undefined];
  return {
    add(exchange) {
      last = exchange;
      if (held === undefined) write(exchange, ended);
      else held.push(exchange);
    },
    end(succeeded) {
      const exchanges = held ?? [];
      [held, ended] = [undefined, true];
      for (const exchange of exchanges) write(exchange, !succeeded);
    },
    get last() {
      return last;
    },
  };
}
