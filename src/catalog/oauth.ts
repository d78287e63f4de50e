import {
  type AuthMethod,
  type AuthorizeRequest,
  authorizeRequest,
  clientCredentials,
  exchangeCode,
  type RefreshOutcome,
  refreshCredentials,
  type TokenOutcome,
} from '../engine/index.ts';
import { newTimeUuid } from '../kernel/index.ts';
import type { RunnerParts } from './runner.ts';

/** What is being connected. */
export interface SignInTarget {
  readonly projectId: string;
  readonly connector: { readonly key: string; readonly version: string };
  readonly method: AuthMethod;
}

/** Path, below the public address, that providers send browsers back to. */
export const callbackPath = (connectorKey: string): string =>
  `/connect/oauth2/${encodeURIComponent(connectorKey)}/callback`;

type Credentials = Readonly<Record<string, unknown>>;
type Failure = Extract<RefreshOutcome | TokenOutcome, { ok: false }>['failure'];

/** Tokens, or why there are none. */
export type Tokens =
  | {
      readonly ok: true;
      /** `accessToken`, `refreshToken`, `expiresIn` (seconds) and what else the connector keeps of the answer. */
      readonly credentials: Credentials;
      /** Scopes the provider says it granted; null when it does not say. */
      readonly scopes: readonly string[] | null;
    }
  | { readonly ok: false; readonly failure: Failure };

/** OAuth 2 with everything of this server it needs. */
export interface SignIn {
  /** Exactly what a provider is told to send browsers back to. */
  redirectUri(connectorKey: string): string;
  /** Where a person consents. @throws StepError when the set-up of the connector lacks a value */
  authorize(target: SignInTarget, credentials: Credentials, state: string): AuthorizeRequest;
  /** Tokens for the code of a provider's answer. */
  exchange(
    target: SignInTarget,
    credentials: Credentials,
    answer: { readonly code: string; readonly redirectUri: string; readonly codeVerifier: string | null },
  ): Promise<Tokens>;
  /** The first tokens of a connector that asks nobody (`client_credentials`). */
  obtain(target: SignInTarget, credentials: Credentials): Promise<Tokens>;
}

/** What {@link createSignIn} needs. */
export interface SignInParts extends RunnerParts {
  /** Base of the links handed out. */
  readonly publicUrl: () => string;
}

const tokensOf = (outcome: TokenOutcome): Tokens =>
  outcome.ok ? { ok: true, credentials: outcome.credentials, scopes: outcome.scopes ?? null } : outcome;

/** Binds OAuth 2 to this server's transport and addresses. */
export function createSignIn({ transport, limiter, clock, sandboxUrl, publicUrl }: SignInParts): SignIn {
  const redirectUri = (key: string): string => `${publicUrl()}${callbackPath(key)}`;
  const context = ({ projectId, connector }: SignInTarget, emulator: string | undefined) => ({
    projectSecureId: projectId,
    connectorKey: connector.key,
    connectorVersion: connector.version,
    actionRunId: newTimeUuid(clock.now()),
    sandboxUrl: emulator,
  });
  const parts = (target: SignInTarget, credentials: Credentials) => ({
    credentials,
    apiHostUri: publicUrl(),
    transport,
    clock,
    context: context(target, sandboxUrl(target.connector.key)),
  });
  return {
    redirectUri,
    authorize(target, credentials, state) {
      const { key } = target.connector;
      return authorizeRequest(target.method, {
        credentials,
        state,
        redirectUri: redirectUri(key),
        apiHostUri: publicUrl(),
        // A browser finds the emulator where it finds this server; other hosts may not reach the listening address.
        context: context(target, sandboxUrl(key) && `${publicUrl()}/sandbox/${key}`),
      });
    },
    async exchange(target, credentials, { code, redirectUri: sent, codeVerifier }) {
      const more = { code, redirectUri: sent, ...(codeVerifier === null ? {} : { codeVerifier }) };
      return tokensOf(await exchangeCode(target.method, { ...parts(target, credentials), ...more }));
    },
    async obtain(target, credentials) {
      if (target.method.refresh === undefined)
        return tokensOf(await clientCredentials(target.method, parts(target, credentials)));
      const outcome = await refreshCredentials(target.method, { ...parts(target, credentials), limiter });
      if (!outcome.ok) return outcome;
      const found = outcome.changed.map((name) => [name, outcome.credentials[name]]);
      return { ok: true, credentials: Object.fromEntries(found), scopes: null };
    },
  };
}
