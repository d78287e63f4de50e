import type { ActionFailure, StepExchange } from '../engine/index.ts';
import { isSecretName, redactText } from '../kernel/index.ts';
import type { Account } from '../platform/accounts/index.ts';
import type { AuthConfig } from '../platform/auth-configs/index.ts';
import { secretForms } from '../platform/logs/index.ts';
import type { ActionTarget, TargetParts } from './target.ts';

/** What token endpoints answer besides tokens (RFC 6749 section 5.1 and what providers add); words of everyday use. */
const NO_SECRETS = /^(token_?type|scopes?|granted_?scopes|expires_?(in|at|on)|issued_?at|instance_?url|api_?domain)$/i;

/** One list for each account record in memory; records are replaced when they change. */
const known = new WeakMap<Account, { readonly authConfig: AuthConfig; readonly forms: readonly string[] }>();

/** Every spelling of the secrets a run works with: the account's, and those of its auth config's set-up. */
export function secretsOfTarget(
  { account, authConfig, connector }: ActionTarget,
  parts: Pick<TargetParts, 'accounts' | 'authConfigs'>,
): readonly string[] {
  const hit = known.get(account);
  if (hit?.authConfig === authConfig) return hit.forms;
  const method = connector.authentication.find(({ key }) => key === account.authMethodKey);
  const declared = new Set(method?.configFields.map(({ key }) => key));
  const stored = Object.entries(parts.accounts.secrets(account)).filter(
    ([name]) => declared.has(name) || !NO_SECRETS.test(name),
  );
  const setUp = Object.entries(parts.authConfigs.setupValues(authConfig)).filter(
    ([name]) => !Object.hasOwn(authConfig.setup, name),
  );
  const forms = secretForms([...stored, ...setUp].map(([, value]) => value));
  known.set(account, { authConfig, forms });
  return forms;
}

/** The credentials a call carried, which may have been obtained during the run. */
function sentWith(exchange: StepExchange | undefined): string[] {
  const headers = Object.entries(exchange?.request.headers ?? {});
  return headers.flatMap(([name, value]) => (isSecretName(name) ? [value.replace(/^[a-z]+ +/i, '')] : []));
}

function masked(value: unknown, secrets: readonly string[], depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (depth > 64) return null;
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item, secrets, depth + 1)]));
}

/** A failure fit to be told to the caller: providers repeat what they were sent. @param last the call that failed */
export function maskFailure(
  failure: ActionFailure,
  known: readonly string[],
  last: StepExchange | undefined,
): ActionFailure {
  const secrets = [...secretForms(sentWith(last)), ...known].sort((a, b) => b.length - a.length);
  const { message, provider } = failure;
  return {
    ...failure,
    message: redactText(message, secrets),
    ...(provider === undefined ? {} : { provider: masked(provider, secrets) as typeof provider }),
  };
}
