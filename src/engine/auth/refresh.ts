import { systemClock } from '../../kernel/index.ts';
import { nextTime } from '../cron.ts';
import type { StepFailure } from '../execute/outcome.ts';
import { isMissing, isRecord, ownValue, setOwn } from '../execute/records.ts';
import { runAction } from '../execute/run-action.ts';
import type { ActionFailure, ActionRun, AuthMethod } from '../program.ts';
import { hasOAuth } from './oauth/program.ts';
import { clientCredentials, refreshToken, secondsOf, type TokenOutcome } from './oauth/token.ts';

/** What renewing credentials needs: a run without inputs. */
export type RefreshRun = Omit<ActionRun, 'inputs' | 'flowType' | 'authenticationType' | 'environment'> & {
  /** Public base URL of this server. */
  readonly apiHostUri: string;
};

/** Renewed credentials, or why there are none. */
export type RefreshOutcome =
  | {
      readonly ok: true;
      /** All credentials: the old ones with the renewed ones over them. */
      readonly credentials: Readonly<Record<string, unknown>>;
      /** Names of credentials that changed. */
      readonly changed: readonly string[];
      /** When the access token ends, in milliseconds since 1970. */
      readonly expiresAt?: number;
    }
  | { readonly ok: false; readonly failure: StepFailure | ActionFailure };

/** True when credentials of this method can be renewed at all. */
export const canRefresh = (method: AuthMethod, credentials: Readonly<Record<string, unknown>>): boolean =>
  method.refresh !== undefined ||
  (hasOAuth(method) &&
    (method.grantType === 'client_credentials' || !isMissing(ownValue(credentials, 'refreshToken'))));

/** When the connector's schedule wants the credentials renewed next, whatever their end; undefined where it has none. */
export const scheduledRefresh = ({ refresh }: AuthMethod, now: number): number | undefined =>
  refresh?.schedule === undefined ? undefined : nextTime(refresh.schedule, now);

/** Puts renewed values over the old ones. Absent values leave the old ones; `expiresIn` becomes a number. */
export function mergeCredentials(
  old: Readonly<Record<string, unknown>>,
  renewed: Readonly<Record<string, unknown>>,
): { readonly credentials: Readonly<Record<string, unknown>>; readonly changed: readonly string[] } {
  const credentials: Record<string, unknown> = { ...old };
  const changed: string[] = [];
  for (const name of Object.keys(renewed)) {
    const value = renewed[name];
    if (isMissing(value)) continue;
    const kept = /expires_?in$/i.test(name) ? (secondsOf(value) ?? value) : value;
    if (ownValue(old, name) !== kept) changed.push(name);
    setOwn(credentials, name, kept);
  }
  return { credentials, changed };
}

function fromTokens(run: RefreshRun, outcome: TokenOutcome): RefreshOutcome {
  if (!outcome.ok) return outcome;
  const { expiresAt } = outcome;
  return {
    ok: true,
    ...mergeCredentials(run.credentials, outcome.credentials),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/**
 * Renews the credentials of an account: by the connector's own refresh action, else by OAuth 2 (client credentials or
 * refresh token). For client credentials this also obtains the first token.
 */
export async function refreshCredentials(method: AuthMethod, run: RefreshRun): Promise<RefreshOutcome> {
  if (method.refresh === undefined) {
    if (!canRefresh(method, run.credentials)) {
      const message = 'These credentials cannot be renewed. Link the account again.';
      return { ok: false, failure: { kind: 'engine', message, statusCode: 401 } };
    }
    const renew = method.grantType === 'client_credentials' ? clientCredentials : refreshToken;
    return fromTokens(run, await renew(method, run));
  }
  const { apiHostUri, ...rest } = run;
  const result = await runAction(method.refresh.action, {
    ...rest,
    context: { ...rest.context, apiHostUri },
    inputs: {},
    authenticationType: method.key,
    environment: method.environment.key,
    flowType: 'refresh_authentication',
  });
  if (result.failure !== undefined) return { ok: false, failure: result.failure };
  if (!isRecord(result.data)) {
    const message = 'The connector renewed nothing: its refresh action yields no credentials.';
    return { ok: false, failure: { kind: 'engine', message, statusCode: 500 } };
  }
  const merged = mergeCredentials(run.credentials, result.data);
  const seconds = secondsOf(ownValue(result.data, 'expiresIn'));
  const now = (run.clock ?? systemClock).now();
  return { ok: true, ...merged, ...(seconds === undefined ? {} : { expiresAt: now + seconds * 1000 }) };
}
