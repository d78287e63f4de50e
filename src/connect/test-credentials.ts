import { STATUS_CODES } from 'node:http';
import { type ActionRunner, providerError } from '../catalog/index.ts';
import type { ActionFailure, AuthMethod } from '../engine/index.ts';
import { fail, redactText } from '../kernel/index.ts';
import type { Offer } from './offers.ts';

/** Answers of a provider that say something about the credentials rather than about the provider's health. */
const REFUSALS = new Set([400, 401, 402, 403, 404, 422]);

const refused = (failure: ActionFailure): boolean =>
  failure.provider !== undefined && REFUSALS.has(failure.provider.status);

/** Nothing reached the provider when the engine itself failed, as it does when a value cannot stand in a header. */
const statusFor = ({ kind }: ActionFailure, status: number): number =>
  kind === 'engine' ? 422 : status === 429 ? 429 : 502;

/** Characters of a provider's answer that are passed on. */
const LONGEST_ANSWER = 8_000;

/** The provider's answer as text, JSON written out: published clients trim and parse it, and fail on anything but a string. */
function answerText(body: unknown): string {
  const text = typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
  return text.length > LONGEST_ANSWER ? `${text.slice(0, LONGEST_ANSWER)}…` : text;
}

const phraseOf = (status: number): string => STATUS_CODES[status] ?? `HTTP error: ${status}`;

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The values that nobody may see: all but those of fields that are declared and no secrets. */
function secretsIn(
  credentials: Readonly<Record<string, unknown>>,
  { setupFields, configFields }: AuthMethod,
): string[] {
  const fields = [...setupFields, ...configFields];
  const open = new Set(fields.filter(({ secret, type }) => !secret && type !== 'password').map(({ key }) => key));
  return Object.entries(credentials).flatMap(([key, value]) =>
    typeof value === 'string' && !open.has(key) ? [value] : [],
  );
}

/** What the credentials of a linked account cannot do, in words for the person who linked it. */
export type Limitations = readonly string[];

/** What the provider said about credentials that it accepted. */
export interface TestReport {
  readonly limitations: Limitations;
  /** Who or what they belong to, for people to read; null when the provider does not tell. */
  readonly connectedAs: string | null;
}

/**
 * Runs the test actions of a way to connect with the given credentials.
 * @throws PatchbayError `credentials_rejected` with the provider's answer, as text, in `provider_response`, or
 *   `credentials_not_checked` when the provider could not be asked
 */
export async function testCredentials(
  { config, connector, method }: Offer,
  credentials: Readonly<Record<string, unknown>>,
  runner: ActionRunner,
): Promise<TestReport> {
  const limitations: string[] = [];
  let connectedAs: string | null = null;
  const target = {
    projectId: config.projectId,
    provider: connector.key,
    connectorVersion: connector.version,
    environment: config.environment,
    authMethodKey: method.key,
    grantedScopes: null,
  };
  const account = { credentials, authenticationType: method.key, environment: config.environment };
  for (const test of method.testActions) {
    const { action, required, applies } = test;
    if (!applies(account)) continue;
    const result = await runner(action, target, {}, credentials, { flowType: 'test_action' });
    const { failure } = result;
    if (failure === undefined) connectedAs ??= test.connectedAs(account, result.data) ?? null;
    if (failure === undefined || (!required && !refused(failure))) continue;
    if (refused(failure)) {
      const { status = 0, body } = failure.provider ?? {};
      // Some providers repeat the key they refuse.
      const secrets = secretsIn(credentials, method);
      const said = failure.message === `HTTP error: ${status}` ? phraseOf(status) : failure.message;
      const reason = sentence(redactText(said, secrets));
      if (!required) {
        limitations.push(reason);
        continue;
      }
      throw fail(
        'credentials_rejected',
        { connector: connector.title, status, reason },
        { body: { provider_response: redactText(answerText(body), secrets) } },
      );
    }
    const error = providerError({ action: action.id, connector: connector.title, failure });
    throw fail(
      'credentials_not_checked',
      { connector: connector.title, reason: error.message },
      { cause: error, status: statusFor(failure, error.status) },
    );
  }
  return { limitations, connectedAs };
}
