/** Why an account is in its status. */
export interface StatusReason {
  readonly code: string;
  readonly description: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** States of a linked account. */
export const ACCOUNT_STATUSES = ['active', 'inactive', 'suspended', 'archived', 'expired', 'error'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

const STOPPED: ReadonlySet<AccountStatus> = new Set(['suspended', 'archived']);

/** Whether somebody stopped the use of an account; linking it anew does not undo that. */
export const isStopped = ({ status }: { readonly status: AccountStatus }): boolean => STOPPED.has(status);

/** Whether an account was linked by a `production` or a `test` connect session. */
export type AccountType = 'production' | 'test';

/** A customer's account at a provider, with its sealed credentials. */
export interface Account {
  readonly projectId: string;
  readonly id: string;
  readonly authConfigId: string;
  /** Connector key. */
  readonly provider: string;
  readonly environment: string;
  readonly authMethodKey: string;
  readonly originOwnerId: string;
  readonly originOwnerName: string;
  readonly originUsername: string | null;
  readonly label: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly type: AccountType;
  readonly shared: boolean;
  readonly status: AccountStatus;
  readonly statusReasons: readonly StatusReason[];
  /** Values of the config fields that are not secret. */
  readonly setup: Readonly<Record<string, string>>;
  /** Sealed JSON object of the secret values. */
  readonly credentialsSealed: string;
  /** Counts the changes of the credentials. */
  readonly credentialsVersion: number;
  /** Scopes the credentials are known to have; null when unknown. */
  readonly grantedScopes: readonly string[] | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastCheckedAt: number | null;
  /** When the access token ends, in milliseconds since 1970; null when it does not or nobody knows. */
  readonly credentialsExpireAt: number | null;
  /** When to renew the credentials ahead of their end; null when nothing is to be renewed. */
  readonly renewAt: number | null;
  /** When a renewal began whose end was never written down; null when there is none. */
  readonly renewalStartedAt: number | null;
}

/** Longest time before their end at which credentials are renewed, in milliseconds. */
const LONGEST_LEAD = 5 * 60_000;

/**
 * When credentials of this end are to be renewed: five minutes ahead, or a quarter of a shorter life.
 * @param renewBy when they are to be renewed at the latest
 */
export function renewalTime(expireAt: number | null, now: number, renewBy: number | null = null): number | null {
  if (expireAt === null) return renewBy;
  const ahead = Math.floor(expireAt - Math.min(LONGEST_LEAD, Math.max(0, expireAt - now) / 4));
  return renewBy === null ? ahead : Math.min(ahead, renewBy);
}

/** What binds the sealed credentials of an account to it. */
export const credentialsBinding = (account: Pick<Account, 'projectId' | 'id'>): string =>
  `${account.projectId}|${account.id}|credentials`;
