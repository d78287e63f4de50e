import { fail, isPatchbayError, type PatchbayError } from '../../kernel/index.ts';
import type {
  AttemptFailure,
  ConnectionAttempt,
  ConnectionAttempts,
} from '../../platform/connection-attempts/index.ts';
import { adviceFor } from './advice.ts';
import { englishAdvice } from './texts.ts';

/** Code by which a failure is told to the hub and on the page: the provider's own where it gave one. */
export function codeOf({ code, extras }: PatchbayError): string {
  const told = extras.body?.['provider_code'];
  return typeof told === 'string' ? told : code;
}

/** What the person is told: the hint of errors whose message is fixed by the wire, else the message. */
export const messageOf = ({ message, hint }: PatchbayError): string => hint ?? message;

const failureOf = (thrown: unknown): AttemptFailure => {
  const error = isPatchbayError(thrown) ? thrown : fail('internal_error', { requestId: 'in the window' });
  const code = codeOf(error);
  return { code, description: `${messageOf(error)} ${englishAdvice(adviceFor(code))}` };
};

/** Does a part of a sign-in; when that fails, the attempt says why, so that the hub does too. */
export async function recordFailure<T>(
  attempts: ConnectionAttempts,
  attempt: ConnectionAttempt,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await attempts.fail(attempt, failureOf(error));
    throw error;
  }
}
