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
}

/** What binds the sealed credentials of an account to it. */
export const credentialsBinding = (account: Pick<Account, 'projectId' | 'id'>): string =>
  `${account.projectId}|${account.id}|credentials`;
