import type { ActionResult, CompiledAction, StepExchange } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import type { Credentials } from './service.ts';
import type { AccountTarget } from './target.ts';

/** The status with which providers refuse credentials. */
export const UNAUTHORIZED = 401;

/** What a run has done at the provider so far. */
export interface Trail {
  /** A call was answered as wished. */
  answered: boolean;
  /** A call that may change something was. */
  changed: boolean;
}

/** Runs the action with the credentials of a target. */
export type Attempt = (using: AccountTarget) => Promise<ActionResult>;

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Notes what an exchange was. */
export function follow(trail: Trail, { request, response }: StepExchange): void {
  if (response === undefined || response.status >= 400) return;
  trail.answered = true;
  if (!HARMLESS.has(request.method.toUpperCase())) trail.changed = true;
}

/**
 * What becomes of a call whose credentials the provider refused: they are renewed, where that is possible, and the action
 * runs once more. When it is refused still, the account says so.
 * @throws PatchbayError why the credentials were not renewed; `credentials_ran_out_midway` when running the action again
 *   would do again what it has done
 */
export async function afterRefusal(
  refused: ActionResult,
  call: {
    readonly using: AccountTarget;
    readonly action: CompiledAction;
    readonly attempt: Attempt;
    readonly trail: Trail;
    readonly credentials: Credentials;
  },
): Promise<ActionResult> {
  const { using, action, attempt, trail, credentials } = call;
  let [result, account] = [refused, using.account];
  if (credentials.possible(using)) {
    account = await credentials.renew(using, 'refused');
    if (trail.changed)
      throw fail('credentials_ran_out_midway', { action: action.id, connector: using.connector.title });
    result = await attempt({ ...using, account });
  }
  const { failure } = result;
  if (failure?.provider?.status === UNAUTHORIZED) await credentials.rejected(account, failure.message);
  else if (account.status === 'error' && result.successful) await credentials.accepted(account);
  return result;
}
