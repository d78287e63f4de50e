import type { SignIn, SignInTarget, Tokens } from '../catalog/index.ts';
import type { AuthMethod } from '../engine/index.ts';
import { fail } from '../kernel/index.ts';
import type { AuthConfigs } from '../platform/auth-configs/index.ts';
import type { FieldValues } from './credentials.ts';
import type { Offer } from './offers.ts';

/** Checked values of a form, with what the provider gave for them. */
export interface Filled {
  /** Not secret; stored readable. */
  readonly setup: Readonly<Record<string, string>>;
  /** Secret values of the form, and tokens. */
  readonly secrets: Readonly<Record<string, unknown>>;
  /** Null where the provider does not say. */
  readonly grantedScopes: readonly string[] | null;
}

/** Whether a person signs in at the provider, in a window, to connect this way. The hub decides by the same rule. */
export const needsWindow = ({ type, grantType }: AuthMethod): boolean =>
  type === 'oauth2' && grantType !== 'client_credentials';

/** Whether the values of the form buy a token before anything can be called. */
const buysToken = (method: AuthMethod): boolean =>
  !needsWindow(method) && (method.grantType === 'client_credentials' || method.refresh !== undefined);

/** What is connected, for the sign-in. */
export const targetOf = ({ config, connector, method }: Offer): SignInTarget => ({
  projectId: config.projectId,
  connector,
  method,
});

/** What the provider said when it gave no token. */
export interface TokenRefusal {
  /** Its own error code (RFC 6749, 5.2), else the status. */
  readonly code: string;
  readonly reason: string;
  /** Whether it was asked and said no, rather than failed or could not be reached. */
  readonly decided: boolean;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Reads a failure to get tokens. */
export function refusalOf({ failure }: Extract<Tokens, { ok: false }>): TokenRefusal {
  const { provider, message } = failure;
  const error = isRecord(provider?.body) ? provider.body['error'] : undefined;
  const status = provider?.status ?? 0;
  const reason = /[.!?]$/.test(message) ? message : `${message}.`;
  const code = typeof error === 'string' && error !== '' ? error.slice(0, 100) : `status ${status || 'unknown'}`;
  return { code, reason: reason.slice(0, 1_000), decided: status >= 200 && status < 500 && status !== 429 };
}

/**
 * Gets the first token where a way to connect needs one and asks nobody for it.
 * @throws PatchbayError `oauth_token_refused`, `credentials_not_checked`
 */
export async function withFirstTokens(
  offer: Offer,
  values: FieldValues,
  { signIn, authConfigs }: { readonly signIn: SignIn; readonly authConfigs: AuthConfigs },
): Promise<Filled> {
  if (!buysToken(offer.method)) return { ...values, grantedScopes: null };
  const known = { ...authConfigs.setupValues(offer.config), ...values.setup, ...values.secrets };
  const tokens = await signIn.obtain(targetOf(offer), known);
  if (tokens.ok)
    return { ...values, secrets: { ...values.secrets, ...tokens.credentials }, grantedScopes: tokens.scopes };
  const { code, reason, decided } = refusalOf(tokens);
  const connector = offer.connector.title;
  if (!decided) throw fail('credentials_not_checked', { connector, reason });
  throw fail('oauth_token_refused', { connector, code, reason });
}
