import type { ActionRunner } from '../catalog/index.ts';
import {
  type AccountTarget,
  type Attempt,
  afterRefusal,
  type Credentials,
  credentialsOf,
  follow,
  methodOf,
  runTargetOf,
  type TargetParts,
  type Trail,
  UNAUTHORIZED,
} from '../credentials/index.ts';
import type { Clock } from '../kernel/index.ts';

/** Longest time a check may take, in milliseconds. */
const PATIENCE = 60_000;

/** What checking an account needs. */
export interface CheckParts extends TargetParts {
  readonly credentials: Credentials;
  readonly runner: ActionRunner;
  readonly clock: Clock;
}

/**
 * Runs the first test action that is meant for the account and notes what the provider says about the credentials:
 * 401, and 403 of a test that had to pass for the account to be linked, put it in error; a success ends that.
 * Anything else says nothing about them.
 */
export async function checkAccount(found: AccountTarget, parts: CheckParts, signal: AbortSignal): Promise<void> {
  const { credentials, runner, clock } = parts;
  const method = methodOf(found);
  if (method === undefined) return;
  const using = { ...found, account: await credentials.usable(found) };
  const { account } = using;
  const values = credentialsOf(using, parts);
  const seen = { credentials: values, authenticationType: method.key, environment: account.environment };
  const test = method.testActions.find(({ applies }) => applies(seen));
  if (test === undefined) return;
  const trail: Trail = { answered: false, changed: false };
  const attempt: Attempt = (target) =>
    runner(test.action, runTargetOf(target), {}, credentialsOf(target, parts), {
      flowType: 'test_action',
      deadlineAt: clock.now() + PATIENCE,
      signal,
      onExchange: (exchange) => follow(trail, exchange),
    });
  const result = await attempt(using);
  const status = result.failure?.provider?.status;
  if (status === UNAUTHORIZED) await afterRefusal(result, { using, action: test.action, attempt, trail, credentials });
  else if (status === 403 && test.required) await credentials.rejected(account, result.failure!.message);
  else if (result.successful && account.status === 'error') await credentials.accepted(account);
}
