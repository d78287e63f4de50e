import { type AuthorizeRequest, StepError } from '../../engine/index.ts';
import { fail } from '../../kernel/index.ts';
import type { ConnectSession } from '../../platform/connect-sessions/index.ts';
import { type ConnectionAttempts, newState } from '../../platform/connection-attempts/index.ts';
import { needsWindow, targetOf } from '../first-tokens.ts';
import type { LinkParts } from '../link-account.ts';
import { recordFailure } from './failure.ts';
import { subjectOf } from './fields.ts';

/** What sign-ins need. */
export interface SignInFlowParts extends LinkParts {
  readonly attempts: ConnectionAttempts;
}

/** The query with which the hub opens the window. Other members are values of the form by field key. */
export interface StartQuery {
  readonly token: string;
  readonly connection_attempt_id: string;
  /** Where the published hub would like the window to end; it ends here, on a page of ours. */
  readonly redirect_uri?: string | undefined;
  readonly patchbay_sent_on?: string | undefined;
  readonly [field: string]: string | undefined;
}

const formValues = ({
  token,
  connection_attempt_id: attempt,
  redirect_uri: end,
  patchbay_sent_on: sentOn,
  ...fields
}: StartQuery) =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));

/**
 * Begins a sign-in: session → attempt → offer → fields → provider's address.
 * @param browser mark of the browser that the answer must come from
 * @param heard called with the session once it is known
 * @returns where to send the browser
 */
export async function startSignIn(
  authConfigId: string,
  query: StartQuery,
  browser: string,
  parts: SignInFlowParts,
  heard: (session: ConnectSession) => void,
): Promise<string> {
  const { attempts, sessions, authConfigs, signIn } = parts;
  const session = await sessions.authenticate(query.token, false);
  heard(session);
  const attempt = await attempts.get(session, query.connection_attempt_id);
  if (attempt.status !== 'pending') throw fail('connection_attempt_over', { status: attempt.status });
  return recordFailure(attempts, attempt, async () => {
    const values = formValues(query);
    const { offer, fields } = await subjectOf(session, authConfigId, values, parts);
    const { connector, method, config } = offer;
    if (!needsWindow(method)) throw fail('oauth_not_offered', { connector: connector.title });
    const credentials = { ...authConfigs.setupValues(config), ...fields.setup, ...fields.secrets };
    const state = newState();
    const sent = authorize(() => signIn.authorize(targetOf(offer), credentials, state), connector.title);
    const pending = {
      values,
      redirectUri: signIn.redirectUri(connector.key),
      codeVerifier: sent.codeVerifier ?? null,
      browser,
    };
    await attempts.start(attempt, state, { authConfigId, connectorKey: connector.key, pending });
    return sent.url;
  });
}

/** A connector may build its address from what was typed; a browser is sent to the web and nowhere else. */
function authorize(make: () => AuthorizeRequest, connector: string): AuthorizeRequest {
  try {
    const request = make();
    const { protocol, href } = new URL(request.url);
    if (protocol === 'https:' || protocol === 'http:') return { ...request, url: href };
    throw fail('oauth_set_up_incomplete', { connector, reason: 'The authorize URL is no address of the web.' });
  } catch (error) {
    if (error instanceof StepError)
      throw fail('oauth_set_up_incomplete', { connector, reason: error.failure.message }, { cause: error });
    throw error;
  }
}
