import type { StepExchange } from '../engine/index.ts';
import { isPatchbayError } from '../kernel/index.ts';
import type { Account } from '../platform/accounts/index.ts';
import { BodyCapture, type LogNotes, type LogSettingsOf, type LogWriter, Masker } from '../platform/logs/index.ts';
import type { RunProbe, Telemetry } from '../telemetry/index.ts';
import { secretsOfTarget } from './secrets.ts';
import { createStepLogs, type StepLogs } from './step-logs.ts';
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

/** What is recorded of one call on an account. */
export interface Recording {
  readonly steps: StepLogs;
  /** Every secret the call works with, also those it got on the way. */
  secrets(): readonly string[];
  /** Renewed credentials are secrets, too. */
  use(account: Account): void;
  /** Takes in a call to the provider. */
  add(exchange: StepExchange): void;
}

/** The keeper of bodies for a project that keeps them. Answers without waiting when the project is in memory. */
export function captureFor(
  projectId: string,
  { logSettings }: Pick<RecordingParts, 'logSettings'>,
): BodyCapture | undefined | Promise<BodyCapture | undefined> {
  const make = (mode: 'off' | 'errors' | 'all' = 'off') =>
    mode === 'off' ? undefined : new BodyCapture(new Masker(), mode);
  const chosen = logSettings?.(projectId);
  return chosen instanceof Promise ? chosen.then((one) => make(one.bodyLogging)) : make(chosen?.bodyLogging);
}

/** What a call is about, once it is known. */
export interface Recorded {
  readonly requestId: string;
  readonly target: ActionTarget;
  /** Id of the action. */
  readonly action: string;
  readonly capture: BodyCapture | undefined;
}

function recordingOf(
  { requestId, target, action, capture }: Recorded,
  probe: RunProbe | undefined,
  parts: RecordingParts,
): Recording {
  let latest = target.account;
  const secrets = (): readonly string[] => {
    const known = secretsOfTarget(target, parts);
    return latest === target.account ? known : [...known, ...secretsOfTarget({ ...target, account: latest }, parts)];
  };
  const steps = createStepLogs({ logs: parts.logs, requestId, target, action, secrets, capture });
  return {
    steps,
    secrets,
    use(account) {
      if (account === latest) return;
      latest = account;
      capture?.masker.know(secrets());
    },
    add(exchange) {
      steps.add(exchange);
      probe?.call(exchange);
    },
  };
}

/**
 * Does a call on an account while it is recorded.
 * @param work does it; the log of its steps is closed as that of a failed call when it throws
 */
export async function recorded<Result>(
  about: Recorded,
  parts: RecordingParts,
  work: (recording: Recording) => Promise<Result>,
): Promise<Result> {
  const { target, requestId, action } = about;
  const { projectId, id: accountId } = target.account;
  const probe = parts.telemetry?.startRun({ requestId, projectId, accountId, provider: target.connector.key, action });
  const recording = recordingOf(about, probe, parts);
  try {
    const result = await work(recording);
    probe?.end(undefined);
    return result;
  } catch (error) {
    recording.steps.end(false);
    probe?.end(isPatchbayError(error) ? error.code : 'internal_error');
    throw error;
  }
}
