import { type CompiledConnector, readCallback } from '../../engine/index.ts';
import { fail, type PatchbayError, redactText, sameText } from '../../kernel/index.ts';
import type { ConnectSession } from '../../platform/connect-sessions/index.ts';
import type { ConnectionAttempt, PendingSignIn } from '../../platform/connection-attempts/index.ts';
import { refusalOf, targetOf } from '../first-tokens.ts';
import { type Linked, storeChange, storeLink } from '../link-account.ts';
import type { Offer } from '../offers.ts';
import { recordFailure } from './failure.ts';
import { subjectOf } from './fields.ts';
import type { SignInFlowParts } from './start.ts';

type Query = Readonly<Record<string, string>>;

/** A sign-in whose answer has come in. */
interface Answered {
  readonly attempt: ConnectionAttempt;
  readonly pending: PendingSignIn;
  readonly state: string;
}

/**
 * Ends a sign-in with the provider's answer: state, once → the right browser and connector → session → answer → tokens →
 * test actions → account, in one transaction with the use of the session and the end of the attempt.
 * @param browser mark of the browser that brings the answer
 * @param heard called with the session once it is known
 */
export async function finishSignIn(
  connectorKey: string,
  query: Query,
  browser: string | undefined,
  parts: SignInFlowParts,
  heard: (session: ConnectSession) => void,
): Promise<Linked> {
  const state = query['state'] ?? '';
  if (state === '') throw fail('oauth_state_missing');
  const { attempt, pending } = await parts.attempts.claim(state);
  return recordFailure(parts.attempts, attempt, async () => {
    if (!sameText(pending.browser, browser ?? '')) throw fail('oauth_browser_differs');
    if (attempt.connectorKey !== connectorKey)
      throw fail('oauth_connector_differs', { found: connectorKey, expected: attempt.connectorKey ?? 'none' });
    const session = await parts.sessions.get(attempt.projectId, attempt.sessionId);
    heard(session);
    return store(session, { attempt, pending, state }, query, parts);
  });
}

async function store(session: ConnectSession, answered: Answered, query: Query, parts: SignInFlowParts) {
  const { attempt, pending } = answered;
  const { offer, account, fields } = await subjectOf(session, attempt.authConfigId ?? '', pending.values, parts);
  const known = { ...parts.authConfigs.setupValues(offer.config), ...fields.setup, ...fields.secrets };
  const { code, credentials } = readAnswer(offer, query, answered, known);
  const tokens = await parts.signIn.exchange(targetOf(offer), { ...known, ...credentials }, { ...pending, code });
  if (!tokens.ok) {
    const { code: told, reason } = refusalOf(tokens);
    const params = { connector: offer.connector.title, code: told, reason };
    throw fail('oauth_code_refused', params, told.startsWith('status ') ? {} : { body: { provider_code: told } });
  }
  const secrets = { ...fields.secrets, ...credentials, ...tokens.credentials };
  const filled = { setup: fields.setup, secrets, grantedScopes: tokens.scopes };
  if (account === undefined)
    return storeLink(session, offer, filled, parts, {
      alsoDo: (db, linked) => parts.attempts.succeed(db, attempt, linked.id),
    });
  return storeChange(account, offer, filled, parts, {
    async alsoDo(db, changed) {
      await parts.sessions.consume(db, session, changed.id);
      await parts.attempts.succeed(db, attempt, changed.id);
    },
  });
}

/** The code of the provider's answer, and what else the connector keeps of it. */
function readAnswer({ connector, method }: Offer, query: Query, { state, pending }: Answered, known: object) {
  const credentials = known as Readonly<Record<string, unknown>>;
  const answer = readCallback(method, query, { state, credentials });
  if (answer.ok) return answer;
  const secrets = [state, pending.codeVerifier, ...Object.values(credentials)].filter((one) => typeof one === 'string');
  throw refused(connector, answer, (text) => redactText(text, secrets));
}

function refused(
  { title: connector }: CompiledConnector,
  { failure, refusal }: Extract<ReturnType<typeof readCallback>, { ok: false }>,
  masked: (text: string) => string,
): PatchbayError {
  if (refusal === undefined) return fail('oauth_answer_refused', { connector, reason: masked(failure.message) });
  const code = masked(refusal.code);
  const said = masked(refusal.description ?? `"${refusal.code}"`);
  const reason = /[.!?]$/.test(said) ? said : `${said}.`;
  return fail('oauth_provider_refused', { connector, reason }, { body: { provider_code: code } });
}
